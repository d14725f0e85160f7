"""The tables of the model description, made from the code, so that text and code cannot part (ODD 2 and 5.2).

``python -m cityties.report.odd_tables`` writes them between the marks in ``model/ODD.md``.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cityties.kernel.columns import SIZES, Column, Role, declared
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

ODD = Path(__file__).parents[2] / "ODD.md"
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


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
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
    return _table(head, rows)


def mechanism_table() -> str:
    """Return all switches with what they do, their default and what switching them off makes neutral."""
    rows = [
        (f"`{name}`", m.meaning, "on" if m.default else "off", ", ".join(f"`{key}`" for key in m.neutral) or "its step")
        for name, m in MECHANISMS.items()
    ]
    return _table(("Switch", "On means", "Default", "Off takes out"), rows)


def state_table() -> str:
    """Return the columns of the world and of a run, one a row, by entity."""
    rows = [
        (f"`{kind.__name__}.{name}`", column.meaning, column.unit, column.shape, column.role.value, _start(column))
        for kind in COLUMNS
        for name, column in declared(kind).items()
    ]
    sizes = ", ".join(f"{letter} {meaning}" for letter, meaning in SIZES.items())
    table = _table(("Column", "Meaning", "Unit", "Shape", "Role", "Start"), rows)
    return f"Sizes: {sizes}. A *scratch* column is written anew every month before it is read.\n\n{table}"


def _start(column: Column) -> str:
    """Describe what a column of a run begins with; columns of the world are given by the tables."""
    named = {NEVER: "never", FAR_FUTURE: "far future"}
    if callable(column.start):
        return column.start.__name__.replace("_", " ")
    return "" if column.role is Role.FIXED and column.start == 0 else named.get(column.start, str(column.start))


def measure_table() -> str:
    """Return what a run writes down each month by dyad."""
    rows = [(f"`{m.column}`", m.unit, m.meaning) for m in DyadMeasure]
    return _table(("Measure", "Unit", "Meaning"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "parameters": parameter_table,
    "mechanisms": mechanism_table,
    "state": state_table,
    "measures": measure_table,
}


def _between(begin: str, table: str, end: str, _: re.Match[str]) -> str:
    return f"{begin}\n\n{table}\n\n{end}"


def filled(text: str) -> str:
    """Return a description with every generated table as the code has it now.

    Raises:
        ValueError: the marks of a table are missing from the text.
    """
    for name, make in TABLES.items():
        begin, end = f"<!-- {name}: generated -->", f"<!-- {name}: end -->"
        if begin not in text or end not in text:
            raise ValueError(f"the marks '{begin}' and '{end}' are missing")
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        text = pattern.sub(partial(_between, begin, make(), end), text)
    return text


if __name__ == "__main__":
    ODD.write_text(filled(ODD.read_text(encoding="utf-8")), encoding="utf-8")
