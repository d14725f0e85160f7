"""A result is found again by the name of its scenario, also after the scenario was edited and run again."""

from pathlib import Path

import pytest

from builders.worlds_on_disk import write_small_world
from cityties.cli.folders import find_folder
from cityties.errors import CityTiesError
from cityties.experiment.batch import compute_here
from cityties.experiment.run import open_run
from cityties.scenario.reader import read_scenario
from cityties.tables.world_tables import read_tables

TEXT = "title: Mine\nworld: worlds/small\nstart: 1995-01\nend: 2004-12\nreplicates: 1\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one small scenario, and it as the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITYTIES_RUNS", raising=False)
    write_small_world(tmp_path / "scenarios" / "worlds" / "small")
    return tmp_path / "scenarios" / "mine.yaml"


def run_of(file: Path, text: str) -> Path:
    """Write the scenario anew, run it, and return the folder of its results."""
    file.write_text(text)
    scenario = read_scenario(file)
    run = open_run(scenario, read_tables(scenario.world_folder), Path("runs"), file.name)
    compute_here(run, 1, lambda _: None)
    return run.folder.path


def test_the_name_of_a_scenario_means_its_file_as_it_stands(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = run_of(file, TEXT)
    after = run_of(file, TEXT + "parameters: {over_compliance: 0}\n")
    assert before != after
    assert find_folder("mine", Path("runs")) == after
    assert f"mine: {after.name}, the one of scenarios/mine.yaml as it stands" in capsys.readouterr().err
    file.write_text(TEXT)
    assert find_folder("mine", Path("runs")) == before


def test_a_name_that_no_file_settles_is_refused_with_the_newest_first(file: Path) -> None:
    names = [run_of(file, TEXT + f"parameters: {{over_compliance: {value}}}\n").name for value in (0, 1)]
    for unsettled in (TEXT, "title: [\n"):
        file.write_text(unsettled)
        with pytest.raises(CityTiesError, match=f"newest first: {names[1]}, {names[0]};"):
            find_folder("mine", Path("runs"))
    file.unlink()
    with pytest.raises(CityTiesError, match="newest first"):
        find_folder("min", Path("runs"))
