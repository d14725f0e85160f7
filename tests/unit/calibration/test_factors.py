"""Factors: what is free in a scenario, and what a point of their space stands for."""

import numpy as np
import pytest

from builders.paths import SCENARIOS
from cityties.calibration.sensitivity.constants import changes_of, labels
from cityties.calibration.sensitivity.factors import (
    HELD,
    REPLICATES,
    constants,
    free_parameters,
    parameters_at,
    replicate_at,
)
from cityties.kernel.parameters import DECLARED
from cityties.scenario.reader import override, read_scenario

HISTORICAL = read_scenario(SCENARIOS / "historical.yaml")


def test_what_belongs_to_another_engine_or_to_a_mechanism_that_is_off_is_not_free() -> None:
    found = free_parameters(HISTORICAL)
    assert "over_compliance" in found
    assert "absorption" not in found
    assert not set(HELD) & set(found)
    silent = override(HISTORICAL, mechanisms=HISTORICAL.resolved()["mechanisms"] | {"lobbying": False})
    assert "lobbying_restraint" not in free_parameters(silent)
    assert "absorption" in free_parameters(override(HISTORICAL, engine="reduced_form"))


def test_free_parameters_and_constants_share_none() -> None:
    assert not set(free_parameters(HISTORICAL)) & set(constants(HISTORICAL))
    assert all(DECLARED[name].prior is None for name in constants(HISTORICAL))


def test_the_middle_of_the_space_is_the_median_of_every_prior() -> None:
    names = ("over_compliance", "level_share", "outreach")
    found = parameters_at(names, np.full(3, 0.5))
    assert found["over_compliance"] == pytest.approx(4.0)
    assert found["level_share"] == pytest.approx(0.4)
    assert found["outreach"] == pytest.approx(0.5)


def test_equal_shares_of_chance_are_equal_random_numbers() -> None:
    assert replicate_at(0.25) == replicate_at(0.25) == REPLICATES // 4
    assert replicate_at(0.25) != replicate_at(0.26)
    assert replicate_at(1.0) == REPLICATES - 1


@pytest.mark.parametrize("name", constants(HISTORICAL))
def test_a_constant_is_given_values_within_its_bounds_that_are_not_its_default(name: str) -> None:
    one = DECLARED[name]
    found = [change.value for change in changes_of(name)]
    assert found
    assert all(one.low <= value <= one.high and value != one.default for value in found)


def test_labels_are_buffer_null_harm_or_none_without_a_downturn() -> None:
    losses = np.array([[0.5, 1.0], [1.0, 1.0], [2.0, 1.0], [0.1, 0.1]])
    assert labels(losses, 0.5).tolist()[:3] == [1.0, 0.0, -1.0]
    assert np.isnan(labels(losses, 0.5)[3])
