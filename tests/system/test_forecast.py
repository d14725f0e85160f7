"""``cityties forecast`` on the toy world: all sources, the same bytes again, and a file that `cityties score` takes."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from builders.in_chinese import chinese, read_through
from builders.paths import SCENARIOS
from cityties.calibration.forecasting.sources import SOURCES
from cityties.cli.main import app

WORDS = ("--draws", "20", "--quiet")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, words, prog_name="cityties")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(SCENARIOS / "worlds" / "toy", home / "worlds" / "toy")
    shutil.copy(SCENARIOS / "toy.yaml", home)
    return home


@pytest.fixture(scope="module")
def folder(home: Path) -> Path:
    result = call("forecast", str(home / "toy.yaml"), *WORDS, "--out", str(home / "runs"), "--write")
    assert result.exit_code == 0, result.output
    return Path(result.stdout.splitlines()[-1])


def test_every_source_forecasts_every_quantity_with_rising_quantiles(folder: Path) -> None:
    table = pd.read_csv(folder / "forecast.csv", keep_default_na=False)
    assert all(
        tuple(rows["source"]) == SOURCES for _, rows in table.groupby(["quantity", "country", "partner"], sort=False)
    )
    assert set(table["quantity"]) == {"listed_2016", "suspended_day_20", "ended_2016"}
    quantiles = table[["q05", "q25", "q50", "q75", "q95"]].to_numpy()
    assert (quantiles[:, 1:] >= quantiles[:, :-1]).all()


def test_the_page_shows_sources_claim_and_assumptions(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "full compliance" in page
    assert "share of ties still on a list, over the same share of the country" in page
    assert "In draws of the posterior ties soften in" in page
    assert "a suspended tie is taken up again" in page
    assert "Eastmark\N{EN DASH}Westmark" in page, "nations bear their names, not their codes"
    buffers = pd.read_csv(folder / "tables" / "buffers.csv", keep_default_na=False)
    assert buffers["source"].tolist() == ["prior", "posterior", "prior", "posterior"]
    assert buffers["country"].tolist() == ["", "", "EM", "EM"]


def test_again_nothing_is_simulated_and_the_bytes_are_the_same(folder: Path, home: Path) -> None:
    parts = {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}
    before = (folder / "forecast.csv").read_bytes()
    again = call("forecast", str(home / "toy.yaml"), *WORDS, "--out", str(home / "runs"), "--workers", "1")
    assert Path(again.stdout.splitlines()[-1]) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet")} == parts
    assert (folder / "forecast.csv").read_bytes() == before


def test_the_forecast_of_a_world_is_scored_and_no_run_reads_it(folder: Path, home: Path) -> None:
    kept = home / "worlds" / "toy" / "forecast.csv"
    assert kept.read_bytes() == (folder / "forecast.csv").read_bytes()
    outcomes = home / "outcomes.csv"
    outcomes.write_text("quantity,country,partner,value\nlisted_2016,EM,WM,0.8\n", encoding="utf-8")
    scored = call("score", str(kept), str(outcomes), "--runs", str(home / "runs"))
    assert scored.exit_code == 0, scored.output
    assert call("check", str(home / "toy.yaml")).exit_code == 0


def test_faults_of_what_is_asked_name_file_line_and_remedy(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    file = tmp_path / "home" / "worlds" / "toy" / "quantities.csv"
    file.write_text(
        "quantity,measure,country,partner,since,until\n"
        "a,listed ratio,each,WN,2012-04,2016-04\n"
        "b,listed ratio,each,WM,2012-04,soon\n"
        "c,listed ratio,each,WM,2012-04,2026-04\n",
        encoding="utf-8",
    )
    result = call("forecast", str(tmp_path / "home" / "toy.yaml"), *WORDS, "--out", str(tmp_path))
    assert result.exit_code == 2
    said = result.output.replace("\n", " ")
    assert "quantities.csv:2" in said
    assert "It has EM, WM." in said
    assert "neither a month" in said
    assert "between 1990-02 and 2019-12" in said


def test_more_draws_than_the_sample_has_are_refused(home: Path) -> None:
    result = call("forecast", str(home / "toy.yaml"), "--draws", "9999", "--out", str(home / "runs"))
    assert result.exit_code == 2
    assert "ask for no more" in result.output.replace("\n", " ")


def test_in_chinese_no_english_is_left(folder: Path, home: Path) -> None:
    with chinese() as drawn:
        assert call("forecast", str(home / "toy.yaml"), *WORDS, "--out", str(home / "runs")).exit_code == 0
    read_through(folder, drawn)
