"""What varies is told apart as numbers, switches and choices, and numbers in proportion from even ones."""

import numpy as np
import pytest

from cityties.analysis.factors import Kind, Samples, factor_of
from cityties.analysis.smoothing import smoothed_mean
from cityties.analysis.strength import outstanding, strongest


def test_numbers_switches_and_choices_are_told_apart() -> None:
    assert factor_of("a", [2, 0.5, 1]).levels == (0.5, 1, 2)
    assert factor_of("a", [True, False, True]) == factor_of("a", [False, True])
    assert factor_of("a", [True, False]).kind is Kind.SWITCH
    assert factor_of("a", ["even", "most", "even"]).levels == ("even", "most")
    assert factor_of("a", ["even", "most"], ("most", "even")).levels == ("most", "even")


@pytest.mark.parametrize(
    ("values", "is_log"),
    [
        ([0.01, 0.1, 1.0, 10.0], True),
        ([0.01, 0.1, 1.0], True),
        ([1, 2, 4, 8, 16], True),
        ([0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3], False),
        ([0, 1, 10, 100], False),
        ([-1, 1, 10], False),
        ([1, 100], False),
    ],
)
def test_a_scale_is_logarithmic_where_positive_values_lie_in_proportion(values: list[float], is_log: bool) -> None:
    assert factor_of("a", values).is_log is is_log


def samples(**columns: list[object]) -> Samples:
    import pandas as pd

    factors = tuple(factor_of(name, values) for name, values in columns.items())
    return Samples(factors, pd.DataFrame(columns, dtype=object))


def test_choices_are_ranked_one_by_one_against_the_first() -> None:
    found = samples(on=[True, False, True], how=["a", "b", "c"]).contrasts()
    assert found.to_dict("list") == {"on": [1.0, 0.0, 1.0], "how=b": [0.0, 1.0, 0.0], "how=c": [0.0, 0.0, 1.0]}


def test_the_factor_that_the_outcome_follows_comes_first_also_if_it_is_a_choice() -> None:
    random = np.random.default_rng(4)
    how, number = random.integers(0, 3, 60), random.uniform(size=60)
    given = samples(number=list(number), how=[("a", "b", "c")[place] for place in how])
    middle = (how == 1) * 3.0 + random.normal(size=60)
    assert [one.name for one in strongest(given, [middle], 2)] == ["how", "number"]
    assert [one.name for one in strongest(given, [number**3], 1)] == ["number"]


def test_a_factor_that_stands_out_in_one_crisis_by_chance_goes_behind_one_that_does_in_all() -> None:
    random = np.random.default_rng(6)
    steady, once = random.uniform(size=(2, 80))
    given = samples(once=list(once), steady=list(steady))
    crises = [steady + 0.3 * random.normal(size=80) for _ in range(3)]
    crises.append(once + 0.1 * random.normal(size=80))
    assert [one.name for one in strongest(given, crises, 1)] == ["steady"]
    assert [one.name for one in outstanding(given, crises, 3)] == ["steady", "once"]
    assert all(value > 0.2 for value in outstanding(given, crises, 3)[0].correlations[:3])


def test_no_factor_stands_out_of_many_without_influence() -> None:
    random = np.random.default_rng(11)
    given = samples(**{f"p{n}": list(random.uniform(size=60)) for n in range(80)})
    assert outstanding(given, [random.normal(size=60) for _ in range(4)], 3) == []
    assert outstanding(given, [np.full(60, np.nan)], 3) == []


def test_points_that_crowd_at_one_place_make_no_spike_in_a_smoothed_mean() -> None:
    random = np.random.default_rng(3)
    x = np.concatenate([np.zeros(30), random.normal(0.0, 0.1, 30)])
    _, mean, half = smoothed_mean(x, random.normal(0.0, 0.1, 60))
    assert np.abs(mean).max() < 0.1
    assert half.max() < 0.3


def test_a_smoothed_mean_follows_a_line_exactly_and_its_interval_covers_a_curve() -> None:
    x = np.linspace(0, 1, 50)
    at, mean, half = smoothed_mean(x, 2.0 * x - 1.0)
    assert mean == pytest.approx(2.0 * at - 1.0)
    assert half == pytest.approx(np.zeros(len(at)), abs=1e-8)
    random = np.random.default_rng(8)
    x = random.uniform(size=400)
    at, mean, half = smoothed_mean(x, x**2 + 0.3 * random.normal(size=400))
    assert (np.abs(mean - at**2) <= 2.0 * half + 0.02).all()
