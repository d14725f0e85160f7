"""Initialization (ODD 5): a scenario and its tables become a set-up that any number of runs share, and runs begin."""

import math
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityties.custom_rules.schedule import schedule_with
from cityties.kernel.adjacency import link_all
from cityties.kernel.allocation import empty_ties
from cityties.kernel.columns import begin_columns
from cityties.kernel.mechanisms import neutralised
from cityties.kernel.pair_traits import fill_affinities, fill_obedience, fill_pair_ids, fill_prospects, fill_thaws
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import places
from cityties.kernel.rules import Rules
from cityties.kernel.schedule import Months, months
from cityties.kernel.state import (
    FAR_FUTURE,
    Cities,
    CityState,
    Climate,
    Count,
    DyadState,
    EndedTies,
    FloatArray,
    IdArray,
    IntArray,
    PublicState,
    State,
    TieState,
    World,
)
from cityties.scenario.models import Scenario
from cityties.setup.attributes import attributes_in
from cityties.setup.city_names import ordered_cities
from cityties.setup.periods import Period, begun, periods_of
from cityties.setup.policy_columns import build_incentives, build_networks, build_policies
from cityties.setup.rewiring import rewire
from cityties.setup.scenario_tables import scenario_tables
from cityties.setup.signing_dates import Dating, dating_of, draw_signing_months, signing_profiles, signing_years
from cityties.setup.world_columns import (
    build_cities,
    build_dyads,
    build_forum,
    build_nations,
    build_publics,
)
from cityties.tables.world_tables import WorldTables

ROOM_FACTOR, ROOM_LEAST = 8, 6000
COMPILED = ("months",)


@dataclass(frozen=True)
class Setup:
    """All that the runs of one scenario share: tables, columns of the world, rules, and the recorded pairs of cities.

    ``pairs`` has one row a recorded tie (columns a, b, dyad_row, id, affinity, thaw, obedience_a, obedience_b);
    ``dating`` is what dates them, with ``profiles`` for those of unknown year; ``room`` is the number of tie rows a run
    may fill.
    ``months`` advances a run within a period; custom rules are compiled into it. ``periods`` are those after the first.
    """

    scenario: Scenario
    tables: WorldTables
    world: World
    rules: Rules
    pairs: pd.DataFrame
    dating: Dating
    profiles: FloatArray
    years: IntArray
    room: int
    months: Months = months
    periods: tuple[Period, ...] = ()

    @cached_property
    def recorded(self) -> dict[str, NDArray[Any]]:
        """What the rows of recorded ties begin with, as plain columns, taken from the frame once for all runs."""
        names = {name: name for name in ("a", "b", "affinity", "thaw", "obedience_a", "obedience_b")}
        names["dyad"] = "dyad_row"
        return {name: self.pairs[column].to_numpy().copy() for name, column in names.items()}

    @property
    def n_months(self) -> int:
        """Length of the run in months."""
        return self.scenario.end - self.scenario.start + 1

    def __deepcopy__(self, memo: dict[int, Any]) -> "Setup":
        """Return the set-up itself: nothing writes to it."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Leave out compiled code: another process takes its own from disk in place of compiling again."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in COMPILED}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the columns, and the months with the rules that the scenario has."""
        own = schedule_with(state["scenario"].custom_rules)
        self.__dict__.update(state, months=own.months)


def prepare(scenario: Scenario, tables: WorldTables) -> Setup:
    """Build everything that does not depend on chance."""
    on = scenario.switches()
    p = neutralised(scenario.parameter_values(), on)
    unscaled = build_world(scenario, tables, p)
    pairs = _recorded_pairs(scenario, tables, unscaled)
    even = scaled(unscaled, pairs, p)
    world, used = begun(even, scenario, tables), scenario_tables(scenario, tables)
    if used.ties is not tables.ties:
        # ties added and dropped leave the scale of affinity and budgets, and the dates of the others, as recorded
        pairs = _recorded_pairs(scenario, used, world)
    if scenario.ties.rewired:
        pairs = rewire(pairs, world.cities.id, scenario.seed)
    pairs = with_traits(pairs, world, p)
    own = schedule_with(scenario.custom_rules)
    numbers = np.array(scenario.custom_values() or (0.0,))
    rules = Rules(p, on, scenario.engine == "reduced_form", numbers, bool(scenario.custom_rules))
    years = signing_years(tables)
    profiles = signing_profiles(tables, years)
    room = max(ROOM_LEAST, ROOM_FACTOR * len(pairs)) if scenario.ties.history == "endogenous" else max(len(pairs), 1)
    periods = periods_of(even, scenario, tables)
    return Setup(scenario, tables, world, rules, pairs, dating_of(pairs), profiles, years, room, own.months, periods)


def build_world(scenario: Scenario, tables: WorldTables, p: Parameters) -> World:
    """Build the columns of a world; affinity and budgets are still unscaled."""
    endogenous = scenario.ties.history == "endogenous"
    n_months = scenario.end - scenario.start + 1
    tables = scenario_tables(scenario, tables)
    cities = build_cities(tables, scenario, p)
    centralisation = attributes_in(scenario.start, scenario, tables, ordered_cities(tables)).centralisation
    return World(
        nations=build_nations(tables, centralisation, cities),
        dyads=build_dyads(tables, scenario.start),
        publics=build_publics(tables, p),
        cities=cities,
        forum=build_forum(tables, scenario, n_months),
        networks=build_networks(tables, scenario, n_months),
        incentives=build_incentives(tables, scenario),
        policies=build_policies(scenario, n_months),
        first_month=scenario.start,
        mean_affinity=1.0,
        endogenous_from=scenario.ties.endogenous_from - scenario.start if endogenous else FAR_FUTURE,
    )


