"""The centre of a posterior is the median of every setting; the draw nearest to it depends on no scale of a key."""

import numpy as np

from builders.paths import SCENARIOS
from cityties.calibration.centre import centre_of, centre_text, nearest_to_centre
from cityties.scenario.reader import read_scenario
from cityties.scenario.sample_file import read_sample


def test_the_nearest_draw_is_measured_in_deviations_of_each_key() -> None:
    latent = np.array([[0.0, 100.0], [0.1, 0.0], [1.0, 1.0], [-1.0, -99.0]])
    assert nearest_to_centre(latent) == 1
    assert nearest_to_centre(latent * np.array([1000.0, 0.01])) == 1


def test_the_centre_has_the_median_of_every_setting_in_three_digits() -> None:
    values = np.array([[0.123456, 5.0], [0.0, 1.0], [9.0, 3.0]])
    assert centre_of(values).tolist() == [0.123, 3.0]


def test_the_shipped_centre_is_that_of_the_shipped_sample() -> None:
    points = read_sample(SCENARIOS / "samples" / "east-asia.csv").points
    middle = centre_of(np.array([list(point.values()) for point in points]))
    shipped = read_scenario(SCENARIOS / "historical_posterior.yaml")
    text = centre_text("historical.yaml", dict(zip(points[0], middle.tolist(), strict=True)))
    written = (SCENARIOS / "historical_posterior.yaml").read_text(encoding="utf-8")
    assert written.endswith(text)
    assert shipped.parameters.outreach == round(float(np.median([point["outreach"] for point in points])), 3)


def test_settings_stand_in_their_sections() -> None:
    text = centre_text(
        "historical.yaml", {"outreach": 0.5, "shocks.CN-JP-2012-09.severity": 0.8, "dyads.CN-JP.trend": 1.0}
    )
    assert text.startswith("extends: historical.yaml\n")
    assert "parameters:\n  outreach: 0.5\n" in text
    assert "shocks:\n  change:\n    CN-JP-2012-09:\n      severity: 0.8\n" in text
    assert "dyads:\n  CN-JP:\n    trend: 1.0\n" in text
