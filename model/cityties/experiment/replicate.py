"""One replicate of a design: every arm and every branch, computed with one luck."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityties.branching import copied, empty_record
from cityties.entities import Events, FloatArray, State
from cityties.experiment.design import Arm, Branch, Design
from cityties.initialization import begin
from cityties.record import DyadMeasure, NationMeasure, Record
from cityties.schedule import Conditions, Luck


@dataclass(frozen=True)
class TieSnapshot:
    """The ties of an arm at the end of a month."""

    month: int
    ties: dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Replicate:
    """Everything one replicate gives.

    ``dyads`` (arms, T, D, measures), ``nations`` (arms, T, K, measures); ``branches`` maps (arm, crisis, whether it
    happens) to (months followed, D, measures); ``snapshots`` are of the arm with ties and shocks.
    """

    number: int
    dyads: FloatArray
    nations: FloatArray
    branches: dict[tuple[int, int, bool], FloatArray]
    snapshots: list[TieSnapshot]


SNAPSHOT_COLUMNS = ("a", "b", "dyad", "id", "signed", "strength", "suspended", "suspended_since")


def simulate(design: Design, number: int) -> Replicate:
    """Compute one replicate of every arm and branch.

    Raises:
        RuntimeError: more ties were signed than the run has room for.
    """
    setup = design.setup
    n_arms, n_months = len(design.arms), setup.n_months
    shape = (n_arms, n_months, len(setup.world.dyads.id), len(DyadMeasure))
    dyads = np.zeros(shape)
    nations = np.zeros((n_arms, n_months, len(setup.world.nations.first), len(NationMeasure)))
    branches: dict[tuple[int, int, bool], FloatArray] = {}
    snapshots: list[TieSnapshot] = []
    for row, arm in enumerate(design.arms):
        record = Record(dyads[row], nations[row])
        snapshots += _history(design, number, row, record, branches)
        if arm.political_shocks:
            _share_history(design, row, record, branches)
    return Replicate(number, dyads, nations, branches, snapshots)


def _given(design: Design, number: int, arm: Arm, events: Events) -> Conditions:
    luck = Luck(design.setup.scenario.seed, number, arm.tie_pathways)
    return Conditions(design.setup.world, events, design.setup.rules, luck)


def _history(
    design: Design, number: int, row: int, record: Record, branches: dict[tuple[int, int, bool], FloatArray]
) -> list[TieSnapshot]:
    """Run one arm from first to last month, branching at each crisis and noting ties on the way."""
    arm, n_months = design.arms[row], design.setup.n_months
    given = _given(design, number, arm, design.events[arm.political_shocks])
    observed = design.ties_at if arm == Arm(tie_pathways=True, political_shocks=True) else ()
    stops = {t + 1 for t in observed} | {n_months}
    if arm.political_shocks:
        stops |= {branch.crisis.month for branch in design.branches}
    state, snapshots, now = begin(design.setup, number), [], 0
    for stop in sorted(stops):
        design.setup.months(given, state, record, now, stop)
        now = stop
        if stop - 1 in observed:
            snapshots.append(snapshot(state, stop - 1))
        if arm.political_shocks:
            _follow_crises(design, number, row, state, now, branches)
    if state.ties.n[1] >= len(state.ties.id) and now > design.setup.world.endogenous_from:
        raise RuntimeError("more ties were signed than a run has room for; lower formation_rate")
    return snapshots


def _follow_crises(
    design: Design, number: int, row: int, state: State, now: int, branches: dict[tuple[int, int, bool], FloatArray]
) -> None:
    for place, branch in enumerate(design.branches):
        if branch.crisis.month == now:
            for happens, events in ((False, branch.without), (True, branch.with_crisis)):
                if events is not None:
                    given = _given(design, number, design.arms[row], events)
                    branches[row, place, happens] = _follow(design, given, copied(state), branch)


def _follow(design: Design, given: Conditions, state: State, branch: Branch) -> FloatArray:
    record = empty_record(given.world, len(given.events.closed))
    design.setup.months(given, state, record, branch.crisis.month, branch.end)
    return record.dyads[branch.crisis.month : branch.end].copy()


def _share_history(design: Design, row: int, record: Record, branches: dict[tuple[int, int, bool], FloatArray]) -> None:
    """Let the arm's own history serve as the branch with the crisis where nothing has to be left out of it."""
    for place, branch in enumerate(design.branches):
        if branch.with_crisis is None:
            branches[row, place, True] = record.dyads[branch.crisis.month : branch.end]


def snapshot(state: State, month: int) -> TieSnapshot:
    """Return the existing ties of a run as they are now."""
    n = int(state.ties.n[0])
    return TieSnapshot(month, {name: getattr(state.ties, name)[:n].copy() for name in SNAPSHOT_COLUMNS})
