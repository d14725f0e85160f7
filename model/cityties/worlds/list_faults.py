"""What is wrong with rows of a list: gathered to the end of the file, shown as one table, written beside the world."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cityties.errors import counted

REMEDIES = {
    "fields": "Put a text that holds the separator in double quotes, and keep empty fields.",
    "row": "Write the row as one object of texts and numbers, or take it out.",
    "text": "Half a character is damaged text; download the list again or correct it.",
    "name": "Fill in city and nation.",
    "coordinates": "Write degrees such as 34.7 and 135.2, or Point(135.2 34.7), or give --places FILE.",
    "exchanged": "Exchange the cells, or the columns (--map latitude_a=NAME and so on). Point has longitude first.",
    "place": "Add the place to the list of places, or correct the name.",
    "within": "Nothing: a tie joins two nations.",
    "doubled": "Nothing: the tie is taken once.",
}
"""Kinds of rows that are left out, and what to do about each."""
MOST_SHOWN = 500


class UnusableRowError(Exception):
    """One reason why a row cannot be used, by its kind."""

    def __init__(self, kind: str, what: str) -> None:
        super().__init__(what)
        self.kind, self.what = kind, what


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was left out: its line and cells, the kind of reason and the reason."""

    line: int
    kind: str
    what: str
    cells: Mapping[str, str]


def fault_table(path: Path, rows: Sequence[LeftOut], n_rows: int) -> str:
    """Return all faults of a list as a table of line, kind and fault, with the remedy of each kind below."""
    lines = {row.line for row in rows}
    shown = [f"{row.line:7,}  {row.kind:11}  {row.what}" for row in rows[:MOST_SHOWN]]
    if len(rows) > MOST_SHOWN:
        shown.append(f"... and {len(rows) - MOST_SHOWN:,} more")
    counts = Counter(row.kind for row in rows)
    return "\n".join(
        [
            f"{path}: {len(lines):,} of {counted(n_rows, 'row')} cannot be used, so no world was written.",
            "",
            f"{'line':>7}  {'kind':11}  what is wrong",
            *shown,
            "",
            f"{'rows':>7}  {'kind':11}  what to do",
            *(f"{number:7,}  {kind:11}  {REMEDIES[kind]}" for kind, number in counts.most_common()),
            "",
            "Correct them, or import the other rows with --skip: the world's folder then has these in left_out.csv.",
        ]
    )


def left_out_csv(rows: Iterable[LeftOut]) -> str:
    """Return the rows that were left out as CSV: why, and the cells as they were."""
    rows = sorted(rows, key=lambda row: row.line)
    head = list(dict.fromkeys(name for row in rows for name in row.cells))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["line", "kind", "reason", "remedy", *(f"list: {name}" for name in head)])
    for row in rows:
        cells = [row.cells.get(name, "").encode(errors="replace").decode() for name in head]
        writer.writerow([row.line, row.kind, row.what, REMEDIES[row.kind], *cells])
    return text.getvalue()
