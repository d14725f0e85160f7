"""A network of cities with given degrees, in which ties join different nations, like joins like and triangles close.

Every end of a tie stands in a queue by the logarithm of its city's degree plus noise, and neighbours in the queue are
joined, so that like joins like. A share of the ends is joined in groups in which all have ties with all, and as
triangles (after Newman 2009, doi:10.1103/PhysRevLett.103.058701); of the other ends some stand in the queue from the
far end, so that unlike joins unlike. Both shares are adjusted until the network has the statistics asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cityties.kernel.state import IntArray
from cityties.worlds.network_statistics import assortativity, transitivity
from cityties.worlds.network_targets import WORLD, degrees

type PairEnds = list[int]
LONGEST_WAIT = 40
ROUNDS = 24
CLOSE_ENOUGH = 0.004
NOISE, STEP = 1.0, 0.5
FEWEST_NATIONS_OF_A_TRIANGLE = 3
PER_GROUP = (16, 12, 10, 8, 6, 4)
"""Ties that a city keeps for each group it belongs to, the large groups first."""


@dataclass(frozen=True)
class Network:
    """Cities by their nation (N,) and ties as two columns of their rows (E,), the lower nation's city first."""

    nation: IntArray
    a: IntArray
    b: IntArray


class Wiring:
    """Ties as they are laid: no city is tied to its own nation, or twice to another city."""

    def __init__(self, nation: Iterable[int], n_cities: int) -> None:
        self.nation = list(nation)
        self.n_cities = n_cities
        self.pairs: set[int] = set()

    def allowed(self, one: int, other: int) -> bool:
        """Return whether two cities can still be tied."""
        return self.nation[one] != self.nation[other] and self._key(one, other) not in self.pairs

    def join(self, one: int, other: int) -> None:
        """Tie two cities."""
        self.pairs.add(self._key(one, other))

    def _key(self, one: int, other: int) -> int:
        low, high = (one, other) if self.nation[one] < self.nation[other] else (other, one)
        return low * self.n_cities + high

    def n_partners(self) -> IntArray:
        """Return the number of ties that each city has by now."""
        return np.bincount(np.concatenate(self.columns()), minlength=self.n_cities)

    def columns(self) -> tuple[IntArray, IntArray]:
        """Return the ties in a lasting order."""
        keys = np.array(sorted(self.pairs), dtype=np.int64)
        return keys // self.n_cities, keys % self.n_cities


