"""Rows: long tables of numbers, computed block by block on threads; what was written is never computed again.

A block is a file that is whole or absent, so that an interruption costs at most the blocks in work. Blocks of a longer
table are those of the shorter one where its rows are.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cityties.errors import CityTiesError
from cityties.experiment.blocks import keep_block, kept_block
from cityties.kernel.state import FloatArray

BLOCK = 128


@dataclass(frozen=True)
class Rows:
    """A table to be computed: ``number`` rows of ``columns``, kept in ``folder`` in files that begin with ``name``.

    ``name`` holds the identity of all that can change a number.
    """

    folder: Path
    name: str
    number: int
    columns: Sequence[str]
    block: int = BLOCK

    def missing(self) -> int:
        """Return how many rows are still to be computed."""
        return sum(last - first for first, last in self._blocks() if not self._is_there(first, last))

    def read(self) -> pd.DataFrame:
        """Return the whole table, in the order of its rows.

        Raises:
            CityTiesError: a block is not there, or no longer.
        """
        read = [self._kept(first, last) for first, last in self._blocks()]
        if any(block is None for block in read):
            raise CityTiesError(f"{self.folder}: results went while they were read; give the command again.")
        return pd.concat(read, ignore_index=True) if read else pd.DataFrame(columns=list(self.columns), dtype=float)

    def compute(self, row: Callable[[int], FloatArray], workers: int, progress: Callable[[int], None]) -> None:
        """Compute the blocks that are not there; ``row`` returns the numbers of one row, one a column."""

        def counted(number: int) -> FloatArray:
            """Compute one row and count it."""
            found = row(number)
            progress(1)
            return found

        with ThreadPoolExecutor(workers) as pool:
            try:
                for first, last in self._blocks():
                    if not self._is_there(first, last):
                        values = np.array(list(pool.map(counted, range(first, last))))
                        numbers = pd.DataFrame(values, columns=list(self.columns))
                        keep_block(self._file(first), numbers, self._made_of(first))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _blocks(self) -> list[tuple[int, int]]:
        return [(first, min(first + self.block, self.number)) for first in range(0, self.number, self.block)]

    def _file(self, first: int) -> Path:
        return self.folder / "parts" / f"{self.name}-{first:07d}.parquet"

    def _is_there(self, first: int, last: int) -> bool:
        return self._kept(first, last) is not None

    def _kept(self, first: int, last: int) -> pd.DataFrame | None:
        """Return the rows of a block, or None if they have to be computed."""
        block = kept_block(self._file(first), self.columns, last - first, self._made_of(first))
        return None if block is None else block[: last - first]

    def _made_of(self, first: int) -> str:
        return f"{self.name} {first}"
