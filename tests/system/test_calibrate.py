"""``cityties calibrate`` from the command line: tables by their names, a sample for designs, the folder last."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from builders.paths import HISTORICAL, ROOT
from cityties.experiment.variants import expand
from cityties.scenario.reader import read_scenario

SMALL = ("--draws", "100", "--second", "0", "--kept", "20", "--coverage", "20")


def called(*words: str) -> list[str]:
    """Call the command line and return the lines of its standard output."""
    command = [sys.executable, "-m", "cityties", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = called("calibrate", "historical", *SMALL, "--out", str(tmp_path_factory.mktemp("runs")), "--quiet")
    return Path(lines[-1])


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


def test_the_same_command_gives_the_same_sample_on_any_number_of_workers(folder: Path, tmp_path: Path) -> None:
    lines = called("calibrate", "historical", *SMALL, "--out", str(tmp_path), "--workers", "1", "--quiet")
    assert Path(lines[-1]).name == folder.name
    assert (Path(lines[-1]) / "sample.csv").read_bytes() == (folder / "sample.csv").read_bytes()


def test_a_design_takes_the_sample(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "drawn.yaml"
    lines = (
        f"extends: {HISTORICAL}\ntitle: Drawn\nquestion: Which?\ndesign: {{draws: {{from: {folder / 'sample.csv'}}}}}\n"
    )
    file.write_text(lines, encoding="utf-8")
    (variant,) = expand(read_scenario(file), file.name)
    assert variant.samples == 20
    assert variant.drawn_scenario(1) != variant.drawn_scenario(2)
