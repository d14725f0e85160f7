"""Writing the folder of a world: every table of the loader, complete, or none."""

import csv
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cityties.errors import CityTiesError
from cityties.tables.declared_model import TABLES

type TableRow = Mapping[str, Any]
type TableRows = dict[str, Iterable[TableRow]]


def write_world(folder: Path, rows: TableRows, readme: str) -> None:
    """Write the tables of a world into a new folder; tables without rows get their header.

    Raises:
        CityTiesError: the folder exists already or cannot be written.
    """
    if folder.exists():
        raise CityTiesError(f"{folder}: exists already and is left as it is; name another folder with --out.")
    growing = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(growing, ignore_errors=True)
        for table in TABLES:
            columns = [column.name for column in table.columns]
            path = growing / table.file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as lines:
                writer = csv.DictWriter(lines, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows.get(table.name, ()))
        (growing / "README.md").write_text(readme, encoding="utf-8")
        growing.rename(folder)
    except OSError as error:
        shutil.rmtree(growing, ignore_errors=True)
        raise CityTiesError(f"{folder}: cannot be written: {(error.strerror or str(error)).lower()}.") from None
