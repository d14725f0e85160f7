"""Tables laid out as arrays keep every value at its keys, whatever the order of the rows."""

import numpy as np
import pandas as pd

from cityties.analysis.arrays import empty_table, reduce_replicates, to_array
from cityties.analysis.intervals import mean_band


def long(order: list[int]) -> pd.DataFrame:
    rows = [{"dyad": d, "replicate": r, "x": 10.0 * r + len(d)} for d in ("b", "aaa") for r in (0, 1)]
    return pd.DataFrame([rows[place] for place in order])


def test_the_order_of_rows_does_not_matter() -> None:
    one, labels = to_array(long([0, 1, 2, 3]), ["dyad", "replicate"], "x")
    other, _ = to_array(long([3, 0, 2, 1]), ["dyad", "replicate"], "x")
    assert labels == [["aaa", "b"], [0, 1]]
    assert one.tolist() == other.tolist() == [[3.0, 13.0], [1.0, 11.0]]


def test_a_cell_without_a_row_is_unknown_and_not_zero() -> None:
    array, _ = to_array(long([0, 1, 2]), ["dyad", "replicate"], "x")
    assert np.isnan(array[0, 1])
    assert not np.isnan(array[[0, 1, 1], [0, 0, 1]]).any()


def test_words_kept_as_categories_stand_where_plain_words_would() -> None:
    rows = long([3, 0, 2, 1])
    known = pd.CategoricalDtype(["b", "never", "aaa"])
    plain, kept = (to_array(one, ["dyad", "replicate"], "x") for one in (rows, rows.astype({"dyad": known})))
    assert kept[1] == plain[1]
    assert kept[0].tolist() == plain[0].tolist()


def test_replicates_become_a_middle_and_two_ends_beside_their_keys() -> None:
    frame = reduce_replicates(long([2, 0, 1, 3]), ["dyad"], "x", mean_band)
    assert frame[["dyad", "x"]].to_numpy().tolist() == [["aaa", 8.0], ["b", 6.0]]
    assert list(frame.columns) == ["dyad", "x", "x_low", "x_high"]
    assert (frame["x_low"] < frame["x"]).all()
    assert (frame["x"] < frame["x_high"]).all()


def test_an_empty_table_still_has_its_columns() -> None:
    assert list(empty_table("month", "ties").columns) == ["month", "ties"]
    assert empty_table("month").empty
