"""The folder of a run or batch: a unit is cut out whole, and what cannot be read says so and what to do."""

from pathlib import Path

import pyarrow as pa
import pytest

from builders.runs_on_disk import write_old_run
from cityties.errors import CityTiesError
from cityties.experiment.batch_folder import BATCH, BatchFolder, batches, cut_unit
from cityties.experiment.units import Unit


def table(number: str) -> pa.Table:
    return pa.table(
        {
            "variant": pa.array([0, 0, 1, 1], pa.int32()),
            "draw": pa.array([0, 0, 0, 0], pa.int32()),
            number: pa.array([0, 25, 0, 25], pa.int32()),
            "value": [1.0, 2.0, 3.0, 4.0],
        }
    )


@pytest.mark.parametrize("number", ["replicate", "first_replicate"])
def test_a_unit_is_cut_out_under_the_number_of_another_variant(number: str) -> None:
    cut = cut_unit({"outcomes": table(number)}, Unit(1, 0, 25, 50), 7)["outcomes"]
    assert cut["value"].to_pylist() == [4.0]
    assert cut["variant"].to_pylist() == [7]


def test_a_table_without_rows_is_kept_for_its_columns_and_one_without_rows_of_the_unit_is_not() -> None:
    assert list(cut_unit({"attendance": table("replicate")[:0]}, Unit(0, 0, 0, 25), 0)) == ["attendance"]
    assert cut_unit({"ties": table("replicate")}, Unit(2, 0, 0, 25), 0) == {}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"name": "x", "varia'])
def test_a_torn_folder_says_what_to_do_and_is_passed_over_among_others(tmp_path: Path, text: str) -> None:
    torn = tmp_path / "torn-01234567"
    torn.mkdir()
    (torn / BATCH).write_text(text, encoding="utf-8")
    with pytest.raises(CityTiesError, match="Delete the folder and give the command again"):
        BatchFolder(torn).content  # noqa: B018
    assert batches(tmp_path) == []


def test_an_old_run_names_the_version_that_wrote_it_and_what_to_do(tmp_path: Path) -> None:
    old = write_old_run(tmp_path)
    with pytest.raises(CityTiesError, match=r"a run of CityTies 0\.1\.0 \(model 1a1cb6e5\)") as refused:
        BatchFolder(old).content  # noqa: B018
    assert f"cityties run {old / 'scenario.yaml'}" in str(refused.value)


def test_a_folder_of_something_else_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(CityTiesError, match="holds neither a run nor a batch"):
        BatchFolder(tmp_path).content  # noqa: B018
