"""Files of a world's folder that no table is read from: a misspelt name would be silently no input."""

import difflib
from collections.abc import Iterator
from pathlib import Path

from cityties.tables.declared_forecast import ASSUMPTIONS, FORECAST, OUTCOMES, QUESTIONS
from cityties.tables.declared_model import TABLES
from cityties.tables.declared_names import NAMES
from cityties.tables.declared_targets import TARGETS
from cityties.tables.faults import Fault

LEFT_OUT = "left_out.csv"
"""Rows of a list that an import left out; they stand in the folder for people."""
LIKE_A_NAME = 0.75
BESIDE = (TARGETS, NAMES, QUESTIONS, ASSUMPTIONS, FORECAST, OUTCOMES)
"""Tables that may stand in the folder of a world and that other commands read."""
_OF_PEOPLE = ("readme", "license", "licence", "changelog", "notes", "citation")


def stray_files(folder: Path) -> list[Path]:
    """Return the files in the folder that are no table of a world, nor a text for people."""
    declared = {folder / table.file for table in (*TABLES, *BESIDE)}
    inside = [
        path for parent in sorted({path.parent for path in declared}) if parent.is_dir() for path in parent.iterdir()
    ]
    return sorted(
        path
        for path in inside
        if path.is_file()
        and path not in declared
        and path.name != LEFT_OUT
        and not path.name.startswith((".", "~"))
        and not path.stem.casefold().startswith(_OF_PEOPLE)
    )


def misspelt_tables(folder: Path) -> Iterator[tuple[str, Fault]]:
    """Yield for each file whose name is almost that of a table which is not there: this table, and what to do."""
    absent = {table.file.casefold(): table.file for table in TABLES if not (folder / table.file).exists()}
    for path in stray_files(folder):
        name = path.relative_to(folder).as_posix().casefold()
        meant = difflib.get_close_matches(name, absent, n=1, cutoff=LIKE_A_NAME)
        if meant:
            file = absent.pop(meant[0])
            what = f"no table of a world has this name. Did you mean '{file}'? Rename it, or move it elsewhere."
            yield file, Fault(path, 0, what)


def is_world(path: Path) -> bool:
    """Return whether a path is a folder with at least one table of a world."""
    return path.is_dir() and any((path / table.file).is_file() for table in TABLES)
