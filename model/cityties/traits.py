"""Traits (ODD 5.2): what lasts about a pair of cities: how well they suit, how fast a quarrel thaws, who obeys."""

from cityties.compiling import compiled, entry
from cityties.entities import FloatArray, IdArray, IntArray, World
from cityties.noise import U64, Process, normal, stream
from cityties.numerics import distance_km, exponential
from cityties.parameters import Parameters


@compiled
def affinity(world: World, a: int, b: int, p: Parameters) -> float:
    """Return how well two cities suit: alike in size and near, relative to the mean of the recorded ties."""
    cities = world.cities
    km = distance_km(cities.x[a], cities.y[a], cities.z[a], cities.x[b], cities.y[b], cities.z[b])
    sizes = abs(cities.log_size[a] - cities.log_size[b]) / p.affinity_size
    return exponential(-sizes) * exponential(-km / p.affinity_km) / world.mean_affinity


@compiled
def thaw_trait(pair: U64, p: Parameters) -> float:
    """Return the monthly thaw rate of a tie when both sides want it: a lasting trait of the pair."""
    spread = p.thaw_spread * normal(stream(0, 0, Process.THAW_TRAIT, 0), pair)
    return p.thaw_rate * exponential(spread)


@compiled
def obedience(world: World, city: int) -> float:
    """Return the weight of a directive on a city: its nation's centralisation times what it lacks in autonomy."""
    return float(world.nations.centralisation[world.cities.nation[city]] * (1.0 - world.cities.autonomy[city]))


@entry
def fill_affinities(world: World, a: IntArray, b: IntArray, p: Parameters, affinities: FloatArray) -> None:
    """Fill ``affinities`` with those of the pairs of cities in rows ``a`` and ``b``."""
    for e in range(len(a)):
        affinities[e] = affinity(world, a[e], b[e], p)


@entry
def fill_thaws(ids: IdArray, p: Parameters, thaws: FloatArray) -> None:
    """Fill ``thaws`` with the thaw rates of pairs by their addresses."""
    for e in range(len(ids)):
        thaws[e] = thaw_trait(ids[e], p)


@entry
def fill_obedience(world: World, cities: IntArray, obediences: FloatArray) -> None:
    """Fill ``obediences`` with those of the cities in the given rows."""
    for e in range(len(cities)):
        obediences[e] = obedience(world, cities[e])
