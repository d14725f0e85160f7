"""Trial of a rule, uncompiled and in a process of its own: what it breaks shows as an error and not as a crash.

``python -m cityties.experiment.conformance.trial FILE`` runs the rule in the toy world with the compiler switched off
and prints its faults as JSON. Uncompiled, every index is checked against its bounds, and a run of six cities takes
about a second.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from cityties.custom_rules.declarations import Fault
from cityties.custom_rules.finiteness import infinite_columns
from cityties.custom_rules.interface import CustomRule
from cityties.custom_rules.reader import read_rule
from cityties.custom_rules.schedule import line_of, schedule_with
from cityties.experiment.conformance.source_checks import line_that_writes
from cityties.kernel.compiling import compiled, inlined
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.record import Record
from cityties.kernel.schedule import Conditions, RandomAddress, month_of
from cityties.kernel.state import Count, Month, State
from cityties.scenario.models import Scenario
from cityties.setup.branching import copied, empty_record
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import Setup, begin, prepare
from cityties.worlds.toy import FIRST_YEAR, LAST_YEAR, toy_world, toy_world_folder

type Act = Callable[[Conditions, State, Record, Month], None]
"""A rule alone, with its parameters."""

LONGEST_SECONDS = 120.0
_REDUCED_FORM = ("add_densities", "return_to_baseline")


def trial_faults(rule: CustomRule) -> list[Fault]:
    """Try a rule in a process of its own, and return all that it does wrong there."""
    call = [sys.executable, "-m", "cityties.experiment.conformance.trial", str(rule.path.absolute())]
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            call, capture_output=True, encoding="utf-8", env=environment, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return [(rule.line, f"a run has not ended after {LONGEST_SECONDS:.0f} s; look for a loop without an end.")]
    if done.returncode:
        last = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1]
        return [(rule.line, f"cannot be tried: {last}.")]
    return [(line, message) for line, message in json.loads(done.stdout.splitlines()[-1])]  # a rule may print, too


def faults_when_run(rule: CustomRule) -> Iterator[Fault]:
    """Run a rule in the toy world and yield all that it does wrong; meant for uncompiled code.

    What a rule does wrong may show in every later check, so the second is made only if the first finds nothing.
    """
    setup = toy_setup(rule)
    module = schedule_with(setup.scenario.custom_rules).modules[0]
    for name, mark in (("compiled", compiled), ("inlined", inlined)):
        if getattr(module, name, mark) is not mark:
            yield rule.line, f"{rule.function} is slow Python in the month: @{name} here is not that of cityties.rules."
            return
    try:
        found = list(_columns_written(rule, setup, _act_of(rule, setup, module)))
        yield from found or _results(rule, setup)
    except Exception as error:
        cause = error.__cause__ or error
        line = line_of(cause, Path(str(module.__file__)))
        yield line if line > 1 else rule.line, f"ends in an error: {type(cause).__name__}: {cause}."


def _act_of(rule: CustomRule, setup: Setup, module: ModuleType) -> Act:
    """Return the rule's function, given its parameters, as Python can call it where nothing is compiled."""
    function = getattr(module, rule.function)
    return partial(function, own=module.Own(*setup.rules.custom)) if rule.parameters else function


def toy_setup(rule: CustomRule, shuffled: bool = False) -> Setup:
    """Prepare a run of the toy world with one rule and with every mechanism on."""
    on: dict[str, Any] = dict.fromkeys(MECHANISMS, True)
    on["budget_limit"] = rule.place.process != "allocate_freely"
    plain = {
        "title": "Conformance",
        "world": "toy",
        "start": f"{FIRST_YEAR}-01",
        "end": f"{LAST_YEAR}-12",
        "engine": "reduced_form" if rule.place.process in _REDUCED_FORM else "escalation",
        "mechanisms": on,
        "rules": [rule.path.name],
    }
    context = {"world_folder": toy_world_folder(), "custom_rules": (rule,)}
    return prepare(Scenario.model_validate(plain, context=context), toy_world(shuffled))


