"""The disk cache of compiled code, checked: a file that is torn or altered counts as absent and is written again.

numba unpickles whatever stands in its files and runs it, so a file cut off by a full disk ends a program with an error
that means nothing, and one byte that turned over in machine code ends it with a crash. Here every file ends with a
hash of what stands before it. A cache that cannot be written costs time at the next start and nothing else.
"""

import hashlib
import os
import pickle
import stat
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import IndexDataCacheFile

HASH_BYTES = 32
PRIVATE = 0o077
"""Rights of anybody else."""


class CheckedFiles(IndexDataCacheFile):
    """Index and data files of one function, believed only if their hash is right."""

    def save(self, key: Any, data: Any) -> None:
        """Save compiled code, if the disk lets it."""
        with suppress(OSError):
            super().save(key, data)  # type: ignore[no-untyped-call]

    def _dump(self, obj: Any) -> bytes:
        data: bytes = super()._dump(obj)  # type: ignore[no-untyped-call]
        return data + hashlib.sha256(data).digest()

    def _load_index(self) -> Any:
        """Return what is on disk by signature, nothing if the index is damaged or of another version or source."""
        version = pickle.dumps(numba.__version__, protocol=-1)
        with suppress(OSError, LookupError, TypeError, ValueError):
            data = Path(self._index_path).read_bytes()
            stamp, found = _unpickled(data.removeprefix(version)) if data.startswith(version) else (None, {})
            return found if stamp == self._source_stamp else {}
        return {}

    def _load_data(self, name: str) -> Any:
        """Return compiled code; a damaged file is raised as one that is not there, which numba compiles again."""
        try:
            return _unpickled(Path(self._data_path(name)).read_bytes())  # type: ignore[no-untyped-call]
        except ValueError as error:
            raise FileNotFoundError(name) from error


def _unpickled(data: bytes) -> Any:
    """Return what bytes with their hash hold.

    Raises:
        ValueError: the hash is another.
    """
    body = data[:-HASH_BYTES]
    if hashlib.sha256(body).digest() != data[-HASH_BYTES:]:
        raise ValueError("damaged")
    return pickle.loads(body)


def checked[F](function: F) -> F:
    """Let a compiled function check its files; one that is not compiled, or not kept, stays as it is."""
    kept = getattr(function, "_cache", None)
    files = getattr(kept, "_cache_file", None)
    if kept is not None and type(files) is IndexDataCacheFile:
        base = files._index_name.removesuffix(".nbi")
        kept._cache_file = CheckedFiles(files._cache_path, base, files._source_stamp)  # type: ignore[no-untyped-call]
    return function


def cache_home() -> Path:
    """Return the folder for what can be made again: that of the user, or a private one for temporary files."""
    named = os.environ.get("XDG_CACHE_HOME")
    with suppress(OSError, RuntimeError):  # there may be no home, or one that cannot be written to
        home = (Path(named) if named else Path.home() / ".cache") / "cityties"
        home.mkdir(parents=True, exist_ok=True)
        if os.access(home, os.W_OK):
            return home
    return private_folder()


@cache
def private_folder() -> Path:
    """Return a folder for temporary files that is this user's alone, because what is compiled is run.

    Its name is the same at every start; if anybody else made it or may write to it, a fresh one is made for this
    process, which then compiles for itself.
    """
    user = getattr(os, "getuid", lambda: "user")()
    folder = Path(tempfile.gettempdir()) / f"cityties-{user}"
    with suppress(OSError):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if is_private(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="cityties-"))


def is_private(folder: Path) -> bool:
    """Return whether a folder is one, and no link, of this user, into which nobody else may look or write."""
    found = folder.lstat()
    ours = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & PRIVATE)
    return stat.S_ISDIR(found.st_mode) and ours
