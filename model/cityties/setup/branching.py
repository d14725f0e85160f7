"""Branching: a run goes on from a copy of its state, and the run it was copied from is unaffected."""

from typing import Any

import numpy as np

from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.state import Count, IdArray, IntArray, State, World


def copied(state: State) -> State:
    """Return a state that shares no column with the given one."""
    parts: tuple[Any, ...] = state
    return State(*(type(part)(*(column.copy() for column in part)) for part in parts))


def empty_record(world: World, n_months: int) -> Record:
    """Return a record of zeros for a run of the world."""
    n_dyads, n_nations = len(world.dyads.id), len(world.nations.first)
    return Record(np.zeros((n_months, n_dyads, len(DyadMeasure))), np.zeros((n_months, n_nations, len(NationMeasure))))


def rows_of(state: State, addresses: IdArray) -> IntArray:
    """Return the rows in which ties of these addresses stand now, -1 for those that do not exist (any more)."""
    known = state.ties.id[: state.ties.n[Count.EXISTING]]
    if not len(known):
        return np.full(len(addresses), -1)
    order = np.argsort(known)
    places = np.minimum(np.searchsorted(known[order], addresses), len(known) - 1)
    rows = order[places]
    return np.where(known[rows] == addresses, rows, -1)
