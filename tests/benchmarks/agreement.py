"""Whether the versions agree: to the bit (C), to 1e-9 (numpy), in distribution (Mesa)."""

import math
from statistics import NormalDist

import numpy as np

from benchmarks.core import MEASURES, Core
from benchmarks.mesa_objects import simulated
from cityties.kernel.state import FloatArray

FALSE_ALARM = 1e-3
"""Chance that two versions that agree in distribution fail the check, over all its comparisons together."""
COMPILED_REPLICATES = 400


def compiled_measures(core: Core, replicate: int) -> FloatArray:
    """Return the shared measures of a compiled run (months, dyads, measures)."""
    return core.compiled(replicate).dyads[:, :, [int(measure) for measure in MEASURES]]


def distance_of_mesa(core: Core, replicates: int) -> tuple[float, float]:
    """Return the largest distance of means, in standard errors, and how large it may be.

    Each replicate gives its mean over all months of each measure of each dyad; Welch's t is compared with the quantile
    of Student's distribution for the false-alarm rate shared out over all comparisons (Bonferroni).
    """
    ours = np.stack([compiled_measures(core, number).mean(axis=0) for number in range(COMPILED_REPLICATES)])
    theirs = np.stack(
        [np.array(simulated(core, COMPILED_REPLICATES + number)).mean(axis=0) for number in range(replicates)]
    )
    error = ours.var(axis=0, ddof=1) / len(ours) + theirs.var(axis=0, ddof=1) / len(theirs)
    gap = np.abs(ours.mean(axis=0) - theirs.mean(axis=0))
    far = np.where(error > 0.0, gap / np.sqrt(np.where(error > 0.0, error, 1.0)), np.where(gap > 1e-12, math.inf, 0.0))
    return float(far.max()), student_quantile(1.0 - FALSE_ALARM / far.size / 2.0, replicates - 1)


def student_quantile(chance: float, freedom: int) -> float:
    """Return the quantile of Student's distribution (Cornish and Fisher's expansion, three terms)."""
    z = NormalDist().inv_cdf(chance)
    first = (z**3 + z) / 4.0
    second = (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0
    third = (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0
    return z + first / freedom + second / freedom**2 + third / freedom**3
