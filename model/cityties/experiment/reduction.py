"""From one replicate to the few numbers that a batch keeps of it: outcomes, yearly means, gaps of crises."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cityties.entities import FloatArray
from cityties.experiment.design import SUSPENSION_WINDOW, Design
from cityties.experiment.replicate import Replicate, TieSnapshot
from cityties.measures_outcomes import CRISIS_OUTCOMES, HISTORY_OUTCOMES
from cityties.months import MONTHS_PER_YEAR
from cityties.record import DyadMeasure as M
from cityties.record import NationMeasure

LAST_MONTHS = 120
LOSS_MONTHS = (12, 36, 60)
PAIRED_MONTHS = 36
YEAR_AFTER = slice(1, MONTHS_PER_YEAR + 1)
YEARLY = (M.RELATIONS, M.MOOD_A, M.MOOD_B, M.TIES, M.SUSPENDED, M.OFFICIAL, M.PEOPLE, M.EXCHANGE, M.ECONOMY)
"""Measures of which a batch keeps yearly means."""
_MEANS = (M.RELATIONS, M.MOOD_A, M.MOOD_B, M.ANGER_A, M.ANGER_B, M.DISPUTES)
_SUMS = (
    *((M.OFFICIAL,), (M.PEOPLE,), (M.FORUM_MEETINGS,), (M.NETWORK_MEETINGS,)),
    *((M.AID_A, M.AID_B), (M.EXCHANGE,), (M.SIGNED,)),
)
"""Measures that are summed over a history; those of one bracket are added up."""
_QUANTILES = (0.1, 0.5, 0.9)


_WATCHED = (M.OFFICIAL, M.PEOPLE, M.EXCHANGE, M.NETWORK_MEETINGS, M.RELATIONS)
_WINDOWS = (
    (M.OFFICIAL, slice(0, SUSPENSION_WINDOW)),
    (M.PEOPLE, slice(0, MONTHS_PER_YEAR)),
    (M.EXCHANGE, YEAR_AFTER),
    (M.OFFICIAL, YEAR_AFTER),
    (M.OFFICIAL, slice(1, PAIRED_MONTHS + 1)),
    (M.NETWORK_MEETINGS, slice(1, PAIRED_MONTHS + 1)),
)
"""Measures that are summed over months since a crisis began, with it and without."""


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
    (arm, crisis) the gap of its dyads by month (months, dyads); the rest only where the scenario asks for it.
    """

    number: int
    outcomes: FloatArray
    years: FloatArray
    gaps: dict[tuple[int, int], FloatArray]
    months: FloatArray
    snapshots: list[TieSnapshot]


def reduce(design: Design, replicate: Replicate) -> Reduced:
    """Sum up one replicate."""
    gaps = {
        (row, place): gap_of(design, replicate, row, place)
        for row, arm in enumerate(design.arms)
        if arm.political_shocks
        for place in range(len(design.branches))
    }
    asked = [M[name.upper()] for name in design.setup.scenario.record.months]
    kept = set(kept_snapshots(design))
    return Reduced(
        replicate.number,
        np.concatenate([_crises(design, replicate, gaps), _histories(design, replicate)]),
        _by_year(design, replicate),
        gaps,
        replicate.dyads[..., asked] if asked else np.zeros(0),
        [shot for shot in replicate.snapshots if shot.month in kept],
    )


def kept_snapshots(design: Design) -> tuple[int, ...]:
    """Return the months of the run at which ties or cities are written down on request."""
    record, start = design.setup.scenario.record, design.setup.scenario.start
    return tuple(sorted({month - start for month in (*record.ties_at, *record.cities_at)}))


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
    return np.asarray(without[:, dyads, M.RELATIONS] - with_it[:, dyads, M.RELATIONS])


def _crises(design: Design, replicate: Replicate, gaps: dict[tuple[int, int], FloatArray]) -> FloatArray:
    """Sum up every crisis of every arm, in the order of ``CRISIS_OUTCOMES``; all windows from one running sum."""
    values: list[float] = []
    for (row, place), gap in gaps.items():
        branches = [replicate.branches[row, place, happens] for happens in (True, False)]
        running = [_running(branch) for branch in branches]
        for column, d in enumerate(dyads_of(design, design.branches[place].crisis.dyad)):
            values.append(gap[:, column].max())
            values += [gap[:months, column].sum() for months in LOSS_MONTHS]
            values += [_window(sums, months, d, measure) for measure, months in _WINDOWS for sums in running]
            for months in (YEAR_AFTER, slice(0, PAIRED_MONTHS)):
                n = len(range(*months.indices(len(gap))))
                values += [_window(sums, months, d, M.RELATIONS) / n if n else np.nan for sums in running]
            ties = np.maximum(branches[0][:, d, M.TIES], 1.0)
            values.append((branches[0][:, d, M.SUSPENDED] / ties).max())
            if replicate.survival:
                values += replicate.survival[row, place][d].tolist()
    return np.array(values)


