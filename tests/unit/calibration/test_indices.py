"""Indices of sensitivity are those of functions whose indices are known, and chance is a factor like any other."""

import numpy as np
import pandas as pd
import pytest

from cityties.calibration.sensitivity.indices import (
    EDGE,
    Grouped,
    saltelli_points,
    screened,
    screening_points,
    shares_of_variance,
)
from cityties.calibration.sensitivity.study import strongest
from cityties.kernel.state import FloatArray

NAMES = ("x1", "x2", "x3")
BASE = 4096


def ishigami(u: FloatArray) -> FloatArray:
    """Ishigami and Homma 1990, with a = 7 and b = 0.1, of factors on (0, 1)."""
    x = np.pi * (2.0 * u - 1.0)
    return np.asarray(np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def ishigami_indices() -> tuple[list[float], list[float]]:
    """First-order and total indices in closed form."""
    a, b, pi = 7.0, 0.1, np.pi
    v1, v2 = 0.5 * (1 + b * pi**4 / 5) ** 2, a**2 / 8
    v13 = b**2 * pi**8 * (1 / 18 - 1 / 50)
    whole = v1 + v2 + v13
    return [v1 / whole, v2 / whole, 0.0], [(v1 + v13) / whole, v2 / whole, v13 / whole]


G_WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def sobol_g(u: FloatArray) -> FloatArray:
    """Sobol's G-function: the product of (|4 u - 2| + a) / (1 + a)."""
    return np.asarray(((np.abs(4.0 * u - 2.0) + G_WEIGHTS) / (1.0 + G_WEIGHTS)).prod(axis=1))


def g_indices() -> tuple[FloatArray, FloatArray]:
    """First-order and total indices in closed form: V_i = 1 / (3 (1 + a_i)^2)."""
    parts = 1.0 / (3.0 * (1.0 + G_WEIGHTS) ** 2)
    whole = (1.0 + parts).prod() - 1.0
    return parts / whole, parts * (1.0 + parts).prod() / (1.0 + parts) / whole


def each_alone(names: tuple[str, ...]) -> Grouped:
    return Grouped(names, names)


def test_the_indices_of_ishigamis_function_are_found() -> None:
    grouped = each_alone(NAMES)
    found = shares_of_variance(grouped, ishigami(saltelli_points(grouped, BASE, 1)), 1)
    first, total = ishigami_indices()
    assert found["first"].to_numpy() == pytest.approx(first, abs=0.03)
    assert found["total"].to_numpy() == pytest.approx(total, abs=0.03)
    assert ((found["low"] <= total) & (total <= found["high"])).all()


def test_the_indices_of_sobols_g_function_are_found() -> None:
    grouped = each_alone(("a", "b", "c", "d", "e"))
    found = shares_of_variance(grouped, sobol_g(saltelli_points(grouped, BASE, 2)), 2)
    first, total = g_indices()
    assert found["first"].to_numpy() == pytest.approx(first, abs=0.03)
    assert found["total"].to_numpy() == pytest.approx(total, abs=0.03)


def test_a_group_has_the_index_of_its_factors_together() -> None:
    """Known in closed form: x1 and x3 together have all of the variance but that of x2."""
    grouped = Grouped(NAMES, ("one", "x2", "one"))
    found = shares_of_variance(grouped, ishigami(saltelli_points(grouped, BASE, 3)), 3).set_index("factor")
    first, _ = ishigami_indices()
    assert found.loc["one", "total"] == pytest.approx(1.0 - first[1], abs=0.03)
    assert found.loc["one", "first"] == pytest.approx(1.0 - first[1], abs=0.03)


def test_twice_as_many_samples_begin_with_the_same_points() -> None:
    grouped = Grouped(NAMES, ("x1", "others", "others"))
    few, many = (saltelli_points(grouped, base, 5) for base in (32, 64))
    assert (many[: len(few)] == few).all()


def test_intervals_narrow_with_the_root_of_the_samples() -> None:
    grouped = each_alone(NAMES)
    widths = []
    for base in (256, 4096):
        found = shares_of_variance(grouped, ishigami(saltelli_points(grouped, base, 7)), 7)
        widths.append(float((found["high"] - found["low"]).mean()))
    assert 2.5 < widths[0] / widths[1] < 6.5


def test_samples_that_are_no_power_of_two_are_refused() -> None:
    with pytest.raises(ValueError, match="no power of 2"):
        saltelli_points(each_alone(NAMES), 100, 1)


def test_an_outcome_that_does_not_vary_has_no_index() -> None:
    found = shares_of_variance(each_alone(NAMES), np.ones(5 * 8), 1)
    assert found[["first", "total", "low", "high"]].isna().all(axis=None)


def test_screening_finds_what_acts_and_what_does_not() -> None:
    names = ("weak", "strong", "nothing", "interacts")
    points = screening_points(names, 20, 3)
    assert points.min() >= EDGE
    assert points.max() <= 1.0 - EDGE + 1e-12
    values = points[:, 0] + 10.0 * points[:, 1] + 5.0 * points[:, 3] * points[:, 1]
    found = screened(names, points, values).set_index("factor")
    move = (1.0 - 2 * EDGE) * 2 / 3
    assert found.loc["weak", "mean_absolute"] == pytest.approx(move)
    assert found.loc["nothing", "mean_absolute"] == pytest.approx(0.0, abs=1e-12)
    assert found.loc["weak", "deviation"] == pytest.approx(0.0, abs=1e-12)
    assert float(found["deviation"]["interacts"]) > 0.5
    assert found["mean_absolute"].idxmax() == "strong"


def test_the_strongest_are_those_that_move_any_outcome_and_chance_is_no_choice() -> None:
    rows = [
        ("b", "p", 1.0), ("b", "q", 0.2), ("b", "r", 0.1), ("b", "chance", 5.0),
        ("half_life", "p", 0.0), ("half_life", "q", 3.0), ("half_life", "r", 30.0), ("half_life", "chance", 0.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["outcome", "factor", "mean_absolute"])
    assert strongest(table, 2) == ["r", "p"]
