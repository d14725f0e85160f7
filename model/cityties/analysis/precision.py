"""Stopping at a precision: intervals that hold however often one looks, and what a batch has reached so far.

An ordinary interval that is watched until it is narrow does not cover its 95 %. Used here is an asymptotic confidence
sequence, Robbins' normal mixture (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, Annals of Statistics 52,
"Time-uniform central limit theory and asymptotic confidence sequences"): with variance s^2 of n pairs the interval
mean +- s sqrt(2 (n r^2 + 1) / (n^2 r^2) log(sqrt(n r^2 + 1) / a)) holds at all n at once with probability 1 - a, so
that stopping at any of them, for any reason, is allowed.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from cityties.analysis.buffering import BUFFER_INDICES, MAIN_LOSS, buffer_terms, is_downturn
from cityties.analysis.cases import Case
from cityties.analysis.effects import both_arms, crises_of
from cityties.analysis.intervals import CONFIDENCE
from cityties.kernel.state import FloatArray
from cityties.scenario.design import UntilSettings

LEAST_ROWS, LEAST_ROWS_OF_DEPTH = 50, 400
"""Fewer pairs than this never end a batch, because the sequence is exact only for many.

Depth needs more: its differences between ties on and off are nearly constant but for rare large ones (skewness 4.5 in
2012), so that a few pairs often show none of those and have far too narrow intervals.
"""
COLUMNS = ("variant", "label", "crisis", "where", "estimand", "n", "value", "half_width", "target", "reached")


def half_width(deviation: float, n: int, tuned_for: int) -> float:
    """Return the half width of the confidence sequence after ``n`` pairs; it is tightest near ``tuned_for``."""
    alpha = 1.0 - CONFIDENCE
    twice = -2.0 * math.log(alpha)
    rho2 = (twice + math.log(twice) + 1.0) / tuned_for
    spread = n * rho2 + 1.0
    return deviation * math.sqrt(2.0 * spread / (n * n * rho2) * math.log(math.sqrt(spread) / alpha))


def tuning(until: UntilSettings) -> int:
    """Return the number of pairs for which the sequence is tightest; fixed by the file, not by what is seen."""
    return max(round(math.sqrt(LEAST_ROWS * until.at_most)), LEAST_ROWS)


def terms_of(loss_on: FloatArray, loss_off: FloatArray, estimand: str) -> FloatArray:
    """Return one term a pair whose mean is the estimand: linearised for B, the difference for what ties save."""
    return buffer_terms(loss_on, loss_off)[1] if estimand.startswith("buffer") else loss_off - loss_on


def precision_table(cases: Sequence[Case], untils: Sequence[UntilSettings | None]) -> pd.DataFrame:
    """Return one row a crisis of every variant that asks for a precision: what it has reached, and whether it may stop.

    Crises without a downturn to buffer are left out.
    """
    rows = []
    for case, until in zip(cases, untils, strict=True):
        if until is None or until.half_width is None:
            continue
        obs = case.observations.by_draw()
        measure = BUFFER_INDICES[until.of.replace("saved_", "buffer_")]
        for crisis, where in crises_of(obs):
            pair, main = both_arms(obs, crisis, where, measure), both_arms(obs, crisis, where, MAIN_LOSS)
            if pair is None or main is None or not is_downturn(float(main[1].mean()), case.least_loss(crisis)):
                continue
            terms = terms_of(*pair, until.of)
            width = half_width(float(np.std(terms, ddof=1)), len(terms), tuning(until)) if len(terms) > 1 else math.inf
            enough = LEAST_ROWS_OF_DEPTH if until.of.endswith("depth") else LEAST_ROWS
            reached = width <= until.half_width and len(terms) >= enough
            who = (case.variant, case.label, crisis, where, until.of, len(terms))
            rows.append((*who, float(terms.mean()), width, until.half_width, reached))
    return pd.DataFrame(rows, columns=list(COLUMNS))
