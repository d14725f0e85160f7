"""Provocation (ODD 7.3): leaders of nationalist, autonomous cities provoke; a visible exchange exposes them."""

from cityties.kernel.adjacency import older
from cityties.kernel.compiling import compiled, inlined
from cityties.kernel.numerics import from_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.public_acts import BLOCK, addressed_dyad
from cityties.kernel.randomness import U64, Process, stream, uniform_at
from cityties.kernel.state import Cities, Count, DyadState, IntArray, Month, State, Suspension, World


@compiled
def provoke(world: World, state: State, p: Parameters, month: Month) -> None:
    """Draw the cities that provoke this month and add each as a small incident felt by the other side's public.

    In the ties-off arm the hazard stays and only what ties add to it goes: exposure and the partner's walk-out. Most
    months nobody provokes, so blocks of cities are counted before any is looked at.
    """
    key = stream(month.seed, month.replicate, Process.PROVOCATION, month.calendar)
    rate = p.provocation_rate * world.policies.provocation[month.step]
    obedience = world.policies.obedience[month.step]
    per_exchange = 1.0 / p.plan_rate if month.tie_pathways and p.plan_rate > 0.0 else 0.0
    n_cities = len(world.cities.id)
    for first in range(0, n_cities, BLOCK):
        last = min(first + BLOCK, n_cities)
        # counting needs no branch and runs in wide vectors; the same draws are made again where a block has somebody
        if provoking(world.cities, state.cities.exchange, (first, last), key, (rate, obedience, per_exchange)) > 0:
            for c in range(first, last):
                drawn = uniform_at(key, world.cities.place[c])
                if drawn < hazard(world.cities, state.cities.exchange, c, rate, obedience, per_exchange):
                    act(world, state, c, p, month)


@inlined
def hazard(cities: Cities, exchange: IntArray, c: int, rate: float, obedience: float, per_exchange: float) -> float:
    """Return the chance that a city's leader provokes this month."""
    exposure = 1.0 + from_fixed(exchange[c]) * per_exchange
    autonomy = 1.0 - (1.0 - cities.autonomy[c]) * obedience
    return float(rate * cities.nationalism[c] * autonomy * exposure)


@compiled
def provoking(
    cities: Cities, exchange: IntArray, rows: tuple[int, int], key: U64, terms: tuple[float, float, float]
) -> int:
    """Count the cities of some rows that provoke; ``terms`` are rate, factor on obedience, and weight of exchange."""
    rate, obedience, per_exchange = terms
    n = 0
    for c in range(U64(rows[0]), U64(rows[1])):
        n += uniform_at(key, cities.place[c]) < hazard(cities, exchange, c, rate, obedience, per_exchange)
    return n


@compiled
def act(world: World, state: State, city: int, p: Parameters, month: Month) -> None:
    """Let a city provoke one of the nations its own has relations with."""
    d = addressed_dyad(world, state.dyads, city, Process.PROVOKED_DYAD, month)
    if d >= 0:
        side = 0 if world.dyads.nation[d, 0] == world.cities.nation[city] else 1
        add_incident(state.dyads, d, 1 - side, p)
        if month.tie_pathways:
            walk_out(state, city, d, p, month)


@compiled
def add_incident(dyads: DyadState, d: int, insulted: int, p: Parameters) -> None:
    """Count a provocation as an incident that the insulted side's public feels."""
    dyads.severity[d] += p.provocation_severity
    dyads.felt[d, insulted] += p.provocation_severity
    dyads.provocations[d] += 1


@compiled
def walk_out(state: State, city: int, d: int, p: Parameters, month: Month) -> None:
    """Let partners of the provoking city in that dyad suspend their tie with it (Nanjing and Nagoya 2012)."""
    ties = state.ties
    key = stream(month.seed, month.replicate, Process.WALKOUT, month.calendar)
    e = state.cities.newest[city]
    while e >= 0:
        open_tie = e < ties.n[Count.EXISTING] and ties.dyad[e] == d and ties.suspended[e] == Suspension.NONE
        if open_tie and uniform_at(key, ties.place[e]) < p.walkout:
            ties.suspended[e] = Suspension.BY_B if ties.a[e] == city else Suspension.BY_A
            ties.suspended_since[e] = month.step
        e = older(ties, e, city)
