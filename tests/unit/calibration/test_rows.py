"""Rows that were written are never computed again, and an interruption costs the blocks in work alone."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cityties.calibration.rows import Rows
from cityties.errors import CityTiesError
from cityties.kernel.state import FloatArray


class Counted:
    """Returns (number, square) and remembers what it was asked for."""

    def __init__(self, stop_at: int = 10**9) -> None:
        self.asked: list[int] = []
        self.stop_at = stop_at

    def __call__(self, number: int) -> FloatArray:
        if number >= self.stop_at:
            raise KeyboardInterrupt
        self.asked.append(number)
        return np.array([number, number**2], dtype=float)


def rows(folder: Path, number: int) -> Rows:
    return Rows(folder, "key", number, ("x", "y"), block=10)


def test_every_row_is_computed_once_and_read_in_order(tmp_path: Path) -> None:
    row = Counted()
    progress: list[int] = []
    rows(tmp_path, 25).compute(row, 2, progress.append)
    assert sorted(row.asked) == list(range(25))
    assert sum(progress) == 25
    table = rows(tmp_path, 25).read()
    assert table["y"].tolist() == [x**2 for x in range(25)]
    again = Counted()
    rows(tmp_path, 25).compute(again, 2, lambda _: None)
    assert again.asked == []


def test_a_longer_table_computes_what_it_lacks(tmp_path: Path) -> None:
    rows(tmp_path, 20).compute(Counted(), 1, lambda _: None)
    more = Counted()
    assert rows(tmp_path, 40).missing() == 20
    rows(tmp_path, 40).compute(more, 1, lambda _: None)
    assert sorted(more.asked) == list(range(20, 40))
    assert rows(tmp_path, 40).read()["x"].tolist() == list(range(40))
    assert rows(tmp_path, 15).read()["x"].tolist() == list(range(15))


def test_an_interruption_keeps_whole_blocks(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        rows(tmp_path, 40).compute(Counted(stop_at=25), 1, lambda _: None)
    assert rows(tmp_path, 40).missing() == 20
    rest = Counted()
    rows(tmp_path, 40).compute(rest, 1, lambda _: None)
    assert min(rest.asked) == 20
    assert rows(tmp_path, 40).read()["y"].tolist() == [x**2 for x in range(40)]


def test_rows_of_another_identity_are_others(tmp_path: Path) -> None:
    rows(tmp_path, 10).compute(Counted(), 1, lambda _: None)
    assert Rows(tmp_path, "other", 10, ("x", "y"), block=10).missing() == 10


def test_a_damaged_block_is_computed_again(tmp_path: Path) -> None:
    rows(tmp_path, 30).compute(Counted(), 1, lambda _: None)
    whole = rows(tmp_path, 30).read()
    torn, swapped, _ = sorted((tmp_path / "parts").iterdir())
    torn.write_bytes(torn.read_bytes()[:200])
    swapped.write_bytes((tmp_path / "parts" / "key-0000020.parquet").read_bytes())
    again = Counted()
    rows(tmp_path, 30).compute(again, 1, lambda _: None)
    assert sorted(again.asked) == list(range(20))
    pd.testing.assert_frame_equal(rows(tmp_path, 30).read(), whole)


def test_a_block_that_goes_while_it_is_read_is_no_shorter_table(tmp_path: Path) -> None:
    rows(tmp_path, 30).compute(Counted(), 1, lambda _: None)
    (tmp_path / "parts" / "key-0000010.parquet").unlink()
    with pytest.raises(CityTiesError, match="give the command again"):
        rows(tmp_path, 30).read()
