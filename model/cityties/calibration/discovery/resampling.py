"""The resampling check: is a box found again in other draws, and does it hold in draws that the search did not see?"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from cityties.analysis.shares import share_interval
from cityties.calibration.discovery.boxes import Box, Fit, Marks, find_box, fit_of, halves
from cityties.kernel.state import FloatArray, IntArray

REPEATS: Final = 20
STABLE: Final = 0.5
"""Share of the repeats in which a limit must be found again, by one of a box at least, for the box to count."""
LEAST_AGAIN: Final = 0.3
"""Share of the repeats below which a limit is dropped: other draws would not have it."""
LEAST_MARKED: Final = 20
"""Marked draws below which nothing is looked for."""


@dataclass(frozen=True)
class FoundBox:
    """A box with what speaks for it.

    ``fit`` is over all draws, ``unseen`` the mean over repeats in draws that neither peeled nor chose the box of the
    repeat, with the 95 % intervals of coverage and density there; ``again`` is, for each limit, the share of repeats
    that have it too.
    """

    box: Box
    fit: Fit
    unseen: Fit
    coverage_interval: tuple[float, float]
    density_interval: tuple[float, float]
    again: dict[tuple[int, bool], float]

    @property
    def holds(self) -> bool:
        """Whether it says anything: unseen draws inside are marked more often than all, and a limit is stable."""
        return self.density_interval[0] > self.fit.base and max(self.again.values(), default=0.0) >= STABLE


def search(values: FloatArray, marked: Marks, groups: IntArray, seed: int) -> FoundBox | None:
    """Return the box of the marked draws, or None where too few are marked or it has no limit.

    ``values`` (draws, keys); draws of a group (draws) stem from one another and are never divided. Each repeat peels
    in a third of the draws, chooses in another and looks at the rest.
    """
    if min(int(marked.sum()), int((~marked).sum())) < LEAST_MARKED:
        return None
    random = np.random.default_rng(seed)
    box = find_box(values, marked, halves(groups, random, (1.0, 1.0)) == 0)
    if not box.limits:
        return None
    counts = dict.fromkeys(box.limits, 0)
    fits = []
    for _ in range(REPEATS):
        part = halves(groups, random, (1.0, 1.0, 1.0))
        rest = part != 2
        other = find_box(values[rest], marked[rest], part[rest] == 0)
        fits.append(fit_of(other, values[~rest], marked[~rest]))
        for limit in set(other.limits) & counts.keys():
            counts[limit] += 1
    rare = [limit for limit, n in counts.items() if n < LEAST_AGAIN * REPEATS]
    for limit in rare if len(rare) < len(counts) else []:
        box = box.without(*limit)
        del counts[limit]
    unseen = _mean(fits)
    looked_at = len(values) / 3.0
    return FoundBox(
        box,
        fit_of(box, values, marked),
        unseen,
        _interval(unseen.coverage, looked_at * float(marked.mean())),
        _interval(unseen.density, looked_at * unseen.mass),
        {limit: n / REPEATS for limit, n in counts.items()},
    )


def _mean(fits: list[Fit]) -> Fit:
    """Return the mean over repeats; a density over those in which the box holds a draw."""
    density = [one.density for one in fits if one.mass > 0.0]
    means = [float(np.mean([getattr(one, name) for one in fits])) for name in ("coverage", "mass", "base")]
    return Fit(means[0], float(np.mean(density)) if density else float("nan"), means[1], means[2])


def _interval(share: float, n: float) -> tuple[float, float]:
    """Return the interval of a share in the draws of one repeat; repeats overlap, so they are no more evidence."""
    return share_interval(round(share * n), round(n)) if round(n) >= 1 and not np.isnan(share) else (0.0, 1.0)


def search_all(values: FloatArray, marked: Marks, groups: IntArray, seed: int, most: int) -> list[FoundBox]:
    """Return the first box and, with its draws taken out, the next, while they hold; the first stands in any case."""
    found: list[FoundBox] = []
    left = np.ones(len(values), dtype=bool)
    for number in range(most):
        one = search(values[left], marked[left], groups[left], seed + number)
        if one is None or (found and not one.holds):
            break
        found.append(one)
        if not one.holds:
            break
        left &= ~one.box.holds(values)
    return found
