"""Files of rows as people have them: CSV, tables of a spreadsheet, and query results of Wikidata in JSON."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from cityties.errors import TableError
from cityties.tables.reader import fault


def csv_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with their lines; fields may be parted by commas, semicolons or tabs.

    Raises:
        TableError: the file cannot be read or split, with its line.
    """
    text = _text(path)
    head_line = text.split("\n", 1)[0]
    separator = next((mark for mark in "\t;" if mark in head_line), ",")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    line = 1
    try:
        head = [name.strip() for name in next(reader, [])]
        line = reader.line_num + 1
        for cells in reader:
            if any(cells) and len(cells) != len(head):
                raise fault(path, line, f"{len(cells)} fields where the header has {len(head)}.")
            if any(cells):
                yield line, dict(zip(head, cells, strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        raise fault(path, line, f"cannot be split into fields ({error}). Check the double quotes.") from None


def json_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a query result one by one, so that each has its line.

    Wikidata gives a plain list of objects, or (verbose) the bindings of a SPARQL result.

    Raises:
        TableError: the file cannot be read or is no such list, with its line.
    """
    text = _text(path)
    start = re.search(r'"bindings"\s*:\s*\[', text) or re.match(r"\s*\[", text)
    if start is None:
        raise fault(path, 1, "this is no query result: neither a list of rows nor results.bindings. Take CSV instead.")
    names = re.search(r'"vars"\s*:\s*(\[[^]]*\])', text)
    head = json.loads(names[1]) if names else list(dict.fromkeys(re.findall(r'"(\w+)"\s*:', text)))
    decoder, place = json.JSONDecoder(), start.end()
    while True:
        place = next((at for at in range(place, len(text)) if text[at] not in " \t\r\n,"), len(text))
        line = text.count("\n", 0, place) + 1
        if place >= len(text):
            raise fault(path, line, "the list has no end. Download the query result again.")
        if text[place] == "]":
            return
        try:
            binding, place = decoder.raw_decode(text, place)
            yield line, dict.fromkeys(head, "") | {name: _plain(cell) for name, cell in binding.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise fault(path, line, "this row cannot be read as JSON. Download the query result again.") from None


def _plain(cell: object) -> str:
    return str(cell["value"] if isinstance(cell, dict) else cell)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise TableError(f"{path}: no such file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read as UTF-8 text: {error}. Save it as CSV in UTF-8.") from None
