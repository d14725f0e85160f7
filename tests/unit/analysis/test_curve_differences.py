"""Curves of a case less its baseline: paired block by block."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
from scipy.stats import t as student

from cityties.analysis.cases import Case
from cityties.analysis.curve_differences import gap_differences


def case(shift: float, blocks: int, seed: int = 1) -> Case:
    """Return a case with a gap in one month that differs from block to block, and a shift that does not."""
    rows = [
        {"crisis": "C", "where": "AA-BB", "months_since": 0, "draw": 0, "first_replicate": 25 * block, "n": 25}
        | {"tie_pathways": True, "sum": 25 * (block + shift), "sum_of_squares": np.nan}
        for block in range(blocks)
    ]
    made: Any = SimpleNamespace(seed=seed, gap_sums=pd.DataFrame(rows))
    return cast("Case", made)


def test_what_all_blocks_share_cancels_and_the_interval_is_that_of_the_difference() -> None:
    (row,) = gap_differences(case(0.3, 4), case(0.1, 5)).to_dict("records")
    assert np.isclose([row["mean"], row["low"], row["high"]], 0.2).all()


def test_few_blocks_have_no_interval_and_other_seeds_no_difference() -> None:
    (row,) = gap_differences(case(0.3, 3), case(0.1, 3)).to_dict("records")
    assert np.isclose(row["mean"], 0.2)
    assert np.isnan(row["low"])
    assert gap_differences(case(0.3, 3), case(0.1, 3, seed=2)).empty


def test_blocks_that_differ_give_students_interval_over_blocks() -> None:
    one, base = case(0.3, 5), case(0.1, 5)
    one.gap_sums["sum"] += 25 * np.array([0.0, 0.1, 0.2, 0.4, 0.8])
    (row,) = gap_differences(one, base).to_dict("records")
    each = 0.2 + np.array([0.0, 0.1, 0.2, 0.4, 0.8])
    half = student.ppf(0.975, 4) * each.std(ddof=1) / 5**0.5
    assert np.isclose([row["mean"], row["low"], row["high"]], [0.5, 0.5 - half, 0.5 + half]).all()


def test_only_the_arm_with_ties_counts_and_nothing_is_no_difference() -> None:
    one, base = case(0.3, 4), case(0.1, 4)
    for made in (one, base):
        silent = made.gap_sums.assign(tie_pathways=False, sum=1e6)
        vars(made)["gap_sums"] = pd.concat([made.gap_sums, silent], ignore_index=True)
    (row,) = gap_differences(one, base).to_dict("records")
    assert np.isclose(row["mean"], 0.2)
    vars(one)["gap_sums"] = pd.DataFrame()
    assert gap_differences(one, base).empty
