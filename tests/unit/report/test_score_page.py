"""The page of scores shows every mark of few rows, and no heading over nothing."""

from pathlib import Path

import numpy as np
import pytest

from cityties.calibration.forecasting.files import read_forecast, read_outcomes
from cityties.calibration.forecasting.scores import ForecastScores, score
from cityties.figures.forecast_scores import FIGURES
from cityties.report.score_page import write_scores

FORECAST = """\
quantity,country,partner,source,q05,q25,q50,q75,q95
kept,AA,BB,model,0.60,0.75,0.85,0.92,0.98
kept,AA,BB,expert,0.90,0.94,0.97,0.98,1.00
ended,AA,BB,model,0.00,0.02,0.05,0.12,0.30
ended,AA,BB,expert,0.00,0.00,0.01,0.02,0.05
"""
OUTCOMES = "quantity,country,partner,value\nkept,AA,BB,0.80\nended,AA,BB,0.10\n"
SECTION = 'id="forecasts"'


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A forecast of two sources for one country, and what came."""
    forecast, outcomes = tmp_path / "forecast.csv", tmp_path / "outcomes.csv"
    forecast.write_text(FORECAST, encoding="utf-8")
    outcomes.write_text(OUTCOMES, encoding="utf-8")
    return forecast, outcomes


def scored(files: tuple[Path, Path]) -> ForecastScores:
    return score(read_forecast(files[0]), read_outcomes(files[1]))


def test_no_mark_lies_on_the_edge_of_the_figure(files: tuple[Path, Path]) -> None:
    (picture,) = next(one for one in FIGURES if one.section == "scores").draw(scored(files))
    (axes,) = picture.figure.axes
    low, high = axes.get_ylim()
    heights = np.concatenate([np.asarray(line.get_ydata(), dtype=np.float64) for line in axes.lines[1:]])
    assert low + 0.2 < heights.min()
    assert heights.max() < high - 0.2


def test_forecasts_of_one_country_have_no_section_and_those_of_two_have(files: tuple[Path, Path]) -> None:
    page = write_scores(scored(files), files, files[0].parent / "one").read_text(encoding="utf-8")
    assert SECTION not in page
    for file in files:
        text = file.read_text(encoding="utf-8")
        file.write_text(text + "".join(line.replace("AA,BB", "CC,BB") for line in text.splitlines(True)[1:]), "utf-8")
    page = write_scores(scored(files), files, files[0].parent / "two").read_text(encoding="utf-8")
    assert SECTION in page
