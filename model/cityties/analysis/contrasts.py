"""Contrasts: what differs between two arms or scenarios, with an interval, and what pairing was worth.

Both sides of a pair have the same random numbers, so their difference varies far less than either side. All intervals
are of 95 %, over replicates; where there are draws, over draws.
"""

from dataclasses import dataclass
from math import nan

import numpy as np

from cityties.analysis.buffering import buffer_terms
from cityties.analysis.intervals import mean_interval, student_quantile
from cityties.kernel.state import FloatArray


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference with its interval.

    ``sign_share`` is the share of pairs whose difference has the sign of the mean; ``variance_saved`` the share of
    the variance of a difference of unpaired runs that pairing removes; ``replicates_saved`` how many times as many
    unpaired replicates the same interval would take. What is not known is ``nan``: the last three where nothing was
    paired, and the interval of a single pair.
    """

    n: int
    difference: float
    low: float = nan
    high: float = nan
    sign_share: float = nan
    variance_saved: float = nan
    replicates_saved: float = nan


def paired(one: FloatArray, other: FloatArray) -> Contrast:
    """Compare two outcomes pair by pair, over the differences."""
    known = ~(np.isnan(one) | np.isnan(other))
    a, b = one[known], other[known]
    return _contrast(a - b, float(a.mean() - b.mean()) if len(a) else nan, _variance(a) + _variance(b))


def _contrast(differences: FloatArray, value: float, unpaired: float) -> Contrast:
    n = len(differences)
    if n < 2:
        return Contrast(n, value)
    variance = _variance(differences)
    low, high = mean_interval(differences)
    same = float((np.sign(differences) == np.sign(value)).mean())
    saved, times = savings(unpaired, variance)
    return Contrast(n, value, float(low), float(high), same, saved, times)


def savings(unpaired: float, paired_variance: float) -> tuple[float, float]:
    """Return the share of variance that pairing removes, and how many times as many replicates it replaces."""
    if unpaired <= 0.0:
        return nan, nan
    return 1.0 - paired_variance / unpaired, unpaired / paired_variance if paired_variance > 0.0 else float("inf")


def _variance(values: FloatArray) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else nan


def unpaired(one: FloatArray, other: FloatArray) -> Contrast:
    """Compare two outcomes without common random numbers (Welch 1947)."""
    a, b = one[~np.isnan(one)], other[~np.isnan(other)]
    n = min(len(a), len(b))
    value = float(a.mean() - b.mean()) if n else nan
    if n < 2:
        return Contrast(n, value)
    parts = _variance(a) / len(a), _variance(b) / len(b)
    total = sum(parts)
    if total <= 0.0:
        return Contrast(n, value, value, value)
    freedom = total**2 / (parts[0] ** 2 / (len(a) - 1) + parts[1] ** 2 / (len(b) - 1))
    half = student_quantile(freedom) * total**0.5
    return Contrast(n, value, value - half, value + half)


def buffer_contrast(loss_on: FloatArray, loss_off: FloatArray) -> Contrast:
    """Return the buffer index as a contrast; its savings compare with arms of other random numbers."""
    value, terms = buffer_terms(loss_on, loss_off)
    if np.isnan(value):
        return Contrast(len(loss_on), nan)
    ratio, mean_off = 1.0 - value, float(loss_off.mean())
    apart = (_variance(loss_on) + ratio**2 * _variance(loss_off)) / mean_off**2
    return _contrast(terms, value, apart)
