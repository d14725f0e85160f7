"""Sensitivity indices from given points, whatever design they come from, with what chance alone would give.

Two indices of each factor and outcome, by the estimators of SALib: ``first``, the share of the outcome's variance that
goes with the factor alone (Sobol' 1993; from given points Plischke, Borgonovo and Smith 2013), and ``delta``, how far
the whole distribution of the outcome moves when the factor is known (Borgonovo 2007), freed of bias by the bootstrap as
those authors do. From few points both are above 0 even for a factor without any influence. So each stands beside the
value below which 95 % of invented factors without influence stay: what does not exceed it shows nothing, and the order
of such factors means nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityties.kernel.state import FloatArray, IntArray

LEAST_POINTS = 20
"""Points below which there are no indices: a class of the outcome would have less than ten."""
FEW_POINTS = 100
"""Points below which indices are rough."""
RESAMPLES, FEW_RESAMPLES, INVENTED = 16, 4, 20
CHANCE = 0.95
LEAST_LEVELS, GRID, MOST_CLASSES = 10, 100, 48
_TWO_SIDED = 1.959963984540054


@dataclass(frozen=True)
class Index:
    """An index with its 95 % interval, and the value that 95 % of factors without influence stay below."""

    value: float = nan
    low: float = nan
    high: float = nan
    chance: float = nan


type Rows = Sequence[IntArray]
"""Rows of the points as they are, and then of each resample."""


def given_point_indices(
    points: FloatArray, values: FloatArray, unordered: Sequence[bool] = (), seed: int = 1
) -> list[tuple[Index, Index]]:
    """Return first-order index and delta of each factor from ``points`` (n, factors) and ``values`` (n,).

    ``unordered`` says which factors are switches or choices, given by number: each value of these is a class of its
    own, while numbers are cut into classes of equal size. Indices are unknown below twenty points and where nothing
    varies; delta too where the outcome takes hardly any different values, since it compares densities.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with what few commands need

    n, n_factors = points.shape
    if n < LEAST_POINTS or np.ptp(values) == 0.0:
        return [(Index(), Index())] * n_factors
    random = np.random.default_rng(seed)
    rows: Rows = [np.arange(n), *random.integers(n, size=(RESAMPLES, n))]
    apart = unordered or [False] * n_factors
    with threadpool_limits(1):  # over so few points threads only wait for one another
        invented = [_indices(random.permutation(n), values, rows[: 1 + FEW_RESAMPLES]) for _ in range(INVENTED)]
        chance = [float(np.quantile([pair[which].value for pair in invented], CHANCE)) for which in (0, 1)]
        found = [_indices(points[:, k], values, rows, apart[k]) for k in range(n_factors)]
    return [(replace(first, chance=chance[0]), replace(delta, chance=chance[1])) for first, delta in found]


def estimates_of(n_factors: int) -> int:
    """Return how many estimates the indices of so many factors take for one outcome."""
    return INVENTED * (1 + FEW_RESAMPLES) + n_factors * (1 + RESAMPLES)


def _indices(factor: NDArray[Any], values: FloatArray, rows: Rows, unordered: bool = False) -> tuple[Index, Index]:
    """Return both indices of one factor; of the first-order index, whose bias is small, the value is that of all rows.

    The value of delta is 2 d - mean of d over resamples, with d that of all rows (Plischke et al. 2013, eq. 30).
    """
    from SALib.analyze.delta import calc_delta, sobol_first  # noqa: PLC0415 - takes a second, and few batches need it

    if np.ptp(factor) == 0.0:
        return Index(0.0, 0.0, 0.0), Index(0.0, 0.0, 0.0)
    smooth = len(np.unique(values)) >= LEAST_LEVELS
    grid = np.linspace(values.min(), values.max(), GRID)
    found = np.full((2, len(rows)), nan)
    for place, row in enumerate(rows):
        x, y = factor[row], values[row]
        edges = _edges(x, unordered)
        found[0, place] = sobol_first(y, x, edges)
        if smooth:
            found[1, place] = _delta(calc_delta, y, grid, x, edges)
    (first, *first_again), (delta, *delta_again) = found
    half_first, half_delta = (_TWO_SIDED * float(np.std(again, ddof=1)) for again in (first_again, delta_again))
    unbiased = 2.0 * delta - float(np.mean(delta_again))
    return (
        Index(float(first), float(first) - half_first, float(first) + half_first),
        Index(unbiased, unbiased - half_delta, unbiased + half_delta),
    )


def _delta(calc_delta: Any, y: FloatArray, grid: FloatArray, x: NDArray[Any], edges: NDArray[Any]) -> float:
    """Return the estimate of SALib; unknown where a class has no density, as where all of its values are equal."""
    ranks = np.argsort(np.argsort(x, kind="stable"), kind="stable") + 1
    classes = [y[(ranks > low) & (ranks <= high)] for low, high in pairwise(edges)]
    if any(np.ptp(one) == 0.0 for one in classes if len(one)):
        return nan
    return float(calc_delta(y, grid, x, edges))


def _edges(factor: NDArray[Any], unordered: bool) -> NDArray[Any]:
    """Return the ranks that bound the classes: one a value, or classes of equal size, so many as SALib makes."""
    if unordered:
        return np.concatenate([[0], np.cumsum(np.unique(factor, return_counts=True)[1])])
    n = len(factor)
    n_classes = min(int(np.ceil(n ** (2.0 / (7.0 + np.tanh((1500.0 - n) / 500.0))))), MOST_CLASSES)
    return np.linspace(0, n, n_classes + 1)


def noise_share(draws: IntArray, values: FloatArray) -> float:
    """Return the share of the variance of an outcome between draws that random numbers make.

    ``values`` are those of single replicates and ``draws`` the draw of each. It is the variance between the replicates
    of a draw, divided by their number, over the variance of the means of draws; unknown with one replicate a draw.
    """
    known = ~np.isnan(values)
    _, place, counts = np.unique(draws[known], return_inverse=True, return_counts=True)
    if len(counts) < 2 or counts.max() < 2:
        return nan
    means = np.bincount(place, values[known]) / counts
    within = np.bincount(place, (values[known] - means[place]) ** 2)
    several = counts > 1
    of_mean = within[several] / (counts[several] - 1) / counts[several]
    total = float(np.var(means, ddof=1))
    return min(float(of_mean.mean()) / total, 1.0) if total > 0.0 else nan
