"""One replicate of a design: every arm and every branch, computed with common random numbers."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityties.custom_rules.finiteness import infinite_columns
from cityties.experiment.design import Arm, Branch, Design
from cityties.experiment.outcomes import SURVIVAL_OUTCOMES, YEAR_AFTER
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.kernel.state import Count, EndedTies, Events, FloatArray, State
from cityties.setup.branching import copied, empty_record, rows_of
from cityties.setup.initialization import begin
from cityties.setup.periods import advance


@dataclass(frozen=True)
class TieSnapshot:
    """The ties of an arm at the end of a month, and those that have ended by then."""

    month: int
    ties: dict[str, NDArray[Any]]
    endings: dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Replicate:
    """Everything one replicate gives.

    ``dyads`` (arms, T, D, measures), ``nations`` (arms, T, K, measures); ``branches`` maps (arm, crisis, whether it
    happens) to (months followed, dyads of the crisis, measures); ``snapshots`` are of the arm with ties and shocks.
    ``last`` holds the ties of every arm at the end. ``survival`` maps (arm, crisis) to the shares of each dyad's ties
    that went on meeting (D, SURVIVAL_OUTCOMES), where the scenario asks for them. ``unheard`` is the same world without
    ties' effects in which no city is heard, where that is asked for and can differ.
    """

    number: int
    dyads: FloatArray
    nations: FloatArray
    branches: dict[tuple[int, int, bool], FloatArray]
    snapshots: list[TieSnapshot]
    last: list[TieSnapshot]
    survival: dict[tuple[int, int], FloatArray]
    unheard: "Replicate | None" = None


SNAPSHOT_COLUMNS = ("a", "b", "dyad", "id", "signed", "strength", "suspended", "suspended_since")


def simulate(design: Design, number: int) -> Replicate:
    """Compute one replicate of every arm and branch.

    Raises:
        RuntimeError: more ties were signed than the run has room for.
        ArithmeticError: a number of the record is infinite or none.
    """
    setup = design.setup
    n_arms, n_months = len(design.arms), setup.n_months
    dyads = np.empty((n_arms, n_months, len(setup.world.dyads.id), len(DyadMeasure)))
    nations = np.empty((n_arms, n_months, len(setup.world.nations.first), len(NationMeasure)))
    result = Replicate(number, dyads, nations, {}, [], [], {})
    beginning = begin(setup, number)
    for row, arm in enumerate(design.arms):
        record = Record(dyads[row], nations[row])
        _history(design, row, copied(beginning), record, result)
        _require_finite(record, arm)
        if arm.political_shocks:
            _share_history(design, row, record, result.branches)
    if design.unheard is not None and design.cities_speak:
        return replace(result, unheard=simulate(design.unheard, number))
    return result


def _require_finite(record: Record, arm: Arm) -> None:
    """Refuse a history in which a number ran away: nothing computed from it would mean anything."""
    for table, measures in ((record.dyads, DyadMeasure), (record.nations, NationMeasure)):
        if not np.isfinite(table).all():
            month, _, column = np.argwhere(~np.isfinite(table))[0]
            name, ties = list(measures)[column].name.lower(), "with" if arm.tie_pathways else "without"
            message = f"'{name}' is infinite or no number in month {month + 1} of the history {ties} effects of ties"
            raise ArithmeticError(f"{message}; look at the parameters, and at custom rules if there are any")


def _require_finite_columns(design: Design, state: State) -> None:
    """Refuse a history at whose end a column that a custom rule writes holds no finite number.

    The record alone would hide it: the model keeps what it records within bounds.
    """
    for rule in design.setup.scenario.custom_rules:
        for name in infinite_columns(state, rule.writes):
            raise ArithmeticError(f"{rule.path}: makes {name} infinite or no number; `cityties conform` shows where")


def _given(design: Design, number: int, arm: Arm, events: Events) -> Conditions:
    address = RandomAddress(design.setup.scenario.seed, number, arm.tie_pathways)
    return Conditions(design.setup.world, events, design.setup.rules, address)


def _history(design: Design, row: int, state: State, record: Record, result: Replicate) -> None:
    """Run one arm from first to last month, branching at each crisis and noting ties on the way."""
    arm, n_months, number = design.arms[row], design.setup.n_months, result.number
    given = _given(design, number, arm, design.events[arm.political_shocks])
    observed = design.ties_at if arm == Arm(tie_pathways=True, political_shocks=True) else ()
    stops = {t + 1 for t in observed} | {n_months}
    if arm.political_shocks:
        stops |= {branch.crisis.month for branch in design.branches}
    now = 0
    for stop in sorted(stops):
        advance(design.setup, given, state, record, now, stop)
        now = stop
        if stop - 1 in observed:
            result.snapshots.append(snapshot(state, stop - 1))
        if arm.political_shocks:
            _follow_crises(design, row, state, now, result)
    filled = state.ties.n[Count.LAID_OUT] + state.ties.n[Count.ENDED]
    if filled >= len(state.ties.id) and now > design.setup.world.endogenous_from:
        raise RuntimeError("more ties were signed than a run has room for; lower formation_rate")
    _require_finite_columns(design, state)
    result.last.append(snapshot(state, n_months - 1))


def _follow_crises(design: Design, row: int, state: State, now: int, result: Replicate) -> None:
    asked = design.setup.scenario.record.tie_survival
    for place, branch in enumerate(design.branches):
        if branch.crisis.month == now:
            for happens, events in ((False, branch.without), (True, branch.with_crisis)):
                if events is not None:
                    given = _given(design, result.number, design.arms[row], events)
                    result.branches[row, place, happens] = _follow(design, given, copied(state), branch)
                if asked and happens:
                    happening = design.events[True] if events is None else events
                    given = _given(design, result.number, design.arms[row], happening)
                    result.survival[row, place] = surviving(design, given, copied(state), branch)


def _follow(design: Design, given: Conditions, state: State, branch: Branch) -> FloatArray:
    """Return the months of a branch; the rows of earlier months are never looked at, so they are given no value."""
    world, first = given.world, branch.crisis.month
    dyads = np.empty((branch.end, len(world.dyads.id), len(DyadMeasure)))
    nations = np.empty((branch.end, len(world.nations.first), len(NationMeasure)))
    advance(design.setup, given, state, Record(dyads, nations), first, branch.end)
    return dyads[first:, branch.dyads]


def surviving(design: Design, given: Conditions, state: State, branch: Branch) -> FloatArray:
    """Return the shares of ties awake before a crisis that met in the year after it (D, SURVIVAL_OUTCOMES).

    ``nan`` for a dyad without such ties.
    """
    n_months, n_dyads = len(given.events.closed), len(given.world.dyads.id)
    record = empty_record(given.world, n_months)
    n = int(state.ties.n[0])
    awake = state.ties.strength[:n] >= given.rules.p.dormancy_threshold
    ways = [outcome.modes for outcome in SURVIVAL_OUTCOMES.values()]
    met = np.zeros((n, len(ways)), dtype=bool)
    first, end = (branch.crisis.month + month for month in YEAR_AFTER)
    followed, dyad = state.ties.id[:n].copy(), state.ties.dyad[:n].copy()
    for month in range(branch.crisis.month, min(end, n_months)):
        advance(design.setup, given, state, record, month, month + 1)
        if month >= first:
            # rows close up when a tie ends, so ties are followed by their address
            rows = rows_of(state, followed)
            for column, modes in enumerate(ways):
                met[:, column] |= (rows >= 0) & np.isin(state.ties.mode[rows], modes)
    shares = np.full((n_dyads, len(ways)), np.nan)
    for d in range(n_dyads):
        mine = awake & (dyad == d)
        if mine.any():
            shares[d] = met[mine].mean(axis=0)
    return shares


def _share_history(design: Design, row: int, record: Record, branches: dict[tuple[int, int, bool], FloatArray]) -> None:
    """Let the arm's own history serve as the branch with the crisis where nothing has to be left out of it."""
    for place, branch in enumerate(design.branches):
        if branch.with_crisis is None:
            branches[row, place, True] = record.dyads[branch.crisis.month : branch.end, branch.dyads]


def snapshot(state: State, month: int) -> TieSnapshot:
    """Return the existing ties of a run as they are now, and those that have ended by then."""
    n, ended = int(state.ties.n[Count.EXISTING]), int(state.ties.n[Count.ENDED])
    ties = {name: getattr(state.ties, name)[:n].copy() for name in SNAPSHOT_COLUMNS}
    return TieSnapshot(month, ties, {name: getattr(state.endings, name)[:ended].copy() for name in EndedTies._fields})
