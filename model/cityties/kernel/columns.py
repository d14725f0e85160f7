"""Columns: the kinds of arrays the model is made of, what a declaration of one states, and arrays made from it.

Each column is declared once, in :mod:`cityties.kernel.world` or :mod:`cityties.kernel.state`. The beginning of a run,
the room for ties in memory, the table in the model description and what custom rules may write all come from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
IdArray = NDArray[np.uint64]
RowArray = NDArray[np.uint32]
MonthArray = NDArray[np.int32]
CodeArray = NDArray[np.int8]

# compared with ==, since numpy makes a new alias each time one is asked for
KINDS: tuple[tuple[Any, np.dtype[Any]], ...] = (
    (FloatArray, np.dtype(np.float64)),
    (IntArray, np.dtype(np.int64)),
    (IdArray, np.dtype(np.uint64)),
    (RowArray, np.dtype(np.uint32)),
    (MonthArray, np.dtype(np.int32)),
    (CodeArray, np.dtype(np.int8)),
)
SIZES: dict[str, str] = {
    "K": "nations",
    "D": "dyads",
    "N": "cities",
    "E": "room for ties",
    "T": "months",
    "G": "networks",
    "S": "incentive steps",
    "P": "places of incidents",
}
"""The letters that stand for sizes in the shape of a column."""


class ColumnRole(StrEnum):
    """What a run does with a column."""

    FIXED = "fixed"
    """Never written once its row exists; where a tie ends, the rows after it move up as they are."""
    CARRIED = "carried"
    """Read in a later month than it was written: the run goes on from it."""
    SCRATCH = "scratch"
    """Written anew every month before it is read."""


@dataclass(frozen=True, slots=True)
class Column:
    """Everything there is to state about one column.

    ``shape`` is written in the letters of ``SIZES`` ("D, 2"). A run begins with ``start`` in every place, or with what
    ``start`` makes of the world.
    """

    meaning: str
    unit: str
    shape: str
    role: ColumnRole = ColumnRole.FIXED
    start: int | Callable[[Any], NDArray[Any]] = 0


@cache
def declared(kind: Callable[..., Any]) -> dict[str, Column]:
    """Return the declarations of an entity's columns by name, in the order of its fields."""
    hints = get_type_hints(kind, include_extras=True)
    marks = {name: [mark for mark in get_args(hint) if isinstance(mark, Column)] for name, hint in hints.items()}
    return {name: found[0] for name, found in marks.items() if found}


@cache
def dtypes(kind: Callable[..., Any]) -> dict[str, np.dtype[Any]]:
    """Return the type of the numbers in each column of an entity, by name."""
    hints = get_type_hints(kind)
    return {name: next(dtype for array, dtype in KINDS if array == hints[name]) for name in declared(kind)}


def shape_of(column: Column, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """Return the shape of a column, given the number behind each letter it is written in."""
    return tuple(sizes[part] if part in sizes else int(part) for part in column.shape.split(", "))


def begin_columns[Entity](kind: Callable[..., Entity], sizes: Mapping[str, int], world: object) -> Entity:
    """Return an entity with every column as it is just before the first month, in C order and of the declared type."""
    shapes = {column.shape: shape_of(column, sizes) for column in declared(kind).values()}
    columns = []
    for column, dtype in zip(declared(kind).values(), dtypes(kind).values(), strict=True):
        # a short history takes milliseconds, so it matters that zeros are not written one by one
        found = np.zeros(shapes[column.shape], dtype)
        if column.start != 0:
            found[:] = column.start(world) if callable(column.start) else column.start
        columns.append(found)
    return kind(*columns)
