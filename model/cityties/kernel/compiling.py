"""Compilation: one decorator for all code of the month, with a disk cache that can never be stale.

numba's own cache looks at the file of a function but not at the files of what it calls, so an edited submodel could run
as it was before. The cache folder is therefore named after a hash of the package's whole source.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import llvmlite.binding as llvm
import numba
from numba import njit
from numba.core import config
from numba.core.compiler import Flags
from numba.core.cpu import CPUTargetOptions
from numba.core.options import TargetOptions

from cityties.kernel.compile_cache import cache_home, checked

KERNEL = Path(__file__).parent
PACKAGE = KERNEL.parent

OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
# No column that is written is ever passed twice to one function. LLVM can be told so, and only then do loops over many
# columns vectorise; numba passes it on but has no name for it among the options of njit.
if hasattr(Flags, "noalias"):
    CPUTargetOptions.noalias = TargetOptions.Mapping("noalias")  # type: ignore[no-untyped-call]
    OPTIONS["noalias"] = True
# Inlined, because numba passes the hundreds of columns of a world one by one, which costs more than many a submodel.
NO_DOOR: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "forceinline": True}


def digest_of(*places: Path) -> str:
    """Return a hash over Python sources of the package, names included: files, and all that lies in folders."""
    digest = hashlib.sha256()
    for path in sorted(path for place in places for path in (place.rglob("*.py") if place.is_dir() else (place,))):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def kernel_digest() -> str:
    """Return a hash over all that is compiled: it changes whenever a cached function could be stale."""
    return digest_of(KERNEL)


def kernel_folder() -> Path:
    """Return the folder of what is compiled from this kernel, made if it can be."""
    folder = cache_home() / f"numba-{numba.__version__}-{kernel_digest()[:16]}"
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
    return folder


if not os.environ.get("NUMBA_CACHE_DIR"):
    vars(config)["CACHE_DIR"] = str(kernel_folder())


def widest_vectors() -> str | None:
    """Return the processor's features with its widest vectors allowed; None where they need no permission.

    By default LLVM uses half of a 512-bit unit, for the sake of old processors that slowed down under full use. No
    number depends on it, since every formula is a chain of the same operations on each element.
    """
    features = llvm.get_host_cpu_features()
    return f"{features.flatten()},-prefer-256-bit" if features.get("avx512dq") else None


if not vars(config)["CPU_FEATURES"] and not vars(config)["CPU_NAME"]:
    vars(config)["CPU_FEATURES"] = widest_vectors()


def entry[F: Callable[..., Any]](function: F) -> F:
    """Compile a function that Python may call: the interpreter lock is released, the result kept on disk."""
    return cast("F", checked(njit(**OPTIONS)(function)))


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function that only compiled code calls; without a door to Python it compiles in half the time."""
    return cast("F", checked(njit(**OPTIONS, **NO_DOOR)(function)))


def inlined[F: Callable[..., Any]](function: F) -> F:
    """Compile a small formula into its callers, so that loops over columns stay free of calls."""
    return cast("F", njit(inline="always", error_model="numpy")(function))
