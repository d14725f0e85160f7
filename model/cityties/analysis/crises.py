"""Crises: one row a crisis and dyad with everything the report states about it, and where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.arrays import empty_table
from cityties.analysis.buffering import (
    buffer_band,
    buffer_index,
    depth,
    gap,
    half_life,
    is_downturn,
    least_loss,
    level_effect,
    loss,
    parted,
)
from cityties.analysis.intervals import interval_columns, mean_band
from cityties.experiment.outcomes import LOSS_MONTHS, MAIN_MONTHS, SUSPENSION_MONTHS
from cityties.kernel.state import FloatArray, IntArray

LEVEL = "level"
"""Measure of the standing damage; crises computed by earlier versions have none."""
REFUSED = ("refused_a", "refused_b")
"""Measures of what each side's cities refused."""


@dataclass(frozen=True)
class CrisisPaths:
    """One crisis in one dyad: measures by (tie pathways, crisis happens), each (replicates, months)."""

    crisis: str
    dyad: str
    frame: pd.DataFrame

    @cached_property
    def _places(self) -> dict[tuple[bool, bool], tuple[IntArray, tuple[IntArray, IntArray], tuple[int, int]]]:
        """Where each row of an arm goes: its number, its replicate and month, and the shape of the whole.

        Worked out once, because a pivot for every measure takes most of the time of summing up.
        """
        frame = self.frame
        found: dict[tuple[bool, bool], tuple[IntArray, tuple[IntArray, IntArray], tuple[int, int]]] = {}
        arms, happens = frame["tie_pathways"].to_numpy(bool), frame["crisis_happens"].to_numpy(bool)
        replicates, months = frame["replicate"].to_numpy(), frame["months_since"].to_numpy()
        for arm, hit in product((False, True), repeat=2):
            rows = np.asarray(np.flatnonzero((arms == arm) & (happens == hit)), np.int64)
            first, row = np.unique(replicates[rows], return_inverse=True)
            since, column = np.unique(months[rows], return_inverse=True)
            places = np.asarray(row, np.int64), np.asarray(column, np.int64)
            found[arm, hit] = rows, places, (len(first), len(since))
        return found

    def path(self, measure: str, tie_pathways: bool, happens: bool) -> FloatArray:
        """Return one measure of one arm (replicates, months since the crisis began)."""
        rows, places, shape = self._places[tie_pathways, happens]
        values = np.full(shape, np.nan)
        values[places] = self.frame[measure].to_numpy()[rows]
        return values

    def gap(self, tie_pathways: bool, measure: str = "relations") -> FloatArray:
        """Return relations, or another measure, without the crisis less those with it (replicates, months)."""
        return gap(*(self.path(measure, tie_pathways, happens) for happens in (False, True)))

    def at_first(self, measure: str, tie_pathways: bool, happens: bool) -> FloatArray:
        """Return the sum of a measure over the crisis's first months (``SUSPENSION_MONTHS``), by replicate."""
        return np.asarray(self.path(measure, tie_pathways, happens)[:, :SUSPENSION_MONTHS].sum(axis=1))

    def arms(self) -> list[bool]:
        """Return which arms of tie pathways were run, the one with ties first."""
        return [arm for arm in (True, False) if any(len(self._places[arm, happens][0]) for happens in (True, False))]


def crisis_paths(crisis_months: pd.DataFrame) -> list[CrisisPaths]:
    """Split the table of branches into one object a crisis and dyad."""
    groups = crisis_months.groupby(["crisis", "dyad"], observed=True, sort=False)
    return [CrisisPaths(str(crisis), str(dyad), frame) for (crisis, dyad), frame in groups]


