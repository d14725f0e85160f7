"""The interval of a mean is Student's where that is right, and allows for skewness where it is evident."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from cityties.analysis.intervals import (
    interval_columns,
    mean_band,
    mean_interval,
    mean_rows,
    ratio_band,
    student_quantile,
)
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


def test_sums_over_units_give_the_mean_and_students_interval_of_all_replicates() -> None:
    values = np.random.default_rng(1).normal(size=30)
    rows = [
        {"draw": 0, "first_replicate": f, "measure": "x", "n": len(v), "sum": v.sum(), "sum_of_squares": (v**2).sum()}
        for f, v in ((0, values[:25]), (25, values[25:]))
    ]
    (found,) = mean_rows(pd.DataFrame(rows)).to_dict("records")
    low, high = student.interval(0.95, 29, values.mean(), values.std(ddof=1) / 30**0.5)
    assert (found["mean"], found["low"], found["high"]) == pytest.approx((values.mean(), low, high))


def summed(draw: int, *values: float, first: int = 0) -> dict[str, float]:
    """Return the row of a unit that sums these values up."""
    squares = sum(value**2 for value in values)
    return {"draw": draw, "first_replicate": first, "n": len(values), "sum": sum(values), "sum_of_squares": squares}


def test_with_draws_the_interval_is_over_draws_and_not_over_replicates() -> None:
    many = pd.DataFrame([summed(d, d, d, d) for d in (1, 2, 3)]).assign(measure="x")
    few = pd.DataFrame([summed(d, d) for d in (1, 2, 3)]).assign(measure="x")
    assert mean_rows(many).equals(mean_rows(few))
    assert mean_rows(many)["n"].tolist() == [3]


def test_one_value_has_a_mean_and_no_interval() -> None:
    (row,) = mean_rows(pd.DataFrame([summed(0, 4.0)]).assign(measure="x")).to_dict("records")
    assert row["mean"] == 4.0
    assert np.isnan([row["low"], row["high"]]).all()


def test_a_ratio_of_sums_is_undefined_over_nothing() -> None:
    ratio, low, high = ratio_band(np.array([[1.0, 3.0], [1.0, 1.0]]), np.array([[4.0, 4.0], [0.0, 0.0]]))
    assert ratio.tolist() == pytest.approx([0.5, np.nan], nan_ok=True)
    assert low[0] < 0.5 < high[0]


def test_a_band_becomes_columns_named_after_its_middle() -> None:
    found = interval_columns("ties", mean_band(np.array([1.0, 3.0])), ("_from", "_to"))
    assert list(found) == ["ties", "ties_from", "ties_to"]
    assert found["ties_from"] < found["ties"] == 2.0 < found["ties_to"]


def test_quantiles_that_are_written_down_are_those_of_the_library() -> None:
    freedom = np.arange(1.0, 1000.0)
    np.testing.assert_allclose(student_quantile(freedom), student.ppf(0.975, freedom), rtol=1e-10)
    np.testing.assert_allclose(
        [student_quantile(one) for one in freedom[:500]], student.ppf(0.975, freedom[:500]), rtol=1e-10
    )
    assert student_quantile(4.5) == pytest.approx(student.ppf(0.975, 4.5))
    assert np.isnan(student_quantile(np.nan))


def ends_by_root(values: FloatArray) -> tuple[float, float]:
    """Return the ends of Hall's interval by the roots of his cubic, in moments of the sample."""
    n, mean = len(values), values.mean()
    deviation = values.std()
    k = float(((values - mean) ** 3).mean()) / deviation**3 / n**0.5
    quantile = student.ppf(0.975, n - 1)
    roots = [np.roots([k**2 / 27, k / 3, 1.0, k / 6 - t]) for t in (quantile, -quantile)]
    (upper,), (lower,) = ([one.real for one in found if abs(one.imag) < 1e-9] for found in roots)
    return mean - upper * deviation / n**0.5, mean - lower * deviation / n**0.5


def test_evident_skewness_takes_halls_interval_and_little_the_wider_ends() -> None:
    skewed = np.repeat([0.0, 1.0], [24, 6])
    assert [float(end) for end in mean_interval(skewed)] == pytest.approx(ends_by_root(skewed), rel=1e-9)
    little = np.array([1.0, 2.0, 3.0, 4.0, 7.0])
    half = student.ppf(0.975, 4) * little.std(ddof=1) / 5**0.5
    low, high = ends_by_root(little)
    wider = (min(low, little.mean() - half), max(high, little.mean() + half))
    assert [float(end) for end in mean_interval(little)] == pytest.approx(wider, rel=1e-9)


def test_bands_are_taken_over_the_last_axis_however_many_there_are() -> None:
    address = np.random.default_rng(8)
    above, below = address.normal(1.0, 0.1, size=(2, 3, 9)), address.normal(2.0, 0.1, size=(2, 3, 9))
    for found, alone in (
        (mean_band(above), [mean_band(above[i, j]) for i in range(2) for j in range(3)]),
        (ratio_band(above, below), [ratio_band(above[i, j], below[i, j]) for i in range(2) for j in range(3)]),
    ):
        np.testing.assert_allclose([part.ravel() for part in found], np.array(alone).T, rtol=1e-12)


def test_the_interval_of_a_ratio_is_that_of_its_linear_part() -> None:
    above, below = np.array([1.0, 2.0, 3.0, 5.0]), np.array([2.0, 2.0, 4.0, 4.0])
    ratio, low, high = (float(part) for part in ratio_band(above, below))
    assert ratio == 11 / 12
    ends = mean_interval(11 / 12 + (above - 11 / 12 * below) / 3.0)
    assert (low, high) == pytest.approx([float(end) for end in ends])


def test_equal_sums_are_certain_and_no_freedom_has_no_quantile() -> None:
    (row,) = mean_rows(pd.DataFrame([summed(0, 2.0, 2.0, 2.0)]).assign(measure="x")).to_dict("records")
    assert (row["low"], row["high"]) == (2.0, 2.0)
    assert np.isnan(student_quantile(0.0))
    assert np.isnan(student_quantile(np.array([0.0, 3.0]))).tolist() == [True, False]
