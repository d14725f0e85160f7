"""Terms are added as the compiled month adds them, and a chance is that of their sum."""

import math

import pytest

from cityties.explanation.terms import Term, chance_of, summed


def test_terms_are_added_from_left_to_right_with_the_rounding_of_the_month() -> None:
    values = (1e16, 1.0, -1e16)
    assert summed(tuple(Term("", value, "", "") for value in values)) == 0.0
    assert math.fsum(values) == 1.0


@pytest.mark.parametrize("propensity", [-30.0, -2.0, 0.0, 0.7, 30.0])
def test_a_chance_is_the_logistic_of_a_propensity(propensity: float) -> None:
    assert chance_of(propensity) == pytest.approx(1.0 / (1.0 + math.exp(-propensity)), rel=1e-12)
