"""One cell of a table: text in, value out, or a ValueError that finishes the sentence 'latitude '95' ...'."""

import re
from collections.abc import Callable
from typing import Any

from cityties.errors import nearest
from cityties.kernel.calendar import month_index
from cityties.tables.columns import TableColumn

EMPTY_DATE = -1
EXCHANGE = "The two would fit the other way round: exchange {} and {}."
"""Advice for two values of one row that stand in each other's place."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_PERCENT = re.compile(r"(\d{1,2}(?:\.\d*)?|100) ?%", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+")
_YEAR = re.compile(r"\d{4}")


def value(cell: str, column: TableColumn) -> Any:
    """Turn the text of a cell into its value.

    An empty cell gives '' (text, choice), NaN (number, integer) or -1 (month, date).

    Raises:
        ValueError: the text is not of the column's kind, is out of bounds, or is missing.
    """
    if cell:
        return _PARSERS[column.kind](cell, column)
    if column.required:
        raise ValueError(f"is empty; it must say: {column.meaning}")
    return EMPTY[column.kind]


def resolution(cell: str) -> str:
    """Return how fine a date is: month, year or unknown."""
    return "unknown" if not cell else "year" if _YEAR.fullmatch(cell) else "month"


def _within(value: float, column: TableColumn) -> None:
    if not column.low <= value <= column.high:
        bounds = f"between {column.low:g} and {column.high:g}"
        raise ValueError(f"is not {bounds}" + (f" ({column.unit})" if column.unit else ""))


def _text(cell: str, _column: TableColumn) -> str:
    return cell


def _number(cell: str, column: TableColumn) -> float:
    if column.unit == "share" and (share := _PERCENT.fullmatch(cell)):
        raise ValueError(f"is not a number; write {float(share[1]) / 100:g}")
    if not _NUMBER.fullmatch(cell):
        raise ValueError("is not a number; write it like 12.5, without thousands separators or units")
    _within(float(cell), column)
    return float(cell)


def _integer(cell: str, column: TableColumn) -> int:
    if not _INTEGER.fullmatch(cell):
        raise ValueError("is not a whole number; write it like 125, without separators or units")
    _within(int(cell), column)
    return int(cell)


def _month(cell: str, column: TableColumn) -> int:
    try:
        month = month_index(cell)
    except ValueError:
        raise ValueError("is not a month; write it as YYYY-MM, for example 2012-09") from None
    _within(int(cell[:4]), column)
    return month


def _date(cell: str, column: TableColumn) -> int:
    if _YEAR.fullmatch(cell):
        return _month(f"{cell}-01", column)
    try:
        return _month(cell, column)
    except ValueError as error:
        raise ValueError(
            str(error).replace("a month; write it as YYYY-MM", "a date; write it as YYYY-MM or YYYY")
        ) from None


def _flag(cell: str, _column: TableColumn) -> bool:
    if cell not in ("yes", "no"):
        raise ValueError("is neither yes nor no; write one of the two")
    return cell == "yes"


def _choice(cell: str, column: TableColumn) -> str:
    if cell not in column.choices:
        close = nearest(cell, column.choices)
        raise ValueError(f"is not one of {', '.join(column.choices)}" + (f"; write {close}" if close else ""))
    return cell


_PARSERS: dict[str, Callable[[str, TableColumn], Any]] = {
    "text": _text,
    "number": _number,
    "integer": _integer,
    "month": _month,
    "date": _date,
    "flag": _flag,
    "choice": _choice,
}
EMPTY: dict[str, Any] = {
    "text": "",
    "number": float("nan"),
    "integer": float("nan"),
    "month": EMPTY_DATE,
    "date": EMPTY_DATE,
    "flag": False,
    "choice": "",
}
"""What an empty cell of each kind gives."""
