"""One CSV file in, typed columns out; every fault names file and line and says what to do."""

import csv
import difflib
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cityties.errors import TableError, counted
from cityties.tables.cells import EMPTY, EXCHANGE, resolution, value
from cityties.tables.columns import Table, TableColumn, resolution_of
from cityties.tables.faults import Fault
from cityties.tables.text import CONFLICT, clean, control_character, merge_conflict

MOST_COMPARED = 400
"""Names among which the nearest is looked for; more take too long, so of more those of one initial are taken."""


@dataclass(frozen=True)
class Rows:
    """A table after reading: its columns as lists, and the line of the file each row starts on.

    ``faulty`` holds the lines in which something is wrong; what follows from that is not reported beside it.
    """

    table: Table
    path: Path
    lines: list[int]
    cells: dict[str, list[Any]]
    faulty: set[int] = field(default_factory=set)

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each row without a fault as (line, values by column), in which form rows are checked."""
        names = list(self.cells)
        for line, values in zip(self.lines, zip(*self.cells.values(), strict=True), strict=True):
            if line not in self.faulty:
                yield line, dict(zip(names, values, strict=True))


def fault(path: Path, line: int, what: str) -> TableError:
    """Build the error for one line of a table; line 0 means the file as a whole."""
    return TableError(str(Fault(path, line, what)), [(str(path), line, what)])


def nearest(word: str, words: Iterable[str]) -> str:
    """Suggest the word most like a misspelt one, as a sentence; empty if none is like it. Case does not count."""
    known = list(words)
    if len(known) > MOST_COMPARED:
        known = [name for name in known if name[:1].casefold() == word[:1].casefold()]
    folded = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), folded, n=1)
    return f" Did you mean '{folded[found[0]]}'?" if found else ""


def read_table(path: Path, table: Table, data: bytes) -> tuple[Rows | None, list[Fault]]:
    """Read the bytes of one table, convert every cell, and return its rows and all its faults.

    Cells with a fault are empty in the rows. There are no rows where the table as a whole cannot be compared with
    others: it is no table, or lacks a column.
    """
    text = decode(path, data)
    if isinstance(text, Fault):
        return None, [text]
    records, faults = _split(path, text)
    if not records:
        first_line = ",".join(column.name for column in table.columns)
        return None, faults or [Fault(path, 0, f"the table is empty. Its first line must be {first_line}.")]
    (head_line, head), body = records[0], records[1:]
    if len(head) == 1 and ";" in head[0]:
        return None, [Fault(path, head_line, "the fields are separated by ';'. Separate them by ','.")]
    header = list(_header_faults(path, head_line, head, table))
    if not body and not table.may_be_empty and not faults:
        what = f"the table has a header but no rows. At least one row is needed: {table.meaning}."
        header.append(Fault(path, 0, what))
    lengths = [
        Fault(
            path,
            line,
            f"{counted(len(fields), 'field')} where the header has {len(head)}. "
            'Put a text that holds a comma in double quotes ("a, b"), and keep empty fields.',
        )
        for line, fields in body
        if len(fields) != len(head)
    ]
    skipped = {found.line for found in lengths}
    rows = Rows(table, path, [line for line, _ in body], {}, skipped)
    cells = list(_convert(rows, head, [fields for _, fields in body], skipped.copy()))
    whole = not faults and not header
    # lines that are too short for a wrong header may well be right
    return rows if whole else None, [*faults, *header, *([] if header else lengths), *cells]


def decode(path: Path, data: bytes) -> str | Fault:
    """Return bytes as UTF-8 text (a byte-order mark is allowed) without invisible characters, or why they are none."""
    if b"\0" in data:
        return Fault(path, 0, "this is a binary file, not a table. Save it as CSV (comma-separated text, UTF-8).")
    try:
        text = clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Fault(path, line, "not UTF-8 text. Save the table as 'CSV UTF-8'.")
    if (place := merge_conflict(text)) is not None:
        return Fault(path, text.count("\n", 0, place) + 1, CONFLICT)
    if found := control_character(text):
        place, code = found
        what = f"a control character ({code}) stands here, which nobody sees. Delete it."
        return Fault(path, text.count("\n", 0, place) + 1, what)
    return text


def _split(path: Path, content: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """Split into records with the line each starts on, up to one that cannot be split; blank lines are skipped."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    records, start = [], 1
    try:
        for fields in reader:
            if any(value.strip() for value in fields) or len(fields) > 1:
                # one piece of memory for a text however often it stands: a million ties have few different ones
                records.append((start, [sys.intern(value.strip()) for value in fields]))
            start = reader.line_num + 1
    except csv.Error as error:
        return records, [Fault(path, start, f"cannot be split into fields ({error}). Check the double quotes.")]
    return records, []


def _header_faults(path: Path, line: int, head: list[str], table: Table) -> Iterator[Fault]:
    """Find missing, unknown and doubled columns; their order is free."""
    names = [column.name for column in table.columns]
    meant = set()
    for name in dict.fromkeys(head):
        if name not in names:
            close = difflib.get_close_matches(name, [wanted for wanted in names if wanted not in head], n=1)
            meant.update(close)
            hint = f" Did you mean '{close[0]}'?" if close else f" The columns are {', '.join(names)}."
            yield Fault(path, line, f"unknown column '{name}'.{hint}")
        elif head.count(name) > 1:
            yield Fault(path, line, f"column '{name}' stands twice. Remove one of them.")
    for column in table.columns:
        if column.name not in head and not column.may_be_absent and column.name not in meant:
            yield Fault(path, line, f"column '{column.name}' is missing ({column.meaning}). Add it to the header.")


def _convert(rows: Rows, head: list[str], body: list[list[str]], skipped: set[int]) -> Iterator[Fault]:
    """Fill in the cells of the rows column by column; yield the faults of cells, but of the lines to be skipped."""
    for column in rows.table.columns:
        place = head.index(column.name) if column.name in head else len(head)
        texts = [fields[place] if place < len(fields) else "" for fields in body]
        values = []
        for line, fields, text in zip(rows.lines, body, texts, strict=True):
            try:
                values.append(value(text, column))
            except ValueError as error:
                values.append(EMPTY[column.kind])
                if line not in skipped and head.count(column.name) == 1:
                    rows.faulty.add(line)
                    shown = f"{column.name} {text!r}" if text else f"column '{column.name}'"
                    hint = _exchanged(rows.table, column, text, dict(zip(head, fields, strict=False)))
                    yield Fault(rows.path, line, f"{shown} {error}.{hint}")
        rows.cells[column.name] = values
        if column.kind == "date":
            # a date that comes with its month or year has a second column, which says which of them
            rows.cells[resolution_of(column.name)] = [resolution(text) for text in texts]


def _exchanged(table: Table, column: TableColumn, text: str, row: dict[str, str]) -> str:
    """Return the advice to exchange two cells where each would fit the other's column; empty where they would not."""
    other = next((one for one in table.columns if one.name == column.mistaken_for), None)
    if other is None or not text or not row.get(other.name):
        return ""
    try:
        value(row[other.name], column), value(text, other)
    except ValueError:
        return ""
    return f" {EXCHANGE.format(column.name, other.name)}"
