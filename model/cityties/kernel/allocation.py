"""The columns of the ties in memory: one block for all, since with many ties a month takes as long as fetching them."""

from typing import Any

import numpy as np

from cityties.kernel.state import (
    NEVER,
    CodeArray,
    FloatArray,
    IdArray,
    IntArray,
    MonthArray,
    RowArray,
    TieState,
)

FAR_FUTURE = 2**30
CACHE_LINE = 64
KINDS: dict[object, np.dtype[Any]] = {
    FloatArray: np.dtype(np.float64),
    IntArray: np.dtype(np.int64),
    IdArray: np.dtype(np.uint64),
    RowArray: np.dtype(np.uint32),
    MonthArray: np.dtype(np.int32),
    CodeArray: np.dtype(np.int8),
}


def empty_ties(room: int) -> TieState:
    """Return columns for ``room`` ties, none of which exists.

    They lie one after another in one block, each from the beginning of a cache line: a block of some megabytes gets
    large pages from the system, so the processor looks up fewer addresses, and columns begin at different places of
    its caches.
    """
    kinds = [KINDS[kind] for kind in TieState.__annotations__.values()]
    widths = [-(-room * kind.itemsize // CACHE_LINE) * CACHE_LINE for kind in kinds]
    block = np.zeros(sum(widths) + CACHE_LINE, np.uint8)
    first = -block.ctypes.data % CACHE_LINE
    begins = (first + np.cumsum([0, *widths])).tolist()
    rows = zip(begins, kinds, strict=False)
    columns = TieState(*(block[at : at + room * kind.itemsize].view(kind) for at, kind in rows))
    columns.signed[:] = FAR_FUTURE
    columns.suspended_since[:] = NEVER
    return columns._replace(n=np.zeros(4, np.int64))
