"""The interval of a mean is Student's where that is right, and allows for skewness where it is evident."""

import numpy as np
import pytest
from scipy.stats import t as student

from cityties.analysis.intervals import mean_interval
from cityties.kernel.state import FloatArray

SAMPLES = 4000


def covered(values: FloatArray, truth: float) -> float:
    low, high = mean_interval(values)
    return float(((low <= truth) & (truth <= high)).mean())


def test_the_mean_of_normal_values_is_covered() -> None:
    values = np.random.default_rng(1).normal(size=(SAMPLES, 40))
    assert covered(values, 0.0) == pytest.approx(0.95, abs=0.015)
    low, high = mean_interval(values)
    plain = 2 * student.ppf(0.975, 39) * values.std(axis=1, ddof=1) / 40**0.5
    assert np.median((high - low) / plain) == pytest.approx(1.0, abs=0.03)


def test_the_mean_of_skewed_values_is_covered_where_students_interval_fails() -> None:
    """Squares of exponential values: Student's interval of 100 covers less than 92 %."""
    values = np.random.default_rng(2).exponential(size=(SAMPLES, 100)) ** 2
    half = student.ppf(0.975, 99) * values.std(axis=1, ddof=1) / 10
    assert (abs(values.mean(axis=1) - 2.0) <= half).mean() < 0.925
    assert covered(values, 2.0) > 0.94
    assert covered(-values, -2.0) == covered(values, 2.0)


def test_heavy_tails_without_skewness_are_not_taken_for_skewed() -> None:
    values = np.random.default_rng(3).standard_t(4, size=(SAMPLES, 60))
    assert covered(values, 0.0) == pytest.approx(0.95, abs=0.015)


def test_rows_of_a_table_have_the_interval_that_they_have_alone() -> None:
    values = np.random.default_rng(4).exponential(size=(3, 2, 25))
    low, high = mean_interval(values)
    alone = [float(end) for end in mean_interval(values[2, 1])]
    assert [low[2, 1], high[2, 1]] == pytest.approx(alone, rel=1e-13)


def test_equal_values_are_certain_and_one_value_says_nothing() -> None:
    assert [float(end) for end in mean_interval(np.full(9, 2.0))] == [2.0, 2.0]
    assert np.isnan(mean_interval(np.ones(1))).all()
