"""What differs between the worlds of two cases: which tables, how many rows, and which cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from cityties.experiment.stored import stored_csv
from cityties.tables.declared_model import TABLES
from cityties.tables.language import tr, trn

MOST_EXAMPLES = 3
IGNORED = ("source", "certainty", "note")
"""Columns from which no number follows."""


@dataclass(frozen=True)
class TableDifference:
    """One table that two worlds do not share: rows that only one has, rows changed, and a few of them in words."""

    file: str
    added: int
    dropped: int
    changed: int
    examples: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """The counts, such as ``2 rows changed, 1 added``."""
        counts = (
            (self.changed, trn("{n} row changed", "{n} rows changed", self.changed)),
            (self.added, trn("{n} row added", "{n} rows added", self.added)),
            (self.dropped, trn("{n} row dropped", "{n} rows dropped", self.dropped)),
        )
        listed = [text.format(n=n) for n, text in counts if n]
        return tr(", ").join(listed) or tr("sources or notes only")


def world_differences(baseline: Path, other: Path) -> list[TableDifference]:
    """Return the tables in which the world in one folder differs from the baseline's."""
    found = []
    for file in sorted({*_files(baseline), *_files(other)}):
        before, after = (_bytes(folder / file) for folder in (baseline, other))
        if before != after:
            found.append(_difference(file, _read(baseline / file), _read(other / file)))
    return found


def _files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*.csv"))


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _read(path: Path) -> pd.DataFrame:
    return stored_csv(path, as_text=True) if path.is_file() else pd.DataFrame()


def _difference(file: str, before: pd.DataFrame, after: pd.DataFrame) -> TableDifference:
    key = next((list(table.key) for table in TABLES if table.file == file), [])
    if not key or not all(set(key) <= set(frame) and not frame.duplicated(key).any() for frame in (before, after)):
        return _whole_rows(file, before, after)
    old, new = (frame.set_index(key).sort_index() for frame in (before, after))
    added, dropped = new.index.difference(old.index), old.index.difference(new.index)
    both = old.index.intersection(new.index)
    columns = [name for name in dict.fromkeys([*old, *new]) if name not in IGNORED]
    then, now = (frame.reindex(index=both, columns=columns).fillna("") for frame in (old, new))
    cells = then != now
    rows = cells.any(axis=1)
    listed = [
        f"{_row_name(row)}: {name} {_cell(then, row, name)} \N{RIGHTWARDS ARROW} {_cell(now, row, name)}"
        for row in both[rows]
        for name in cells.columns[cells.loc[row]]
    ]
    listed += [tr("only here: {row_name}").format(row_name=_row_name(row)) for row in added]
    listed += [tr("not here: {row_name}").format(row_name=_row_name(row)) for row in dropped]
    return TableDifference(file, len(added), len(dropped), int(rows.sum()), tuple(listed[:MOST_EXAMPLES]))


def _cell(table: pd.DataFrame, row: Any, column: str) -> str:
    return str(table.at[row, column]) or tr("empty")


def _row_name(row: object) -> str:
    return " ".join(map(str, row)) if isinstance(row, tuple) else str(row)


def _whole_rows(file: str, before: pd.DataFrame, after: pd.DataFrame) -> TableDifference:
    """Compare rows as wholes, where a table declares no key; a changed row is one dropped and one added."""
    old, new = (
        frame.drop(columns=[name for name in IGNORED if name in frame]).agg(" ".join, axis=1).value_counts()
        if len(frame)
        else pd.Series(dtype="int64")
        for frame in (before, after)
    )
    added, dropped = new.sub(old, fill_value=0).clip(lower=0), old.sub(new, fill_value=0).clip(lower=0)
    listed = [tr("only here: {row}").format(row=row) for row in added[added > 0].index]
    listed += [tr("not here: {row}").format(row=row) for row in dropped[dropped > 0].index]
    return TableDifference(file, int(added.sum()), int(dropped.sum()), 0, tuple(listed[:MOST_EXAMPLES]))
