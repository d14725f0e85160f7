"""The posterior: draws held against the record by approximate Bayesian computation with learned summaries.

A ridge regression on the statistics and their squares predicts every key and every buffer index; the predictions are
the summaries (Fearnhead and Prangle 2012). The draws whose summaries are nearest to those of the record are kept,
weighted by nearness, and adjusted by the regression, but only in the quantities that it can predict at all: adjusting
the others would move what no statistic informs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import Ridge
from threadpoolctl import threadpool_limits

from cityties.kernel.state import FloatArray, IntArray

PENALTY = 30.0
LEAST_R2 = 0.03
"""Cross-validated share of variance that a quantity must have predicted to be adjusted, and to count as a summary."""
FOLDS = 5
TAILS = (0.005, 0.995)
WIDEST = 4.0
"""Standard deviations beyond which a statistic counts no further."""
KEPT_SHARE, LEAST_KEPT = 0.05, 60
WITHIN, MOST_DRAWS = 2.0, 0.5
"""A target is met if so large a share of draws is within so many tolerances of it."""


@dataclass(frozen=True)
class Scale:
    """How statistics are brought to one scale: filled where they are undefined, cut at tails, centred, divided."""

    median: FloatArray
    low: FloatArray
    high: FloatArray
    mean: FloatArray
    spread: FloatArray

    def __call__(self, statistics: FloatArray) -> FloatArray:
        """Return statistics (..., targets) on that scale."""
        filled = np.where(np.isnan(statistics), self.median, statistics)
        centred = (np.clip(filled, self.low, self.high) - self.mean) / self.spread
        return np.asarray(np.clip(centred, -WIDEST, WIDEST))


def scale_of(statistics: FloatArray, recorded: FloatArray) -> Scale:
    """Return the scale of simulated statistics (draws, targets); the record itself is never cut off."""
    median = np.nanmedian(statistics, axis=0)
    filled = np.where(np.isnan(statistics), median, statistics)
    low, high = np.quantile(filled, TAILS, axis=0)
    low, high = np.minimum(low, recorded), np.maximum(high, recorded)
    cut = np.clip(filled, low, high)
    return Scale(median, low, high, cut.mean(axis=0), np.maximum(cut.std(axis=0), 1e-12))


def features(scaled: FloatArray) -> FloatArray:
    """Return statistics on one scale beside their squares."""
    return np.concatenate([scaled, scaled**2 - 1.0], axis=-1)


@dataclass(frozen=True)
class Learned:
    """What was learned from an ensemble: the scale, the regression, how well each quantity is predicted.

    ``summaries`` (draws, quantities) are the predictions of the draws learned from, in standard deviations.
    """

    scale: Scale
    ridge: Ridge
    spread: FloatArray
    r2: FloatArray
    summaries: FloatArray

    @property
    def informed(self) -> FloatArray:
        """1 for quantities that the statistics predict, else 0."""
        return np.asarray(self.r2 > LEAST_R2, dtype=np.float64)

    def predict(self, statistics: FloatArray) -> FloatArray:
        """Return the summaries of statistics (..., targets)."""
        scaled = np.atleast_2d(features(self.scale(statistics)))
        return np.reshape(self.ridge.predict(scaled), (len(scaled), len(self.spread)))


def learn(statistics: FloatArray, quantities: FloatArray, recorded: FloatArray, parents: IntArray) -> Learned:
    """Learn to predict quantities (draws, quantities; ``nan`` where one is not defined) from statistics.

    ``parents`` (draws) numbers draws that stem from one another alike; no fold of the cross-validation divides them.
    """
    scale = scale_of(statistics, recorded)
    x = features(scale(statistics))
    middle = np.nan_to_num([np.nan if np.isnan(column).all() else np.nanmedian(column) for column in quantities.T])
    filled = np.where(np.isnan(quantities), middle, quantities)
    spread = np.maximum(filled.std(axis=0), 1e-9)
    y = filled / spread
    with threadpool_limits(1):  # another order of additions is another last bit
        ridge = Ridge(alpha=PENALTY).fit(x, y)
        return Learned(scale, ridge, spread, cross_validated(x, y, parents), np.reshape(ridge.predict(x), y.shape))


def cross_validated(x: FloatArray, y: FloatArray, parents: IntArray) -> FloatArray:
    """Return the share of the variance of each column of ``y`` that is predicted out of sample."""
    fold = parents % FOLDS
    rest = np.zeros(y.shape[1])
    for number in range(FOLDS):
        out = fold == number
        if out.any() and not out.all():
            found = Ridge(alpha=PENALTY).fit(x[~out], y[~out]).predict(x[out])
            rest += ((y[out] - np.reshape(found, y[out].shape)) ** 2).sum(axis=0)
    return np.asarray(1.0 - rest / np.maximum(((y - y.mean(axis=0)) ** 2).sum(axis=0), 1e-12))


@dataclass(frozen=True)
class Posterior:
    """Draws kept: their rows in the ensemble, weights that sum to 1, and adjusted quantities (kept, quantities)."""

    rows: IntArray
    weights: FloatArray
    adjusted: FloatArray

    def quantile(self, share: float) -> FloatArray:
        """Return a quantile of every quantity, over the draws in which it is defined."""
        return np.array([weighted_quantile(column, self.weights, share) for column in self.adjusted.T])

    @property
    def effective(self) -> float:
        """Effective number of draws."""
        return float(1.0 / (self.weights**2).sum())


def condition(learned: Learned, quantities: FloatArray, observed: FloatArray, among: IntArray) -> Posterior:
    """Return the posterior of quantities given observed statistics (targets), from the draws ``among``."""
    informed = learned.informed
    with threadpool_limits(1):
        wanted = learned.predict(observed)[0]
    apart = (learned.summaries[among] - wanted) * informed
    distance = np.sqrt((apart**2).sum(axis=1))
    n = min(max(int(KEPT_SHARE * len(among)), LEAST_KEPT), len(among))
    order = np.argsort(distance, kind="stable")[:n]
    furthest = max(float(distance[order[-1]]), 1e-12)
    weights = np.maximum(1.0 - (distance[order] / furthest) ** 2, 0.0) if informed.any() else np.ones(n)
    weights = weights / weights.sum() if weights.sum() > 0.0 else np.full(n, 1.0 / n)
    adjusted = quantities[among[order]] - apart[order] * learned.spread
    return Posterior(among[order], weights, adjusted)


def weighted_quantile(values: FloatArray, weights: FloatArray, share: float) -> float:
    """Return the value below which a share of the weight of the defined values lies; ``nan`` without any."""
    known = ~np.isnan(values)
    if not known.any() or weights[known].sum() <= 0.0:
        return float("nan")
    order = np.argsort(values[known], kind="stable")
    weight = weights[known][order]
    place = (np.cumsum(weight) - 0.5 * weight) / weight.sum()
    return float(np.interp(share, place, values[known][order]))


def with_noise(statistics: FloatArray, tolerance: FloatArray, seed: int) -> FloatArray:
    """Return statistics as they might have been recorded: with errors of the size of the tolerances."""
    noise = np.random.default_rng(seed).standard_normal(statistics.shape)
    return np.asarray(statistics + tolerance * noise)


def resampled(weights: FloatArray, n: int, seed: int) -> IntArray:
    """Return ``n`` rows drawn in proportion to weights, as evenly as can be, in random order."""
    random = np.random.default_rng(seed)
    places = (np.arange(n) + random.random()) / n
    rows = np.searchsorted(np.cumsum(weights) / weights.sum(), places)
    return np.asarray(random.permutation(np.minimum(rows, len(weights) - 1)))


def miss(statistics: FloatArray, recorded: FloatArray, tolerance: FloatArray, most: float = 6.0) -> FloatArray:
    """Return the mean-square miss of each draw in tolerances (draws), each target counted up to ``most``."""
    apart = np.minimum(np.abs(statistics - recorded) / tolerance, most)
    return np.asarray(np.nanmean(apart**2, axis=-1))


def n_met(statistics: FloatArray, recorded: FloatArray, tolerance: FloatArray) -> int:
    """Return how many targets draws (draws, targets) meet; a draw without a value is not near."""
    near = np.abs(statistics - recorded) < WITHIN * tolerance
    return int((near.mean(axis=0) >= MOST_DRAWS).sum())


def crps(values: FloatArray, weights: FloatArray, truth: float) -> float:
    """Return the continuous ranked probability score of weighted draws: E|X - truth| - E|X - X'| / 2; small is good."""
    known = ~np.isnan(values)
    if not known.any():
        return float("nan")
    order = np.argsort(values[known], kind="stable")
    x, w = values[known][order], weights[known][order] / weights[known].sum()
    first = float((w * np.abs(x - truth)).sum())
    below = np.cumsum(w) - w
    spread = 2.0 * float((w * x * (2.0 * below + w - 1.0)).sum())
    return first - spread / 2.0


def names_of(keys: Sequence[str], crises: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the quantities that are learned: keys, and B of each crisis and pooled."""
    return (*keys, *(f"B {crisis}" for crisis in crises))
