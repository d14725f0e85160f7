"""Writing the folder of a world: every table of the loader, complete, or none."""

import csv
import glob
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cityties.errors import CityTiesError
from cityties.tables.declared_model import TABLES

type TableRow = Mapping[str, Any]
type TableRows = dict[str, Iterable[TableRow]]


def write_world(
    folder: Path, rows: TableRows, readme: str, only_filled: bool = False, others: Mapping[str, str] | None = None
) -> None:
    """Write the tables of a world into a new folder; tables without rows get their header, or are left out.

    ``others`` are the texts of further files by their names. The tables grow in a folder of their own and get their
    name at the end, so that of two commands that write one folder the second is refused.

    Raises:
        CityTiesError: the folder exists already or cannot be written.
    """
    taken = CityTiesError(f"{folder}: exists already and is left as it is; name another folder with --out.")
    if folder.exists():
        raise taken
    growing = folder.with_name(f".{folder.name}.part{os.getpid()}")
    _clear_left(folder)
    try:
        shutil.rmtree(growing, ignore_errors=True)
        for table in TABLES:
            if only_filled and table.name not in rows:
                continue
            columns = [column.name for column in table.columns]
            path = growing / table.file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as lines:
                writer = csv.DictWriter(lines, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows.get(table.name, ()))
        for name, text in {"README.md": readme, **(others or {})}.items():
            (growing / name).write_text(text, encoding="utf-8")
        growing.rename(folder)
    except OSError as error:
        shutil.rmtree(growing, ignore_errors=True)
        if folder.exists():
            raise taken from None
        raise CityTiesError(f"{folder}: cannot be written: {(error.strerror or str(error)).lower()}.") from None


def _clear_left(folder: Path) -> None:
    """Clear away what a killed command left of the same folder; where it cannot be known who lives, it stays."""
    if os.name != "posix":
        return
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.part*"):
        number = left.name.rpartition(".part")[2]
        if number.isdecimal() and number.isascii() and not _is_alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(process: int) -> bool:
    """Return whether a process of any user runs; signal 0 asks and does nothing."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
