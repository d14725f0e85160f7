"""From one replicate to the few numbers that a batch keeps of it: outcomes, yearly means, gaps of crises."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cityties.experiment.design import SUSPENSION_WINDOW, Design, asked_for
from cityties.experiment.outcomes import CRISIS_OUTCOMES, HISTORY_OUTCOMES
from cityties.experiment.replicate import Replicate, TieSnapshot
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.record import NationMeasure
from cityties.kernel.reductions import inequality, quantiles, sum_crisis, sum_months, sum_years
from cityties.kernel.state import FloatArray, IntArray

LAST_MONTHS = 120
LOSS_MONTHS = (12, 36, 60)
PAIRED_MONTHS = 36
YEAR_AFTER = (1, MONTHS_PER_YEAR + 1)
YEARLY = (M.RELATIONS, M.MOOD_A, M.MOOD_B, M.TIES, M.SUSPENDED, M.OFFICIAL, M.PEOPLE, M.EXCHANGE, M.ECONOMY)
"""Measures of which a batch keeps yearly means."""
_MEANS = (M.RELATIONS, M.MOOD_A, M.MOOD_B, M.ANGER_A, M.ANGER_B, M.DISPUTES)
_SUMS = (
    *((M.OFFICIAL,), (M.PEOPLE,), (M.FORUM_MEETINGS,), (M.NETWORK_MEETINGS,)),
    *((M.AID_A, M.AID_B), (M.EXCHANGE,), (M.SIGNED,)),
)
"""Measures that are summed over a history; those of one bracket are added up."""
_QUANTILES = (0.1, 0.5, 0.9)
_WINDOWS = (
    (M.OFFICIAL, 0, SUSPENSION_WINDOW),
    (M.PEOPLE, 0, MONTHS_PER_YEAR),
    (M.EXCHANGE, *YEAR_AFTER),
    (M.OFFICIAL, *YEAR_AFTER),
    (M.OFFICIAL, 1, PAIRED_MONTHS + 1),
    (M.NETWORK_MEETINGS, 1, PAIRED_MONTHS + 1),
)
"""Measures that are summed over months since a crisis began (first, last + 1), with it and without."""
_CRISIS_WINDOWS = (np.array(LOSS_MONTHS), np.array(_WINDOWS), np.array((YEAR_AFTER, (0, PAIRED_MONTHS))))
"""Months of losses, windows, and those over which relations are averaged, as the compiled sums take them."""
_PLAIN_CRISIS_OUTCOMES = 1 + len(LOSS_MONTHS) + 2 * len(_WINDOWS) + 2 * 2 + 1


class OutcomeKey(NamedTuple):
    """What one outcome is about; ``crisis`` is empty for a whole history, ``where`` is a dyad or a nation."""

    tie_pathways: bool
    political_shocks: bool
    crisis: str
    where: str
    measure: str


@dataclass(frozen=True)
class Reduced:
    """What is kept of one replicate.

    ``outcomes`` in the order of :func:`outcome_keys`; ``years`` (arms, years, D, measures of ``YEARLY``); ``gaps`` by
    (arm, crisis) the gap of its dyads by month (months, dyads); the rest only where the scenario asks for it;
    ``whole`` is the replicate itself where detailed tables are asked for.
    """

    number: int
    outcomes: FloatArray
    years: FloatArray
    gaps: dict[tuple[int, int], FloatArray]
    months: FloatArray
    snapshots: list[TieSnapshot]
    whole: Replicate | None = None


def reduce(design: Design, replicate: Replicate) -> Reduced:
    """Sum up one replicate."""
    asked = [M[name.upper()] for name in design.setup.scenario.record.months]
    kept = asked_for(design.setup.scenario)
    gaps = {
        (row, place): gap_of(design, replicate, row, place)
        for row, arm in enumerate(design.arms)
        if arm.political_shocks
        for place in range(len(design.branches))
    }
    crises = [_crisis(design, replicate, where, gap) for where, gap in gaps.items()]
    return Reduced(
        replicate.number,
        np.concatenate([*crises, _histories(design, replicate)]),
        _by_year(design, replicate),
        gaps,
        replicate.dyads[..., asked] if asked else np.zeros(0),
        [shot for shot in replicate.snapshots if shot.month in kept],
    )


def outcome_keys(design: Design) -> list[OutcomeKey]:
    """Return what each outcome is about, in the order in which :func:`reduce` lists their values."""
    tables = design.setup.tables
    dyads, nations = list(tables.dyads["dyad"]), list(tables.nations["nation"])
    crisis_measures = [*CRISIS_OUTCOMES, *_survival_names(design)]
    keys = [
        OutcomeKey(arm.tie_pathways, True, branch.crisis.name, dyads[d], name)
        for arm in design.arms
        if arm.political_shocks
        for branch in design.branches
        for d in dyads_of(design, branch.crisis.dyad)
        for name in crisis_measures
    ]
    for arm in design.arms:
        flags = arm.tie_pathways, arm.political_shocks, ""
        keys += [OutcomeKey(*flags, dyad, name) for dyad in dyads for name in HISTORY_OUTCOMES]
        keys += [OutcomeKey(*flags, dyad, f"strength_p{100 * q:.0f}") for dyad in dyads for q in _QUANTILES]
        keys += [OutcomeKey(*flags, nation, name) for nation in nations for name in ("gini", "attendance")]
    return keys


def _survival_names(design: Design) -> tuple[str, ...]:
    return ("survival_official", "survival_any") if design.setup.scenario.record.tie_survival else ()


def dyads_of(design: Design, dyad: int) -> list[int]:
    """Return the dyads that a crisis concerns: its own, or all of a common crisis."""
    return [dyad] if dyad >= 0 else list(range(len(design.setup.world.dyads.id)))


def gap_of(design: Design, replicate: Replicate, row: int, place: int) -> FloatArray:
    """Return g(t) = R without the crisis - R with it, of the crisis's dyads (months, dyads)."""
    dyads = dyads_of(design, design.branches[place].crisis.dyad)
    without, with_it = (replicate.branches[row, place, happens] for happens in (False, True))
    return np.ascontiguousarray(without[:, dyads, M.RELATIONS] - with_it[:, dyads, M.RELATIONS])


