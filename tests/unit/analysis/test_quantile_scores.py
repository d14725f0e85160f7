"""The score of a forecast given as quantiles, by hand and against the definition."""

import numpy as np
import pytest

from cityties.analysis.quantile_scores import HALF, LEVELS, NINE_TENTHS, crps_of_quantiles, is_inside


def test_a_point_forecast_is_scored_by_its_distance() -> None:
    score = crps_of_quantiles(np.full((3, 5), 2.0), np.array([2.0, 5.0, -1.0]))
    np.testing.assert_allclose(score, [0.0, 3.0, 3.0])


def test_a_forecast_of_two_points_by_hand() -> None:
    """By hand: levels below 0.25 at 0, rising evenly to 1 at 0.5, then 1; the value is 1.

    2 * (integral of level * 1 from 0 to 0.25) + 2 * (integral from 0.25 to 0.5 of level * (1 - q)), q = 4 level - 1:
    2 * 0.03125 + 2 * integral of level * (2 - 4 level) = 0.0625 + 2 * [level^2 - 4/3 level^3] from 0.25 to 0.5
    = 0.0625 + 2 * ((0.25 - 1/6) - (0.0625 - 1/48)) = 0.0625 + 2 * 0.0416667 = 0.1458333.
    """
    score = crps_of_quantiles(np.array([[0.0, 0.0, 1.0, 1.0, 1.0]]), np.array([1.0]))
    np.testing.assert_allclose(score, [0.0625 + 2 * ((0.25 - 1 / 6) - (0.0625 - 1 / 48))])


@pytest.mark.parametrize("value", [-1.0, 0.0, 0.03, 0.2, 0.55, 0.9, 1.4])
def test_it_is_the_integral_of_squared_differences_of_distribution_functions(value: float) -> None:
    """The definition: integral of (F(x) - 1[value <= x])^2, with F from quantiles that rise evenly between levels."""
    quantiles = np.array([0.0, 0.1, 0.3, 0.6, 1.0])
    x = np.linspace(-2.0, 2.0, 400_001)
    distribution = np.interp(x, quantiles, LEVELS)
    distribution[x < quantiles[0]] = 0.0
    distribution[x >= quantiles[-1]] = 1.0
    expected = np.sum((distribution - (x >= value)) ** 2) * (x[1] - x[0])
    np.testing.assert_allclose(crps_of_quantiles(quantiles[None], np.array([value])), [expected], atol=2e-5)


def test_ends_of_intervals_belong_to_them() -> None:
    quantiles = np.tile(np.array([0.0, 1.0, 2.0, 3.0, 4.0]), (4, 1))
    value = np.array([1.0, 0.5, 4.0, 4.1])
    assert is_inside(quantiles, value, HALF).tolist() == [True, False, False, False]
    assert is_inside(quantiles, value, NINE_TENTHS).tolist() == [True, True, True, False]
