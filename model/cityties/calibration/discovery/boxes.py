"""Boxes: the patient rule induction method (PRIM; Friedman and Fisher 1999), with its size chosen on other draws.

A box is peeled out of one half of the draws, a twentieth of what is left at a time, on the side whose outer fifth has
the fewest marked draws: with many keys and few draws the outer twentieth of some key has none by chance. How far to
peel, and which limits to keep, is decided by the other half: where the harmonic mean of coverage and gain is largest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cityties.kernel.state import FloatArray, IntArray

type Marks = NDArray[np.bool_]

PEELED: Final = 0.05
"""Share of the draws in a box that one peel takes away."""
LOOKED_AT: Final = 0.2
"""Share of the draws in a box by which the side of a peel is chosen."""
LEAST_MASS: Final = 0.04
"""Share of all draws below which no box is peeled."""
WORTH: Final = 0.01
"""What a limit must add to the harmonic mean of coverage and gain to be kept."""


@dataclass(frozen=True)
class Box:
    """Limits of a box (keys): draws from ``low`` to ``high`` lie inside; infinite where a key is not limited."""

    low: FloatArray
    high: FloatArray

    def holds(self, values: FloatArray) -> Marks:
        """Return which draws (draws, keys) lie inside."""
        return np.asarray(((values >= self.low) & (values <= self.high)).all(axis=1))

    @property
    def limits(self) -> list[tuple[int, bool]]:
        """Limits that there are: the place of the key, and whether it is the lower one."""
        found = [(int(key), True) for key in np.flatnonzero(np.isfinite(self.low))]
        return sorted(found + [(int(key), False) for key in np.flatnonzero(np.isfinite(self.high))])

    def without(self, key: int, is_lower: bool) -> "Box":
        """Return the box without one limit."""
        low, high = self.low.copy(), self.high.copy()
        if is_lower:
            low[key] = -np.inf
        else:
            high[key] = np.inf
        return Box(low, high)


def everywhere(keys: int) -> Box:
    """Return the box without a limit."""
    return Box(np.full(keys, -np.inf), np.full(keys, np.inf))


@dataclass(frozen=True)
class Fit:
    """How well a box says which draws are marked.

    ``coverage`` is the share of the marked that lie inside, ``density`` the share marked of those inside (``nan`` in an
    empty box), ``mass`` the share of draws inside, ``base`` the share of all draws that is marked.
    """

    coverage: float
    density: float
    mass: float
    base: float

    @property
    def gain(self) -> float:
        """How far the density is from the share of all draws towards 1; at least 0."""
        return max((self.density - self.base) / (1.0 - self.base), 0.0) if self.mass > 0.0 and self.base < 1.0 else 0.0

    @property
    def balance(self) -> float:
        """Harmonic mean of coverage and gain: 0 for the box of all draws and for an empty one, 1 for a perfect one."""
        total = self.coverage + self.gain
        return 2.0 * self.coverage * self.gain / total if total > 0.0 else 0.0


def fit_of(box: Box, values: FloatArray, marked: Marks) -> Fit:
    """Return how well a box fits draws (draws, keys)."""
    inside = box.holds(values)
    hits = int((inside & marked).sum())
    density = hits / int(inside.sum()) if inside.any() else float("nan")
    return Fit(hits / max(int(marked.sum()), 1), density, float(inside.mean()), float(marked.mean()))


def peeled(values: FloatArray, marked: Marks) -> Iterator[Box]:
    """Yield ever smaller boxes, from the one that holds all draws."""
    box = everywhere(values.shape[1])
    least = max(int(LEAST_MASS * len(values)), 5)
    inside, mine = values.T.copy(), marked.astype(np.float64)
    while True:
        yield box
        found = _best_peel(inside, mine, least)
        if found is None:
            return
        key, is_lower, kept = found
        inside, mine = inside[:, kept], mine[kept]
        if is_lower:
            low = box.low.copy()
            low[key] = inside[key].min()
            box = replace(box, low=low)
        else:
            high = box.high.copy()
            high[key] = inside[key].max()
            box = replace(box, high=high)


def _best_peel(inside: FloatArray, marked: FloatArray, least: int) -> tuple[int, bool, Marks] | None:
    """Return the key, side and draws kept of a peel on the side that has the fewest marked; None if there is none."""
    n = len(marked)
    edge = max(int(np.ceil(PEELED * n)), 1)
    if n - edge < least or marked.sum() in (0.0, float(n)):
        return None
    sides = []
    for is_lower, values in ((True, inside), (False, -inside)):
        kept, possible = _outermost(values, edge)
        looked_at, _ = _outermost(values, max(int(np.ceil(LOOKED_AT * n)), 1))
        share = (looked_at @ marked) / np.maximum(looked_at.sum(axis=1), 1)
        share[~possible | (kept.sum(axis=1) < least)] = -1.0
        key = int(share.argmax())
        sides.append((float(share[key]), key, is_lower, np.asarray(kept[key])))
    best = max(sides, key=lambda side: side[0])
    return None if best[0] < 0.0 else best[1:]


def _outermost(values: FloatArray, edge: int) -> tuple[Marks, Marks]:
    """Return the draws that stay when about ``edge`` lowest of each key go (keys, draws), and whether any can go.

    Draws that share a value stay or go together: all of the lowest value go where a peel would else take none.
    """
    ordered = np.partition(values, (0, edge), axis=1)
    lowest, limit = ordered[:, :1], ordered[:, edge, None]
    kept = np.where(limit > lowest, values >= limit, values > lowest)
    counts = kept.sum(axis=1)
    return kept, (counts > 0) & (counts < values.shape[1])


def find_box(values: FloatArray, marked: Marks, half: Marks) -> Box:
    """Return a box peeled out of the draws in ``half`` and chosen by the others; it may have no limit at all."""
    others, truth = values[~half], marked[~half]

    def balance(box: Box) -> float:
        """Return how well a box fits the other draws."""
        return fit_of(box, others, truth).balance

    best = max(peeled(values[half], marked[half]), key=balance)
    while best.limits:
        rest = [best.without(*limit) for limit in best.limits]
        simpler = max(rest, key=balance)
        if balance(simpler) < balance(best) - WORTH:
            break
        best = simpler
    return best


def halves(groups: IntArray, random: np.random.Generator, shares: tuple[float, ...]) -> IntArray:
    """Return the part of every draw, parts in the given shares at random; draws of one group stay together."""
    names, place = np.unique(groups, return_inverse=True)
    ends = np.cumsum(shares) / np.sum(shares)
    parts = np.searchsorted(ends, (np.arange(len(names)) + 0.5) / len(names))
    return np.asarray(random.permutation(parts)[place])
