"""No English is left on pages and in figures in Chinese, and each of their characters can be drawn.

Pages of calibration, evidence, sensitivity, discovery and forecasts are read where they are made (``test_calibrate.py``
and others). A character that the font lacks is a warning, and warnings are errors here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from builders.asgi import request
from builders.batches_on_disk import call
from builders.coarse_figures import coarse_figures
from builders.in_chinese import chinese, known_words, nothing_english, read_through
from builders.paths import SCENARIOS
from builders.readable_text import ReadableText
from cityties.explore.answers import Answers
from cityties.explore.server import application
from cityties.explore.source import read_source
from cityties.scenario.places import scenario_file
from cityties.tables.language import spoken

SWEEP = """\
extends: toy
title: 扫描
replicates: 2
arms: {named: {no_lobbying: {mechanisms: {lobbying: false}}}}
design: {sweep: {grid: {people_share: [0.1, 0.4], engine: [escalation, reduced_form], aid: [true, false]}}}
"""
DRAWS = """\
extends: toy
title: 抽样
replicates: 2
design: {draws: 24, parameters: [over_compliance, people_share, stake_scale, mood_loss]}
"""
OBSERVABLES = """\
title: 何种资料能定夺
scenario: {folder}/toy.yaml
crises: [EM-WM 2012-04]
draws: {{first: 40, replicates: 2, seen: 1}}
observables:
  relations_score: {{measure: relations, months: [0, 6, 12], random: 0.1, number: [1, 25]}}
  return_by_exposure: {{measure: return, months: [1, 12], number: [60]}}
  unlimited_cancellations: {{measure: parameters, parameters: [exchange]}}
"""
CLAIMS = """\
title: 主张
scenario: {folder}/toy.yaml
crises: [EM-WM 2012-04]
deciding: {{escalation: [over_compliance]}}
worlds:
  history: {{shocks: both}}
claims:
  H1: {{statement: 友城关系缓和坏时候, estimand: buffer}}
  H9: {{statement: 无人知道, not_tested: 这里无从检验}}
