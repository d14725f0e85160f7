"""Laying out the rows of a table: index columns of full grids, words from their numbers, blocks joined to one."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cityties.experiment.design import Arm, Design
from cityties.kernel.calendar import month_label
from cityties.kernel.state import IntArray

type Columns = dict[str, Any]


class Numbered(Protocol):
    """Something that knows its replicate's number within its draw."""

    @property
    def number(self) -> int:
        """Number of the replicate."""
        ...


def numbers(kept: Sequence[Numbered]) -> NDArray[Any]:
    """Return the numbers of the replicates within their draw."""
    return np.array([one.number for one in kept], dtype=np.int32)


def dyad_codes(design: Design) -> list[str]:
    """Return the codes of the dyads in the order of their columns."""
    return list(design.setup.tables.dyads["dyad"])


def nation_codes(design: Design) -> list[str]:
    """Return the codes of the nations in the order of their columns."""
    return list(design.setup.tables.nations["nation"])


def crisis_names(design: Design) -> list[str]:
    """Return the names of the crises in the order of their branches."""
    return [branch.crisis.name for branch in design.branches]


def grid(*lengths: int) -> list[IntArray]:
    """Return the index columns of a full grid, the last one running fastest."""
    return [axis.reshape(-1) for axis in np.indices(lengths, dtype=np.int64)]


def arm_columns(arms: Sequence[Arm], rows: IntArray) -> Columns:
    """Return the switches of the arm of each row."""
    return {
        "tie_pathways": np.array([arm.tie_pathways for arm in arms])[rows],
        "political_shocks": np.array([arm.political_shocks for arm in arms])[rows],
    }


def texts(names: Sequence[str], codes: NDArray[Any]) -> Any:
    """Return a column of words from their numbers in a list; a number below 0 gives null."""
    codes = codes.astype(np.int32)
    found = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(names, pa.string()))
    return found.cast(pa.string())


def months_of(numbers: NDArray[Any]) -> Any:
    """Return a column of calendar months as 'YYYY-MM'; a number below 0 gives null."""
    known = numbers[numbers >= 0]
    if not len(known):
        return pa.nulls(len(numbers), pa.string())
    first = int(known.min())
    names = [month_label(month) for month in range(first, int(known.max()) + 1)]
    return texts(names, np.where(numbers < 0, -1, numbers - first))


def joined(blocks: Sequence[Columns]) -> Columns:
    """Return blocks of rows of the same columns as one."""
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
