"""Finding the folder of a run or batch from what people type: its path, its name, or the beginning of its name."""

from collections.abc import Callable
from pathlib import Path

from cityties.cli.current_results import current_result
from cityties.cli.inventory import is_result, look_at
from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.batch_folder import BatchFolder


def is_computed(folder: Path) -> bool:
    """Return whether a folder holds a run or a batch, of whatever version of CityTies."""
    return BatchFolder(folder).exists or BatchFolder(folder).old_version is not None


def find_folder(name: str, runs: Path) -> Path:
    """Return the folder of the run or batch meant by a path, a name in ``runs``, or the beginning of one.

    Of several that begin with the name of a scenario the one of its file as it stands is meant.

    Raises:
        CityTiesError: there is none, or several.
    """
    for path in (Path(name), runs / name):
        if name and is_computed(path):
            return path
    return _beginning(name, runs, is_computed, "run or batch")


def find_result(name: str, runs: Path) -> Path:
    """Return the folder meant as :func:`find_folder` does, comparisons among them, but only directly in ``runs``.

    Raises:
        CityTiesError: there is none, or several, or it lies elsewhere.
    """
    for path in (runs / name, Path(name)):
        if not name.strip() or not path.name or not is_result(path):
            continue
        if path.resolve().parent != runs.resolve():
            raise CityTiesError(f"{path}: does not lie in {runs}; name its folder with --runs {path.parent}.")
        return path
    return _beginning(name, runs, is_result, "result")


def _beginning(name: str, runs: Path, wanted: Callable[[Path], bool], noun: str) -> Path:
    known = sorted(path for path in runs.glob("*") if path.is_dir() and wanted(path))
    begins = name.removeprefix(f"{runs}/").removeprefix("runs/").rstrip("/")
    found = [path for path in known if path.name.startswith(begins)] if begins.strip(" .") else []
    if len(found) == 1:
        return found[0]
    if found and (current := current_result(begins, found)) is not None:
        return current
    if found:
        names = ", ".join(path.name for path in sorted(found, key=_written, reverse=True))
        raise CityTiesError(
            f"'{name}' may be any of these, newest first: {names}; write more of it. "
            f"`cityties list {begins}` shows them with their titles."
        )
    hint = did_you_mean(begins, [path.name for path in known]) or " `cityties list` shows what there is."
    raise CityTiesError(f"{name or repr(name)}: no {noun}.{hint}")


def _written(path: Path) -> float:
    result = look_at(path)
    return result.written.timestamp() if result is not None else 0.0
