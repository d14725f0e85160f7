"""Conformance of a rule's runs: the same twice, whatever the order of cities, and writing no column but its own."""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from numba.core.dispatcher import Dispatcher

from cityties.conformance.source_checks import lines_that_write
from cityties.conformance.test_world import FIRST_YEAR, LAST_YEAR, hand_made_world
from cityties.custom_rules.declarations import Fault
from cityties.custom_rules.reader import CustomRule
from cityties.custom_rules.schedule import schedule_with
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.record import Record
from cityties.kernel.schedule import Conditions, Months, RandomAddress, months
from cityties.kernel.state import State
from cityties.scenario.models import Scenario
from cityties.setup.branching import copied, empty_record
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import Setup, begin, prepare

SLOWEST_US = 10.0
REPEATS = 3
_REDUCED_FORM = ("add_densities", "return_to_baseline")


def run_faults(rule: CustomRule) -> Iterator[Fault]:
    """Compile the rule into the month, run it in a hand-made world, and yield all that it does wrong.

    A rule that is not compiled, writes what is fixed or has chance of its own is looked at no further.

    Raises:
        ScenarioError: the rule cannot be imported or compiled.
    """
    setup = _setup(rule, shuffled=False)
    for check in (_slow_python, _fixed_columns, _unaddressed_draws):
        found = list(check(rule, setup))
        if found:
            yield from found
            return
    yield from _order_of_cities(rule, setup)
    yield from _columns_of_others(rule, setup)
    yield from _slow_code(rule, setup)


def _slow_python(rule: CustomRule, setup: Setup) -> Iterator[Fault]:
    function = getattr(schedule_with(setup.scenario.custom_rules).modules[0], rule.function)
    if not (isinstance(function, Dispatcher) and function.targetoptions.get("nopython")):
        message = "is slow Python in the month: @compiled here is not that of cityties.kernel.compiling"
        yield rule.line, f"{rule.function} {message}."


def _fixed_columns(rule: CustomRule, setup: Setup) -> Iterator[Fault]:
    given, lines = _given(setup), lines_that_write(rule)
    before = {name: column.copy() for name, column in _columns(given, "")}
    _run(setup, given)
    for name, column in _columns(given, ""):
        if not np.array_equal(before[name], column, equal_nan=True):
            line = lines.get(name.split(".")[-1], rule.line)
            yield line, f"writes {name}, which is fixed for all runs; nothing may write it."


def _unaddressed_draws(rule: CustomRule, setup: Setup) -> Iterator[Fault]:
    if _result(setup) != _result(setup):
        yield (
            rule.line,
            "two runs with the same seed differ: it draws numbers of its own. Use cityties.kernel.randomness.",
        )


def _order_of_cities(rule: CustomRule, setup: Setup) -> Iterator[Fault]:
    if _result(setup) != _result(_setup(rule, shuffled=True)):
        advice = "address cities by world.cities.id, not by row, and sum with to_fixed"
        yield rule.line, f"results depend on the order of the cities in the table; {advice}."


def _columns_of_others(rule: CustomRule, setup: Setup) -> Iterator[Fault]:
    """Let the rule alone act on each month of a run, and compare every column with what it was."""
    probe = schedule_with(setup.scenario.custom_rules).probes[0]
    given, state, record = _given(setup), begin(setup, 0), empty_record(setup.world, setup.n_months)
    lines, changed = lines_that_write(rule), set[str]()
    for t in range(setup.n_months):
        setup.months(given, state, record, t, t + 1)
        after, written = copied(state), Record(record.dyads.copy(), record.nations.copy())
        probe(given, after, written, t)
        changed |= _differences(state, after, "") | _differences(record, written, "record.")
    for name in sorted(changed - set(rule.writes)):
        line = lines.get(name.split(".")[-1], rule.line)
        yield line, f"writes {name}, which it does not own; leave it, or add '{name}' to writes."


def _slow_code(rule: CustomRule, setup: Setup) -> Iterator[Fault]:
    spent = _microseconds(setup)
    if spent > SLOWEST_US:
        message = f"takes {spent:.0f} microseconds a tie and month, more than {SLOWEST_US:.0f}"
        yield rule.line, f"{message}; loop over ties once."


def _setup(rule: CustomRule, shuffled: bool) -> Setup:
    on: dict[str, Any] = dict.fromkeys(MECHANISMS, True)
    on["budget_limit"] = rule.place.process != "allocate_freely"
    plain = {
        "title": "Conformance",
        "world": "hand-made",
        "start": f"{FIRST_YEAR}-01",
        "end": f"{LAST_YEAR}-12",
        "engine": "reduced_form" if rule.place.process in _REDUCED_FORM else "escalation",
        "mechanisms": on,
        "rules": [rule.path.name],
    }
    scenario = Scenario.model_validate(plain, context={"world_folder": "hand-made", "custom_rules": (rule,)})
    return prepare(scenario, hand_made_world(shuffled))


def _given(setup: Setup) -> Conditions:
    events = build_events(setup.tables, setup.scenario)
    return Conditions(setup.world, events, setup.rules, RandomAddress(setup.scenario.seed, 0, tie_pathways=True))


def _run(setup: Setup, given: Conditions) -> tuple[State, Record]:
    state, record = begin(setup, 0), empty_record(setup.world, setup.n_months)
    setup.months(given, state, record, 0, setup.n_months)
    return state, record


def _result(setup: Setup) -> tuple[bytes, bytes, dict[int, bytes]]:
    """Return all that a run leaves: its record, and what each tie is at the end, by its lasting address."""
    state, record = _run(setup, _given(setup))
    ties = state.ties
    kept = (ties.strength, ties.suspended, ties.exchange, ties.plan)
    by_tie = {int(ties.id[e]): b"".join(column[e].tobytes() for column in kept) for e in range(int(ties.n[0]))}
    return record.dyads.tobytes(), record.nations.tobytes(), by_tie


def _differences(before: Any, after: Any, above: str) -> set[str]:
    pairs = zip(_columns(before, above), _columns(after, above), strict=True)
    return {name for (name, old), (_, new) in pairs if not np.array_equal(old, new, equal_nan=True)}


def _columns(part: Any, above: str) -> Iterator[tuple[str, Any]]:
    """Yield all arrays below a named tuple, with names such as ``ties.strength``."""
    for name in part._fields:
        below = getattr(part, name)
        if isinstance(below, np.ndarray):
            yield f"{above}{name}", below
        elif hasattr(below, "_fields"):
            yield from _columns(below, f"{above}{name}.")


def _microseconds(setup: Setup) -> float:
    """Return what the rule adds to the month, a tie; the fastest of a few runs with and without it."""
    n_ties = len(setup.tables.ties) * setup.n_months
    best = [min(_seconds(setup, run) for _ in range(REPEATS)) for run in (setup.months, months)]
    return (best[0] - best[1]) / n_ties * 1e6


def _seconds(setup: Setup, run: Months) -> float:
    given, state, record = _given(setup), begin(setup, 0), empty_record(setup.world, setup.n_months)
    started = time.perf_counter()
    run(given, state, record, 0, setup.n_months)
    return time.perf_counter() - started
