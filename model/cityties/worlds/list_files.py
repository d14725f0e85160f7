"""Files of rows as people have them: CSV, tables of a spreadsheet, and query results of Wikidata in JSON."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cityties.errors import TableError, counted
from cityties.tables.reader import fault
from cityties.tables.text import clean, half_character, without_control

SEPARATORS = "\t;|"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: its line, its cells by column, and, where it is no whole row, the kind of fault and the fault."""

    line: int
    cells: dict[str, str]
    kind: str = ""
    what: str = ""


def list_rows(path: Path) -> Iterator[ListRow]:
    """Yield the rows of a file, which is JSON if its name says so.

    Raises:
        TableError: the file as a whole cannot be read or split, with its line.
    """
    return json_rows(path) if path.suffix.casefold() == ".json" else csv_rows(path)


def csv_rows(path: Path) -> Iterator[ListRow]:
    """Yield the rows of a CSV file; fields may be parted by commas, semicolons, tabs or bars.

    Raises:
        TableError: the file cannot be read or split, with its line.
    """
    text = _text(path)
    head_line = text.split("\n", 1)[0]
    separator = next((mark for mark in SEPARATORS if mark in head_line), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        head = [name.strip() for name in next(reader, [])]
        _check_head(path, head)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = dict(zip(head, map(str.strip, cells), strict=False))
                what = f"{counted(len(cells), 'field')} where the header has {len(head)}."
                yield ListRow(line, row) if len(cells) == len(head) else ListRow(line, row, "fields", what)
            line = reader.line_num + 1
    except csv.Error as error:
        raise fault(path, line, f"cannot be split into fields ({error}). Check the double quotes.") from None


def _check_head(path: Path, head: Sequence[str]) -> None:
    for name in head:
        if name and head.count(name) > 1:
            raise fault(path, 1, f"column '{name}' stands twice. Rename one of them.")


def json_rows(path: Path) -> Iterator[ListRow]:
    """Yield the rows of a query result one by one, so that each has its line.

    Wikidata gives a plain list of objects, or (verbose) the bindings of a SPARQL result.

    Raises:
        TableError: the file cannot be read or is no such list, with its line.
    """
    text = _text(path)
    start = re.search(r'"bindings"\s*:\s*\[', text) or re.match(r"\s*\[", text)
    if start is None:
        raise fault(path, 1, "this is no query result: neither a list of rows nor results.bindings. Take CSV instead.")
    head = _json_head(text)
    decoder, place, counted, line = json.JSONDecoder(), start.end(), 0, 1
    while True:
        found = _NEXT.match(text, place)
        place = found.end() if found else place
        line, counted = line + text.count("\n", counted, place), place
        if place >= len(text):
            raise fault(path, line, "the list has no end. Download the query result again.")
        if text[place] == "]":
            return
        try:
            binding, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            raise fault(path, line, "this row cannot be read as JSON. Download the query result again.") from None
        yield _json_row(line, binding, head)


_NEXT = re.compile(r"[ \t\r\n,]*")


def _json_head(text: str) -> list[str]:
    """Return the names of the columns: as the result lists them, else as its rows have them."""
    names = re.search(r'"vars"\s*:\s*(\[[^]]*\])', text)
    try:
        listed = json.loads(names[1]) if names else None
    except ValueError:
        listed = None
    if isinstance(listed, list) and all(isinstance(name, str) for name in listed):
        return listed
    return list(dict.fromkeys(re.findall(r'"(\w+)"\s*:', text)))


def _json_row(line: int, binding: object, head: Sequence[str]) -> ListRow:
    if not isinstance(binding, dict):
        return ListRow(line, dict.fromkeys(head, ""), "row", "this row is no object with the names of columns.")
    cells, odd = dict.fromkeys(head, ""), ""
    for name, cell in binding.items():
        plain = cell.get("value", cell) if isinstance(cell, dict) else cell
        if isinstance(plain, dict | list):
            odd = odd or f"'{name}' holds neither a text nor a number."
            continue
        # null is an empty cell, and no city is called None
        cells[name] = "" if plain is None else without_control(clean(str(plain))).strip()
    if any(half_character(cell) for cell in cells.values()):
        return ListRow(line, cells, "text", "a text of this row is damaged: it holds half a character.")
    return ListRow(line, cells, "row", odd) if odd else ListRow(line, cells)


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise TableError(f"{path}: is no file. Give a list in CSV or JSON.")
    try:
        text = without_control(clean(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise TableError(f"{path}: no such file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read as UTF-8 text: {error}. Save it as CSV in UTF-8.") from None
    if text.lstrip()[:9].casefold().startswith(("<!doctype", "<html", "<?xml")):
        raise TableError(f"{path}:1: is a page or XML, and no list of rows. Download the list as CSV or JSON.")
    return text
