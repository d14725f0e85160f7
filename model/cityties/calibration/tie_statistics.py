"""Statistics of single ties: which were hit by a crisis, which were restored, frozen for years, partners of cities."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityties.experiment.design import Design
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.state import FloatArray

FROZEN_MONTHS = 10 * MONTHS_PER_YEAR
type Ties = Mapping[str, NDArray[Any]]
"""Columns of the ties that exist at the end of a month."""


def hit(design: Design, ties: Ties, dyad: int, month: int) -> NDArray[np.bool_]:
    """Return which ties of a dyad, in the place of the crisis of that month if it has one, are suspended since then."""
    mine = within(design, ties, dyad, month)
    return np.asarray(mine & (ties["suspended"] != 0) & (ties["suspended_since"] >= month))


def within(design: Design, ties: Ties, dyad: int, month: int) -> NDArray[np.bool_]:
    """Return which ties of a dyad were there before a month and have an end in the place of its dispute, if any."""
    mine = (ties["dyad"] == dyad) & (ties["signed"] < month)
    events = design.events[True]
    place = int(events.place[month, dyad])
    if place >= 0:
        marked = events.regions[place] != 0
        mine &= marked[ties["a"]] | marked[ties["b"]]
    return np.asarray(mine)


def hit_share(design: Design, ties: Ties, dyad: int, month: int) -> float:
    """Return the share of the ties in the place of a crisis that it suspended; ``nan`` without such ties."""
    all_of_them = int(within(design, ties, dyad, month).sum())
    return float(hit(design, ties, dyad, month).sum()) / all_of_them if all_of_them else float("nan")


def restored_share(design: Design, early: Ties, late: Ties, dyad: int, month: int) -> float:
    """Return the share of the ties that a crisis suspended which are open later; ``nan`` where it suspended none."""
    ids = early["id"][hit(design, early, dyad, month)]
    if not len(ids):
        return float("nan")
    # one that has ended meanwhile is no more restored than one that is still suspended
    opened = late["id"][late["suspended"] == 0]
    return float(np.isin(ids, opened).mean())


def frozen(ties: Ties, dyad: int, month: int) -> float:
    """Return how many ties of a dyad have been suspended for more than ten years."""
    long = (ties["suspended"] != 0) & (ties["suspended_since"] < month - FROZEN_MONTHS)
    return float((long & (ties["dyad"] == dyad)).sum())


def partners(ties: Ties) -> FloatArray:
    """Return the number of ties of each city that has any."""
    counts = np.bincount(np.concatenate([ties["a"], ties["b"]]))
    return np.asarray(counts[counts > 0], dtype=np.float64)


def one_partner(ties: Ties) -> float:
    """Return the share of cities with one partner among those that have any; ``nan`` without ties."""
    counts = partners(ties)
    return float((counts == 1).mean()) if len(counts) else float("nan")


def most_partners(ties: Ties) -> float:
    """Return the largest number of partners of a city."""
    return float(partners(ties).max(initial=0.0))
