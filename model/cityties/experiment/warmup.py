"""Warming up: compile what any run, batch or explanation calls, on all cores, and leave it on disk.

Compiled code depends on the types of the columns and not on the world, so it is compiled from their declarations and
serves every world.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from numba.core import config

from cityties.kernel.compiling import KERNEL, kernel_folder
from cityties.kernel.doors import doors
from cityties.kernel.precompile import precompile


def marker() -> Path:
    """Return the file that is there once all of this version has been compiled, for the place where it is installed.

    Two environments with the same version share a folder, but numba keeps its results by the path of the source, so
    that what is ready for one is not for the other.
    """
    return kernel_folder() / f"complete-{hashlib.sha256(str(KERNEL).encode()).hexdigest()[:8]}"


def is_warm() -> bool:
    """Tell whether all of this version is compiled and kept on disk."""
    return marker().is_file() or bool(vars(config)["DISABLE_JIT"])


def warm(on_done: Callable[[int, int], object] = lambda done, of: None) -> None:
    """Compile all that Python calls, or take it from disk; ``on_done`` is told how many of how many are compiled."""
    if not is_warm():
        precompile(on_done)
        for one in doors():
            one.compile()  # found on disk, unless a worker could not do its part
        marker().touch()
