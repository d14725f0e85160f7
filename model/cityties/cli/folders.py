"""Finding the folder of a run or batch from what people type: its path, its name, or the beginning of its name."""

from pathlib import Path

from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.batch_folder import BatchFolder


def is_result(folder: Path) -> bool:
    """Return whether a folder holds a run or a batch, of whatever version of CityTies."""
    return BatchFolder(folder).exists or BatchFolder(folder).old_version is not None


def results(runs: Path) -> list[Path]:
    """Return the folders of all runs and batches, newest first."""
    found = [path for path in runs.glob("*") if path.is_dir() and is_result(path)]
    return sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))


def find_folder(name: str, runs: Path) -> Path:
    """Return the folder meant by a path, a name in ``runs``, or the beginning of one.

    Raises:
        CityTiesError: there is none, or several.
    """
    for path in (Path(name), runs / name):
        if is_result(path):
            return path
    known = results(runs)
    found = [path for path in known if path.name.startswith(name.removeprefix(f"{runs}/").removeprefix("runs/"))]
    if len(found) == 1:
        return found[0]
    if found:
        raise CityTiesError(f"'{name}' may be any of {', '.join(path.name for path in found)}; write more of it.")
    hint = did_you_mean(name, [path.name for path in known]) or " `cityties list` shows what there is."
    raise CityTiesError(f"{name}: no run or batch.{hint}")
