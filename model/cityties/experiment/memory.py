"""Memory: what a process may take, checked before work begins, and giving back what is no longer needed."""

import ctypes
import errno
import sys
from importlib import import_module
from importlib.util import find_spec

from cityties.errors import CityTiesError

LEAST_ADDRESS_SPACE = 2_000 * 2**20
"""Bytes of address space below which a command may end without a word.

Compilers and libraries of tables take address space long before they use memory, and end the whole process, or wait for
ever, where they get none: with 8 threads a run of the toy world did below 1,600 MB, with one thread below 1,200 MB.
"""
WORDS_OF_NO_MEMORY = ("failed to map segment", "cannot allocate memory", "not enough memory", "can't start new thread")
"""How libraries say that memory is at an end, in errors of other kinds."""


def give_back() -> None:
    """Return what was let go of to the system, where the C library can: else the next large table adds to the peak."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def require_address_space() -> None:
    """Refuse to begin where this process may take too little memory to say so once it is at an end.

    Raises:
        CityTiesError: the system limits the address space too tightly.
    """
    if find_spec("resource") is None:  # Windows has no such limit
        return
    resource = import_module("resource")
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_ADDRESS_SPACE:
        raise CityTiesError(
            f"this process may take {allowed // 2**20:,} MB of address space; computing, reading results and drawing "
            f"need {LEAST_ADDRESS_SPACE // 2**20:,} MB. Allow more, such as with `ulimit -v unlimited`, and call again."
        )


def is_out_of_memory(error: BaseException) -> bool:
    """Return whether an error, of whatever kind, says that there is no memory left."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    return any(words in str(error).lower() for words in WORDS_OF_NO_MEMORY)
