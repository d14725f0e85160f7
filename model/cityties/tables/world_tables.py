"""The tables of a world: read from a folder, checked to the last cell, handed on as frozen columns.

A world is data and nothing else: this file computes nothing of the model. Units and meanings of all columns
are declared in :mod:`cityties.tables.declared_model`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cityties.tables.checks import check
from cityties.tables.checks_shocks import check_shocks
from cityties.tables.columns import LINE, Table
from cityties.tables.declared_model import TABLES
from cityties.tables.reader import Rows, fault, read_table

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
        TableError: at the first fault, with file, line and what to do.
    """
    if not folder.is_dir():
        raise fault(folder, 0, "there is no such folder of world tables. Copy scenarios/worlds/east-asia to begin one.")
    digest = hashlib.sha256()
    world: dict[str, Rows] = {}
    for table in TABLES:
        path = folder / table.file
        data = read_bytes(path, table)
        digest.update(f"{table.file}\n{len(data)}\n".encode() + data)
        world[table.name] = read_table(path, table, data)
    check(world)
    check_shocks(world)
    return world, digest.hexdigest()


def read_bytes(path: Path, table: Table) -> bytes:
    """Read one file whole.

    Raises:
        TableError: there is no such file.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if table.may_be_absent:
            return ",".join(column.name for column in table.columns).encode()
        use = "a header alone will do" if table.may_be_empty else "a world cannot do without it"
        raise fault(path, 0, f"the table is missing: {table.meaning}. Copy it from another world; {use}.") from None
    except OSError as error:
        raise fault(path, 0, f"the table cannot be read ({error.strerror}).") from None


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