def _crisis(design: Design, replicate: Replicate, where: tuple[int, int], gap: FloatArray) -> FloatArray:
    """Sum up a crisis of an arm, in the order of ``CRISIS_OUTCOMES``."""
    dyads = np.array(dyads_of(design, design.branches[where[1]].crisis.dyad))
    branches = replicate.branches[*where, True], replicate.branches[*where, False]
    values = np.empty((len(dyads), _PLAIN_CRISIS_OUTCOMES))
    sum_crisis(branches, dyads, _CRISIS_WINDOWS, gap, values)
    if replicate.survival:
        values = np.concatenate([values, replicate.survival[where][dyads]], axis=1)
    return values.reshape(-1)


def _histories(design: Design, replicate: Replicate) -> FloatArray:
    """Sum up whole histories, arm by arm: measures by dyad, quantiles of strength by dyad, outcomes by nation."""
    cube = replicate.dyads
    last, total, n_arms = cube[:, -1], np.empty(cube[:, -1].shape), len(cube)
    sum_months(cube, total)
    ties = np.maximum(last[..., M.TIES], 1.0)
    columns = [total[..., measure] / cube.shape[1] for measure in _MEANS]
    columns.insert(1, cube[:, -LAST_MONTHS:, :, M.RELATIONS].mean(axis=1))
    columns += [total[..., list(measures)].sum(axis=-1) for measures in _SUMS]
    columns.append(last[..., M.TIES])
    columns.append(total[..., M.SUSPENDED] / np.maximum(total[..., M.TIES], 1.0))
    columns += [last[..., M.DORMANT] / ties, last[..., M.STRENGTH]]
    by_dyad = np.empty((*ties.shape, len(columns)))  # np.stack takes as long as all the sums
    for place, column in enumerate(columns):
        by_dyad[..., place] = column
    parts = [by_dyad, _strengths(replicate), _of_nations(design, replicate)]
    return np.concatenate([part.reshape(n_arms, -1) for part in parts], axis=1).reshape(-1)


def _strengths(replicate: Replicate) -> FloatArray:
    """Return quantiles of the strength of ties at the end (arms, D, quantiles)."""
    n_dyads = replicate.dyads.shape[2]
    found = np.empty((len(replicate.last), n_dyads, len(_QUANTILES)))
    for shot, out in zip(replicate.last, found, strict=True):
        strength, dyad = shot.ties["strength"], shot.ties["dyad"]
        order = np.lexsort((strength, dyad))
        quantiles(strength[order], np.searchsorted(dyad[order], np.arange(n_dyads + 1)), np.array(_QUANTILES), out)
    return found


def _of_nations(design: Design, replicate: Replicate) -> FloatArray:
    """Return the Gini coefficient of ties at the end and mean attendance of the forum (arms, K, 2)."""
    world = design.setup.world
    came = replicate.nations[..., NationMeasure.FORUM_ATTENDANCE][:, world.forum.host >= 0]
    values = np.full((len(replicate.last), len(world.nations.first), 2), np.nan)
    for shot, out in zip(replicate.last, values, strict=True):
        a, b = shot.ties["a"], shot.ties["b"]
        room = np.zeros(len(world.cities.id) + len(a) + 1, np.int64)
        inequality((a, b), (world.nations.first, world.nations.last), room, out[:, 0])
    if came.shape[1]:
        values[..., 1] = came.mean(axis=1)
    return values


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
