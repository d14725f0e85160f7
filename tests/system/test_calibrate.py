"""``cityties calibrate`` from the command line: tables by their names, a sample for designs, the folder last."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from builders.in_chinese import chinese, read_through
from builders.paths import HISTORICAL
from cityties.cli.main import app
from cityties.experiment.variants import expand
from cityties.scenario.reader import read_scenario
from cityties.scenario.sample_file import read_sample

SMALL = ("--draws", "100", "--second", "0", "--kept", "20", "--coverage", "20")


def called(*words: str) -> list[str]:
    """Call the command line and return the lines of its standard output."""
    result = CliRunner().invoke(app, words, prog_name="cityties")
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def folder(runs: Path) -> Path:
    return Path(called("calibrate", "historical", *SMALL, "--out", str(runs), "--quiet")[-1])


def test_the_last_line_is_the_folder_with_page_and_tables(folder: Path) -> None:
    assert (folder / "calibration.html").is_file()
    targets = pd.read_csv(folder / "tables" / "targets.csv")
    assert {"statistic", "recorded", "tolerance", "median", "within_2sd"} <= set(targets.columns)
    assert targets["within_2sd"].between(0, 1).all()
    informed = pd.read_csv(folder / "tables" / "informed.csv")
    assert {"parameter", "sd_ratio"} <= set(informed.columns)
    coverage = pd.read_csv(folder / "tables" / "coverage.csv")
    assert {"quantity", "level", "covered", "truths"} <= set(coverage.columns)
    buffers = pd.read_csv(folder / "tables" / "buffers.csv")
    assert set(buffers["sample"]) == {"prior", "posterior"}
    assert (buffers[["buffer", "null", "harm"]].sum(axis=1) - 1.0).abs().max() < 1e-5


def test_the_same_command_computes_no_draw_again_and_gives_the_same_sample(folder: Path, runs: Path) -> None:
    """That bytes do not depend on the number of workers is tested on ensembles themselves (test_ensemble.py)."""
    sample, tables = (folder / "sample.csv").read_bytes(), (folder / "tables" / "buffers.csv").read_bytes()
    draws = {path: path.stat().st_mtime_ns for path in runs.glob("ensemble-*/*.parquet")}
    shutil.rmtree(folder)
    lines = called("calibrate", "historical", *SMALL, "--out", str(runs), "--workers", "1", "--quiet")
    assert Path(lines[-1]) == folder
    assert {path: path.stat().st_mtime_ns for path in runs.glob("ensemble-*/*.parquet")} == draws
    assert (folder / "sample.csv").read_bytes() == sample
    assert (folder / "tables" / "buffers.csv").read_bytes() == tables


def test_the_page_of_evidence_takes_what_is_there_and_names_what_is_not(folder: Path, runs: Path) -> None:
    lines = called("evidence", "historical", "--out", str(runs), "--quiet")
    page = (Path(lines[-1]) / "report.html").read_text(encoding="utf-8")
    assert f"../{folder.name}/calibration.html" in page
    assert "settings are informed" in page
    for command in ("holdout historical", "settle", "discover historical"):
        assert f"Not computed: <code>cityties {command}</code>" in page


def test_the_centre_is_a_scenario_and_is_held_against_the_record(folder: Path) -> None:
    scenario = read_scenario(folder / "centre.yaml")
    points = read_sample(folder / "sample.csv").points
    for name in ("over_compliance", "mood_loss"):
        middle = float(np.median([point[name] for point in points]))
        assert getattr(scenario.parameters, name) == pytest.approx(middle, rel=0.005)
    severities = {key for key in points[0] if key.startswith("shocks.")}
    assert {f"shocks.{name}.severity" for name in scenario.shocks.change} == severities
    centre, parameters, nearest, defaults = pd.read_csv(folder / "tables" / "centre.csv").to_dict("records")
    names = ["centre", "parameters of the centre", "draw nearest to the centre", "defaults"]
    assert [row["settings"] for row in (centre, parameters, nearest, defaults)] == names
    assert len({row["median_miss"] for row in (centre, parameters, nearest, defaults)}) == len(names)
    assert 80 < defaults["met"] <= defaults["targets"]
    assert centre["median_miss"] < nearest["median_miss"]
    assert all(abs(value) < 1.0 for name, value in defaults.items() if str(name).startswith("B "))


def test_the_draws_stand_beside_their_settings_with_miss_and_buffer_index(folder: Path) -> None:
    draws, buffers = (pd.read_csv(folder / "tables" / f"{name}.csv") for name in ("draws", "buffers"))
    settings = read_sample(folder / "sample.csv")
    assert list(draws["draw"]) == list(range(1, len(settings.points) + 1))
    pooled = buffers[(buffers["sample"] == "posterior") & (buffers["crisis"] == "pooled")].iloc[0]
    assert (draws["B pooled"] > 0.05).mean() == pytest.approx(pooled["buffer"], abs=1e-6)
    prior, posterior = pd.read_csv(folder / "tables" / "samples.csv").to_dict("records")
    assert posterior["median_miss"] == pytest.approx(draws["miss"].median(), abs=1e-6)
    assert posterior["median_miss"] < prior["median_miss"]
    assert posterior["parents"] == draws["parent"].nunique()
    assert posterior["draws"] == len(draws)
    assert prior["parents"] == prior["draws"]


def test_a_design_takes_the_sample(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "drawn.yaml"
    lines = (
        f"extends: {HISTORICAL}\ntitle: Drawn\nquestion: Which?\ndesign: {{draws: {{from: {folder / 'sample.csv'}}}}}\n"
    )
    file.write_text(lines, encoding="utf-8")
    (variant,) = expand(read_scenario(file), file.name)
    assert variant.samples == 20
    assert variant.drawn_scenario(1) != variant.drawn_scenario(2)


def test_in_chinese_no_english_is_left(folder: Path, runs: Path) -> None:
    with chinese() as drawn:
        called("calibrate", "historical", *SMALL, "--out", str(runs), "--quiet")
        evidence = called("evidence", "historical", "--out", str(runs), "--quiet")
    for page in (folder, Path(evidence[-1])):
        read_through(page, drawn)


@pytest.mark.slow
def test_in_chinese_no_english_is_left_on_the_page_of_a_hold_out(runs: Path) -> None:
    with chinese() as drawn:
        lines = called("holdout", "historical", *SMALL[:6], "--out", str(runs), "--quiet")
    read_through(Path(lines[-1]), drawn)
