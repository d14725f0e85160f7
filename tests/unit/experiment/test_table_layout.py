"""Rows of tables: words and months from their numbers, null where there is none, grids with the last axis fastest."""

import numpy as np

from cityties.experiment.table_layout import grid, joined, months_of, texts
from cityties.kernel.calendar import month_index


def test_a_number_below_zero_is_no_word() -> None:
    assert texts(["CN", "JP"], np.array([1, -1, 0])).to_pylist() == ["JP", None, "CN"]


def test_months_are_labels_and_none_where_there_is_none() -> None:
    assert months_of(np.array([month_index("2012-12"), -1, month_index("2010-01")])).to_pylist() == [
        "2012-12",
        None,
        "2010-01",
    ]
    assert months_of(np.array([-1, -1])).to_pylist() == [None, None]
    assert months_of(np.array([], dtype=int)).to_pylist() == []


def test_the_last_axis_of_a_grid_runs_fastest() -> None:
    first, last = grid(2, 3)
    assert first.tolist() == [0, 0, 0, 1, 1, 1]
    assert last.tolist() == [0, 1, 2, 0, 1, 2]


def test_blocks_are_put_one_below_another() -> None:
    assert joined([{"a": np.array([1])}, {"a": np.array([2, 3])}])["a"].tolist() == [1, 2, 3]
