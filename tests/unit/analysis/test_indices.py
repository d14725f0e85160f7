"""Sensitivity indices from given points: those of a function that is known, and no influence where there is none."""

import numpy as np
import pytest

from cityties.analysis.indices import LEAST_POINTS, given_point_indices, noise_share
from cityties.kernel.state import FloatArray

FIRST = (0.3139, 0.4424, 0.0, 0.0)
"""First-order indices of Ishigami's function with a = 7, b = 0.1, and of a factor that it does not have."""


def ishigami(n: int, seed: int = 3) -> tuple[FloatArray, FloatArray]:
    points = np.random.default_rng(seed).uniform(-np.pi, np.pi, (n, 4))
    a, b, c = points[:, 0], points[:, 1], points[:, 2]
    return points, np.sin(a) + 7.0 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


def test_the_first_order_indices_of_ishigami_come_out() -> None:
    found = [first for first, _ in given_point_indices(*ishigami(4096))]
    for index, expected in zip(found, FIRST, strict=True):
        assert index.value == pytest.approx(expected, abs=0.05)  # classes of equal size smooth the waves of b a little
        assert index.low <= index.value <= index.high


def test_delta_sees_what_the_variance_of_ishigami_does_not() -> None:
    found = given_point_indices(*ishigami(1024))
    third_first, third_delta = found[2]
    assert third_first.value < 0.02
    assert third_delta.low > third_delta.chance
    order = sorted(range(4), key=lambda place: -found[place][1].value)
    assert order == [1, 0, 2, 3]  # Borgonovo 2007


def test_a_factor_without_influence_rises_above_chance_once_in_twenty() -> None:
    """With 60 such factors more than 9 above chance have a probability below 0.2 %."""
    random = np.random.default_rng(11)
    points, values = random.uniform(size=(80, 60)), random.normal(size=80)
    found = given_point_indices(points, values)
    assert sum(delta.value > delta.chance for _, delta in found) <= 12
    assert sum(first.value > first.chance for first, _ in found) <= 12


def test_a_switch_and_a_choice_are_classes_of_their_own() -> None:
    random = np.random.default_rng(7)
    switch, choice = random.integers(0, 2, 400), random.integers(0, 3, 400)
    values = 2.0 * switch + (choice == 1) + 0.5 * random.normal(size=400)
    points = np.column_stack([switch, choice, random.uniform(size=400)]).astype(np.float64)
    (first, delta), (second, other), (third, none) = given_point_indices(points, values, [True, True, False])
    shares = [float(np.var([values[points[:, k] == v].mean() for v in points[:, k]]) / values.var()) for k in (0, 1)]
    assert [first.value, second.value] == pytest.approx(shares)
    assert delta.value > other.value > other.chance
    assert third.value < 0.05
    assert none.value < delta.low


def test_too_few_points_or_an_outcome_that_does_not_vary_have_no_indices() -> None:
    points, values = ishigami(LEAST_POINTS - 1)
    assert all(np.isnan(one.value) for pair in given_point_indices(points, values) for one in pair)
    points, _ = ishigami(64)
    assert all(np.isnan(one.value) for pair in given_point_indices(points, np.ones(64)) for one in pair)


def test_the_same_points_give_the_same_indices_and_leave_global_chance_alone() -> None:
    points, values = ishigami(64)
    np.random.seed(5)  # noqa: NPY002 - what SALib itself draws from
    state = np.random.get_state()[1].tolist()  # noqa: NPY002
    assert given_point_indices(points, values) == given_point_indices(points, values)
    assert np.random.get_state()[1].tolist() == state  # noqa: NPY002


def test_the_share_of_chance_is_that_of_the_variance_of_means() -> None:
    """Means of 4 replicates of variance 1 about true values of variance 1: 0.25 of 1.25 are chance."""
    random = np.random.default_rng(2)
    draws = np.repeat(np.arange(1, 2001), 4)
    values = np.repeat(random.normal(size=2000), 4) + random.normal(size=8000)
    assert noise_share(draws, values) == pytest.approx(0.2, abs=0.015)
    assert np.isnan(noise_share(np.arange(20), random.normal(size=20)))
