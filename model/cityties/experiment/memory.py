"""Giving memory back to the system: what many threads let go of is kept by the C library, in pieces for each thread."""

import ctypes
import sys


def give_back() -> None:
    """Return what was let go of to the system, where the C library can: else the next large table adds to the peak."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
