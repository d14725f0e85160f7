"""What differs between what is kept of a result and what is computed now: of every file the first number."""

import csv
import math
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd

from reference.results import Result, to_keep

MOST_NAMED = 3
"""Cells of words that name a row."""
ANOTHER_PROCESSOR = 1e-9
"""Relative difference of what libraries sum elsewhere: other vectors add in another order."""
SEARCHED, OF_A_SEARCH = ("tables/clocks.csv", "tables/series_fit.csv"), 1e-3
"""Tables of what a search over a flat slope finds, and how far it may stop elsewhere."""
OF_BYTES = ("bytes", "sha256")
"""Columns that differ as soon as any last digit does."""
OF_SEARCH = {"tables/clocks.csv": ("low", "high")}
"""Ends of a flat profile, which a search finds on one processor and not on another."""


def differences(result: Result, folder: Path, near: float = 0.0) -> Iterator[str]:
    """Yield one line for each file that differs between what is kept of a result and a folder that was computed now.

    Numbers are the same within a relative ``near``; with 0, only if all digits are.
    """
    kept = {
        path.relative_to(result.kept).as_posix(): path.read_bytes()
        for path in sorted(result.kept.rglob("*"))
        if path.is_file() and path.relative_to(result.kept).as_posix() not in result.pages
    }
    yield from between(kept, to_keep(folder, result), result.name, near)


def between(kept: Mapping[str, bytes], now: Mapping[str, bytes], name: str, near: float = 0.0) -> Iterator[str]:
    """Yield one line for each of the files that differs; a file is known by its path."""
    for file in sorted({*kept, *now}):
        place = f"{name}/{file}"
        if file not in now:
            yield f"{place}: is kept, and no longer made"
        elif file not in kept:
            yield f"{place}: is made, and not kept"
        elif kept[file] != now[file]:
            left_out = (*OF_BYTES, *OF_SEARCH.get(file, ())) if near else ()
            within = max(near, OF_A_SEARCH) if near and file in SEARCHED else near
            found = first_difference(cells(file, kept[file]), cells(file, now[file]), within, left_out)
            if found:
                yield f"{place}, {found}"


def cells(file: str, found: bytes) -> list[list[str]]:
    """Return the cells of a table, or the lines of another file, as text."""
    text = pd.read_parquet(BytesIO(found)).to_csv(index=False) if file.endswith(".parquet") else found.decode()
    if file.endswith((".csv", ".parquet")):
        return list(csv.reader(StringIO(text)))
    return [["line"], *([line] for line in text.splitlines())]


def first_difference(
    kept: list[list[str]], now: list[list[str]], near: float = 0.0, left_out: Collection[str] = ()
) -> str:
    """Return where two tables first differ, with both values; "" if they do not. The first row is that of names."""
    if kept[0] != now[0]:
        odd = [name for name in (*kept[0], *now[0]) if (name in kept[0]) != (name in now[0])]
        return f"columns: {', '.join(odd) or 'in another order'}"
    head = kept[0]
    for number, (then, row) in enumerate(zip(kept[1:], now[1:], strict=False), 1):
        for column, (before, value) in enumerate(zip(then, row, strict=True)):
            if before != value and head[column] not in left_out and not (near and is_near(before, value, near)):
                return f"row {number}{_called(head, then, column)}, {head[column]}: {before} kept, {value} now"
    return "" if len(kept) == len(now) else f"rows: {len(kept) - 1} kept, {len(now) - 1} now"


def is_near(before: str, value: str, near: float) -> bool:
    """Return whether two cells are numbers that differ by no more than a share of the larger."""
    try:
        return math.isclose(float(before), float(value), rel_tol=near, abs_tol=1e-12)
    except ValueError:
        return False


def _called(head: list[str], row: list[str], without: int) -> str:
    """Return what a row is called by: its first cells that are words."""
    words = [
        f"{name} {cell}"
        for place, (name, cell) in enumerate(zip(head, row, strict=True))
        if _is_word(cell, place, without)
    ]
    return f" ({', '.join(words[:MOST_NAMED])})" if words else ""


def _is_word(cell: str, place: int, without: int) -> bool:
    if place == without or not cell:
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False
