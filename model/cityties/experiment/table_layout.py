"""Laying out the rows of a table: index columns of full grids, words from their numbers, blocks joined to one."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cityties.experiment.design import Arm, Design
from cityties.kernel.calendar import month_label

PART = 2**17
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


def grid(*lengths: int) -> list[NDArray[np.int32]]:
    """Return the index columns of a full grid, the last one running fastest."""
    return [axis.reshape(-1) for axis in np.indices(lengths, dtype=np.int32)]


def arm_columns(arms: Sequence[Arm], rows: NDArray[Any]) -> Columns:
    """Return the switches of the arm of each row."""
    return {
        "tie_pathways": np.array([arm.tie_pathways for arm in arms])[rows],
        "political_shocks": np.array([arm.political_shocks for arm in arms])[rows],
    }


def words(names: Sequence[str], codes: NDArray[Any]) -> Any:
    """Return a column of words as numbers in a list, which long tables are written and read with in less time.

    A number below 0 gives null.
    """
    codes = codes.astype(np.int32, copy=False)
    mask = codes < 0 if len(codes) and codes.min() < 0 else None
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=mask), pa.array(names, pa.string()))


def texts(names: Sequence[str], codes: NDArray[Any]) -> Any:
    """Return the same as plain words, for tables that are joined over variants with words of their own."""
    return words(names, codes).cast(pa.string())


def months_of(numbers: NDArray[Any]) -> Any:
    """Return a column of calendar months as 'YYYY-MM', as numbers in a list; a number below 0 gives null."""
    last = int(numbers.max(initial=-1))
    if last < 0:
        return words([], np.full(len(numbers), -1))
    first = int(np.where(numbers < 0, last, numbers).min())
    names = [month_label(month) for month in range(first, last + 1)]
    return words(names, np.where(numbers < 0, -1, numbers - first))


def repeated(columns: Columns, times: int) -> Columns:
    """Return columns whose rows come so often one after the other, held once."""
    return {name: pa.chunked_array([pa.array(column)] * times) for name, column in columns.items()}


def constant(value: int, n: int) -> Any:
    """Return a column of one number in ``n`` rows; of long ones a part is held once."""
    part = pa.array(np.full(min(n, PART), value, np.int32))
    whole, rest = divmod(n, PART)
    return pa.chunked_array([*[part] * whole, part[:rest]], pa.int32()) if whole else part


def in_turn(blocks: Iterable[NDArray[Any]]) -> Any:
    """Return a column of blocks of values, without a copy of them."""
    return pa.chunked_array([pa.array(block.reshape(-1)) for block in blocks])


def joined(blocks: Sequence[Columns]) -> Columns:
    """Return blocks of rows of the same columns as one."""
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
