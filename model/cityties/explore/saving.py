"""What differs on a page, as a scenario file that ``cityties run`` runs with the same numbers."""

import os
from pathlib import Path
from typing import Any

from cityties.errors import ScenarioError
from cityties.explore.asked import Settings
from cityties.explore.source import Source
from cityties.scenario.folder_names import folder_name_fault
from cityties.scenario.places import project
from cityties.scenario.sweeps import put, setting_path
from cityties.scenario.writer import scenario_text
from cityties.worlds.shipped import SCENARIO_SUFFIX, SCENARIOS, shipped_file, shipped_folder

MOST_NAME, MOST_TITLE = 60, 120
BOTH = (True, False)


def settings_text(source: Source, settings: Settings, title: str, beside: Path) -> str:
    """Return a scenario file for the folder ``beside``: what it extends, its title, and what differs."""
    plain: dict[str, Any] = {"extends": _extended(source.file, beside), "title": title}
    for key, value in settings.items():
        put(plain, setting_path(key), value)
    if len(source.scenario.arms.tie_pathways) < len(BOTH):
        put(plain, ("arms", "tie_pathways"), list(BOTH))
    return scenario_text(plain)


def folder_of_scenarios() -> Path:
    """Return where scenarios are saved: in the project one stands in, or right here."""
    return (project() or Path()) / SCENARIOS


def save(source: Source, settings: Settings, name: str, title: str) -> Path:
    """Write ``scenarios/NAME.yaml`` and return it; nothing is ever overwritten.

    Raises:
        ScenarioError: the name cannot be used or is taken, or the title is empty or too long.
    """
    wrong = folder_name_fault(name) if name else "a name is needed"
    if wrong is not None or len(name) > MOST_NAME or name.startswith("."):
        raise ScenarioError(f"'{name[:MOST_NAME]}' cannot name a scenario; use letters, digits, '_' and '-'.")
    if not title.strip() or len(title) > MOST_TITLE:
        raise ScenarioError(f"title: takes 1 to {MOST_TITLE} letters.")
    folder = folder_of_scenarios()
    file = folder / f"{name}{SCENARIO_SUFFIX}"
    folder.mkdir(exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(settings_text(source, settings, title.strip(), folder))
    except FileExistsError:
        raise ScenarioError(f"{file}: exists already and is left as it is; choose another name.") from None
    return file


def _extended(file: Path, beside: Path) -> str:
    """Return what stands after ``extends``: the name of a shipped scenario, or the way from the new file to another."""
    home = shipped_folder()
    if home.resolve() != beside.resolve() and file.resolve().is_relative_to(home.resolve()):
        name = file.resolve().relative_to(home.resolve()).with_suffix("").as_posix()
        if shipped_file(name) is not None and not (beside / f"{name}{SCENARIO_SUFFIX}").exists():
            return name
    return Path(os.path.relpath(file.resolve(), beside.resolve())).as_posix()
