"""``cityties discover`` on a small world: conditions, levers, page, what is taken over, and what is refused."""

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from builders.in_chinese import chinese, read_through
from cityties.calibration.discovery.levers import LEVERS
from cityties.cli.main import app

WORDS = ("discover", "toy", "--draws", "60", "--levers", "4", "--workers", "1", "--quiet")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, words, prog_name="cityties")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def folder(runs: Path) -> Path:
    result = call(*WORDS, "--out", str(runs))
    assert result.exit_code == 0, result.output
    return Path(result.stdout.splitlines()[-1])


def test_the_last_line_is_the_folder_and_it_holds_tables_and_page(folder: Path) -> None:
    assert {path.name for path in (folder / "tables").iterdir()} == {
        "boxes.csv", "tree.csv", "regret.csv", "columns.csv",
    }  # fmt: skip
    boxes = pd.read_csv(folder / "tables" / "boxes.csv")
    assert list(boxes.columns[:7]) == ["kind", "box", "key", "side", "limit", "again", "coverage"]
    assert set(boxes["kind"]) == {"buffer", "neither", "harm"}
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Policy levers" in page
    assert "cityties discover toy --draws 60 --levers 4" in page


def test_every_lever_is_compared_and_the_best_of_a_draw_is_not_regretted(folder: Path) -> None:
    regret = pd.read_csv(folder / "tables" / "regret.csv")
    assert set(regret["lever"]) == set(LEVERS)
    assert (regret["draws"] == 4).all()
    assert regret["best"].sum() >= 1.0 - 1e-9
    assert (regret["mean_regret"] >= 0.0).all()
    assert (regret["worst_regret"] >= regret["mean_regret"]).all()
    none = regret[regret["lever"] == "none"].iloc[0]
    assert none["changed"] == 0.0
    assert (regret["changed"] != 0.0).any()


def test_the_same_command_computes_nothing_again_and_gives_the_same_tables(folder: Path, runs: Path) -> None:
    parts = {path: path.stat().st_mtime_ns for path in (folder / "parts").rglob("*.parquet")}
    tables = {path.name: path.read_bytes() for path in (folder / "tables").iterdir()}
    assert call(*WORDS, "--out", str(runs)).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in (folder / "parts").rglob("*.parquet")} == parts
    assert {path.name: path.read_bytes() for path in (folder / "tables").iterdir()} == tables


def test_a_sample_of_another_world_and_an_unknown_crisis_are_refused_in_one_line(tmp_path: Path) -> None:
    sample = tmp_path / "sample.csv"
    sample.write_text("weight,parent,outreach\n1,1,0.5\n1,2,0.7\n", encoding="utf-8")
    for words, message in (
        (("--sample", str(sample)), f"{sample}: has no column "),
        (("--crisis", "XX 2000-01"), "--crisis XX 2000-01: no such crisis of two nations in toy."),
    ):
        result = call("discover", "toy", *words, "--out", str(tmp_path))
        assert result.exit_code == 2
        assert result.stderr.startswith(message)
        assert len(result.stderr.splitlines()) == 1


def test_in_chinese_no_english_is_left(folder: Path, runs: Path) -> None:
    with chinese() as drawn:
        assert call(*WORDS, "--out", str(runs)).exit_code == 0
    read_through(folder, drawn)