"""
UNREAD = (
    "key",
    "choices",
    "value",
    "kind",
    "group",
    "source",
    "mechanism",
    "crisis",
    "dyad",
    "file",
    "name",
    "front",
    "places",
    "start",
)
"""What the page of a scenario is sent and does not show, or shows as the name of a key, crisis or file."""

type Command = Callable[..., tuple[Path, list[str]]]


@pytest.fixture(scope="module", autouse=True)
def coarse() -> Iterator[None]:
    with coarse_figures():
        yield


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def run_folder(runs: Path) -> tuple[Path, list[str]]:
    return made(runs, "run", SCENARIOS / "toy.yaml", "--replicates", 3)


def made(runs: Path, command: str, *words: object) -> tuple[Path, list[str]]:
    """Give a command in Chinese; return the folder of its page, and the texts of its figures."""
    with chinese() as drawn:
        output = call(command, *words, "--out", runs, *(() if command == "compare" else ("--quiet",)))
    return Path(output.strip().splitlines()[-1]), drawn


def test_a_report(run_folder: tuple[Path, list[str]]) -> None:
    assert len(run_folder[1]) > 100
    read_through(*run_folder)


@pytest.mark.parametrize("text", [SWEEP, DRAWS], ids=["sweep", "draws"])
def test_a_batch(runs: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    read_through(*made(runs, "batch", file))


def test_a_batch_of_several_scenarios(runs: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("extends: toy\ntitle: 另一个\nnations: {WM: {autonomy: 0.9}}\n", encoding="utf-8")
    page, drawn = made(runs, "batch", "toy", file, "--replicates", 3)
    read_through(page, drawn)
    assert "因城市而异" in (page / "report.html").read_text(encoding="utf-8")


def test_a_comparison(runs: Path, run_folder: tuple[Path, list[str]]) -> None:
    other, _ = made(runs, "run", SCENARIOS / "toy.yaml", "--replicates", 3, "--set", "over_compliance=0")
    page, drawn = made(runs / "apart", "compare", run_folder[0], other)
    read_through(page, drawn)


def test_claims(runs: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.yaml"
    file.write_text(CLAIMS.format(folder=SCENARIOS), encoding="utf-8")
    read_through(*made(runs, "claims", file, "--draws", 2))


def test_what_would_settle_it(runs: Path, tmp_path: Path) -> None:
    file = tmp_path / "observables.yaml"
    file.write_text(OBSERVABLES.format(folder=SCENARIOS), encoding="utf-8")
    read_through(*made(runs, "settle", file))


def lines_of(command: str, *words: object) -> list[str]:
    """Give a command in Chinese; return the lines that it prints, but for the path at the end and commands."""
    with chinese():
        read = call(command, *words).strip().splitlines()[:-1]
    return [line for line in read if not line.startswith("  cityties ")]


def test_the_lines_of_a_command_are_chinese(runs: Path, tmp_path: Path) -> None:
    out = ("--out", runs / "said")
    changed = ("--replicates", 3, "--set", "over_compliance=0", *out)
    read = lines_of("run", SCENARIOS / "toy.yaml", "--replicates", 3, *out)
    read += lines_of("run", SCENARIOS / "toy.yaml", "--replicates", 3, *out)  # there is nothing to do
    read += lines_of("run", SCENARIOS / "toy.yaml", *changed)
    folders = sorted((runs / "said").glob("toy-*"))
    read += lines_of("compare", *folders, *out)
    read += lines_of("city", "Westgate", "--run", folders[0])
    file = tmp_path / "claims.yaml"
    file.write_text(CLAIMS.format(folder=SCENARIOS), encoding="utf-8")
    read += lines_of("claims", file, "--draws", 2, *out)
    observables = tmp_path / "observables.yaml"
    observables.write_text(OBSERVABLES.format(folder=SCENARIOS), encoding="utf-8")
    read += lines_of("settle", observables, *out)
    assert len(read) > 40
    places = {part for path in (runs, tmp_path) for part in path.parts}
    nothing_english(read, known_words() | places)


def test_a_city(run_folder: tuple[Path, list[str]]) -> None:
    with chinese() as drawn:
        page = Path(call("city", "Westgate", "--run", run_folder[0]).strip().splitlines()[-1])
    read_through(page, drawn)


@pytest.fixture(scope="module")
def answers() -> Iterator[Answers]:
    found = Answers(read_source(scenario_file("historical")))
    yield found
    found.close()


def test_the_live_page_and_all_its_settings(answers: Answers) -> None:
    app = application(answers, 8710)
    page = ReadableText(request(app, "/?lang=zh").text).pieces
    world = request(app, "/api/world?lang=zh").content
    settings = [one["name"] for one in world["controls"]]
    choices = [words for one in world["controls"] for _, words in one.get("choices", ())]
    values = {"history", *(value for one in world["controls"] for value, _ in one.get("choices", ()))}
    nothing_english([*page, *settings, *choices, *shown(world)], {"English", *values})
    assert not {*settings} & values


def test_the_reasons_of_a_city_on_the_live_page(answers: Answers) -> None:
    asked = {"cities": ["CN/Qingdao", "JP/Shimonoseki"], "month": "2012-10"}
    app = application(answers, 8710)
    found = request(app, "/api/why?lang=zh", asked).content
    assert found["ends"]
    nothing_english(shown(found))
    with spoken("zh"):
        nothing_english([answers.title])


def shown(sent: Any) -> list[str]:
    """Return the texts in what the page is sent, without names of keys and places."""
    if isinstance(sent, dict):
        return [text for name, one in sent.items() if name not in UNREAD for text in shown(one)]
    if isinstance(sent, list):
        return [text for one in sent for text in shown(one)]
    return [sent] if isinstance(sent, str) else []
