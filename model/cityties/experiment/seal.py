"""The seal of a folder of results: what all that stands in it was made from, and how each file was when it was made.

Whoever asks again for the same, from the same code, libraries, settings, tables and rules, finds the seal by its key;
if every file is as it was, nothing has to be read, computed, summed up or drawn. A file that is missing or of other
bytes breaks the seal, and what it belongs to is made again.
"""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cityties.errors import CityTiesError
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.code import PACKAGE
from cityties.experiment.store import write_json
from cityties.experiment.stored import WITHIN, Shape, stored_json
from cityties.scenario.models import Scenario
from cityties.tables.language import language

SEAL, LOCK = "sealed.json", ".lock"
_STAT = ("size", "time", "hash")
LIBRARIES = ("numpy", "numba", "pandas", "pyarrow", "scipy", "matplotlib", "jinja2", "pydantic")


@cache
def whole_code() -> str:
    """Return a hash over every file of the package, templates and styles included, and the versions of libraries."""
    digest = hashlib.sha256(platform.python_version().encode())
    for library in LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(_named(path.relative_to(PACKAGE).as_posix(), path.read_bytes()))
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"


def _named(name: str, data: bytes) -> bytes:
    return f"{name}\n{len(data)}\n".encode() + data


def key_of(kind: str, name: str, scenarios: Sequence[tuple[Path, Scenario]]) -> str:
    """Return the hash of all that a run or batch of scenarios, read from files, is made from.

    Everything a page can show is in it: titles and questions too, the names of the files, the bytes of all files in
    the folders of their worlds, the language, and how much is asked for.
    """
    digest = hashlib.sha256(f"{kind}\n{name}\n{whole_code()}\n{language()}\n".encode())
    worlds = dict.fromkeys(scenario.world_folder for _, scenario in scenarios)
    for folder in worlds:
        digest.update(_named(folder.name, b""))
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(_named(path.relative_to(folder).as_posix(), path.read_bytes()))
    places = {folder: place for place, folder in enumerate(worlds)}
    for file, scenario in scenarios:
        inputs = [file.name, places[scenario.world_folder], scenario.reads[1], scenario.resolved()]
        digest.update(json.dumps(inputs, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def write_seal(folder: Path, key: str, page: Path, beside: Sequence[Path] = ()) -> None:
    """Seal a folder whose results are complete; ``page`` lies in it.

    What was made with it in folders ``beside`` it belongs to it: a file that is gone there breaks its seal too.
    """
    files = _files(folder)
    for other in beside:
        files |= {f"../{other.name}/{name}": seen for name, seen in _files(other).items()}
    write_json(folder / SEAL, {"key": key, "page": page.relative_to(folder).as_posix(), "files": files})


def _files(folder: Path) -> dict[str, list[Any]]:
    """Return size, time and hash of every file."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in (SEAL, LOCK):
            stat = path.stat()
            found[path.relative_to(folder).as_posix()] = [stat.st_size, stat.st_mtime_ns, _hash(path)]
    return found


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sealed(runs: Path, name: str, key: str) -> tuple[BatchFolder, Path] | None:
    """Return folder and page of the results with a key, below ``runs``, if every file of theirs is as it was."""
    for path in sorted(runs.glob(f"{name}-*/{SEAL}")):
        content = _read(path)
        if content.get("key") == key and _is_whole(path.parent, content["files"]):
            return BatchFolder(path.parent), path.parent / content["page"]
    return None


_SEAL: Shape = {"key": str, "page": WITHIN, "files": {"*": [(int, str)]}}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content: Mapping[str, Any] = stored_json(path, _SEAL)
    except (OSError, ValueError):
        return {}
    whole = content["page"] in content["files"] and all(len(one) == len(_STAT) for one in content["files"].values())
    return content if whole else {}


def _is_whole(folder: Path, files: Mapping[str, Sequence[Any]]) -> bool:
    """Return whether all files are there with their bytes; the bytes are read where the time of a file is another."""
    for name, (size, time_ns, digest) in files.items():
        path = folder / name
        try:
            stat = path.stat()
            if stat.st_size != size or (stat.st_mtime_ns != time_ns and _hash(path) != digest):
                return False
        except OSError:
            return False
    return True


def seal(folder: BatchFolder, key: str, page: Path | None, beside: Sequence[BatchFolder] = ()) -> None:
    """Seal what was just written, unless a part of it failed or there is no page.

    A folder that cannot be sealed is no fault: it is summed up again at the next call.
    """
    try:
        if page is not None and not any(one.failures() for one in (folder, *beside)):
            write_seal(folder.path, key, page, [one.path for one in beside])
    except (OSError, CityTiesError):
        return
