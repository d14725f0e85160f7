"""Periods: a world whose nations, cities or ties change in the course of a run (ODD 5).

The month knows no such changes. A run is advanced period by period, each with a world of its own, and on entering one
what ties keep about their cities is brought up to date. A run without such changes is one period.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from cityties.kernel.pair_traits import fill_obedience, fill_pair_ids, fill_thaws
from cityties.kernel.record import Record
from cityties.kernel.rules import Rules
from cityties.kernel.schedule import Conditions
from cityties.kernel.state import Count, FloatArray, IdArray, IntArray, State, Suspension, World
from cityties.scenario.models import Scenario
from cityties.scenario.world_changes import FROM, cities_of
from cityties.setup.attributes import Attributes, attributes_in, limited_to, months_of_change
from cityties.setup.city_names import names_of, ordered_cities
from cityties.setup.world_columns import build_nations, voices
from cityties.tables.world_tables import WorldTables

if TYPE_CHECKING:
    from cityties.setup.initialization import Setup

FOR_EVER = 2**30
BY = {"both": Suspension.BY_BOTH, "first": Suspension.BY_A, "second": Suspension.BY_B}


@dataclass(frozen=True)
class Period:
    """Months of a run from ``first`` on, counted from its start, with their world.

    ``suspended`` and ``released`` are addresses of ties whose imposed suspension begins and ends, ``by`` which city
    suspends it, given the city whose side that is; ``woken`` says of which cities dormant ties are woken.
    """

    first: int
    world: World
    suspended: IdArray
    by: IntArray
    released: IdArray
    woken: FloatArray | None = None


def begun(world: World, scenario: Scenario, tables: WorldTables) -> World:
    """Return a scaled world with the budgets of the first month."""
    return _with_budgets(world, scenario, tables, scenario.start)


def periods_of(world: World, scenario: Scenario, tables: WorldTables) -> tuple[Period, ...]:
    """Return the periods after the first; ``world`` is the scaled one, before factors on budgets."""
    held = _suspensions(world, scenario, tables)
    edges = {month - scenario.start for month in months_of_change(scenario)}
    edges |= {month for _, _, first, end in held for month in (first, end)}
    last = scenario.end - scenario.start
    return tuple(_period(world, scenario, tables, step, held) for step in sorted(edges) if 0 <= step <= last)


def _period(
    world: World, scenario: Scenario, tables: WorldTables, step: int, held: list[tuple[int, int, int, int]]
) -> Period:
    month = scenario.start + step
    cities = ordered_cities(tables)
    now = attributes_in(month, scenario, tables, cities)
    dated = _with_budgets(with_attributes(world, now, tables), scenario, tables, month)
    levers = scenario.policies
    wakes = scenario.mechanisms.policies and levers.is_limited and levers.wake_dormant and levers.start == month
    woken = limited_to(scenario, np.array(names_of(cities)), cities["nation"].to_numpy()) if wakes else None
    begins = [(pair, by) for pair, by, first, _ in held if first == step]
    ends = [pair for pair, _, _, end in held if end == step]
    return Period(
        step,
        dated,
        np.array([pair for pair, _ in begins], dtype=np.uint64),
        np.array([by for _, by in begins], dtype=np.int64),
        np.array(ends, dtype=np.uint64),
        woken,
    )


def with_attributes(world: World, now: Attributes, tables: WorldTables) -> World:
    """Return a world whose nations and cities have other attributes; budgets are left as they are."""
    voice = voices(world.cities.weight, now.centralisation, world.cities.nation, now.autonomy)
    columns = world.cities._replace(
        autonomy=now.autonomy, nationalism=now.nationalism, strategy=now.strategy, voice=voice
    )
    return world._replace(cities=columns, nations=build_nations(tables, now.centralisation, columns))


def _with_budgets(world: World, scenario: Scenario, tables: WorldTables, month: int) -> World:
    if all(change.budget is None for change in scenario.cities.values()):
        return world
    factor = attributes_in(month, scenario, tables, ordered_cities(tables)).budget
    return world._replace(cities=world.cities._replace(budget=world.cities.budget * factor))


def _suspensions(world: World, scenario: Scenario, tables: WorldTables) -> list[tuple[int, int, int, int]]:
    """Return address, side, first month and month after the last of each imposed suspension that the run reaches."""
    row_of = {name: row for row, name in enumerate(names_of(ordered_cities(tables)))} if scenario.ties.suspend else {}
    found = []
    for pair, one in scenario.ties.suspend.items():
        ends = [row_of[name] for name in cities_of(pair)]
        by = int(BY[one.by])
        # side a of a tie is the city of the dyad's first nation, whichever the name begins with
        if world.cities.nation[ends].tolist() not in world.dyads.nation.tolist():
            ends.reverse()
            by = by if by == Suspension.BY_BOTH else Suspension.BY_A + Suspension.BY_B - by
        address = np.empty(1, dtype=np.uint64)
        fill_pair_ids(world.cities.id, np.array(ends[:1]), np.array(ends[1:]), address)
        end = FOR_EVER if one.until is None else one.until + 1 - scenario.start
        if end > 0:
            found.append((int(address[0]), int(by), max(getattr(one, FROM) - scenario.start, 0), end))
    return found


def advance(setup: "Setup", given: Conditions, state: State, record: Record, t0: int, t1: int) -> None:
    """Advance a run from month ``t0`` up to, not including, month ``t1``, through the periods of its set-up."""
    if not setup.periods:
        setup.months(given, state, record, t0, t1)
        return
    for first, last, period in _spans(setup, t0, t1):
        if period is not None and first == period.first:
            _enter(period, world_in(setup, first - 1), state, setup.rules)
        setup.months(given._replace(world=world_in(setup, first)), state, record, first, last)


def world_in(setup: "Setup", step: int) -> World:
    """Return the world as it is in a month of the run."""
    begun_by_then = [period for period in setup.periods if period.first <= step]
    return begun_by_then[-1].world if begun_by_then else setup.world


def _spans(setup: "Setup", t0: int, t1: int) -> Iterator[tuple[int, int, Period | None]]:
    starts = {period.first: period for period in setup.periods}
    edges = [t0, *(step for step in starts if t0 < step < t1), t1]
    for first, last in pairwise(edges):
        if first < last:
            yield first, last, starts.get(first)


def _enter(period: Period, before: World, state: State, rules: Rules) -> None:
    """Bring what the ties keep about their cities up to date, and begin or end imposed suspensions."""
    ties, world, p = state.ties, period.world, rules.p
    n, existing = int(ties.n[Count.LAID_OUT]), int(ties.n[Count.EXISTING])
    gained = p.strategy_consent * (world.cities.strategy - before.cities.strategy)
    for rows, obedience, bonus in ((ties.a, ties.obedience_a, ties.bonus_a), (ties.b, ties.obedience_b, ties.bonus_b)):
        values = np.empty(n)
        fill_obedience(world.nations, world.cities, rows[:n].astype(np.int64), p, values)
        obedience[:n] = values
        bonus[:existing] += gained[rows[:existing]]
    _suspend(period, state, n, world.endogenous_from)
    _release(period, state, n, rules)
    if period.woken is not None:
        ends = (period.woken[ties.a[:existing]] + period.woken[ties.b[:existing]]) > 0
        dormant = ends & (ties.strength[:existing] < p.dormancy_threshold)
        ties.strength[:existing][dormant] = np.maximum(ties.strength[:existing][dormant], p.wake_strength)


def _suspend(period: Period, state: State, n: int, endogenous_from: int) -> None:
    """Suspend ties of the table; one that cities have signed by themselves is another, though it has the address."""
    ties = state.ties
    for address, by in zip(period.suspended, period.by, strict=True):
        rows = np.flatnonzero((ties.id[:n] == address) & (ties.signed[:n] < endogenous_from))
        ties.suspended[rows] = by
        ties.suspended_since[rows] = np.maximum(period.first, ties.signed[rows])
        ties.thaw[rows] = 0.0


def _release(period: Period, state: State, n: int, rules: Rules) -> None:
    """Let ties thaw at their own rate again; without the mechanism, which would leave them so, at once."""
    ties = state.ties
    rows = np.flatnonzero(np.isin(ties.id[:n], period.released))
    thaws = np.empty(len(rows))
    fill_thaws(ties.id[rows], rules.p, thaws)
    ties.thaw[rows] = thaws
    if not rules.on.suspension:
        ties.suspended[rows] = Suspension.NONE
