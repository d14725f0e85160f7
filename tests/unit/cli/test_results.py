"""What there is in a folder of results is listed whoever wrote it, and what cannot be read ends with exit code 2."""

from pathlib import Path

import pytest

from builders.batches_on_disk import call
from builders.runs_on_disk import write_old_run
from cityties.experiment.batch_folder import BATCH


def test_a_torn_folder_and_a_run_of_an_older_version_are_listed(tmp_path: Path) -> None:
    old = write_old_run(tmp_path)
    torn = tmp_path / "torn-01234567"
    torn.mkdir()
    (torn / BATCH).write_text("{", encoding="utf-8")
    lines = call("list", "--runs", tmp_path).splitlines()
    assert any(old.name in line and "run of CityTies 0.1.0 (model 1a1cb6e5)" in line for line in lines)
    assert any(torn.name in line and "delete the folder and give the command again" in line for line in lines)


@pytest.mark.parametrize("words", [("reproduce",), ("compare",)])
def test_a_command_that_cannot_read_an_old_run_names_its_version_and_what_to_do(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    old = write_old_run(tmp_path)
    message = call(*words, old, "--runs", tmp_path, code=2)
    assert "a run of CityTies 0.1.0 (model 1a1cb6e5), which kept its results in another way" in message
    assert f"cityties run {old / 'scenario.yaml'}" in message


def test_why_names_the_version_of_an_old_run_too(tmp_path: Path) -> None:
    old = write_old_run(tmp_path)
    assert "a run of CityTies 0.1.0" in call("why", f"{old.name}/v0-d0-r0-25", "--runs", tmp_path, code=2)


def test_an_old_run_and_a_torn_folder_can_be_deleted(tmp_path: Path) -> None:
    old = write_old_run(tmp_path)
    call("rm", old.name, "--yes", "--runs", tmp_path)
    assert not old.exists()