def summarise(paths: CrisisPaths, severity: float) -> dict[str, Any]:
    """Return depth, losses, half-life, suspension and buffer indices of one crisis as one flat row.

    ``severity`` scales the guard against dividing by a loss that is hardly there; where the loss without ties stays
    below it, ``has_downturn`` is false and the buffer indices are not to be read.
    """
    row: dict[str, Any] = {"crisis": paths.crisis, "dyad": paths.dyad, "severity": severity}
    arms = paths.arms()
    gaps = {arm: paths.gap(arm) for arm in arms}
    row["months_followed"] = next(iter(gaps.values())).shape[1]
    row["replicates"] = next(iter(gaps.values())).shape[0]
    for arm in arms:
        label = "with_ties" if arm else "without_ties"
        mean_gap = gaps[arm].mean(axis=0)
        row |= _spread(f"depth_{label}", mean_band(depth(gaps[arm])))
        row[f"depth_of_mean_{label}"] = float(mean_gap.max())
        for months in LOSS_MONTHS:
            row |= _spread(f"loss_{months}_{label}", mean_band(loss(gaps[arm], months)))
        row[f"half_life_{label}"] = float(half_life(mean_gap))
    if len(arms) == 2:
        row |= _buffering(gaps, severity)
    if LEVEL in paths.frame:
        row |= _by_clock(paths, gaps)
    return row | _suspension(paths, arms[0])


def _buffering(gaps: dict[bool, FloatArray], severity: float) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for months in LOSS_MONTHS:
        on, off = loss(gaps[True], months), loss(gaps[False], months)
        row |= _spread(f"buffer_{months}", buffer_band(on, off))
        row |= _spread(f"loss_saved_{months}", mean_band(off - on))
    row |= _spread("buffer_depth", buffer_band(depth(gaps[True]), depth(gaps[False])))
    lives = (half_life(gaps[arm].mean(axis=0)) for arm in (True, False))
    row["buffer_half_life"] = float(buffer_index(*lives))
    loss_off = float(loss(gaps[False], MAIN_MONTHS).mean())
    row["has_downturn"] = bool(is_downturn(loss_off, least_loss(severity)))
    return row


def _by_clock(paths: CrisisPaths, gaps: dict[bool, FloatArray]) -> dict[str, Any]:
    """Return what of the loss lies in the level, by arm, and with both arms B of the event part and of the level."""
    levels = {arm: loss(paths.gap(arm, LEVEL), MAIN_MONTHS).mean() for arm in gaps}
    row: dict[str, Any] = {
        f"level_loss_{'with_ties' if arm else 'without_ties'}": float(value) for arm, value in levels.items()
    }
    if len(gaps) == 2:
        on, off = (np.asarray(loss(gaps[arm], MAIN_MONTHS).mean()) for arm in (True, False))
        event, level = parted(on, off, np.asarray(levels[True]), np.asarray(levels[False]))
        row |= {"buffer_event": float(event), "buffer_level": float(level)}
    return row


def _suspension(paths: CrisisPaths, arm: bool) -> dict[str, Any]:
    """Return the share of official events that the crisis stopped in its first months, and whose refusals did it."""
    held = [paths.at_first("official", arm, happens) for happens in (True, False)]
    row: dict[str, Any] = _spread("suspension", buffer_band(*held))
    extra = {
        side: float((paths.at_first(side, arm, True) - paths.at_first(side, arm, False)).sum()) for side in REFUSED
    }
    total = sum(extra.values())
    row["stopped_by_first_nation"] = extra["refused_a"] / total if total > 0.0 else float("nan")
    return row


def _spread(name: str, band: Sequence[FloatArray | float]) -> dict[str, float]:
    """Return a value and the ends of its interval as three columns."""
    return {column: float(value) for column, value in interval_columns(name, band).items()}


def summary_table(paths: Sequence[CrisisPaths], severities: dict[str, float]) -> pd.DataFrame:
    """Return one row a crisis and dyad; ``severities`` gives each crisis's severity (0: a common crisis)."""
    return pd.DataFrame([summarise(path, severities[path.crisis]) for path in paths])


def level_table(histories: pd.DataFrame) -> pd.DataFrame:
    """Return V by dyad: mean relations with ties less without, both without political shocks. A level is no buffer."""
    calm = histories[~histories["political_shocks"]]
    if calm["tie_pathways"].nunique() < 2:
        return empty_table("dyad", "level", "level_low", "level_high")
    means = calm.groupby(["dyad", "replicate", "tie_pathways"], observed=True)["relations"].mean().unstack()
    rows = []
    for dyad, block in means.groupby(level="dyad", observed=True):
        on, off = (block[arm].to_numpy(np.float64) for arm in (True, False))
        rows.append({"dyad": dyad, **_spread("level", mean_band(level_effect(on, off)))})
    return pd.DataFrame(rows)
