"""From one replicate to the few numbers that a batch keeps of it: outcomes, yearly means, gaps of crises."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cityties.experiment.design import Arm, Design, asked_for
from cityties.experiment.detail import Detail
from cityties.experiment.outcome_kinds import Histories, HistoryOutcome
from cityties.experiment.outcomes import (
    CRISIS_OUTCOMES,
    DYAD_OUTCOMES,
    GAP_OUTCOMES,
    NATION_OUTCOMES,
    SURVIVAL_OUTCOMES,
    UNHEARD_OUTCOMES,
    OutcomeKey,
)
from cityties.experiment.replicate import Replicate, TieSnapshot
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.record import Kept, kept
from cityties.kernel.reductions import sum_crisis, sum_years
from cityties.kernel.state import FloatArray, IntArray

YEARLY = kept(Kept.YEARS)
"""Measures of which a batch keeps yearly means."""
_CRISIS_TERMS, _UNHEARD_TERMS = (
    np.array([outcome.term for outcome in outcomes.values()], dtype=np.int64)
    for outcomes in (CRISIS_OUTCOMES, UNHEARD_OUTCOMES)
)


@dataclass(frozen=True)
class Reduced:
    """What is kept of one replicate.

    ``outcomes`` in the order of :func:`outcome_keys`; ``years`` (arms, years, D, measures of ``YEARLY``); ``gaps`` by
    (arm, crisis) the gap of its dyads by month (months, dyads); the rest only where the scenario asks for it;
    ``detail`` is what detailed tables need, where they are asked for, and ``dyads`` all months (arms, T, D, measures),
    until they have been added to their sums.
    """

    number: int
    outcomes: FloatArray
    years: FloatArray
    gaps: dict[tuple[int, int], FloatArray]
    months: FloatArray
    snapshots: list[TieSnapshot]
    detail: Detail | None = None
    dyads: FloatArray | None = None


def reduce(design: Design, replicate: Replicate) -> Reduced:
    """Sum up one replicate."""
    asked = [M[name.upper()] for name in design.setup.scenario.record.months]
    snapshot_months = asked_for(design.setup.scenario)
    gaps = {
        (row, place): gap_of(replicate, row, place)
        for row, arm in enumerate(design.arms)
        if arm.political_shocks
        for place in range(len(design.branches))
    }
    recovered = _recovered(gaps)
    crises = [_crisis(design, replicate, where, gap, recovered[where]) for where, gap in gaps.items()]
    return Reduced(
        replicate.number,
        np.concatenate([*crises, _histories(design, replicate), *_unheard(design, replicate)]),
        _by_year(design, replicate),
        gaps,
        replicate.dyads[..., asked] if asked else np.zeros(0),
        [shot for shot in replicate.snapshots if shot.month in snapshot_months],
    )


def outcome_keys(design: Design) -> list[OutcomeKey]:
    """Return what each outcome is about, in the order in which :func:`reduce` lists their values."""
    tables = design.setup.tables
    dyads, nations = list(tables.dyads["dyad"]), list(tables.nations["nation"])
    survival = SURVIVAL_OUTCOMES if design.setup.scenario.record.tie_survival else {}
    keys = [
        OutcomeKey(arm.tie_pathways, True, branch.crisis.name, dyads[d], name)
        for arm in design.arms
        if arm.political_shocks
        for branch in design.branches
        for d in branch.dyads
        for name in (*CRISIS_OUTCOMES, *GAP_OUTCOMES, *survival)
    ]
    for arm in design.arms:
        flags = arm.tie_pathways, arm.political_shocks, ""
        keys += [OutcomeKey(*flags, dyad, name) for dyad in dyads for name in DYAD_OUTCOMES]
        keys += [OutcomeKey(*flags, nation, name) for nation in nations for name in NATION_OUTCOMES]
    if design.unheard is None:
        return keys
    places = [(branch.crisis.name, dyads[d]) for branch in design.branches for d in branch.dyads]
    return keys + [OutcomeKey(False, True, *place, name) for place in places for name in UNHEARD_OUTCOMES]


def gap_of(replicate: Replicate, row: int, place: int) -> FloatArray:
    """Return g(t) = R without the crisis - R with it, of the crisis's dyads (months, dyads)."""
    without, with_it = (replicate.branches[row, place, happens] for happens in (False, True))
    return without[..., M.RELATIONS] - with_it[..., M.RELATIONS]


