"""A set-up with other numbers equals one prepared from the tables, whatever parameter, switch or seed is another."""

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.plain_worlds import city, plain_world, quiet
from builders.worlds import changed, scenario
from builders.worlds_drawn import Drawn, worlds
from cityties.errors import ScenarioError
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import CITY_PARAMETERS, DECLARED
from cityties.scenario.models import Scenario
from cityties.setup.initialization import Setup, prepare
from cityties.setup.redraw import prepare_again

in_any_world = settings(max_examples=15, deadline=None, derandomize=True)


def differing(one: Any, other: Any, name: str = "world") -> list[str]:
    """Return the names of all numbers and columns below two named tuples that are not the same to the last bit."""
    if hasattr(one, "_fields"):
        return [
            found
            for field in one._fields
            for found in differing(getattr(one, field), getattr(other, field), f"{name}.{field}")
        ]
    return [] if np.array_equal(one, other) else [name]


def assert_same(found: Setup, expected: Setup, what: str) -> None:
    assert differing(found.world, expected.world) == [], what
    assert differing(found.rules, expected.rules, "rules") == [], what
    assert found.pairs.equals(expected.pairs), what
    assert found.scenario == expected.scenario


def elsewhere(name: str, rng: Random) -> float:
    """Draw another value of a parameter, not too far off, as fixed-point sums must hold it."""
    declared = DECLARED[name]
    low, high = max(declared.low, declared.default / 2), min(declared.high, declared.default * 1.5)
    return rng.uniform(low, high) if declared.default > 0.0 else declared.low + 0.3 * (declared.high - declared.low)


# sizes at the floor, at the cap and between, so that every parameter of the cities moves some column
POPULATIONS = {"Anport": 9_000_000, "Anville": 20_000, "Anton": 600_000}
NARROW = {"saturation_floor": 0.9, "saturation_cap": 1.1, "size_floor": 0.5, "size_cap": 2.0}


def test_any_parameter_may_be_drawn_anew_and_just_those_marked_so_shape_the_cities() -> None:
    cities = [city(name, "AA", population=population) for name, population in POPULATIONS.items()]
    tables = plain_world(cities=[*cities, city("Bayport", "BB")])
    plan, rng = scenario(parameters=NARROW), Random(1)
    before = prepare(plan, tables)
    for name in DECLARED:
        other = changed(plan, parameters={name: elsewhere(name, rng)})
        expected = prepare(other, tables)
        assert_same(prepare_again(before, other), expected, name)
        assert bool(differing(before.world.cities, expected.world.cities)) == (name in CITY_PARAMETERS), name


@in_any_world
@given(drawn=worlds(), seed=st.integers(0, 2**32))
def test_many_parameters_and_switches_may_be_drawn_anew_in_any_world(drawn: Drawn, seed: int) -> None:
    plan, tables = drawn
    rng = Random(seed)
    names = rng.sample(sorted(DECLARED), 12)
    on = {name: rng.random() < 0.5 for name in rng.sample(sorted(MECHANISMS), 5)}
    other = changed(plan, seed=seed, mechanisms=on, parameters={name: elsewhere(name, rng) for name in names})
    assert_same(prepare_again(prepare(plan, tables), other), prepare(other, tables), str(names))


def test_a_rewired_world_is_rewired_by_the_new_seed() -> None:
    tables, plan = plain_world(), quiet(12, ties={"rewired": True})
    other: Scenario = changed(plan, seed=2)
    assert_same(prepare_again(prepare(plan, tables), other), prepare(other, tables), "rewired")


NUMBERS = (
    {"publics": {"AA about BB": {"mood_baseline": 0.7}, "BB about AA": {"mood_baseline": -0.4}}},
    {"dyads": {"AA-BB": {"baseline_relations": -0.1, "formation_factor": 2.0, "formation_trend_per_year": 0.05}}},
    {"nations": {"AA": {"centralisation": 0.9}}},
    {"nations": {"AA": {"autonomy": 0.1, "from": "2000-07"}}},
)


@pytest.mark.parametrize("numbers", NUMBERS, ids=lambda one: next(iter(one)))
def test_numbers_of_the_world_may_be_drawn_anew_and_taken_back(numbers: dict[str, Any]) -> None:
    tables, plan = plain_world(), quiet(24)
    other = changed(plan, **numbers)
    before, drawn = prepare(plan, tables), prepare(other, tables)
    assert differing(before.world, drawn.world) or drawn.periods
    assert_same(prepare_again(before, other), drawn, str(numbers))
    assert_same(prepare_again(drawn, plan), before, str(numbers))
    assert not prepare_again(drawn, plan).periods


def test_with_one_clock_a_mood_below_its_floor_is_refused() -> None:
    tables, plan = plain_world(), quiet(24, publics={"AA about BB": {"mood_baseline": -0.95}})
    prepare(plan, tables)
    with pytest.raises(ScenarioError, match=r"AA about BB.mood_baseline: -0.95 is not above -0.9, the mood_floor"):
        prepare(changed(plan, mechanisms={"two_clocks": False}), tables)
