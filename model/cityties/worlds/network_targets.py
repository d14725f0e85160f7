"""What is published of the world's network of sister cities, and the degrees that a network of any size has by it."""

from dataclasses import dataclass

import numpy as np

from cityties.errors import CityTiesError, counted
from cityties.kernel.state import IntArray

LEAST_MEAN_DEGREE = 1.0


@dataclass(frozen=True, slots=True)
class Targets:
    """Statistics of the network of all twin towns on Wikipedia in February 2026: 17,820 cities, 26,111 ties.

    Computed from the list of Hekman (twin_cities_raw.csv, commit 84ebdec); KONECT's network of 2017 (14,274 cities,
    20,573 ties) has mean degree 2.88, assortativity 0.387, transitivity 0.111 and highest degree 99.
    """

    cities: int = 17820
    ties: int = 26111
    share_single: float = 0.512
    highest_degree: int = 74
    assortativity: float = 0.374
    transitivity: float = 0.172


WORLD = Targets()


def degrees(n_cities: int, n_ties: int, generator: np.random.Generator) -> IntArray:
    """Return the number of ties of each city: half have one, the others follow a power law up to the highest degree.

    The exponent is that which gives the mean degree asked for; the numbers are the quantiles of the law, so they have
    no scatter, and a few are moved by one to make the sum even out.

    Raises:
        CityTiesError: so many ties among so few cities, or the reverse, leave no such network.
    """
    mean = 2.0 * n_ties / n_cities
    highest = min(WORLD.highest_degree, max(n_cities // 4, 2))
    if mean < LEAST_MEAN_DEGREE or mean > highest / 2.0:
        asked = f"{counted(n_ties, 'tie')} among {counted(n_cities, 'city')}"
        raise CityTiesError(
            f"{asked}: every city needs one, and the mean city can have {highest // 2}. "
            f"The world's cities have 2.9 ties each."
        )
    single = max(WORLD.share_single if mean > _LEAST_FOR_WORLD else 2.0 - mean, 0.0)
    single = min(single, max(0.0, 1.0 - mean / 8.0)) if mean > 4.0 else single
    chances = _power_law((mean - single) / (1.0 - single) if single < 1.0 else 2.0, highest)
    law = np.concatenate([[single], (1.0 - single) * chances])
    places = (np.arange(n_cities) + 0.5) / n_cities
    found = 1 + np.searchsorted(np.cumsum(law), places, side="left").astype(np.int64)
    return _with_sum(np.minimum(found, highest), 2 * n_ties, highest, generator)


_LEAST_FOR_WORLD = 2.0 - WORLD.share_single + 0.05


def _power_law(mean: float, highest: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the chances of the degrees 2 .. highest under the power law of a given mean, found by halving."""
    k = np.arange(2, highest + 1, dtype=np.float64)
    low, high = -4.0, 20.0
    for _ in range(80):
        exponent = (low + high) / 2.0
        chances = k**-exponent
        chances /= chances.sum()
        low, high = (exponent, high) if chances @ k > mean else (low, exponent)
    return np.asarray(chances)


def _with_sum(found: IntArray, wanted: int, highest: int, generator: np.random.Generator) -> IntArray:
    """Move degrees by one, of cities drawn at random that have two ties or more, until they add up."""
    while (gap := wanted - int(found.sum())) != 0:
        step = 1 if gap > 0 else -1
        movable = np.flatnonzero((found >= 2) & (found + step >= 2) & (found + step <= highest))
        if len(movable) == 0:
            movable = np.flatnonzero((found + step >= 1) & (found + step <= highest))
        chosen = generator.choice(movable, size=min(abs(gap), len(movable)), replace=False)
        found[chosen] += step
    return found
