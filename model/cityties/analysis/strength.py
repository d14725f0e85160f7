"""Which settings go most closely with an outcome: by rank correlation, or of choices by how far their means part."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from cityties.analysis.association import rank_correlation
from cityties.analysis.drawn import LEAST_POINTS
from cityties.analysis.factors import Factor, Kind, Samples
from cityties.kernel.state import FloatArray


@dataclass(frozen=True)
class Standing:
    """A setting that an outcome goes with, and its rank correlation in every place; of a choice a size without sign."""

    name: str
    correlations: tuple[float, ...]


def strongest(samples: Samples, outcomes: Sequence[FloatArray], most: int) -> list[Factor]:
    """Return so many factors, those first that go most closely with the outcomes, given by draw, in the mean of them.

    The mean, and not the greatest: chance makes some factor stand out in one crisis, hardly the same in all.
    """
    codes, known = samples.codes(), _known(outcomes)

    def strength(factor: Factor) -> float:
        """Return the mean strength over the outcomes; 0 where there is none."""
        column = codes[factor.name].to_numpy(np.float64)
        return float(np.mean([abs(_strength(factor, column, values)) for values in known])) if known else 0.0

    return sorted(samples.factors, key=lambda factor: -strength(factor))[:most]


def outstanding(samples: Samples, outcomes: Sequence[FloatArray], most: int) -> list[Standing]:
    """Return up to so many factors that go with one of the outcomes more than chance explains, strongest first.

    Chance: the strength below which all of as many settings without influence stay, in all outcomes, 95 times in 100.
    """
    codes, known = samples.codes(), _known(outcomes)
    if not known:
        return []
    n = min(int(np.isfinite(values).sum()) for values in known)
    chance = NormalDist().inv_cdf(1.0 - 0.025 / (len(samples.factors) * len(known))) / (n - 1) ** 0.5
    found = []
    for factor in strongest(samples, known, most):
        column = codes[factor.name].to_numpy(np.float64)
        one = Standing(factor.name, tuple(_strength(factor, column, values) for values in known))
        found += [one] if max(map(abs, one.correlations)) > chance else []
    return found


def _known(outcomes: Sequence[FloatArray]) -> list[FloatArray]:
    return [values for values in outcomes if np.isfinite(values).sum() >= LEAST_POINTS]


def _strength(factor: Factor, codes: FloatArray, values: FloatArray) -> float:
    """Return the rank correlation; of a choice the correlation ratio of ranks, which is no less than its size."""
    known = np.isfinite(values)
    codes, values = codes[known], values[known]
    if factor.kind is Kind.NUMBER:
        return float(np.nan_to_num(rank_correlation(codes, values)))
    ranks = np.argsort(np.argsort(values)).astype(np.float64)
    means = {level: ranks[codes == level].mean() for level in np.unique(codes)}
    between = np.array([means[code] for code in codes])
    return float(np.sqrt(between.var() / ranks.var()))
