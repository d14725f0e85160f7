"""Conformance of a rule's runs: the same twice, whatever the order of cities, and writing no column but its own."""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from numba.core.dispatcher import Dispatcher

from cityties.branching import copied, empty_record
from cityties.conformance_text import lines_that_write
from cityties.conformance_world import FIRST_YEAR, LAST_YEAR, hand_made_world
from cityties.entities import State
from cityties.event_columns import build_events
from cityties.initialization import Setup, begin, prepare
from cityties.mechanisms import MECHANISMS
from cityties.own_declarations import Slip
from cityties.own_reading import OwnRule
from cityties.own_schedule import Probe, schedule_with
from cityties.record import Record
from cityties.scenario import Scenario
from cityties.schedule import Conditions, Luck, months

SLOWEST_US = 10.0
REPEATS = 3
_REDUCED_FORM = ("add_densities", "return_to_baseline")


def run_slips(rule: OwnRule) -> Iterator[Slip]:
    """Compile the rule into the month, run it in a hand-made world, and yield all that it does wrong.

    Raises:
        ScenarioError: the rule cannot be imported or compiled.
    """
    setup = _setup(rule, shuffled=False)
    own = schedule_with((rule,))
    function = getattr(own.modules[0], rule.function)
    if not (isinstance(function, Dispatcher) and function.targetoptions.get("nopython")):
        yield (
            rule.line,
            f"{rule.function} is slow Python in the month: @compiled here is not that of cityties.compiling.",
        )
        return
    state, record = _run(setup)
    again, record_again = _run(setup)
    if _bytes(record) != _bytes(record_again) or _by_tie(state) != _by_tie(again):
        yield rule.line, "two runs with the same seed differ: it has chance of its own. Draw from cityties.noise."
        return
    turned, record_turned = _run(_setup(rule, shuffled=True))
    if _bytes(record) != _bytes(record_turned) or _by_tie(state) != _by_tie(turned):
        advice = "address cities by world.cities.id, not by row, and sum with to_fixed"
        yield rule.line, f"results depend on the order of the cities in the table; {advice}."
    yield from _written_elsewhere(rule, setup, own.probes[0])
    spent = _microseconds(setup)
    if spent > SLOWEST_US:
        yield (
            rule.line,
            f"takes {spent:.0f} microseconds a tie and month, more than {SLOWEST_US:.0f}; loop over ties once.",
        )


def _setup(rule: OwnRule, shuffled: bool) -> Setup:
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
    scenario = Scenario.model_validate(plain, context={"world_folder": "hand-made", "own_rules": (rule,)})
    return prepare(scenario, hand_made_world(shuffled))


def _given(setup: Setup) -> Conditions:
    events = build_events(setup.tables, setup.scenario)
    return Conditions(setup.world, events, setup.rules, Luck(setup.scenario.seed, 0, tie_pathways=True))


def _run(setup: Setup) -> tuple[State, Record]:
    state, record = begin(setup, 0), empty_record(setup.world, setup.n_months)
    setup.months(_given(setup), state, record, 0, setup.n_months)
    return state, record


def _bytes(record: Record) -> bytes:
    return record.dyads.tobytes() + record.nations.tobytes()


def _by_tie(state: State) -> dict[int, bytes]:
    """Return what a tie is at the end of a run, by its lasting address."""
    ties = state.ties
    kept = (ties.strength, ties.suspended, ties.exchange, ties.propensity_a, ties.propensity_b)
    return {int(ties.id[e]): b"".join(column[e].tobytes() for column in kept) for e in range(int(ties.n[0]))}


def _written_elsewhere(rule: OwnRule, setup: Setup, probe: Probe) -> Iterator[Slip]:
    """Let the rule alone act on each month of a run, and compare every column with what it was."""
    given, state, record = _given(setup), begin(setup, 0), empty_record(setup.world, setup.n_months)
    lines, told = lines_that_write(rule), set[str]()
    for t in range(setup.n_months):
        setup.months(given, state, record, t, t + 1)
        after, written = copied(state), Record(record.dyads.copy(), record.nations.copy())
        fixed = [column.copy() for _, column in _columns(given.world, "")]
        probe(given, after, written, t)
        changed = {name for name, column in _differences(state, after)} | {
            f"record.{name}"
            for name in Record._fields
            if not np.array_equal(getattr(record, name), getattr(written, name))
        }
        for old, (name, column) in zip(fixed, _columns(given.world, ""), strict=True):
            if not np.array_equal(old, column, equal_nan=True):
                changed.add(f"world.{name}")
                column[...] = old
        for name in sorted(changed - set(rule.writes) - told):
            told.add(name)
            yield lines.get(name.split(".")[-1], rule.line), _of_another(name)


def _of_another(column: str) -> str:
    if column.startswith("world."):
        return f"writes {column}, which is fixed for all runs; nothing may write it."
    return f"writes {column}, which it does not own; leave it, or add '{column}' to writes."


def _differences(before: State, after: State) -> Iterator[tuple[str, Any]]:
    pairs = zip(_columns(before, ""), _columns(after, ""), strict=True)
    return ((name, new) for (name, old), (_, new) in pairs if not np.array_equal(old, new, equal_nan=True))


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


def _seconds(setup: Setup, run: Any) -> float:
    given, state, record = _given(setup), begin(setup, 0), empty_record(setup.world, setup.n_months)
    started = time.perf_counter()
    run(given, state, record, 0, setup.n_months)
    return time.perf_counter() - started
