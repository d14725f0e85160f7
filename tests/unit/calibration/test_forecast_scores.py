"""Forecasts are scored as by hand, only where all sources forecast, and faults of files name line and cure."""

from pathlib import Path

import numpy as np
import pytest

from cityties.calibration.forecasting.files import read_forecast, read_outcomes
from cityties.calibration.forecasting.scores import score
from cityties.errors import CityTiesError, TableError

HEAD = "quantity,country,partner,source,q05,q25,q50,q75,q95"
FORECAST = f"""{HEAD}
kept,AA,RU,model,0.5,0.5,0.5,0.5,0.5
kept,BB,RU,model,0.2,0.2,0.2,0.2,0.2
kept,CC,RU,model,0.9,0.9,0.9,0.9,0.9
kept,DD,RU,model,0.1,0.1,0.1,0.1,0.1
kept,AA,RU,one share,0.4,0.4,0.4,0.4,0.4
kept,BB,RU,one share,0.4,0.4,0.4,0.4,0.4
kept,CC,RU,one share,0.4,0.4,0.4,0.4,0.4
kept,DD,RU,one share,0.4,0.4,0.4,0.4,0.4
days,AA,,model,3,5,8,20,40
"""
OUTCOMES = """quantity,country,partner,value,weight
kept,AA,RU,0.5,1
kept,BB,RU,0.3,3
kept,CC,RU,0.6,1
kept,DD,RU,0.1,
days,AA,,8,1
"""


def files(tmp_path: Path, forecast: str = FORECAST, outcomes: str = OUTCOMES) -> tuple[Path, Path]:
    """Write both files and return their paths."""
    paths = tmp_path / "forecast.csv", tmp_path / "outcomes.csv"
    for path, text in zip(paths, (forecast, outcomes), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_points_are_scored_by_their_weighted_distances(tmp_path: Path) -> None:
    forecast, outcomes = files(tmp_path)
    found = score(read_forecast(forecast), read_outcomes(outcomes))
    model, share = found.scores.to_dict("records")
    # distances of the model 0, 0.1, 0.3, 0 with weights 1, 3, 1, 1; of one share 0.1, 0.1, 0.2, 0.3
    np.testing.assert_allclose([model["crps"], share["crps"]], [0.6 / 6, (0.1 + 0.3 + 0.2 + 0.3) / 6])
    assert (model["is_best"], share["is_best"]) == (True, False)
    np.testing.assert_allclose(share["crps_ratio"], 1.5)
    # inside: AA and DD, of weight 1 each, of 6
    np.testing.assert_allclose(model["inside_90"], 2 / 6)
    # medians .5 .2 .9 .1 and values .5 .3 .6 .1 have one order; one share knows none
    np.testing.assert_allclose(model["rank_correlation"], 1.0)
    assert np.isnan(share["rank_correlation"])


def test_only_what_every_source_forecast_is_scored_and_the_rest_is_reported(tmp_path: Path) -> None:
    forecast, outcomes = files(tmp_path)
    found = score(read_forecast(forecast), read_outcomes(outcomes))
    assert set(found.scores["quantity"]) == {"kept"}
    assert found.left_out["quantity"].tolist() == ["days"]
    less = OUTCOMES.replace("kept,DD,RU,0.1,\n", "")
    outcomes.write_text(less, encoding="utf-8")
    assert score(read_forecast(forecast), read_outcomes(outcomes)).unscored == 2


@pytest.mark.parametrize(
    ("forecast", "outcomes", "message"),
    [
        (f"{HEAD}\nkept,AA,RU,model,0.5,0.4,0.5,0.5,0.5\n", OUTCOMES, "forecast.csv:2: q05 is 0.5 and above q25, 0.4"),
        (f"{HEAD}\nkept,AA,RU,m,0,0,0,0,0\nkept,AA,RU,m,0,0,0,0,1\n", OUTCOMES, "forecast.csv:3: .* already in line 2"),
        (f"{HEAD}\nkept,AA,RU,m,0,0,0,0,x\n", OUTCOMES, "forecast.csv:2: q95"),
        (f"{HEAD}\n", OUTCOMES, "forecast.csv: the table has a header but no rows"),
        (FORECAST, OUTCOMES.replace("value", "valu"), "outcomes.csv:1: unknown column 'valu'. Did you mean 'value'"),
        (FORECAST, OUTCOMES.replace("kept,BB,RU,0.3,3", "kept,BB,RU,0.3,-1"), "outcomes.csv:3: weight"),
    ],
)
def test_faults_name_file_line_and_what_is_wrong(tmp_path: Path, forecast: str, outcomes: str, message: str) -> None:
    paths = files(tmp_path, forecast, outcomes)
    with pytest.raises(TableError, match=message):
        score(read_forecast(paths[0]), read_outcomes(paths[1]))


def test_outcomes_that_nobody_forecast_are_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    forecast, outcomes = files(tmp_path, outcomes="quantity,country,partner,value\nkeept,AA,RU,0.5\n")
    with pytest.raises(CityTiesError, match=r"'keept', which the forecast does not know\. Did you mean 'kept'"):
        score(read_forecast(forecast), read_outcomes(outcomes))


def test_a_missing_file_says_what_its_first_line_is(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"forecast\.csv: .*quantity,country,partner,source,q05"):
        read_forecast(tmp_path / "forecast.csv")
