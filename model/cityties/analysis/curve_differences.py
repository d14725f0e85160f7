"""Curves of a case less those of its baseline: the damage of each crisis, month by month, on common random numbers."""

import numpy as np
import pandas as pd

from cityties.analysis.cases import Case
from cityties.analysis.intervals import student_quantile

KEYS = ["crisis", "where", "months_since"]
BLOCK = ["draw", "first_replicate", "n"]
LEAST_BLOCKS = 4
"""Fewer blocks than these say too little of how much blocks differ for an interval to be drawn."""


def gap_differences(case: Case, baseline: Case) -> pd.DataFrame:
    """Return the mean gap with ties less that of the baseline, by crisis, pair of nations and month.

    A folder keeps sums over blocks of replicates, and both cases have the same random numbers block by block. ``low``
    and ``high`` are the 95 % interval over blocks (Student), or over draws where there are several; ``nan`` where there
    are fewer than four of them. Empty where seeds differ or no block is shared.
    """
    one, other = (_blocks(of) for of in (case, baseline))
    if case.seed != baseline.seed or one.empty or other.empty:
        return pd.DataFrame()
    both = one.merge(other, on=[*KEYS, *BLOCK], suffixes=("", "_base"))
    if both.empty:
        return pd.DataFrame()
    both["apart"] = both["sum"] - both["sum_base"]
    block = ["draw"] if both["draw"].nunique() > 1 else ["draw", "first_replicate"]
    sums = both.groupby([*KEYS, *block], sort=False, observed=True)[["apart", "n"]].sum().reset_index()
    sums["each"] = sums["apart"] / sums["n"]
    found = sums.groupby(KEYS, sort=False, observed=True).agg(
        total=("apart", "sum"), n=("n", "sum"), blocks=("each", "size"), spread=("each", "std")
    )
    mean, blocks = found["total"] / found["n"], found["blocks"].to_numpy(np.float64)
    half = student_quantile(np.maximum(blocks - 1, 1)) * found["spread"] / np.sqrt(blocks)
    half = half.where(blocks >= LEAST_BLOCKS)
    return found.assign(mean=mean, low=mean - half, high=mean + half)[["mean", "low", "high"]].reset_index()


def _blocks(case: Case) -> pd.DataFrame:
    sums = case.gap_sums
    return sums[sums["tie_pathways"]][[*KEYS, *BLOCK, "sum"]] if len(sums) else sums
