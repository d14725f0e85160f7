"""The package's own elementary functions agree with the mathematical library, and its sums with exact ones."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityties.kernel.compiling import entry
from cityties.kernel.numerics import (
    arcsine,
    cosine,
    distance_km,
    exponential,
    from_fixed,
    hyperbolic_tangent,
    logarithm,
    logistic,
    to_fixed,
)
from cityties.kernel.state import FloatArray

TWO_TO_40 = 2**40
EVERYWHERE = np.linspace(-32.0, 32.0, 20_001)
exact = settings(deadline=None, derandomize=True)


type Formula = Callable[[FloatArray, FloatArray], None]


@entry
def _exponentials(x: FloatArray, out: FloatArray) -> None:
    for row in range(len(x)):
        out[row] = exponential(x[row])


@entry
def _logistics(x: FloatArray, out: FloatArray) -> None:
    for row in range(len(x)):
        out[row] = logistic(x[row])


@entry
def _tangents(x: FloatArray, out: FloatArray) -> None:
    for row in range(len(x)):
        out[row] = hyperbolic_tangent(x[row])


@entry
def _total(x: FloatArray) -> float:
    total = 0
    for row in range(len(x)):
        total += to_fixed(x[row])
    return float(from_fixed(total))


def tabulated(formula: Formula, x: FloatArray) -> FloatArray:
    """Evaluate a formula that only compiled code can call, through the loop compiled for it."""
    out = np.empty(len(x))
    formula(x, out)
    return out


def test_the_exponential_is_right_to_thirteen_digits() -> None:
    np.testing.assert_allclose(tabulated(_exponentials, EVERYWHERE), [math.exp(x) for x in EVERYWHERE], rtol=1e-13)


def test_the_exponential_is_held_beyond_its_range() -> None:
    low, high = tabulated(_exponentials, np.array([-1e9, 1e9]))
    assert (low, high) == pytest.approx((math.exp(-32.0), math.exp(32.0)), rel=1e-13)


def test_the_exponential_never_falls_where_its_argument_clearly_rises() -> None:
    assert np.all(np.diff(tabulated(_exponentials, EVERYWHERE)) > 0.0)


def test_the_logistic_function_is_a_share() -> None:
    shares = tabulated(_logistics, EVERYWHERE)
    np.testing.assert_allclose(shares, [1.0 / (1.0 + math.exp(-x)) for x in EVERYWHERE], rtol=1e-12)
    assert shares.min() > 0.0
    assert shares.max() <= 1.0


def test_the_hyperbolic_tangent_is_right_to_thirteen_places() -> None:
    wanted = [math.tanh(x) for x in EVERYWHERE]
    np.testing.assert_allclose(tabulated(_tangents, EVERYWHERE), wanted, rtol=0.0, atol=1e-13)
    assert tabulated(_tangents, np.zeros(1))[0] == 0.0


@exact
@given(x=st.floats(1e-300, 1e300))
def test_the_logarithm_is_right_to_the_last_digits(x: float) -> None:
    assert logarithm(x) == pytest.approx(math.log(x), rel=2e-15, abs=1e-15)


def test_the_logarithm_of_nothing_is_minus_infinity() -> None:
    assert logarithm(0.0) == -math.inf


@exact
@given(x=st.floats(-4 * math.pi, 4 * math.pi))
def test_the_cosine_is_right_to_thirteen_places(x: float) -> None:
    assert cosine(x) == pytest.approx(math.cos(x), rel=0.0, abs=1e-13)


@exact
@given(x=st.floats(0.0, 1.0))
def test_the_arcsine_is_right_to_fourteen_places(x: float) -> None:
    assert arcsine(x) == pytest.approx(math.asin(x), rel=0.0, abs=1e-14)


def test_distances_on_the_globe_are_great_circles() -> None:
    equator, pole, beyond = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (-1.0, 0.0, 0.0)
    assert distance_km(*equator, *equator) == 0.0
    assert distance_km(*equator, *pole) == pytest.approx(6371.0 * math.pi / 2, rel=1e-13)
    assert distance_km(*equator, *beyond) == pytest.approx(6371.0 * math.pi, rel=1e-13)


@exact
@given(terms=st.lists(st.floats(-1e4, 1e4), max_size=5))
def test_fixed_point_sums_do_not_depend_on_order(terms: list[float]) -> None:
    totals = {_total(np.array(order, np.float64)) for order in itertools.permutations(terms)}
    assert totals == {sum(int(term * TWO_TO_40) for term in terms) / TWO_TO_40}


@exact
@given(x=st.floats(-1e6, 1e6))
def test_fixed_point_cuts_towards_zero(x: float) -> None:
    kept = _total(np.array([x]))
    assert abs(kept) <= abs(x)
    assert abs(kept - x) < 1 / TWO_TO_40
