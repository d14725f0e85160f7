"""A declaration refuses what contradicts itself, and a prior lies within the bounds of its parameter."""

import pytest

from cityties.kernel.parameters import CITY_PARAMETERS, DECLARED, Parameters, defaults
from cityties.kernel.priors import Declared, LogUniform, SpikeNormal, SpikeUniform, Uniform


@pytest.mark.parametrize("default", [-0.1, 1.1])
def test_a_default_outside_its_bounds_is_refused(default: float) -> None:
    with pytest.raises(ValueError, match="is not between 0"):
        Declared("x", default, 0.0, 1.0, "share", "meaning", "source", "forum")


@pytest.mark.parametrize(
    ("prior", "text"),
    [
        (Uniform(0.0, 0.5), "U(0, 0.5)"),
        (LogUniform(0.01, 2.0), "log-U(0.01, 2)"),
        (SpikeNormal(0.3), "N(0, 0.3), P(0) = 0.2"),
        (SpikeUniform(0.0, 2.0, 0.5), "U(0, 2), P(0) = 0.5"),
    ],
)
def test_a_prior_is_written_as_readers_of_the_odd_expect_it(
    prior: Uniform | LogUniform | SpikeNormal | SpikeUniform, text: str
) -> None:
    assert prior.text() == text


@pytest.mark.parametrize("name", DECLARED)
def test_a_prior_between_two_bounds_stays_within_those_of_its_parameter(name: str) -> None:
    declared = DECLARED[name]
    if isinstance(declared.prior, Uniform | LogUniform | SpikeUniform):
        assert declared.low <= declared.prior.low < declared.prior.high <= declared.high
    if isinstance(declared.prior, LogUniform):
        assert declared.prior.low > 0.0


@pytest.mark.parametrize("name", [name for name, one in DECLARED.items() if isinstance(one.prior, SpikeNormal)])
def test_a_feedback_in_dispute_may_have_either_sign(name: str) -> None:
    assert DECLARED[name].low < 0.0 < DECLARED[name].high


def test_every_parameter_has_a_symbol_of_its_own() -> None:
    symbols = [declared.symbol for declared in DECLARED.values()]
    assert len(symbols) == len(set(symbols))


def test_defaults_are_those_declared() -> None:
    assert defaults() == Parameters(*(DECLARED[name].default for name in Parameters._fields))


def test_some_parameters_shape_the_cities_and_most_do_not() -> None:
    assert 0 < len(CITY_PARAMETERS) < len(DECLARED) / 2
