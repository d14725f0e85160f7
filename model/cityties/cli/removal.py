"""``cityties rm``: delete folders of results, and nothing that was not written by CityTies without a question."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import typer

from cityties.calibration.study import STUDY
from cityties.cli.folders import find_result
from cityties.cli.inventory import COMPARISON, ENSEMBLE, PAGES
from cityties.cli.screen import plain
from cityties.errors import CityTiesError
from cityties.experiment.batch_folder import BATCH, OLD_MANIFEST, SCENARIO
from cityties.experiment.journal import JOURNAL
from cityties.experiment.seal import SEAL
from cityties.experiment.store import TEMPORARY, locked

LOCK, SAMPLE, CENTRE = ".lock", "sample.csv", "centre.yaml"
TOP = {BATCH, JOURNAL, SCENARIO, OLD_MANIFEST, COMPARISON, STUDY, LOCK, SEAL, SAMPLE, CENTRE, ENSEMBLE, *PAGES}
BELOW = {
    "parts": {".parquet", ".json", ".lock"},
    "tables": {".csv", ".parquet"},
    "figures": {".png", ".svg", ".pdf", ".json"},
    "world": {".csv", ".md"},
    "rules": {".py"},
    "attribution": {".csv", ".json", ".jsonl", ".parquet", ".npz", ".lock"},
    "cities": {".html", ".csv", ".parquet", ".png", ".svg"},
}
"""Kinds of file that CityTies writes into a folder of results, by the folder below it."""
MOST_NAMED = 5
KEPT_LAST = (BATCH, OLD_MANIFEST, STUDY, ENSEMBLE, COMPARISON)


def remove(names: Sequence[str], runs: Path, sure: bool) -> None:
    """Delete runs, batches, studies and comparisons of a folder of results; nothing else can be named.

    Raises:
        CityTiesError: a name fits none of them, or several; one is being written; or, without a question, it holds
            files that CityTies did not write. Nothing is deleted then.
    """
    folders = list(dict.fromkeys(find_result(name, runs) for name in names))
    for folder in folders:
        _refuse_link(folder)
        _refuse_work(folder)
    own = {folder: foreign_files(folder) for folder in folders}
    for folder, files in own.items():
        if files and sure:
            raise CityTiesError(f"{_named(folder, files)}. Nothing is deleted; move them, or leave out --yes.")
        if files:
            typer.echo(f"{_named(folder, files)}; they would go too.", err=True)
    if not sure:
        typer.confirm(f"Delete {', '.join(path.name for path in folders)}?", abort=True)
    for folder in folders:
        _delete(folder)
        typer.echo(f"{folder}: deleted.")


def foreign_files(folder: Path) -> list[str]:
    """Return the files below a folder of results that CityTies does not write, seen from the folder."""
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_dir() and not path.is_symlink():
            continue
        if path.name.startswith(TEMPORARY) or "__pycache__" in inside.parts:
            continue
        if len(inside.parts) == 1:
            ours = path.name in TOP or (path.suffix == ".parquet" and (folder / ENSEMBLE).is_file())
        else:
            ours = path.suffix in BELOW.get(inside.parts[0], ())
        if not ours or path.is_symlink():
            found.append(inside.as_posix())
    return found


def _named(folder: Path, files: Sequence[str]) -> str:
    more = f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else ""
    listed = ", ".join(plain(name) for name in files[:MOST_NAMED])
    return f"{folder}: holds files that CityTies did not write: {listed}{more}"


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink():
        raise CityTiesError(f"{folder}: is a link to another folder; delete the link yourself.")


def _refuse_work(folder: Path) -> None:
    """Refuse a folder into which another process is writing."""
    if not (folder / LOCK).exists():
        return
    try:
        with locked(folder):
            pass
    except CityTiesError:
        raise CityTiesError(f"{folder}: is being written by another process; wait for it, or end it.") from None


def _delete(folder: Path) -> None:
    """Delete a folder, its mark last, so that what an interruption leaves can still be named and deleted."""
    for path in folder.iterdir():
        if path.name in KEPT_LAST:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    shutil.rmtree(folder)
