"""What is saved is a scenario file with what differs, and nothing that was there is ever overwritten."""

import shutil
from pathlib import Path

import pytest

from builders.paths import PACKAGE
from cityties.errors import ScenarioError
from cityties.explore.saving import save, settings_text
from cityties.explore.source import file_of_run, read_source
from cityties.scenario.changes import changed
from cityties.scenario.places import scenario_file
from cityties.scenario.reader import read_scenario

SETTINGS = {"over_compliance": 8.5, "lobbying": False, "policies.autonomy_gain": 0.25, "engine": "reduced_form"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_saved_scenario_is_the_one_that_was_shown(home: Path) -> None:
    source = read_source(scenario_file("toy"))
    file = save(source, SETTINGS, "mine", "Mine: <b>'quoted' & more</b>")
    found, meant = read_scenario(file), changed(source.scenario, SETTINGS)
    assert found.title == "Mine: <b>'quoted' & more</b>"
    assert found.resolved() | {"name": "", "title": "", "world": "", "question": ""} == meant.resolved() | {
        "name": "",
        "title": "",
        "world": "",
        "question": "",
    }
    assert file.resolve().is_relative_to(home.resolve())


def test_it_holds_what_differs_and_no_more(home: Path) -> None:
    text = settings_text(read_source(scenario_file("toy")), {"outreach": 1.5}, "Mine", home)
    assert text == "extends: toy\ntitle: Mine\nparameters:\n  outreach: 1.5\n"


def test_shocks_with_dots_and_names_of_cities_find_their_place(home: Path) -> None:
    source = read_source(scenario_file("historical"))
    settings = {
        "shocks.CN-JP-2012-09.severity": 0.2,
        "cities.CN/Qingdao.autonomy": 0.9,
        "publics.JP about CN.mood_baseline": 0.1,
    }
    found = read_scenario(save(source, settings, "named", "Named"))
    assert found.shocks.change["CN-JP-2012-09"].severity == 0.2
    assert found.cities["CN/Qingdao"].autonomy == 0.9
    assert found.publics["JP about CN"].mood_baseline == 0.1


def test_a_file_of_ones_own_is_extended_where_it_lies(home: Path) -> None:
    (home / "elsewhere").mkdir()
    mine = home / "elsewhere" / "base.yaml"
    mine.write_text("extends: toy\ntitle: Base\nparameters: {outreach: 1}\n")
    file = save(read_source(mine), {"anger_life": 9.0}, "next", "Next")
    assert read_scenario(file).parameters.outreach == 1
    assert "extends: ../elsewhere/base.yaml" in file.read_text()


def test_nothing_is_overwritten(home: Path) -> None:
    source = read_source(scenario_file("toy"))
    before = save(source, {}, "mine", "Mine").read_bytes()
    with pytest.raises(ScenarioError, match="exists already"):
        save(source, SETTINGS, "mine", "Another")
    assert (home / "scenarios" / "mine.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a\\b", ".hidden", "con", "x" * 61, "a\nb", "nul.txt"])
def test_a_name_that_leads_elsewhere_is_refused(home: Path, name: str) -> None:
    with pytest.raises(ScenarioError, match="cannot name a scenario"):
        save(read_source(scenario_file("toy")), {}, name, "Mine")
    assert not list(home.rglob("*.yaml"))


def test_a_batch_and_a_folder_of_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="design"):
        read_source(PACKAGE.parents[1] / "scenarios/designs/severity.yaml")
    from cityties.errors import CityTiesError

    with pytest.raises(CityTiesError, match="missing"):
        file_of_run(tmp_path)
    shutil.rmtree(tmp_path)
