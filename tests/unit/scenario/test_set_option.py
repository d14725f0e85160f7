"""Settings from the command line stand above those of the file, and are checked as if they were written in it."""

from pathlib import Path

import pytest

from builders.scenario_folder import write, write_folder
from cityties.cli.batch import Request, open_batch
from cityties.errors import CityTiesError, ScenarioError
from cityties.kernel.parameters import defaults
from cityties.scenario.reader import load_scenario


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_folder(tmp_path))
    return Path()


def test_a_setting_stands_above_that_of_the_file(folder: Path) -> None:
    file = write(folder, "extends: base.yaml\nparameters: {outreach: 2, strength_gain: 0.2}\n")
    found = load_scenario(file, ["outreach=1.5", "lobbying=false", "shocks.CN-JP-2012-09.severity=0.4", "end=2015-12"])
    assert found.scenario.parameters.outreach == 1.5
    assert found.scenario.parameters.strength_gain == 0.2
    assert found.scenario.mechanisms.lobbying is False
    assert found.scenario.shocks.change["CN-JP-2012-09"].severity == 0.4
    assert found.origin("parameters.outreach") == "--set outreach=1.5"
    assert found.origin("parameters.strength_gain") == "mine.yaml:2"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("over_complianc=0", "Did you mean 'over_compliance'"),
        ("strength_gain=1.4", "--set strength_gain=1.4: parameters.strength_gain: 1.4 is not between 0 and 1"),
        ("lobbying=yes", "--set lobbying=yes: mechanisms.lobbying: 'yes' is not true or false. Write true."),
        ("outreach='1'", "Write 1, without quotation marks."),
        ("shocks.CN-JP-2013-09.severity=0.4", "Did you mean 'CN-JP-2012-09'?"),
        ("outreach", "takes KEY=VALUE"),
        ("=1", "takes KEY=VALUE"),
        ("outreach=", "takes KEY=VALUE"),
        ("outreach=[1", "is opened here and never closed"),
        ("outreach=1\nseed: 3", "is no single value"),
        ("title.x=1", "'title' holds no keys"),
        ("design={draws: 3}", "belongs into a scenario file"),
    ],
)
def test_a_fault_is_reported_as_in_a_file(folder: Path, written: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(folder / "base.yaml", [written])
    assert message in str(caught.value)


def test_a_key_is_set_once_whatever_it_is_called(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="give it once"):
        load_scenario(folder / "base.yaml", ["outreach=1", "parameters.outreach=2"])


def test_a_design_keeps_its_sweep_and_refuses_a_setting_that_it_varies(folder: Path, tmp_path: Path) -> None:
    file = write(folder, "extends: base.yaml\ndesign: {sweep: {grid: {outreach: [0, 1]}}}\n")
    batch = open_batch([file], Request(out=tmp_path, settings=["over_compliance=0"]))
    assert [(one.point, one.scenario.parameters.over_compliance) for one in batch.variants] == [
        ({"outreach": 0}, 0),
        ({"outreach": 1}, 0),
    ]
    with pytest.raises(CityTiesError, match="varies this key"):
        open_batch([file], Request(out=tmp_path, settings=["parameters.outreach=3"]))


def test_a_setting_that_changes_numbers_leads_to_another_folder_and_one_that_does_not_to_the_same(
    folder: Path, tmp_path: Path
) -> None:
    def place(*settings: str) -> str:
        return open_batch([folder / "base.yaml"], Request(out=tmp_path, settings=settings)).folder.path.name

    assert place("outreach=1") != place()
    assert place("title=Another title") == place()
    assert place(f"over_compliance={defaults().over_compliance}") == place()
