"""Rows of tables: words and months from their numbers, null where there is none, grids with the last axis fastest."""

import numpy as np

from cityties.experiment.table_layout import PART, constant, grid, in_turn, joined, months_of, repeated, texts
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


def test_a_constant_column_is_as_long_as_asked_and_held_once() -> None:
    assert constant(7, 3).to_pylist() == [7, 7, 7]
    long = constant(7, 2 * PART + 5)
    assert len(long) == 2 * PART + 5
    assert set(long.to_pylist()) == {7}
    assert long.chunk(0).buffers()[1].address == long.chunk(1).buffers()[1].address


def test_rows_come_again_and_blocks_in_turn() -> None:
    assert repeated({"a": np.array([1, 2])}, 2)["a"].to_pylist() == [1, 2, 1, 2]
    assert in_turn([np.array([[1, 2]]), np.array([[3, 4]])]).to_pylist() == [1, 2, 3, 4]
