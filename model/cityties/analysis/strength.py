"""Which settings go most closely with an outcome: by rank correlation, or of choices by how far their means part."""

from collections.abc import Sequence

import numpy as np

from cityties.analysis.association import rank_correlation
from cityties.analysis.drawn import LEAST_POINTS
from cityties.analysis.factors import Factor, Kind, Samples
from cityties.kernel.state import FloatArray


def strongest(samples: Samples, outcomes: Sequence[FloatArray], most: int) -> list[Factor]:
    """Return so many factors, those first that go most closely with one of the outcomes, given by draw."""
    codes = samples.codes()

    def strength(factor: Factor) -> float:
        """Return the greatest strength over the outcomes; 0 where there is none."""
        found = [_strength(factor, codes[factor.name].to_numpy(np.float64), values) for values in outcomes]
        return max(found, default=0.0)

    return sorted(samples.factors, key=lambda factor: -strength(factor))[:most]


def _strength(factor: Factor, codes: FloatArray, values: FloatArray) -> float:
    """Return the size of the rank correlation; of a choice the correlation ratio of ranks, which is no less."""
    known = np.isfinite(values)
    if known.sum() < LEAST_POINTS:
        return 0.0
    codes, values = codes[known], values[known]
    if factor.kind is Kind.NUMBER:
        return float(np.nan_to_num(abs(rank_correlation(codes, values))))
    ranks = np.argsort(np.argsort(values)).astype(np.float64)
    means = {level: ranks[codes == level].mean() for level in np.unique(codes)}
    between = np.array([means[code] for code in codes])
    return float(np.sqrt(between.var() / ranks.var()))
