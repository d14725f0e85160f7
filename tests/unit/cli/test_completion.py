"""What the shell offers behind a command is what the command takes there."""

import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from builders.scenario_folder import write_folder
from cityties.cli import completion
from cityties.cli.main import app


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "scenarios"
    home.mkdir()
    write_folder(home)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def completed(*words: str) -> list[str]:
    """Ask as bash does: the program itself answers, for the last word."""
    line = " ".join(("cityties", *words))
    asked = {"_CITYTIES_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    return CliRunner(env=os.environ | asked).invoke(app, prog_name="cityties").stdout.split()


def test_scenarios_are_offered_by_name_and_as_files(project: Path) -> None:
    assert "base" in completion.scenarios("")
    assert completion.scenarios("hist") == ["historical", "historical_posterior"]
    assert completion.scenarios("scenarios/b") == ["scenarios/base.yaml"]
    assert completed("run", "hist") == ["historical", "historical_posterior"]
    assert completed("check", "tr") == []


def test_keys_are_offered_as_they_are_typed() -> None:
    assert completion.keys("over_c") == ["over_compliance"]
    assert completion.settings("over_c") == ["over_compliance="]
    assert completion.settings("over_compliance=") == []
    assert completed("explain", "shocks.dr") == ["shocks.drop"]


def test_cities_are_those_of_the_scenario_on_the_line() -> None:
    context = typer.Context(typer.main.get_command(app))
    assert completion.cities(context, "qingd") == ["Qingdao"]
    context.params["scenario"] = "toy"
    assert completion.cities(context, "Ald") == ["Aldgate"]
    assert completion.cities(context, "qingd") == []
    context.params["scenario"] = "nowhere"
    assert completion.cities(context, "") == []


def test_results_are_offered_and_other_folders_are_not(project: Path) -> None:
    assert completion.results("") == []
    (project / "runs" / "notes").mkdir(parents=True)
    comparison = project / "runs" / "compare-1234"
    comparison.mkdir()
    (comparison / "compare.html").write_text("", encoding="utf-8")
    assert completion.results("") == ["compare-1234"]
    assert completion.computed("") == []


def test_what_rivals_takes_is_offered() -> None:
    assert completion.worlds_of_claims("rew") == ["rewired"]
    assert completion.worlds_of_claims("n2") == ["N2"]