def synthetic_network(n_cities: int, n_ties: int, n_nations: int, seed: int) -> Network:
    """Return a network with the statistics of the world's sister cities, whatever its size.

    The shares are found on a network of at most the world's own size.
    """
    trial = min(n_cities, WORLD.cities)
    shares = _fitted(trial, max(round(n_ties * trial / n_cities), trial // 2 + 1), n_nations, seed)
    return _built(n_cities, n_ties, n_nations, shares, seed)


def _fitted(n_cities: int, n_ties: int, n_nations: int, seed: int) -> "Shares":
    shares = Shares(closed=0.4 if n_nations >= FEWEST_NATIONS_OF_A_TRIANGLE else 0.0, turned=0.1)
    best, found = float("inf"), shares
    for _ in range(ROUNDS):
        network = _built(n_cities, n_ties, n_nations, shares, seed)
        like, closed = assortativity(network.a, network.b), transitivity(network.a, network.b)
        wrong = abs(like - WORLD.assortativity) + (abs(closed - WORLD.transitivity) if shares.closed > 0.0 else 0.0)
        if wrong < best:
            best, found = wrong, shares
        if wrong < CLOSE_ENOUGH:
            break
        ratio = min(max(WORLD.transitivity / max(closed, 1e-3), 0.5), 2.0)
        turned = min(max(shares.turned + STEP * (like - WORLD.assortativity), 0.0), 0.5)
        shares = Shares(min(shares.closed * ratio, 1.0), turned)
    return found


@dataclass(frozen=True, slots=True)
class Shares:
    """Of the ends that can be in groups and triangles, those that are; of the others, those turned in the queue."""

    closed: float
    turned: float


def _built(n_cities: int, n_ties: int, n_nations: int, shares: Shares, seed: int) -> Network:
    generator = np.random.default_rng([seed, n_cities, n_ties, n_nations])
    degree = degrees(n_cities, n_ties, generator)
    nation = generator.permutation(np.arange(n_cities) % n_nations)
    wiring, spare = Wiring(nation.tolist(), n_cities), degree.copy()
    for size in PER_GROUP if shares.closed > 0.0 else ():
        members = _members(spare, size, shares.closed, generator)
        _join_groups(wiring, _queued(members, degree, 0.0, generator), size, n_nations)
        spare = degree - wiring.n_partners()
    corners = _members(spare, 2, shares.closed, generator)
    _join_triples(wiring, _queued(corners, degree, 0.0, generator))
    ends = np.repeat(np.arange(n_cities), degree - wiring.n_partners())
    _fill(wiring, _join_pairs(wiring, _queued(ends, degree, shares.turned, generator)), n_ties, degree, generator)
    return Network(nation, *wiring.columns())


def _members(spare: IntArray, size: int, share: float, generator: np.random.Generator) -> IntArray:
    """Draw a share of the groups, of so many ties each, that cities have room for: a row of a city for each."""
    rows = np.repeat(np.arange(len(spare)), spare // size)
    return generator.choice(rows, size=round(len(rows) * share), replace=False)


def _queued(ends: IntArray, degree: IntArray, turned: float, generator: np.random.Generator) -> PairEnds:
    """Return the ends by the degree of their city, with noise; a share of them by how far they are from the highest."""
    place = np.log(degree[ends])
    place = np.where(generator.random(len(ends)) < turned, place.max(initial=0.0) - place, place)
    place += NOISE * generator.standard_normal(len(ends))
    in_line: PairEnds = ends[np.argsort(place, kind="stable")].tolist()
    return in_line


def _join_pairs(wiring: Wiring, queue: PairEnds) -> PairEnds:
    """Join each end to the first that waits and may have it; return those left over."""
    waiting: PairEnds = []
    left: PairEnds = []
    for city in queue:
        for place, other in enumerate(waiting):
            if wiring.allowed(city, other):
                wiring.join(city, other)
                del waiting[place]
                break
        else:
            waiting.append(city)
            if len(waiting) > LONGEST_WAIT:
                left.append(waiting.pop(0))
    return left + waiting


def _join_groups(wiring: Wiring, queue: PairEnds, size: int, n_nations: int) -> None:
    """Join all in each run of neighbours in the queue that may be, up to so many ties a city."""
    members = 1 + int(size / (1.0 - 1.0 / n_nations))
    for first in range(0, len(queue), members):
        group = list(dict.fromkeys(queue[first : first + members]))
        room = dict.fromkeys(group, size)
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if room[one] > 0 and room[other] > 0 and wiring.allowed(one, other):
                    wiring.join(one, other)
                    room[one] -= 1
                    room[other] -= 1


def _join_triples(wiring: Wiring, queue: PairEnds) -> None:
    """Join each corner with two that wait and may have it and each other."""
    waiting: PairEnds = []
    for city in queue:
        two = _two_for(wiring, city, waiting)
        if two is None:
            waiting = [*waiting, city][-LONGEST_WAIT:]
            continue
        for one, other in ((city, two[0]), (city, two[1]), two):
            wiring.join(one, other)
        for one in two:
            waiting.remove(one)


def _two_for(wiring: Wiring, city: int, waiting: PairEnds) -> tuple[int, int] | None:
    fitting = [other for other in waiting if wiring.allowed(city, other)]
    for place, one in enumerate(fitting):
        for other in fitting[place + 1 :]:
            if wiring.allowed(one, other):
                return one, other
    return None


def _fill(wiring: Wiring, left: PairEnds, n_ties: int, degree: IntArray, generator: np.random.Generator) -> None:
    """Lay the ties still missing between ends left over, or where those do not fit between cities of degree 2+."""
    many = np.flatnonzero(degree >= 2).tolist() or list(range(len(degree)))
    for spare in (left, many):
        for _ in range(50 * (n_ties - len(wiring.pairs) + 1)):
            if len(wiring.pairs) >= n_ties or len(spare) < 2:
                break
            one = spare[int(generator.integers(len(spare)))]
            other = many[int(generator.integers(len(many)))]
            if wiring.allowed(one, other):
                wiring.join(one, other)
                if spare is left:
                    spare.remove(one)
