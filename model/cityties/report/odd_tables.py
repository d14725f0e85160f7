"""The tables of the model description and of the manual, made from the code, so that text and code cannot part.

``python -m cityties.report.odd_tables`` writes them between the marks in ``model/ODD.md`` (ODD 2, 3, 4.11 and 5.5) and
in ``scenarios/README.md`` (the keys of a scenario file) and ``model/README.md`` (the statistics of targets).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cityties.calibration.statistics import KINDS
from cityties.kernel.calendar import month_label
from cityties.kernel.columns import SIZES, Column, ColumnRole, declared
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import (
    FAR_FUTURE,
    NEVER,
    Cities,
    CityState,
    Climate,
    Dyads,
    DyadState,
    Events,
    Forum,
    Incentives,
    Nations,
    Networks,
    Policies,
    Publics,
    PublicState,
    TieState,
)
from cityties.scenario.keys import SECTION, Key, all_keys, key_at

ODD = Path(__file__).parents[2] / "ODD.md"
MANUAL = Path(__file__).parents[3] / "scenarios" / "README.md"
PROGRAM = ODD.with_name("README.md")
LISTED_IN_ODD = ("parameters", "mechanisms")
"""Sections of a scenario file whose keys the description lists already."""
COLUMNS: tuple[Any, ...] = (
    Nations,
    Dyads,
    Publics,
    Cities,
    Forum,
    Networks,
    Incentives,
    Policies,
    Events,
    DyadState,
    PublicState,
    CityState,
    TieState,
    Climate,
)


def markdown_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table in Markdown; a bar within a cell does not end it."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def parameter_table() -> str:
    """Return all parameters with symbol, default, bounds, unit, prior, meaning, source and mechanism."""
    rows = [
        (
            f"`{name}`",
            d.symbol,
            f"{d.default:g}",
            f"{d.low:g} to {d.high:g}",
            d.unit,
            d.prior.text() if d.prior else "fixed",
            d.meaning,
            d.source,
            d.mechanism,
        )
        for name, d in DECLARED.items()
    ]
    head = ("Parameter", "Symbol", "Default", "Bounds", "Unit", "Prior", "Meaning", "Source", "Part of")
    return markdown_table(head, rows)


def mechanism_table() -> str:
    """Return all switches with what they do, their default and what switching them off makes neutral."""
    rows = [
        (f"`{name}`", m.meaning, "on" if m.default else "off", ", ".join(f"`{key}`" for key in m.neutral) or "its step")
        for name, m in MECHANISMS.items()
    ]
    return markdown_table(("Switch", "On means", "Default", "Off takes out"), rows)


def state_table() -> str:
    """Return the columns of the world and of a run, one a row, by entity."""
    rows = [
        (f"`{kind.__name__}.{name}`", column.meaning, column.unit, column.shape, column.role.value, _start(column))
        for kind in COLUMNS
        for name, column in declared(kind).items()
    ]
    sizes = ", ".join(f"{letter} {meaning}" for letter, meaning in SIZES.items())
    table = markdown_table(("Column", "Meaning", "Unit", "Shape", "Role", "Start"), rows)
    return f"Sizes: {sizes}. A *scratch* column is written anew every month before it is read.\n\n{table}"


def _start(column: Column) -> str:
    """Describe what a column of a run begins with; columns of the world are given by the tables."""
    named = {NEVER: "never", FAR_FUTURE: "far future"}
    if callable(column.start):
        return column.start.__name__.replace("_", " ")
    return "" if column.role is ColumnRole.FIXED and column.start == 0 else named.get(column.start, str(column.start))


def measure_table() -> str:
    """Return what a run writes down each month by dyad."""
    rows = [(f"`{m.column}`", m.unit, m.meaning) for m in DyadMeasure]
    return markdown_table(("Measure", "Unit", "Meaning"), rows)


def key_table() -> str:
    """Return the keys of a scenario file but parameters and mechanisms: what each takes, its default and meaning."""
    keys = (key for key in all_keys().values() if key.path[0] not in LISTED_IN_ODD or len(key.path) == 1)
    rows = [
        (f"`{key.text}`", "" if key.kind == SECTION else _takes(key), _default(key), key.meaning.removesuffix("."))
        for key in keys
    ]
    return markdown_table(("Key", "Takes", "Default", "Meaning"), rows)


def _takes(key: Key) -> str:
    return f"{key.kind} {key.bounds()}" if key.low is not None and key.high is not None else key.kind


def _default(key: Key) -> str:
    default, months = key.default, key_at(("start",))
    if default in (None, (), {}):
        return ""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple):
        return f"[{', '.join(str(part).lower() for part in default)}]"
    if months is not None and key.kind == months.kind and isinstance(default, int):
        return month_label(default)
    return f"{default:g}" if isinstance(default, float) else str(default)


def statistic_table() -> str:
    """Return the statistics that a target may name: how its period is written, what it is, its unit."""
    rows = [(f"`{name}`", kind.shape, f"{kind.meaning} ({kind.unit})") for name, kind in KINDS.items()]
    return markdown_table(("Statistic", "Period", "What it is"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "parameters": parameter_table,
    "mechanisms": mechanism_table,
    "state": state_table,
    "measures": measure_table,
}
TABLES_OF_MANUAL: dict[str, Callable[[], str]] = {"keys": key_table}
TABLES_OF_PROGRAM: dict[str, Callable[[], str]] = {"statistics": statistic_table}
OF_DOCUMENTS = {ODD: TABLES, MANUAL: TABLES_OF_MANUAL, PROGRAM: TABLES_OF_PROGRAM}
"""The tables that each document holds."""


def _between(begin: str, table: str, end: str, _: re.Match[str]) -> str:
    return f"{begin}\n\n{table}\n\n{end}"


def filled(text: str, tables: Mapping[str, Callable[[], str]] = TABLES) -> str:
    """Return a text with every generated table as the code has it now; the tables are those of the description.

    Raises:
        ValueError: the marks of a table are missing from the text.
    """
    for name, make in tables.items():
        begin, end = f"<!-- {name}: generated -->", f"<!-- {name}: end -->"
        if begin not in text or end not in text:
            raise ValueError(f"the marks '{begin}' and '{end}' are missing")
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        text = pattern.sub(partial(_between, begin, make(), end), text)
    return text


if __name__ == "__main__":
    for document, tables in OF_DOCUMENTS.items():
        document.write_text(filled(document.read_text(encoding="utf-8"), tables), encoding="utf-8")
