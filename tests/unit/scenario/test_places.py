"""Scenarios are found by their names, and results go to one folder wherever in a project one stands."""

from pathlib import Path

import pytest

from builders.paths import SCENARIOS
from builders.scenario_folder import write, write_folder
from cityties.errors import ScenarioError
from cityties.scenario.places import RUNS_VARIABLE, project, runs_folder, scenario_file, scenario_names
from cityties.scenario.reader import load_scenario


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(RUNS_VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def own(empty: Path) -> Path:
    write_folder(empty / "scenarios")
    (empty / "scenarios" / "deep").mkdir()
    return empty


def test_results_go_to_the_folder_of_the_project_from_every_folder_of_it(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (project(), runs_folder()) == (Path(), Path("runs"))
    monkeypatch.chdir(own / "scenarios" / "deep")
    assert (project(), runs_folder()) == (own, own / "runs")


def test_outside_of_any_project_results_go_right_here(empty: Path) -> None:
    assert (project(), runs_folder()) == (None, Path("runs"))


def test_the_environment_and_above_all_the_option_name_another_folder(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RUNS_VARIABLE, "/elsewhere")
    assert runs_folder() == Path("/elsewhere")
    assert runs_folder(Path("given")) == Path("given")


def test_a_name_means_a_file_here_then_one_of_the_project_then_one_that_is_shipped(own: Path) -> None:
    write(own / "scenarios", "extends: base.yaml\n", "historical.yaml")
    assert scenario_file("scenarios/base.yaml") == Path("scenarios/base.yaml")
    assert scenario_file("historical") == Path("scenarios/historical.yaml")
    assert scenario_file("severity/s090") == SCENARIOS / "severity" / "s090.yaml"
    assert scenario_file("scenarios/toy.yaml") == SCENARIOS / "toy.yaml"
    write(own, "extends: scenarios/base.yaml\n", "historical.yaml")
    assert scenario_file("historical") == Path("historical.yaml")


def test_a_misspelt_name_is_answered_with_the_nearest(own: Path) -> None:
    with pytest.raises(ScenarioError, match=r"Did you mean 'historical'\?"):
        scenario_file("historcal")
    assert {"base", "historical", "severity/s090"} <= set(scenario_names())


def test_a_path_to_nothing_is_left_to_whoever_reads_it(empty: Path) -> None:
    assert scenario_file("nowhere.yaml") == Path("nowhere.yaml")


def test_a_scenario_outside_of_the_clone_extends_one_that_is_shipped(empty: Path) -> None:
    loaded = load_scenario(write(empty, "extends: historical\nparameters: {outreach: 1}\n"))
    assert loaded.scenario.world_folder == SCENARIOS / "worlds" / "east-asia"
    assert loaded.origin("start").startswith(str(SCENARIOS / "historical.yaml"))


def test_a_scenario_names_a_shipped_world(empty: Path) -> None:
    file = write(empty, "title: Mine\nworld: toy\nstart: 1990-01\nend: 1999-12\n")
    assert load_scenario(file).scenario.world_folder == SCENARIOS / "worlds" / "toy"


def test_a_file_beside_it_goes_before_a_shipped_one_of_the_same_name(own: Path) -> None:
    write(own / "scenarios", "extends: base.yaml\nseed: 7\n", "historical.yaml")
    file = write(own / "scenarios", "extends: historical\n")
    assert load_scenario(file).scenario.seed == 7


def test_a_parent_that_is_nowhere_is_reported_with_the_nearest_shipped_one(empty: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no such file: 'historcal'\. Did you mean 'historical'\?"):
        load_scenario(write(empty, "extends: historcal\n"))
