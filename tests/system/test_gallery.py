"""The gallery shows every shipped scenario as its file and a run have it."""

import re
from pathlib import Path

import pytest

import cityties
from builders.paths import ROOT, SCENARIOS
from cityties.scenario.reader import read_scenario
from cityties.tables.text import clean

HANDBOOK = ROOT / "model" / "handbook"
ENTRY = re.compile(
    r"^## (?P<title>.+?)\n\n(?:\*(?P<question>.+?)\*\n\n)?(?P<answer>.+?) \(`(?P<name>[\w/]+)`\)", re.M | re.S
)
NO_SCENARIOS = {"claims", "observables"}


def entries() -> dict[str, re.Match[str]]:
    text = (HANDBOOK / "gallery.md").read_text(encoding="utf-8")
    return {found["name"]: found for found in ENTRY.finditer(text)}


def test_every_scenario_of_a_single_run_is_there() -> None:
    files = [*SCENARIOS.glob("*.yaml"), *SCENARIOS.glob("severity/*.yaml")]
    names = {file.relative_to(SCENARIOS).with_suffix("").as_posix() for file in files} - NO_SCENARIOS
    assert entries().keys() == names


@pytest.mark.parametrize("name", ["historical", "severity/s020", "toy", "europe_russia"])
def test_title_and_question_are_those_of_the_file(name: str) -> None:
    scenario = read_scenario(SCENARIOS / f"{name}.yaml")
    shown = entries()[name]
    assert shown["title"] == scenario.title
    assert clean(shown["question"] or "") == scenario.question


def test_every_picture_is_there_and_none_else() -> None:
    text = (HANDBOOK / "gallery.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(gallery/([\w-]+\.png)\)", text))
    assert linked == {file.name for file in (HANDBOOK / "gallery").iterdir()}
    assert len(linked) > 25


def test_the_answer_is_that_of_a_run(tmp_path: Path) -> None:
    run = cityties.run(SCENARIOS / "toy.yaml", replicates=20, out=tmp_path, quiet=True)
    assert run.answer.startswith(entries()["toy"]["answer"].rstrip("."))