def _running(branch: FloatArray) -> FloatArray:
    """Return sums over the months before each, of the measures that windows look at (months + 1, D, measures)."""
    columns = branch[: PAIRED_MONTHS + 1, :, list(_WATCHED)]
    return np.concatenate([np.zeros((1, *columns.shape[1:])), np.cumsum(columns, axis=0)])


def _window(running: FloatArray, months: slice, dyad: int, measure: M) -> float:
    first, last, _ = months.indices(len(running) - 1)
    column = running[:, dyad, _WATCHED.index(measure)]
    return float(column[max(last, first)] - column[first])


def _histories(design: Design, replicate: Replicate) -> FloatArray:
    """Sum up whole histories, arm by arm: measures by dyad, quantiles of strength by dyad, outcomes by nation."""
    parts: list[FloatArray] = []
    for row in range(len(design.arms)):
        cube = replicate.dyads[row]
        last, ties = cube[-1], np.maximum(cube[-1, :, M.TIES], 1.0)
        total = cube.sum(axis=0)
        columns = [total[:, measure] / len(cube) for measure in _MEANS]
        columns.insert(1, cube[-LAST_MONTHS:, :, M.RELATIONS].mean(axis=0))
        columns += [total[:, list(measures)].sum(axis=1) for measures in _SUMS]
        columns.append(last[:, M.TIES])
        columns.append(total[:, M.SUSPENDED] / np.maximum(total[:, M.TIES], 1.0))
        columns += [last[:, M.DORMANT] / ties, last[:, M.STRENGTH]]
        parts.append(np.stack(columns, axis=1).reshape(-1))
        shot = replicate.last[row]
        parts += [_strengths(shot, d) for d in range(cube.shape[1])]
        parts += [_of_nation(design, replicate, row, nation) for nation in range(replicate.nations.shape[2])]
    return np.concatenate(parts)


def _strengths(shot: TieSnapshot, dyad: int) -> FloatArray:
    strength = shot.ties["strength"][shot.ties["dyad"] == dyad]
    if not len(strength):
        return np.full(len(_QUANTILES), np.nan)
    at = (len(strength) - 1) * np.array(_QUANTILES)
    return np.asarray(np.interp(at, np.arange(len(strength)), np.sort(strength)))


def _of_nation(design: Design, replicate: Replicate, row: int, nation: int) -> FloatArray:
    nations, shot = design.setup.world.nations, replicate.last[row]
    ends = np.concatenate([shot.ties["a"], shot.ties["b"]])
    held = design.setup.world.forum.host >= 0
    came = replicate.nations[row, held, nation, NationMeasure.FORUM_ATTENDANCE]
    counts = np.bincount(ends, minlength=nations.last[nation])[nations.first[nation] : nations.last[nation]]
    return np.array([gini(counts.astype(np.float64)), came.mean() if len(came) else np.nan])


def gini(values: FloatArray) -> float:
    """Return the Gini coefficient of non-negative values: 0 if all are equal, near 1 if one has everything."""
    total = float(values.sum())
    if total <= 0.0:
        return float("nan")
    ranked = np.sort(values)
    n = len(ranked)
    return float((2.0 * np.arange(1, n + 1) - n - 1.0) @ ranked / (n * total))


def _by_year(design: Design, replicate: Replicate) -> FloatArray:
    """Return yearly means (arms, years, D, measures); the first and last year may be short."""
    start, n_months = design.setup.scenario.start, design.setup.n_months
    first = np.flatnonzero((start + np.arange(n_months)) % MONTHS_PER_YEAR == 0)
    bounds = np.unique(np.concatenate([[0], first]))
    sums = np.add.reduceat(replicate.dyads[..., list(YEARLY)], bounds, axis=1)
    lengths = np.diff(np.append(bounds, n_months))
    return np.asarray(sums / lengths[None, :, None, None])
