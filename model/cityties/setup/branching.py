"""Branching: a run goes on from a copy of its state, and the run it was copied from is unaffected."""

from typing import Any

import numpy as np

from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.state import State, World


def copied(state: State) -> State:
    """Return a state that shares no column with the given one."""
    parts: tuple[Any, ...] = state
    return State(*(type(part)(*(column.copy() for column in part)) for part in parts))


def empty_record(world: World, n_months: int) -> Record:
    """Return a record of zeros for a run of the world."""
    n_dyads, n_nations = len(world.dyads.id), len(world.nations.first)
    return Record(np.zeros((n_months, n_dyads, len(DyadMeasure))), np.zeros((n_months, n_nations, len(NationMeasure))))
