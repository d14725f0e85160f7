"""The columns of the ties in memory: one block for all, since with many ties a month takes as long as fetching them."""

import numpy as np

from cityties.kernel.columns import declared, dtypes
from cityties.kernel.state import Count, TieState

CACHE_LINE = 64


def empty_ties(room: int) -> TieState:
    """Return columns for ``room`` ties, none of which exists.

    They lie one after another in one block, each from the beginning of a cache line: a block of some megabytes gets
    large pages from the system, so the processor looks up fewer addresses, and columns begin at different places of
    its caches.
    """
    kinds = {name: dtype for name, dtype in dtypes(TieState).items() if name != "n"}
    widths = [-(-room * kind.itemsize // CACHE_LINE) * CACHE_LINE for kind in kinds.values()]
    # numpy aligns to 16 bytes only, so there is one line to spare and the first column begins where a line does
    block = np.zeros(sum(widths) + CACHE_LINE, np.uint8)
    first = -block.ctypes.data % CACHE_LINE
    begins = (first + np.cumsum([0, *widths])).tolist()
    rows = zip(begins, kinds.items(), strict=False)
    columns = {name: block[at : at + room * kind.itemsize].view(kind) for at, (name, kind) in rows}
    for name, column in columns.items():
        start = declared(TieState)[name].start
        # pages that nobody writes are never fetched, and most columns begin with the zeros of the system
        if start != 0:
            column[:] = start
    return TieState(n=np.zeros(len(Count), np.int64), **columns)
