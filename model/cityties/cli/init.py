"""``cityties init``: write out the scenarios and worlds that come with CityTies, to be read and changed."""

import shutil
from pathlib import Path

import typer

from cityties.errors import CityTiesError, counted
from cityties.worlds.shipped import SCENARIOS, shipped_folder

LEFT_OUT = {"__pycache__", "runs"}


def write_out(folder: Path) -> None:
    """Copy all scenarios and worlds into ``folder/scenarios``; files that are there already are left as they are.

    Raises:
        CityTiesError: the folder is that of the package itself, or a file stands where a folder is needed.
    """
    source, target = shipped_folder(), folder / SCENARIOS
    if target.resolve() == source.resolve():
        raise CityTiesError(f"{target}: these are the scenarios that come with CityTies; there is nothing to copy.")
    if any(place.is_file() for place in (folder, target)):
        raise CityTiesError(f"{folder}: is a file or holds a file called {SCENARIOS}; give a folder.")
    files = [path for path in sorted(source.rglob("*")) if path.is_file()]
    files = [path for path in files if LEFT_OUT.isdisjoint(path.relative_to(source).parts)]
    kept = 0
    for path in files:
        place = target / path.relative_to(source)
        if place.exists():
            kept += 1
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    there = f"; left as they were: {kept}" if kept else ""
    typer.echo(f"{target}: {counted(len(files) - kept, 'file')} written{there}.")
    here = "" if folder.resolve() == Path.cwd() else f" in {folder}"
    typer.echo(f"Go on{here} with `cityties run toy`, or `cityties new mine --from historical`.")
