"""The course of every tie: kept, suspended or ended, month by month, read off a history and kept with its draw.

A quantity of a forecast is a function of these courses and of what is assumed of lists alone, so that other questions
about the same months cost no history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cityties.experiment.design import Design
from cityties.experiment.replicate import Replicate
from cityties.kernel.state import FloatArray, IdArray, IntArray
from cityties.setup.city_names import ordered_cities
from cityties.setup.initialization import Setup
from cityties.tables.world_tables import WorldTables

type Fates = NDArray[np.int8]
"""Fates of ties (months, ties): row 0 before the first month asked about, row k at the end of its k-th month."""


class Fate(IntEnum):
    """What has become of a tie by the end of a month; a higher one is further from being kept."""

    KEPT = 0
    SUSPENDED = 1
    ENDED = 2


DIGITS = 33
"""Months in one number of the store: 3 to this power is below 2 to the 53, so that a float holds it exactly."""


def fates_at(ties: Mapping[str, NDArray[Any]], ids: IdArray) -> Fates:
    """Return the fate of each tie, known by its id, in a snapshot; a tie that is not there has ended."""
    found = np.full(len(ids), Fate.ENDED, dtype=np.int8)
    order = np.argsort(ties["id"], kind="stable")
    place = np.searchsorted(ties["id"][order], ids)
    there = place < len(order)
    there[there] = ties["id"][order[place[there]]] == ids[there]
    rows = order[place[there]]
    found[there] = np.where(ties["suspended"][rows] != 0, Fate.SUSPENDED, Fate.KEPT)
    return found


def packed(fates: Fates) -> FloatArray:
    """Return courses (months, ties) as numbers whose digits to the base 3 are the months, flat."""
    parts = [fates[first : first + DIGITS] for first in range(0, len(fates), DIGITS)]
    return np.concatenate([3.0 ** np.arange(len(part)) @ part.astype(np.float64) for part in parts])


def unpacked(numbers: FloatArray, months: int) -> Fates:
    """Return the courses (months, ties) that were packed."""
    parts = numbers.reshape(-(-months // DIGITS), -1).astype(np.int64)
    digits = [parts[row // DIGITS] // 3 ** (row % DIGITS) % 3 for row in range(months)]
    return np.array(digits, dtype=np.int8)


@dataclass(frozen=True)
class CourseReader:
    """Reads the courses of the recorded ties off a replicate, over ``months`` months of the run in a row."""

    n_ties: int
    months: tuple[int, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the numbers."""
        numbers = -(-len(self.months) // DIGITS)
        return tuple(f"tie {tie} part {part}" for part in range(numbers) for tie in range(self.n_ties))

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return the courses, packed."""
        ids = design.setup.dating.id
        shots = {shot.month: shot.ties for shot in replicate.snapshots}
        return packed(np.array([fates_at(shots[month], ids) for month in self.months]))


@dataclass(frozen=True)
class Ties:
    """What is known of the ties whose courses are asked about; one row a tie.

    ``town`` numbers the towns of ``country``; ``population`` and ``partners`` (abroad) are those of the town.
    ``others`` holds by country the number of its towns' ties with states that are not asked about. ``in_dispute`` is
    whether the two states have a dispute in the first month asked about.
    """

    country: NDArray[np.str_]
    partner: NDArray[np.str_]
    town: IntArray
    population: FloatArray
    partners: FloatArray
    in_dispute: NDArray[np.bool_]
    others: Mapping[str, int]
    rows: IntArray

    def __len__(self) -> int:
        """Return the number of ties."""
        return len(self.country)


def ties_of(setup: Setup, tables: WorldTables, partners: tuple[str, ...], disputed: frozenset[str]) -> Ties:
    """Return the ties of a world between countries and partners; ``disputed`` names dyads.

    ``rows`` are their places among all recorded ties. Ties between two partners are left out.
    """
    cities, dyads = ordered_cities(tables), tables.dyads
    nation = cities["nation"].to_numpy(str)
    a, b = (setup.recorded[side] for side in ("a", "b"))
    first = np.isin(nation[a], partners)
    rows = np.flatnonzero(first != np.isin(nation[b], partners))
    number, other = np.where(first, b, a)[rows], np.where(first, a, b)[rows]
    abroad = cities["ties_abroad"].to_numpy(np.float64)
    ties_here = np.bincount(number, minlength=len(cities))
    elsewhere = np.maximum(np.nan_to_num(abroad) - ties_here, 0.0)
    outside = pd.Series(np.where(ties_here > 0, elsewhere, 0.0)).groupby(nation).sum()
    return Ties(
        nation[number],
        nation[other],
        number,
        cities["population"].to_numpy(np.float64)[number],
        np.maximum(np.nan_to_num(abroad[number]), ties_here[number]),
        np.isin(dyads["dyad"].to_numpy(str)[setup.recorded["dyad"][rows]], list(disputed)),
        {str(code): int(count) for code, count in outside.items()},
        rows,
    )
