"""A switch that is off sets its own parameters to the value that does nothing, and leaves all others alone."""

import pytest

from cityties.kernel.mechanisms import MECHANISMS, Switches, default_switches, neutralised
from cityties.kernel.parameters import DECLARED, defaults


def test_every_switch_is_described_and_the_other_way_round() -> None:
    assert Switches._fields == tuple(MECHANISMS)


def test_a_run_begins_with_the_switches_as_declared() -> None:
    assert default_switches()._asdict() == {name: mechanism.default for name, mechanism in MECHANISMS.items()}


def test_with_all_switches_on_no_parameter_is_changed() -> None:
    assert neutralised(defaults(), Switches(*(True for _ in Switches._fields))) == defaults()


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_switch_that_is_off_changes_its_own_parameters_only(name: str) -> None:
    p = defaults()._replace(**{key: DECLARED[key].high for key in MECHANISMS[name].neutral})
    on = Switches(*(True for _ in Switches._fields))._replace(**{name: False})
    expected = p._asdict() | dict(MECHANISMS[name].neutral)
    assert neutralised(p, on)._asdict() == expected


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_neutral_value_is_one_that_a_scenario_may_set(name: str) -> None:
    assert all(DECLARED[key].low <= value <= DECLARED[key].high for key, value in MECHANISMS[name].neutral.items())


def test_no_two_switches_set_the_same_parameter() -> None:
    keys = [key for mechanism in MECHANISMS.values() for key in mechanism.neutral]
    assert len(keys) == len(set(keys))
