"""Where scenarios and results lie: the project one stands in, and what comes with the package.

A project is a folder with scenarios in a folder ``scenarios``: a clone, or what ``cityties init`` or ``cityties new``
wrote. It is found upwards, so a command does the same in every folder of it.
"""

import os
from pathlib import Path

from cityties.errors import ScenarioError, did_you_mean
from cityties.worlds.shipped import SCENARIO_SUFFIX, SCENARIOS, shipped_file, shipped_names

RUNS, RUNS_VARIABLE = "runs", "CITYTIES_RUNS"


def project() -> Path | None:
    """Return the project one stands in, as ``.`` where it is this very folder, or None outside of any."""
    return next((folder for folder in (Path(), *Path.cwd().parents) if _is_project(folder)), None)


def _is_project(folder: Path) -> bool:
    inside = folder / SCENARIOS
    return (inside / "worlds").is_dir() or any(inside.glob(f"*{SCENARIO_SUFFIX}"))


def runs_folder(given: Path | None = None) -> Path:
    """Return the folder of results: the one given, that of ``CITYTIES_RUNS``, the project's, or ``runs`` right here."""
    if given is not None:
        return given
    if named := os.environ.get(RUNS_VARIABLE):
        return Path(named).expanduser()
    return (project() or Path()) / RUNS


def scenario_file(name: Path | str) -> Path:
    """Return the file meant by a path or a name: as written, in the project's scenarios, or among those shipped.

    A path to nothing is returned as it is, and whoever reads it says what is wrong.

    Raises:
        ScenarioError: a bare name that is none; the nearest one is offered.
    """
    path = Path(name)
    text = path.as_posix()
    if path.exists():
        return path
    inside = text.removeprefix(f"{SCENARIOS}/")
    home = project()
    own = [home / SCENARIOS / inside, home / SCENARIOS / f"{inside}{SCENARIO_SUFFIX}"] if home is not None else []
    for file in (Path(f"{text}{SCENARIO_SUFFIX}"), *own):
        if file.is_file():
            return file
    if (found := shipped_file(inside)) is not None:
        return found
    if not path.suffix and len(path.parts) == 1:
        hint = did_you_mean(text, scenario_names()) or " `cityties list --scenarios` shows the names there are."
        raise ScenarioError(f"{text}: no such file, and no scenario of that name.{hint}")
    return path


def scenario_names() -> list[str]:
    """Return the names of all scenarios that can be given by name: the project's own, and those shipped."""
    home = project()
    root = home / SCENARIOS if home is not None else None
    own = root.rglob(f"*{SCENARIO_SUFFIX}") if root is not None else ()
    names = {file.relative_to(root).with_suffix("").as_posix() for file in own if root is not None}
    return sorted(names.union(shipped_names()))
