"""Traits (ODD 5.2): what lasts about a pair of cities: how well they suit, how fast their tie thaws, who obeys."""

import math

from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled, entry
from cityties.kernel.numerics import distance_km, exponential, from_fixed, hyperbolic_tangent, to_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64, Process, normal, pair_id, stream
from cityties.kernel.state import Cities, FloatArray, IdArray, Incentives, IntArray, Nations, World

MOST_AFFINITY = 1000.0
"""Times the mean; beyond it sums in fixed point could overflow."""


@compiled
def affinity(cities: Cities, mean: float, a: int, b: int, p: Parameters) -> float:
    """Return how well two cities suit: alike in size and near, relative to the ``mean`` of the recorded ties."""
    km = distance_km(cities.x[a], cities.y[a], cities.z[a], cities.x[b], cities.y[b], cities.z[b])
    sizes = abs(cities.log_size[a] - cities.log_size[b]) / p.affinity_size
    products = p.competitiveness_affinity * (cities.competitiveness[a] + cities.competitiveness[b])
    likeness = exponential(-sizes) * exponential(-km / p.affinity_km) * exponential(products)
    return min(likeness / mean, MOST_AFFINITY)


@compiled
def highest_affinity(cities: Cities, mean: float, a: int, b: int, p: Parameters) -> float:
    """Return what the affinity of two cities would be if they were at one place."""
    sizes = abs(cities.log_size[a] - cities.log_size[b]) / p.affinity_size
    products = p.competitiveness_affinity * (cities.competitiveness[a] + cities.competitiveness[b])
    return exponential(products - sizes) / mean


@compiled
def thaw_trait(pair: U64, p: Parameters) -> float:
    """Return the monthly thaw rate of a tie when both sides want it: a lasting trait of the pair."""
    # no seed and no replicate in the address: a trait of the pair, not an event of a run
    spread = p.thaw_spread * normal(stream(0, 0, Process.THAW_TRAIT, 0), pair)
    return p.thaw_rate * exponential(spread)


@compiled
def obedience(nations: Nations, cities: Cities, city: int, p: Parameters) -> float:
    """Return the weight of a directive on a city: its nation's centralisation times what it lacks in autonomy.

    Capitals may obey more or less than others.
    """
    plain = nations.centralisation[cities.nation[city]] * (1.0 - cities.autonomy[city])
    return float(plain * max(0.0, 1.0 + p.capital_obedience * cities.capital[city]))


@compiled
def bonus(cities: Cities, incentives: Incentives, city: int, dyad: int, p: Parameters, step: int) -> float:
    """Return what a city's standing and the incentive steps taken so far add to its propensity in a dyad (logit)."""
    total = p.capital_consent * cities.capital[city] + p.strategy_consent * cities.strategy[city]
    for s in range(len(incentives.month)):
        if incentives.month[s] <= step:
            total += p.incentive_consent * (incentives.cities[s, city] * incentives.sizes[s, dyad])
    return float(total)


@entry
def fill_affinities(
    cities: Cities, mean: float, a: IntArray, b: IntArray, p: Parameters, affinities: FloatArray
) -> None:
    """Fill ``affinities`` with those of the pairs of cities in rows ``a`` and ``b``, relative to their ``mean``."""
    for e in range(len(a)):
        affinities[e] = affinity(cities, mean, a[e], b[e], p)


@entry
def fill_thaws(ids: IdArray, p: Parameters, thaws: FloatArray) -> None:
    """Fill ``thaws`` with the thaw rates of pairs by their addresses."""
    for e in range(len(ids)):
        thaws[e] = thaw_trait(ids[e], p)


@entry
def fill_obedience(nations: Nations, cities: Cities, rows: IntArray, p: Parameters, obediences: FloatArray) -> None:
    """Fill ``obediences`` with those of the cities in the given rows."""
    for e in range(len(rows)):
        obediences[e] = obedience(nations, cities, rows[e], p)


@entry
def fill_places(profiles: FloatArray, rows: IntArray, draws: FloatArray, places: IntArray) -> None:
    """Fill ``places`` with the first place in a row of cumulated chances that reaches the draw."""
    for e in range(len(rows)):
        low, high = 0, profiles.shape[1]
        while low < high:
            middle = (low + high) // 2
            if profiles[rows[e], middle] < draws[e]:
                low = middle + 1
            else:
                high = middle
        places[e] = low


@entry
def fill_pair_ids(cities: IdArray, a: IntArray, b: IntArray, ids: IdArray) -> None:
    """Fill ``ids`` with the addresses of the pairs of cities in rows ``a`` and ``b``."""
    for e in range(len(a)):
        ids[e] = pair_id(cities[a[e]], cities[b[e]])


@entry
def fill_prospects(world: World, p: Parameters, prospects: FloatArray) -> None:
    """Fill ``prospects`` (D,) with how much the cities of both sides hope for partners across.

    The mean over both nations of what their cities would voice by weight if their stake were their affinity to
    the best-suited city on the other side. Left at 0 where nobody will ask: where the states recognise each other
    before such lobbying is heard. It takes all pairs of cities, which is as long as a whole history.
    """
    heard_from = max(math.ceil(p.gate_lobbying_year) * MONTHS_PER_YEAR - world.first_month, 0)
    for d in range(len(prospects)):
        prospects[d] = 0.0
        if world.dyads.recognised[d] <= heard_from:
            continue
        total = 0.0
        for side in range(2):
            ours, theirs = world.dyads.nation[d, side], world.dyads.nation[d, 1 - side]
            voiced, weight = 0, 0
            for c in range(world.nations.first[ours], world.nations.last[ours]):
                best = 0.0
                for other in range(world.nations.first[theirs], world.nations.last[theirs]):
                    best = max(best, affinity(world.cities, world.mean_affinity, c, other, p))
                voiced += to_fixed(world.cities.voice[c] * hyperbolic_tangent(p.stake_scale * best))
                weight += to_fixed(world.cities.weight[c])
            total += from_fixed(voiced) / max(from_fixed(weight), 1.0)
        prospects[d] = total / 2.0
