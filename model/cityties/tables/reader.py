"""One CSV file in, typed columns out; every fault names file and line and says what to do."""

import csv
import difflib
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cityties.errors import TableError
from cityties.tables.cells import resolution, value
from cityties.tables.columns import Table, TableColumn, resolution_of


@dataclass(frozen=True)
class Rows:
    """A table after reading: its columns as lists, and the line of the file each row starts on."""

    table: Table
    path: Path
    lines: list[int]
    cells: dict[str, list[Any]]

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each row as (line, values by column), the form in which rows are checked against each other."""
        names = list(self.cells)
        for line, values in zip(self.lines, zip(*self.cells.values(), strict=True), strict=True):
            yield line, dict(zip(names, values, strict=True))


def fault(path: Path, line: int, what: str) -> TableError:
    """Build the error for one line of a table; line 0 means the file as a whole."""
    return TableError(f"{path}:{line}: {what}" if line else f"{path}: {what}")


def nearest(word: str, words: Iterable[str]) -> str:
    """Suggest the word most like a misspelt one, as a sentence; empty if none is like it."""
    found = difflib.get_close_matches(word, list(words), n=1)
    return f" Did you mean '{found[0]}'?" if found else ""


def read_table(path: Path, table: Table, data: bytes) -> Rows:
    """Read the bytes of one table and convert every cell.

    Raises:
        TableError: at the first fault.
    """
    records = list(_split(path, _decode(path, data)))
    if not records:
        raise fault(path, 0, f"the table is empty. Its first line must be {','.join(c.name for c in table.columns)}.")
    (head_line, head), body = records[0], records[1:]
    _check_header(path, head_line, head, table)
    if not body and not table.may_be_empty:
        raise fault(path, 0, f"the table has a header but no rows. A world needs at least one row of {table.meaning}.")
    for line, fields in body:
        if len(fields) != len(head):
            raise fault(
                path,
                line,
                f"{len(fields)} fields where the header has {len(head)}. "
                'Put a text that holds a comma in double quotes ("a, b"), and keep empty fields.',
            )
    lines = [line for line, _ in body]
    columns: dict[str, list[Any]] = {}
    for column in table.columns:
        place = head.index(column.name) if column.name in head else None
        texts = ["" if place is None else fields[place] for _, fields in body]
        columns |= _convert(path, lines, texts, column)
    return Rows(table, path, lines, columns)


def _decode(path: Path, data: bytes) -> str:
    """Take bytes as UTF-8 (with or without a byte-order mark, which spreadsheets add)."""
    if b"\0" in data:
        raise fault(path, 0, "this is a binary file, not a table. Save it as CSV (comma-separated text, UTF-8).")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(path, line, "not UTF-8 text. Save the table as 'CSV UTF-8'.") from None


def _split(path: Path, content: str) -> Iterator[tuple[int, list[str]]]:
    """Split into records with the line each starts on; blank lines are skipped."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    start = 1
    try:
        for fields in reader:
            if any(value.strip() for value in fields) or len(fields) > 1:
                # one piece of memory for a text however often it stands: a million ties have few different ones
                yield start, [sys.intern(value.strip()) for value in fields]
            start = reader.line_num + 1
    except csv.Error as error:
        raise fault(path, start, f"cannot be split into fields ({error}). Check the double quotes.") from None


def _check_header(path: Path, line: int, head: list[str], table: Table) -> None:
    """Refuse missing, unknown and doubled columns; their order is free."""
    names = [column.name for column in table.columns]
    if len(head) == 1 and ";" in head[0]:
        raise fault(path, line, "the fields are separated by ';'. Separate them by ','.")
    for name in head:
        if name not in names:
            missing = [wanted for wanted in names if wanted not in head]
            hint = nearest(name, missing) or f" The columns are {', '.join(names)}."
            raise fault(path, line, f"unknown column '{name}'.{hint}")
        if head.count(name) > 1:
            raise fault(path, line, f"column '{name}' stands twice. Remove one of them.")
    for column in table.columns:
        if column.name not in head and not column.may_be_absent:
            raise fault(path, line, f"column '{column.name}' is missing ({column.meaning}). Add it to the header.")


def _convert(path: Path, lines: list[int], texts: list[str], column: TableColumn) -> dict[str, list[Any]]:
    """Convert one column; a column of dates brings a second one that says month, year or unknown."""
    values = []
    for line, cell in zip(lines, texts, strict=True):
        try:
            values.append(value(cell, column))
        except ValueError as error:
            shown = f"{column.name} {cell!r}" if cell else f"column '{column.name}'"
            raise fault(path, line, f"{shown} {error}.") from None
    columns = {column.name: values}
    if column.kind == "date":
        columns[resolution_of(column.name)] = [resolution(cell) for cell in texts]
    return columns
