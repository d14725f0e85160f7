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

from cityties.experiment.store import write_parquet
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
        """Return the whole table, in the order of its rows."""
        read = [pd.read_parquet(self._file(first))[: last - first] for first, last in self._blocks()]
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
                        write_parquet(self._file(first), pd.DataFrame(values, columns=list(self.columns)))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _blocks(self) -> list[tuple[int, int]]:
        return [(first, min(first + self.block, self.number)) for first in range(0, self.number, self.block)]

    def _file(self, first: int) -> Path:
        return self.folder / "parts" / f"{self.name}-{first:07d}.parquet"

    def _is_there(self, first: int, last: int) -> bool:
        path = self._file(first)
        return path.is_file() and len(pd.read_parquet(path, columns=[self.columns[0]])) >= last - first
