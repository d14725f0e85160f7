"""Crises: one row a crisis and dyad with everything the report states about it, and where it comes from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.estimands import (
    Estimate,
    buffer_index,
    cumulative_loss,
    depth,
    half_life,
    mean_estimate,
    suspension_share,
)
from cityties.kernel.state import FloatArray

LOSS_MONTHS = (12, 36, 60)
MAIN_MONTHS = 36
SUSPENSION_MONTHS = 4
LEAST_LOSS, AT_SEVERITY = 0.5, 0.9


@dataclass(frozen=True)
class CrisisPaths:
    """One crisis in one dyad: measures by (tie pathways, crisis happens), each (replicates, months)."""

    crisis: str
    dyad: str
    frame: pd.DataFrame

    def path(self, measure: str, tie_pathways: bool, happens: bool) -> FloatArray:
        """Return one measure of one arm (replicates, months since the crisis began)."""
        rows = self.frame[(self.frame["tie_pathways"] == tie_pathways) & (self.frame["crisis_happens"] == happens)]
        return rows.pivot(index="replicate", columns="months_since", values=measure).to_numpy(np.float64)

    def gap(self, tie_pathways: bool) -> FloatArray:
        """Return relations without the crisis less relations with it (replicates, months)."""
        return self.path("relations", tie_pathways, False) - self.path("relations", tie_pathways, True)

    def arms(self) -> list[bool]:
        """Return which arms of tie pathways were run, the one with ties first."""
        return sorted(self.frame["tie_pathways"].unique().tolist(), reverse=True)


def crisis_paths(crisis_months: pd.DataFrame) -> list[CrisisPaths]:
    """Split the table of branches into one object a crisis and dyad."""
    groups = crisis_months.groupby(["crisis", "dyad"], observed=True, sort=False)
    return [CrisisPaths(str(crisis), str(dyad), frame) for (crisis, dyad), frame in groups]


def least_loss(severity: float) -> float:
    """Return the loss below which there is no downturn to buffer, in R-months: 0.5 at severity 0.9, in proportion."""
    return LEAST_LOSS * severity / AT_SEVERITY


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
        row |= _spread(f"depth_{label}", mean_estimate(depth(gaps[arm])))
        row[f"depth_of_mean_{label}"] = float(mean_gap.max())
        for months in LOSS_MONTHS:
            row |= _spread(f"loss_{months}_{label}", mean_estimate(cumulative_loss(gaps[arm], months)))
        row[f"half_life_{label}"] = half_life(mean_gap)
    if len(arms) == 2:
        row |= _buffering(gaps, severity)
    return row | _suspension(paths, arms[0])


def _buffering(gaps: dict[bool, FloatArray], severity: float) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for months in LOSS_MONTHS:
        on, off = cumulative_loss(gaps[True], months), cumulative_loss(gaps[False], months)
        row |= _spread(f"buffer_{months}", buffer_index(on, off))
        row |= _spread(f"loss_saved_{months}", mean_estimate(off - on))
    row |= _spread("buffer_depth", buffer_index(depth(gaps[True]), depth(gaps[False])))
    lives = {arm: half_life(gap.mean(axis=0)) for arm, gap in gaps.items()}
    row["buffer_half_life"] = 1.0 - lives[True] / lives[False] if lives[False] > 0 else float("nan")
    loss_off = float(cumulative_loss(gaps[False], MAIN_MONTHS).mean())
    row["has_downturn"] = bool(severity > 0.0 and loss_off >= least_loss(severity))
    return row


def _suspension(paths: CrisisPaths, arm: bool) -> dict[str, Any]:
    """Return the share of official events that the crisis stopped in its first months, and whose refusals did it."""
    window = slice(0, SUSPENSION_MONTHS)
    sums = {
        (measure, happens): paths.path(measure, arm, happens)[:, window].sum(axis=1)
        for measure in ("official", "refused_a", "refused_b", "planned")
        for happens in (True, False)
    }
    row: dict[str, Any] = _spread("suspension", suspension_share(sums["official", True], sums["official", False]))
    extra = {side: float((sums[side, True] - sums[side, False]).sum()) for side in ("refused_a", "refused_b")}
    total = sum(extra.values())
    row["stopped_by_first_nation"] = extra["refused_a"] / total if total > 0.0 else float("nan")
    return row


def _spread(name: str, estimate: Estimate) -> dict[str, float]:
    return {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}


def summary_table(crisis_months: pd.DataFrame, severities: dict[str, float]) -> pd.DataFrame:
    """Return one row a crisis and dyad; ``severities`` gives each crisis's severity (0: a common crisis)."""
    return pd.DataFrame([summarise(paths, severities[paths.crisis]) for paths in crisis_paths(crisis_months)])


def level_effect(histories: pd.DataFrame) -> pd.DataFrame:
    """Return V by dyad: mean relations with ties less without, both free of quarrels. Level is not buffering."""
    calm = histories[~histories["political_shocks"]]
    if calm["tie_pathways"].nunique() < 2:
        return pd.DataFrame(columns=["dyad", "level", "level_low", "level_high"])
    means = calm.groupby(["dyad", "replicate", "tie_pathways"], observed=True)["relations"].mean().unstack()
    rows = []
    for dyad, block in means.groupby(level="dyad", observed=True):
        estimate = mean_estimate((block[True] - block[False]).to_numpy(np.float64))
        rows.append({"dyad": dyad, **_spread("level", estimate)})
    return pd.DataFrame(rows)
