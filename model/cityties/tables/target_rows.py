"""The rows of ``targets.csv`` as far as they can be checked by themselves and against the tables of their world."""

from collections.abc import Mapping
from pathlib import Path

from cityties.tables.checks import check_keys, check_references
from cityties.tables.declared_targets import TARGETS
from cityties.tables.faults import Fault, error_of
from cityties.tables.plain_files import MOST_BYTES_OF_TABLE, plain_bytes
from cityties.tables.reader import Rows, read_table
from cityties.tables.world_tables import read_rows


def read_target_rows(folder: Path) -> tuple[Rows, list[Fault]]:
    """Read the targets of a world; return them with the faults in which they and its tables disagree.

    Raises:
        TableError: the world has no such file, it is no such table, or a cell in it cannot be read.
    """
    rows, faults = _read(folder / TARGETS.file)
    if rows is None or faults:
        raise error_of(faults)
    world, _ = read_rows(folder)
    together: Mapping[str, Rows] = {**world, "targets": rows}
    found = [*check_keys(rows), *check_references(rows, together)]
    rows.faulty.update(fault.line for fault in found)
    return rows, found


def check_target_rows(folder: Path) -> None:
    """Check the targets of a world, if it has any, without what only the model knows of statistics and periods.

    Raises:
        TableError: all that is wrong in them.
    """
    if (folder / TARGETS.file).exists():
        _, found = read_target_rows(folder)
        if found:
            raise error_of(found)


def _read(path: Path) -> tuple[Rows | None, list[Fault]]:
    try:
        data = plain_bytes(path, MOST_BYTES_OF_TABLE)
    except FileNotFoundError:
        head = ",".join(column.name for column in TARGETS.columns)
        what = f"this world has no targets to calibrate with. Write a file of them; its first line is {head}."
        return None, [Fault(path, 0, what)]
    except OSError as error:
        return None, [Fault(path, 0, f"the targets cannot be read: {str(error.strerror).lower()}.")]
    return read_table(path, TARGETS, data)
