"""What the detailed tables of a run need of a replicate: all that is kept of it until its unit is written."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cityties.experiment.design import Design, dyads_of
from cityties.experiment.replicate import Replicate, TieSnapshot
from cityties.kernel.record import Kept, NationMeasure, kept
from cityties.kernel.state import FloatArray, IntArray

CRISIS = list(kept(Kept.CRISIS))
"""Measures of dyads that are kept of the months after a crisis."""


@dataclass(frozen=True)
class Detail:
    """What the detailed tables need of a replicate, a third of its memory; many replicates of a unit are held at once.

    ``dyads`` (arms, T, D, measures), ``attendance`` (arms, meetings, K), ``branches`` by (arm, crisis, whether it
    happens) the measures ``CRISIS`` (months followed, D, measures), ``snapshots`` as the replicate has them.
    """

    number: int
    dyads: FloatArray
    attendance: FloatArray
    branches: Mapping[tuple[int, int, bool], FloatArray]
    snapshots: list[TieSnapshot]


def detail_of(design: Design, replicate: Replicate, number: int) -> Detail:
    """Return what is needed of a replicate, under its number within its draw."""
    dyads = {place: dyads_of(design, branch.crisis.dyad) for place, branch in enumerate(design.branches)}
    return Detail(
        number,
        replicate.dyads,
        replicate.nations[:, meetings(design)][..., NationMeasure.FORUM_ATTENDANCE],
        {where: months[:, dyads[where[1]]][..., CRISIS] for where, months in replicate.branches.items()},
        replicate.snapshots,
    )


def meetings(design: Design) -> IntArray:
    """Return the months of the forum."""
    return np.asarray(np.flatnonzero(design.setup.world.forum.host >= 0), np.int64)