def given_to(setup: Setup) -> Conditions:
    """Return what a run of a set-up is given."""
    events = build_events(setup.tables, setup.scenario)
    return Conditions(setup.world, events, setup.rules, RandomAddress(setup.scenario.seed, 0, tie_pathways=True))


def _results(rule: CustomRule, setup: Setup) -> Iterator[Fault]:
    first = _result(setup)
    if first != _result(setup):
        advice = "it draws numbers of its own. Use uniform(stream(...), id) of cityties.rules"
        yield rule.line, f"two runs with the same seed differ: {advice}."
    elif first != _result(toy_setup(rule, shuffled=True)):
        advice = "address cities by world.cities.id, not by row, and sum with to_fixed"
        yield rule.line, f"results depend on the order of the cities in the table; {advice}."


def _columns_written(rule: CustomRule, setup: Setup, act: Act) -> Iterator[Fault]:
    state, record, given = begin(setup, 0), empty_record(setup.world, setup.n_months), given_to(setup)
    fixed, changed = {name: column.copy() for name, column in _columns(given)}, set[str]()
    try:
        for t in range(setup.n_months):
            changed.update(_changed_by(act, setup, given, state, record, t))
    except Exception:
        if not infinite_columns(state, rule.writes):  # which may end a month in an error that would hide it
            raise
    faults = dict.fromkeys(_different(fixed, _columns(given)), "is fixed for all runs; nothing may write it")
    faults |= {name: f"it does not own; leave it, or add '{name}' to writes" for name in changed - set(rule.writes)}
    for name, message in faults.items():
        yield line_that_writes(rule, name), f"writes {name}, which {message}."
    for name in infinite_columns(state, rule.writes):
        advice = "look for a division by zero or a number that grows without end"
        yield line_that_writes(rule, name), f"makes {name} infinite or no number; {advice}."


def _changed_by(act: Act, setup: Setup, given: Conditions, state: State, record: Record, t: int) -> Iterator[str]:
    """Compute month ``t``, let the rule alone act on a copy of its end, and name the columns that it changes there."""
    setup.months(given, state, record, t, t + 1)
    after, written = copied(state), Record(record.dyads.copy(), record.nations.copy())
    act(given, after, written, month_of(given, t))
    yield from _different(dict(_columns(state)), _columns(after))
    yield from _different(dict(_columns(record, "record.")), _columns(written, "record."))


def _different(before: Mapping[str, Any], now: Iterable[tuple[str, Any]]) -> Iterator[str]:
    return (name for name, column in now if not np.array_equal(before[name], column, equal_nan=True))


def _result(setup: Setup) -> tuple[bytes, bytes, dict[int, bytes]]:
    """Return all that a run leaves: its record, and what each tie is at the end, by its lasting address."""
    state, record = begin(setup, 0), empty_record(setup.world, setup.n_months)
    setup.months(given_to(setup), state, record, 0, setup.n_months)
    ties = state.ties
    kept = (ties.strength, ties.suspended, ties.exchange, ties.plan)
    by_tie = {
        int(ties.id[e]): b"".join(column[e].tobytes() for column in kept) for e in range(int(ties.n[Count.EXISTING]))
    }
    return record.dyads.tobytes(), record.nations.tobytes(), by_tie


def _columns(part: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield all arrays below a named tuple, with names such as ``ties.strength``."""
    for name in part._fields:
        below = getattr(part, name)
        if isinstance(below, np.ndarray):
            yield f"{above}{name}", below
        elif hasattr(below, "_fields"):
            yield from _columns(below, f"{above}{name}.")


if __name__ == "__main__":
    np.seterr(all="ignore")  # as in compiled code
    print(json.dumps(list(faults_when_run(read_rule(Path(sys.argv[1]))))))
