"""Estimands: what "damage", "recovery" and "buffering" mean, as pure functions on trajectories.

A gap is g(t) = R without the crisis - R with it, in the same arm and with the same luck: the damage done by the
shock relative to the same world without it. Arrays have shape (replicates, months); month 0 is that of the shock.
"""

from dataclasses import dataclass

import numpy as np

from cityties.analysis.intervals import mean_interval
from cityties.kernel.state import FloatArray


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval from paired replicates; ``nan`` where it is not defined."""

    value: float
    low: float
    high: float


def depth(gap: FloatArray) -> FloatArray:
    """Return D = max over t of g(t), the deepest damage, by replicate (R, on the scale of relations)."""
    return np.asarray(gap.max(axis=1))


def cumulative_loss(gap: FloatArray, months: int) -> FloatArray:
    """Return L = sum of g(t) over the first ``months`` months, by replicate (in R-months)."""
    return np.asarray(gap[:, :months].sum(axis=1))


def half_life(gap: FloatArray) -> float:
    """Return the months from the maximum of g until g <= D/2; the months left if that is not reached (censored).

    ``gap`` is one trajectory (months,), usually the mean over replicates, because noise would end single ones early.
    """
    peak = int(gap.argmax())
    if gap[peak] <= 0.0:
        return float("nan")
    below = np.flatnonzero(gap[peak:] <= gap[peak] / 2)
    return float(below[0]) if len(below) else float(len(gap) - peak)


def mean_estimate(values: FloatArray) -> Estimate:
    """Return the mean of one value a replicate with its 95 % interval (:func:`mean_interval`)."""
    low, high = mean_interval(values)
    return Estimate(float(values.mean()), float(low), float(high))


def buffer_index(loss_on: FloatArray, loss_off: FloatArray) -> Estimate:
    """Return B = 1 - L_on / L_off as a ratio of sums over replicates, with its 95 % interval.

    B > 0: ties reduce the loss; B < 0: they add to it. The interval linearises the ratio (Cochran 1977, ch. 6): the
    variance of L_on - r L_off over paired replicates, which is small because both arms share their luck. ``nan`` where
    there is no loss to buffer (sum of L_off not above 0).
    """
    total = float(loss_off.sum())
    if total <= 0.0:
        return Estimate(float("nan"), float("nan"), float("nan"))
    ratio = float(loss_on.sum()) / total
    low, high = mean_interval(1.0 - ratio - (loss_on - ratio * loss_off) / (total / len(loss_off)))
    return Estimate(1.0 - ratio, float(low), float(high))


def suspension_share(official_with: FloatArray, official_without: FloatArray) -> Estimate:
    """Return SS = 1 - official events with the crisis / official events without it, as a ratio of sums.

    Refusals are not counted, because consent is below 1 in calm times too. Arguments are sums over the window, one a
    replicate; the interval is that of :func:`buffer_index`.
    """
    return buffer_index(official_with, official_without)
