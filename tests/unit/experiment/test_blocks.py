"""A block that is damaged, in whatever way, is thrown away; a whole one is read as it was written."""

from pathlib import Path

import pandas as pd
import pytest

from campaign.damage import DAMAGES, fits
from cityties.experiment.blocks import keep_block, kept_block
from cityties.experiment.stored import DamagedError

NUMBERS = pd.DataFrame({"x": [1.0, 2.0, float("nan")], "y": [4, 5, 6]})


@pytest.mark.parametrize("kind", [kind for kind in DAMAGES if fits(kind, Path("block.parquet"))])
def test_a_damaged_block_counts_as_absent(tmp_path: Path, kind: str) -> None:
    path, other = tmp_path / "block.parquet", tmp_path / "other.parquet"
    keep_block(path, NUMBERS, "this one")
    keep_block(other, NUMBERS + 1, "another one")
    DAMAGES[kind](path, other)
    if kind == "a folder":
        with pytest.raises(DamagedError, match="is a folder where a file should be"):
            kept_block(path, ["x", "y"], 3, "this one")
    else:
        assert kept_block(path, ["x", "y"], 3, "this one") is None
        assert not path.is_symlink()
        keep_block(path, NUMBERS, "this one")
        found = kept_block(path, ["x", "y"], 3, "this one")
        assert found is not None
        pd.testing.assert_frame_equal(found, NUMBERS)


@pytest.mark.parametrize("columns", [["x", "z"], ["y", "words"]])
def test_a_block_of_other_columns_counts_as_absent(tmp_path: Path, columns: list[str]) -> None:
    path = tmp_path / "block.parquet"
    keep_block(path, NUMBERS.assign(words="three"), "this one")
    assert kept_block(path, columns, 3, "this one") is None


def test_a_shorter_block_counts_as_absent_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "block.parquet"
    keep_block(path, NUMBERS, "this one")
    assert kept_block(path, ["x", "y"], 4, "this one") is None
    assert path.is_file()
