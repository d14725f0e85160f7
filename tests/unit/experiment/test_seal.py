"""A folder whose results are made from the same, and untouched, is known again; any change of a file is noticed."""

import os
import shutil
from pathlib import Path

import pytest

from builders.paths import SCENARIOS
from cityties.experiment import seal
from cityties.experiment.seal import SEAL, key_of, sealed, write_seal
from cityties.scenario.reader import load_scenario, override

TOY = SCENARIOS / "toy.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "runs" / "toy-1234"
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "crises.csv").write_text("crisis\n")
    (folder / "report.html").write_text("<html>")
    write_seal(folder, "key", folder / "report.html")
    return folder


def found(folder: Path, key: str = "key") -> bool:
    return sealed(folder.parent, "toy", key) is not None


def test_a_sealed_folder_is_found_with_its_page(folder: Path) -> None:
    answer = sealed(folder.parent, "toy", "key")
    assert answer is not None
    assert (answer[0].path, answer[1]) == (folder, folder / "report.html")


def test_another_key_or_name_is_not_found(folder: Path) -> None:
    assert not found(folder, "other")
    assert sealed(folder.parent, "other", "key") is None


@pytest.mark.parametrize("name", ["tables/crises.csv", "report.html"])
def test_a_file_that_is_gone_breaks_the_seal(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert not found(folder)


def test_other_bytes_of_the_same_length_break_the_seal(folder: Path) -> None:
    (folder / "tables" / "crises.csv").write_text("damage\n")
    assert not found(folder)


def test_a_copy_with_the_same_bytes_and_another_time_does_not(folder: Path) -> None:
    os.utime(folder / "report.html", ns=(1, 1))
    assert found(folder)


def test_a_seal_that_cannot_be_read_counts_as_none(folder: Path) -> None:
    (folder / SEAL).write_text("{")
    assert not found(folder)


def test_the_key_depends_on_settings_amounts_titles_and_code(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load_scenario(TOY).scenario
    others = [scenario, *(override(scenario, **change) for change in ({"replicates": 3}, {"seed": 5}, {"title": "T"}))]
    keys = {key_of("run", "", [(TOY, one)]) for one in others} | {key_of("batch", "", [(TOY, scenario)])}
    monkeypatch.setattr(seal, "whole_code", lambda: "other code")
    assert len(keys | {key_of("run", "", [(TOY, scenario)])}) == len(others) + 2


def test_the_key_depends_on_every_byte_of_the_world(tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS / "worlds" / "toy", tmp_path / "worlds" / "toy")
    file = tmp_path / "toy.yaml"
    file.write_text(TOY.read_text(encoding="utf-8"), encoding="utf-8")
    scenario = load_scenario(file).scenario
    before = key_of("run", "", [(file, scenario)])
    with (scenario.world_folder / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    assert key_of("run", "", [(file, scenario)]) != before
