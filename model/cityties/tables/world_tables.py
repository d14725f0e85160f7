"""The tables of a world: read from a folder, checked to the last cell, handed on as frozen columns.

A world is data and nothing else: this file computes nothing of the model. Units and meanings of all columns
are declared in :mod:`cityties.tables.declared_model`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cityties.tables.checks import faults_between
from cityties.tables.columns import LINE, Table
from cityties.tables.declared_model import TABLES
from cityties.tables.faults import Fault, error_of
from cityties.tables.plain_files import MOST_BYTES_OF_TABLE, plain_bytes
from cityties.tables.reader import Rows, fault, read_table
from cityties.tables.stray_files import misspelt_tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class WorldTables:
    """All tables of one world.

    Every frame has the columns of its file plus ``line``, the line of the file the row starts on. Months are
    numbers (:mod:`cityties.kernel.calendar`), -1 where a date is empty. A column that also takes a bare year stands for
    January of it and has a neighbour ``<column>_resolution``: month, year or unknown. Empty numbers are NaN,
    empty texts ''; yes and no are True and False.

    ``digest`` is the SHA-256 over the bytes of all files: two worlds with the same digest are the same world.
    """

    sources: pd.DataFrame
    nations: pd.DataFrame
    dyads: pd.DataFrame
    publics: pd.DataFrame
    cities: pd.DataFrame
    ties: pd.DataFrame
    shocks: pd.DataFrame
    forum: pd.DataFrame
    priors: pd.DataFrame
    networks: pd.DataFrame
    network_members: pd.DataFrame
    network_meetings: pd.DataFrame
    incentives: pd.DataFrame
    disasters: pd.DataFrame
    aid: pd.DataFrame
    stocks: pd.DataFrame
    stock_anchors: pd.DataFrame
    signings: pd.DataFrame
    polls: pd.DataFrame
    disruptions: pd.DataFrame
    attendance: pd.DataFrame
    series: pd.DataFrame
    series_values: pd.DataFrame
    folder: Path
    digest: str


def read_tables(folder: Path) -> WorldTables:
    """Read and check the world in a folder (:func:`read_rows`).

    Raises:
        TableError: what is wrong with it.
    """
    world, digest = read_rows(folder)
    frames = {name: frame(rows) for name, rows in world.items()}
    return WorldTables(**frames, folder=folder, digest=digest)


def read_rows(folder: Path) -> tuple[dict[str, Rows], str]:
    """Read and check the world in a folder, because a wrong table would give wrong answers in silence.

    Raises:
        TableError: all faults of all tables, each with file, line and what to do.
    """
    if not folder.is_dir():
        raise fault(folder, 0, "there is no such folder of world tables. `cityties world new NAME` begins one.")
    if not any((folder / table.file).exists() for table in TABLES):
        raise fault(folder, 0, "there is no table of a world in this folder. `cityties world new NAME` begins one.")
    digest = hashlib.sha256()
    world: dict[str, Rows] = {}
    misspelt = dict(misspelt_tables(folder))
    faults = list(misspelt.values())
    for table in TABLES:
        path = folder / table.file
        data = b"" if table.file in misspelt else read_bytes(path, table)
        if isinstance(data, Fault):
            faults.append(data)
        elif table.file not in misspelt:
            rows, found = read_table(path, table, data)
            faults += found
            if rows is not None:
                world[table.name] = rows
                if rows.lines:  # so that a table declared later leaves the digests of older worlds as they were
                    digest.update(f"{table.file}\n{len(data)}\n".encode() + data)
    faults += faults_between(world)
    if faults:
        order = [folder / table.file for table in TABLES]
        raise error_of(sorted(faults, key=lambda found: order.index(found.path) if found.path in order else -1))
    return world, digest.hexdigest()


def read_bytes(path: Path, table: Table) -> bytes | Fault:
    """Return a file whole, or why it cannot be read; a missing file of a table that may be empty is its header."""
    try:
        return plain_bytes(path, MOST_BYTES_OF_TABLE)
    except FileNotFoundError:
        head = ",".join(column.name for column in table.columns)
        if table.may_be_empty:
            return head.encode()
        missing = "A world cannot do without it; its" if table in TABLES else "Its"
        what = f"the table is missing: {table.meaning}. {missing} first line is {head}."
        return Fault(path, 0, what)
    except OSError as error:
        return Fault(path, 0, f"the table cannot be read: {str(error.strerror).lower()}.")


def frame(rows: Rows) -> pd.DataFrame:
    """Turn checked rows into a frame whose column types do not depend on what the cells hold."""
    import pandas as pd  # noqa: PLC0415 - whoever only checks a world does without

    kinds = {column.name: _dtype(column.kind, column.required) for column in rows.table.columns}
    columns = {name: pd.Series(cells, dtype=kinds.get(name, "object")) for name, cells in rows.cells.items()}
    return pd.DataFrame(columns | {LINE: pd.Series(rows.lines, dtype="int64")})


def _dtype(kind: str, required: bool) -> str:
    if kind == "integer":
        return "int64" if required else "float64"
    return {"number": "float64", "month": "int64", "date": "int64", "flag": "bool"}.get(kind, "object")