def _recorded_pairs(scenario: Scenario, tables: WorldTables, world: World) -> pd.DataFrame:
    """Return the recorded ties with the rows of their cities and dyad, and their lasting address."""
    ties = tables.ties.iloc[:0] if scenario.ties.history == "none" else tables.ties
    cities = ordered_cities(tables)
    row_of = pd.Series(np.arange(len(cities)), index=cities["nation"] + "/" + cities["city"])
    dyads = tables.dyads.set_index("dyad")
    dyad_row = {code: row for row, code in enumerate(tables.dyads["dyad"])}
    ends = {side: ties["dyad"].map(dyads[f"nation_{side}"]) + "/" + ties[f"city_{side}"] for side in ("a", "b")}
    pairs = ties.assign(
        a=row_of.reindex(ends["a"]).to_numpy(np.int64),
        b=row_of.reindex(ends["b"]).to_numpy(np.int64),
        dyad_row=ties["dyad"].map(dyad_row).astype("int64"),
        recognised=ties["dyad"].map(dyads["recognised"]).astype("int64"),
    )
    addresses: IdArray = np.empty(len(pairs), dtype=np.uint64)
    a, b = (pairs[end].to_numpy(np.int64, copy=True) for end in ("a", "b"))
    fill_pair_ids(world.cities.id, a, b, addresses)
    return pairs.assign(id=addresses)


def scaled(world: World, pairs: pd.DataFrame, p: Parameters) -> World:
    """Scale affinity to mean 1 over the recorded ties, and budgets so that the mean tie gets attention 1."""
    if len(pairs) > 0:
        world = _scaled_on(world, pairs, p)
    prospect = np.zeros(len(world.dyads.id))
    if p.gate_lobbying != 0.0:
        fill_prospects(world, p, prospect)
    return world._replace(dyads=world.dyads._replace(prospect=prospect))


def _scaled_on(world: World, pairs: pd.DataFrame, p: Parameters) -> World:
    a, b = (pairs[end].to_numpy(np.int64, copy=True) for end in ("a", "b"))
    raw = np.empty(len(pairs))
    fill_affinities(world.cities, world.mean_affinity, a, b, p, raw)
    budget = scaled_budget(world.cities, a, b, p)
    return world._replace(mean_affinity=math.fsum(raw) / len(raw), cities=world.cities._replace(budget=budget))


def scaled_budget(cities: Cities, a: IntArray, b: IntArray, p: Parameters) -> FloatArray:
    """Return budgets scaled so that the less attentive end of the mean recorded tie, at initial strength, has share 1.

    Exact sums make the scale independent of the order of cities and ties.
    """
    weight = p.initial_strength + p.attention_floor
    n_ties = np.bincount(a, minlength=len(cities.id)) + np.bincount(b, minlength=len(cities.id))
    taken = np.maximum(weight * n_ties + p.abroad_attention * cities.abroad, p.attention_floor)
    share = cities.budget * weight / taken
    mean = math.fsum(np.minimum(share[a], share[b])) / len(a)
    return cities.budget / mean


def with_traits(pairs: pd.DataFrame, world: World, p: Parameters) -> pd.DataFrame:
    """Add what lasts about each pair: affinity, thaw rate, obedience of the ends."""
    # copies, since columns of a frame may be read-only, which is another type to the compiler
    a, b = (pairs[end].to_numpy(np.int64, copy=True) for end in ("a", "b"))
    ids = pairs["id"].to_numpy(np.uint64, copy=True)
    traits = {name: np.empty(len(pairs)) for name in ("affinity", "thaw", "obedience_a", "obedience_b")}
    fill_affinities(world.cities, world.mean_affinity, a, b, p, traits["affinity"])
    fill_thaws(ids, p, traits["thaw"])
    fill_obedience(world.nations, world.cities, a, p, traits["obedience_a"])
    fill_obedience(world.nations, world.cities, b, p, traits["obedience_b"])
    return pairs.assign(**traits)


def begin(setup: Setup, replicate: int) -> State:
    """Return the state just before the first month: no tie yet, publics at their baseline, no anger."""
    world = setup.world
    sizes = {"K": len(world.nations.first), "D": len(world.dyads.id), "N": len(world.cities.id)}
    state = State(
        dyads=begin_columns(DyadState, sizes, world),
        publics=begin_columns(PublicState, sizes, world),
        cities=begin_columns(CityState, sizes, world),
        ties=_begin_ties(setup, replicate),
        climate=begin_columns(Climate, sizes, world),
        endings=begin_columns(EndedTies, {"E": setup.room}, world),
    )
    link_all(state.ties, state.cities)
    return state


def _begin_ties(setup: Setup, replicate: int) -> TieState:
    """Lay out the recorded ties in the order of their signing; rows beyond them wait for ties that cities will sign.

    Ties of one month stand city by city: where many begin at once, what a month reads of a city is fetched once.
    """
    scenario, dating = setup.scenario, setup.dating
    months = draw_signing_months(dating, setup.profiles, setup.years, scenario.seed, replicate)
    signed = np.maximum(months - scenario.start, 0)
    kept = np.flatnonzero(signed < setup.world.endogenous_from)
    order = kept[np.lexsort((dating.id[kept], setup.recorded["a"][kept], signed[kept]))]
    ties = empty_ties(setup.room)
    n = len(order)
    ties.n[Count.LAID_OUT] = n
    ties.signed[:n], ties.id[:n] = signed[order], dating.id[order]
    ties.place[:n] = places(ties.id[:n])
    for name, column in setup.recorded.items():
        getattr(ties, name)[:n] = column[order]
    return ties
