"""The centre of a posterior is one of its draws, whatever the scales of its keys."""

import numpy as np

from cityties.calibration.centre import centre_text, nearest_to_centre


def test_the_nearest_draw_is_measured_in_deviations_of_each_key() -> None:
    latent = np.array([[0.0, 100.0], [0.1, 0.0], [1.0, 1.0], [-1.0, -99.0]])
    assert nearest_to_centre(latent) == 1
    assert nearest_to_centre(latent * np.array([1000.0, 0.01])) == 1


def test_settings_stand_in_their_sections() -> None:
    text = centre_text(
        "historical.yaml", {"outreach": 0.5, "shocks.CN-JP-2012-09.severity": 0.8, "dyads.CN-JP.trend": 1.0}
    )
    assert text.startswith("extends: historical.yaml\n")
    assert "parameters:\n  outreach: 0.5\n" in text
    assert "shocks:\n  change:\n    CN-JP-2012-09:\n      severity: 0.8\n" in text
    assert "dyads:\n  CN-JP:\n    trend: 1.0\n" in text
