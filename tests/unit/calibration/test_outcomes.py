"""Outcomes by name: those of one arm, and those made of both."""

import numpy as np
import pandas as pd
import pytest

from cityties.calibration.outcomes import MADE, NAMES, outcome, require_known
from cityties.errors import CityTiesError

ROWS = pd.DataFrame(
    {
        "with:loss_36": [2.0, 0.3, 9.0],
        "without:loss_36": [4.0, 0.1, 1.0],
        "with:half_life": [3.0, np.nan, 5.0],
        "without:half_life": [6.0, 1.0, 5.0],
        "with:depth": [0.5, 0.1, 0.2],
        "without:depth": [0.4, 0.1, 0.2],
        "with:official_with": [5.0, 5.0, 0.0],
        "with:official_without": [10.0, 10.0, 0.0],
    }
)


def test_b_is_one_less_the_ratio_of_losses_where_there_is_a_downturn_and_0_elsewhere() -> None:
    """At severity 0.9 a downturn is a loss of 0.5 R-months; the third ratio, 9, is cut to B = -1."""
    values, undefined = outcome("buffer_36", ROWS, 0.9)
    assert values.tolist() == [0.5, 0.0, -1.0]
    assert undefined == pytest.approx(1 / 3)


def test_an_outcome_of_one_arm_is_that_with_ties() -> None:
    assert outcome("depth", ROWS, 0.9)[0].tolist() == [0.5, 0.1, 0.2]
    assert outcome("half_life", ROWS, 0.9)[0].tolist() == [3.0, 0.0, 5.0]


def test_ties_save_what_the_arms_differ_by_and_a_crisis_stops_events() -> None:
    assert outcome("saved", ROWS, 0.9)[0].tolist() == pytest.approx([2.0, -0.2, -8.0])
    assert outcome("suspension", ROWS, 0.9)[0].tolist() == pytest.approx([0.5, 0.5, 0.0])


def test_an_unknown_outcome_is_refused_with_the_nearest_name() -> None:
    require_known(NAMES)
    assert set(MADE) < set(NAMES)
    with pytest.raises(CityTiesError, match=r"--outcome bufer_36: no such outcome\. Did you mean 'buffer_36'"):
        require_known(("bufer_36",))
