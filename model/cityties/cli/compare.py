"""``cityties compare``: settings and outcomes of runs and batches side by side, short here and in full on a page."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from cityties.analysis.comparison import Comparison, compare, crisis_rows
from cityties.cli.folders import find_folder
from cityties.errors import CityTiesError
from cityties.experiment.columns import column_table
from cityties.experiment.store import write_table
from cityties.report.comparison_page import Words, effect_table, write_comparison

MOST_LINES = 12
OF_RUNS = "compare"
DIGITS = 3


def compare_folders(names: Sequence[str], runs: Path, out: Path | None) -> None:
    """Print what differs, write the page, and print its path as the last line of standard output."""
    folders = [find_folder(name, runs) for name in names]
    comparison = compare(folders)
    if len(comparison.cases) == 1:
        raise CityTiesError("There is one case only; name two runs, or a batch of several scenarios or arms.")
    for line in _lines(comparison):
        typer.echo(line, err=True)
    mark = hashlib.sha256("\n".join(folder.name for folder in folders).encode()).hexdigest()[:8]
    folder = out or runs / f"{OF_RUNS}-{mark}"
    tables = {"effects": effect_table(comparison)}
    tables["columns"] = column_table({"effects": list(tables["effects"].columns)}, with_measures=True)
    for name, table in tables.items():
        write_table(folder / "tables" / name, table)
    words = Words("CityTies comparison", _title(comparison), tables=list(tables))
    page = write_comparison(comparison, folder, "compare.html", words)
    sys.stdout.write(f"{page}\n")


def _title(comparison: Comparison) -> str:
    first, *others = comparison.names
    return f"{first} and {others[0]}" if len(others) == 1 else f"{first} and {len(others)} others"


def _lines(comparison: Comparison) -> list[str]:
    lines = [f"note: {note}" for note in comparison.notes()]
    width = max(len(name) for name in comparison.names)
    for key, values in comparison.settings[:MOST_LINES]:
        lines += [f"{key}: " + " | ".join(dict.fromkeys(values))]
    if len(comparison.settings) > MOST_LINES:
        lines.append(f"... and {len(comparison.settings) - MOST_LINES} more settings; see the page")
    if not comparison.settings:
        lines.append("no setting differs")
    for n in comparison.others()[:MOST_LINES]:
        lines += _effects(comparison, n, width)
    return lines


def _effects(comparison: Comparison, n: int, width: int) -> list[str]:
    rows = crisis_rows(comparison, n)
    rows = rows[rows["has_downturn"]] if not rows.empty else rows
    lines = [f"{comparison.names[n]:{width}}  less {comparison.names[comparison.against[n]]}"]
    for row in rows.to_dict("records"):
        low, high, change = row["low_change"], row["high_change"], row["difference_change"]
        clear = "*" if round(low, DIGITS) > 0 or round(high, DIGITS) < 0 else " "
        message = f"B {row['difference']:+z.3f}, change {change:+z.3f} [{low:+z.3f}, {high:+z.3f}]"
        lines.append(f"  {row['crisis']:16} {message} {clear}")
    return lines