def _recovered(gaps: Mapping[tuple[int, int], FloatArray]) -> dict[tuple[int, int], FloatArray]:
    """Return the outcomes of gaps (dyads, outcomes) by arm and crisis; gaps of one length are taken in one go."""
    alike: dict[int, list[tuple[int, int]]] = {}
    for where, gap in gaps.items():
        alike.setdefault(len(gap), []).append(where)
    found: dict[tuple[int, int], FloatArray] = {}
    for places in alike.values():
        rows = np.concatenate([gaps[where].T for where in places])
        values = np.stack([outcome.compute(rows) for outcome in GAP_OUTCOMES.values()], axis=1)
        ends = np.cumsum([gaps[where].shape[1] for where in places])
        found |= zip(places, np.split(values, ends[:-1]), strict=True)
    return found


def _crisis(
    design: Design, replicate: Replicate, where: tuple[int, int], gap: FloatArray, recovered: FloatArray
) -> FloatArray:
    """Sum up a crisis of an arm: dyad by dyad the outcomes in the order of their declaration."""
    dyads = design.branches[where[1]].dyads
    branches = replicate.branches[*where, False], replicate.branches[*where, True]
    values = np.empty((len(dyads), len(_CRISIS_TERMS)))
    sum_crisis(branches, np.arange(len(dyads)), _CRISIS_TERMS, gap, values)
    survival = [replicate.survival[where][list(dyads)]] if replicate.survival else []
    return np.concatenate([values, recovered, *survival], axis=1).reshape(-1)


def _unheard(design: Design, replicate: Replicate) -> Iterator[FloatArray]:
    """Yield the outcomes of each crisis where no city is heard; where none speaks, that is the arm without ties."""
    if design.unheard is None:
        return
    there, row = (replicate, _row_without_ties(design)) if replicate.unheard is None else (replicate.unheard, 0)
    for place, branch in enumerate(design.branches):
        gap = gap_of(there, row, place)
        values = np.empty((len(branch.dyads), len(_UNHEARD_TERMS)))
        sum_crisis((gap[..., np.newaxis],) * 2, np.arange(len(branch.dyads)), _UNHEARD_TERMS, gap, values)
        yield values.reshape(-1)


def _row_without_ties(design: Design) -> int:
    return design.arms.index(Arm(tie_pathways=False, political_shocks=True))


def _histories(design: Design, replicate: Replicate) -> FloatArray:
    """Sum up whole histories: arm by arm the outcomes of each dyad, and then those of each nation."""
    histories = Histories(
        replicate.dyads, replicate.nations, [shot.ties for shot in replicate.last], design.setup.world
    )
    parts = [_together(outcomes, histories) for outcomes in (DYAD_OUTCOMES, NATION_OUTCOMES)]
    return np.concatenate(parts, axis=1).reshape(-1)


def _together(outcomes: Mapping[str, HistoryOutcome], histories: Histories) -> FloatArray:
    """Return the outcomes side by side for each dyad or nation (arms, dyads or nations times outcomes)."""
    columns = [outcome.compute(histories) for outcome in outcomes.values()]
    found = np.empty((*columns[0].shape, len(columns)))  # np.stack takes as long as all the sums
    for place, column in enumerate(columns):
        found[..., place] = column
    return found.reshape(len(found), -1)


def _by_year(design: Design, replicate: Replicate) -> FloatArray:
    """Return yearly means (arms, years, D, measures); the first and last year may be short."""
    bounds = _year_bounds(design.setup.scenario.start, design.setup.n_months)
    means = np.empty((len(replicate.dyads), len(bounds) - 1, replicate.dyads.shape[2], len(YEARLY)))
    sum_years(replicate.dyads, bounds, np.array(YEARLY, dtype=np.int64), means)
    return means


def _year_bounds(start: int, n_months: int) -> IntArray:
    """Return the months of the run at which calendar years begin, with the first and the one after the last."""
    first = range(-start % MONTHS_PER_YEAR, n_months, MONTHS_PER_YEAR)
    return np.array(sorted({0, *first, n_months}), dtype=np.int64)
