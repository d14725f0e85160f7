"""A set-up with other numbers (ODD 5): what the tables alone decide is taken over, so a draw costs little."""

from dataclasses import replace

from cityties.kernel.mechanisms import neutralised
from cityties.kernel.parameters import CITY_PARAMETERS
from cityties.kernel.state import World
from cityties.scenario.models import Scenario
from cityties.setup.attributes import attributes_in, months_of_change
from cityties.setup.city_names import ordered_cities
from cityties.setup.initialization import Setup, build_world, prepare, scaled, with_traits
from cityties.setup.periods import begun, periods_of, with_attributes
from cityties.setup.policy_columns import build_networks, build_policies
from cityties.setup.scenario_tables import scenario_tables
from cityties.setup.world_columns import build_dyads, build_publics


def prepare_again(setup: Setup, scenario: Scenario) -> Setup:
    """Return the set-up of a scenario that differs in parameters, mechanisms, seed and numbers of the world alone.

    It equals what :func:`prepare` gives and costs a twentieth, because what tables alone decide is taken over.
    """
    if scenario.ties.rewired or scenario.ties.add or scenario.ties.drop:
        return prepare(scenario, setup.tables)
    on = scenario.switches()
    p, before = neutralised(scenario.parameter_values(), on), setup.rules.p
    world, periods = _with_levers(setup, scenario), setup.periods
    dated = _is_dated(scenario) or _is_dated(setup.scenario)
    if dated or any(getattr(p, name) != getattr(before, name) for name in CITY_PARAMETERS):
        even = scaled(build_world(scenario, setup.tables, p), setup.pairs, p)
        world, periods = begun(even, scenario, setup.tables), periods_of(even, scenario, setup.tables)
    else:
        tables = scenario_tables(scenario, setup.tables)
        world = world._replace(publics=build_publics(tables, p))
        if scenario.dyads != setup.scenario.dyads:
            world = world._replace(dyads=build_dyads(tables, scenario.start))
        if scenario.nations != setup.scenario.nations:
            world = with_attributes(
                world, attributes_in(scenario.start, scenario, tables, ordered_cities(tables)), tables
            )
        world = scaled(world._replace(mean_affinity=1.0), setup.pairs, p)._replace(cities=world.cities)
    pairs = with_traits(setup.pairs, world, p)
    rules = setup.rules._replace(p=p, on=on)
    return replace(setup, scenario=scenario, world=world, rules=rules, pairs=pairs, periods=periods)


def _is_dated(scenario: Scenario) -> bool:
    """Return whether cities, ties or nations of a scenario are others than the tables say, or not always the same."""
    levers = scenario.policies
    return bool(scenario.cities or scenario.ties.suspend or levers.is_limited or months_of_change(scenario))


def _with_levers(setup: Setup, scenario: Scenario) -> World:
    """Return the world with the policies that the scenario's switches leave on."""
    if scenario.mechanisms.policies == setup.scenario.mechanisms.policies:
        return setup.world
    return setup.world._replace(
        networks=build_networks(scenario_tables(scenario, setup.tables), scenario, setup.n_months),
        policies=build_policies(scenario, setup.n_months),
    )
