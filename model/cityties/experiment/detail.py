"""What the detailed tables of a run need of a replicate: all that is kept of it until its unit is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityties.experiment.design import Design
from cityties.experiment.replicate import Replicate, TieSnapshot
from cityties.kernel.record import DyadMeasure, Kept, NationMeasure, kept
from cityties.kernel.state import FloatArray, IntArray

CRISIS, HISTORY = list(kept(Kept.CRISIS)), list(kept(Kept.HISTORY))
"""Measures of dyads that are kept of the months after a crisis, and of every month."""


@dataclass(frozen=True)
class Detail:
    """What the detailed tables need of a replicate, a fifth of its memory; many replicates of a unit are held at once.

    ``history`` holds the measures ``HISTORY``, each (arms, T, D); ``attendance`` (arms, meetings, K); ``branches`` by
    (arm, crisis, whether it happens) the measures ``CRISIS`` (months followed, dyads of the crisis, measures);
    ``snapshots`` as the replicate has them.
    """

    number: int
    history: list[NDArray[Any]]
    attendance: FloatArray
    branches: Mapping[tuple[int, int, bool], FloatArray]
    snapshots: list[TieSnapshot]


def detail_of(design: Design, replicate: Replicate, number: int) -> Detail:
    """Return what is needed of a replicate, under its number within its draw."""
    return Detail(
        number,
        [small(measure, replicate.dyads[..., measure]) for measure in HISTORY],
        replicate.nations[:, meetings(design)][..., NationMeasure.FORUM_ATTENDANCE],
        {where: months[..., CRISIS] for where, months in replicate.branches.items()},
        replicate.snapshots,
    )


def meetings(design: Design) -> IntArray:
    """Return the months of the forum."""
    return np.asarray(np.flatnonzero(design.setup.world.forum.host >= 0), np.int64)


def small(measure: DyadMeasure, values: FloatArray) -> NDArray[Any]:
    """Keep counts as small integers; everything else keeps its last bit."""
    return values.astype(np.int32) if measure.is_count else values.copy()


class MonthlySums:
    """Sums and sums of squares of all measures (arms, T, D, measures) over replicates, added in their order.

    They are added as replicates come, since all of them at once take many times the memory.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.n, self.total, self.squares = 0, np.zeros(shape), np.zeros(shape)

    def add(self, dyads: FloatArray) -> None:
        """Add the months of one more replicate."""
        self.n += 1
        for arm, months in enumerate(dyads):  # one by one, so that the squares take less
            self.total[arm] += months
            self.squares[arm] += months**2
