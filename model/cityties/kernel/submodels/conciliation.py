"""Conciliation (ODD 7.3): the mirror image of provocation, a public act by which a city's leader wins people over."""

from cityties.kernel.compiling import compiled, inlined
from cityties.kernel.numerics import from_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.public_acts import BLOCK, addressed_dyad
from cityties.kernel.randomness import U64, Process, stream, uniform_at
from cityties.kernel.state import Cities, DyadState, IntArray, Month, State, World


@compiled
def conciliate(world: World, state: State, p: Parameters, month: Month) -> None:
    """Draw the cities whose leaders win people over this month, by random numbers of their own.

    As provocation it is exposed by exchange in the arm with ties only, and most months nobody does it.
    """
    key = stream(month.seed, month.replicate, Process.CONCILIATION, month.calendar)
    rate = p.provocation_rate * p.conciliation_share / (1.0 - p.conciliation_share)
    obedience = world.policies.obedience[month.step]
    per_exchange = 1.0 / p.plan_rate if month.tie_pathways and p.plan_rate > 0.0 else 0.0
    n_cities = len(world.cities.id)
    for first in range(0, n_cities, BLOCK):
        last = min(first + BLOCK, n_cities)
        if conciliating(world.cities, state.cities.exchange, (first, last), key, (rate, obedience, per_exchange)) > 0:
            for c in range(first, last):
                drawn = uniform_at(key, world.cities.place[c])
                if drawn < chance(world.cities, state.cities.exchange, c, rate, obedience, per_exchange):
                    win_over(world, state.dyads, c, p, month)


@inlined
def chance(cities: Cities, exchange: IntArray, c: int, rate: float, obedience: float, per_exchange: float) -> float:
    """Return the chance that a city's leader wins people over this month: the less nationalist, the likelier."""
    exposure = 1.0 + from_fixed(exchange[c]) * per_exchange
    autonomy = 1.0 - (1.0 - cities.autonomy[c]) * obedience
    return float(rate * (1.0 - cities.nationalism[c]) * autonomy * exposure)


@compiled
def conciliating(
    cities: Cities, exchange: IntArray, rows: tuple[int, int], key: U64, terms: tuple[float, float, float]
) -> int:
    """Count the cities of some rows that do; ``terms`` are rate, factor on obedience, and weight of exchange."""
    rate, obedience, per_exchange = terms
    n = 0
    for c in range(U64(rows[0]), U64(rows[1])):
        n += uniform_at(key, cities.place[c]) < chance(cities, exchange, c, rate, obedience, per_exchange)
    return n


@compiled
def win_over(world: World, dyads: DyadState, city: int, p: Parameters, month: Month) -> None:
    """Count a helping act towards one of the nations its own has relations with, felt by that nation's public."""
    d = addressed_dyad(world, dyads, city, Process.CONCILIATED_DYAD, month)
    if d >= 0:
        side = 0 if world.dyads.nation[d, 0] == world.cities.nation[city] else 1
        dyads.eased[d, 1 - side] += p.provocation_severity
        dyads.conciliations[d] += 1
