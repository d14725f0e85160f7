"""What the tables of a world must look like: every column declared once, with type, unit, bounds and meaning.

The declarations serve the checks of :mod:`cityties.tables.world_tables` and can be printed; nothing else repeats them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["text", "number", "integer", "month", "date", "flag", "choice"]
"""``month`` is YYYY-MM; ``date`` is YYYY-MM or a bare YYYY; ``flag`` is yes or no."""

Refers = Literal["", "nation", "dyad", "dyad or all", "network", "crisis", "sources"]
"""What the text of a column must be found among; empty = free text."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
LARGEST = 1e12
"""Bound of counts that have no bound of their own: far above any count, far below what a column can hold."""
LINE = "line"
"""Column of a frame that no file has: the line of the file on which the row starts."""


@dataclass(frozen=True)
class TableColumn:
    """One column: type, meaning, unit, bounds (inclusive), and whether a cell or the whole column may be missing.

    ``changes_numbers`` says whether a number of a run can depend on the column. It can unless the declaration says
    otherwise (:func:`beside_the_model`), so that nobody has to remember a new column elsewhere. ``mistaken_for`` names
    the column with which people exchange it.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    low: float = float("-inf")
    high: float = float("inf")
    required: bool = True
    choices: tuple[str, ...] = ()
    refers: Refers = ""
    may_be_absent: bool = False
    changes_numbers: bool = True
    mistaken_for: str = ""


@dataclass(frozen=True)
class Table:
    """One file of a world; ``key`` names the columns that no two rows may share. What may be empty may be missing."""

    name: str
    file: str
    meaning: str
    own: tuple[TableColumn, ...]
    key: tuple[str, ...] = ()
    may_be_empty: bool = True
    has_provenance: bool = True
    columns: tuple[TableColumn, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Add the columns of provenance, which every table of a world but the list of sources has."""
        object.__setattr__(self, "columns", self.own + PROVENANCE if self.has_provenance else self.own)

    def changing_numbers(self, present: Iterable[str]) -> list[str]:
        """Return those columns of a frame from which numbers can follow: all but those declared beside the model."""
        unread = {column.name for column in self.columns if not column.changes_numbers}
        unread |= {resolution_of(name) for name in unread} | {LINE}
        return [name for name in present if name not in unread]


def resolution_of(date: str) -> str:
    """Return the name of the column that says how fine a column of dates is."""
    return f"{date}_resolution"


def beside_the_model(*columns: TableColumn) -> tuple[TableColumn, ...]:
    """Declare columns that people or an analysis read and the model does not: no number of a run depends on them."""
    return tuple(replace(column, changes_numbers=False) for column in columns)


def exchanged_with(other: str, column: TableColumn) -> TableColumn:
    """Declare a column that people exchange with another, so that a value out of bounds is compared with that one's."""
    return replace(column, mistaken_for=other)


def may_be_left_out(*columns: TableColumn) -> tuple[TableColumn, ...]:
    """Declare columns that a file may do without; their cells are then empty."""
    return tuple(replace(column, may_be_absent=True) for column in columns)


CERTAINTIES = ("high", "medium", "low")


def text(name: str, meaning: str, refers: Refers = "") -> TableColumn:
    """Declare a text that must not be empty."""
    return TableColumn(name, "text", meaning, refers=refers)


def optional(name: str, meaning: str, refers: Refers = "") -> TableColumn:
    """Declare a text that may be empty."""
    return TableColumn(name, "text", meaning, required=False, refers=refers)


def share(name: str, meaning: str, required: bool = True) -> TableColumn:
    """Declare a number between 0 and 1."""
    return TableColumn(name, "number", meaning, "share", 0, 1, required)


def score(name: str, meaning: str) -> TableColumn:
    """Declare a number on the scale of relations and mood, -1 (worst) to 1 (best)."""
    return TableColumn(name, "number", meaning, "-1 to 1", -1, 1)


def extra_share(name: str, meaning: str) -> TableColumn:
    """Declare a number between 0 and 1 in a column that a world may do without; empty means 0."""
    return TableColumn(name, "number", meaning, "share", 0, 1, required=False, may_be_absent=True)


def number(name: str, meaning: str, unit: str, bounds: tuple[float, float], required: bool = True) -> TableColumn:
    """Declare a number with inclusive bounds."""
    return TableColumn(name, "number", meaning, unit, *bounds, required)


def count(name: str, meaning: str, unit: str, required: bool = True) -> TableColumn:
    """Declare a whole number, zero or more."""
    return TableColumn(name, "integer", meaning, unit, 0, LARGEST, required)


def year(name: str, meaning: str) -> TableColumn:
    """Declare a calendar year."""
    return TableColumn(name, "integer", meaning, "year", FIRST_YEAR, LAST_YEAR)


def since(name: str, meaning: str) -> TableColumn:
    """Declare a calendar year that may be empty."""
    return TableColumn(name, "integer", meaning, "year", FIRST_YEAR, LAST_YEAR, required=False)


def month(name: str, meaning: str, required: bool = True) -> TableColumn:
    """Declare a month, YYYY-MM."""
    return TableColumn(name, "month", meaning, "YYYY-MM", FIRST_YEAR, LAST_YEAR, required)


def date(name: str, meaning: str, required: bool = True) -> TableColumn:
    """Declare a month or, where no better is known, a bare year."""
    return TableColumn(name, "date", meaning, "YYYY-MM or YYYY", FIRST_YEAR, LAST_YEAR, required)


def choice(name: str, meaning: str, *choices: str, required: bool = True) -> TableColumn:
    """Declare a word out of a list."""
    return TableColumn(name, "choice", meaning, required=required, choices=choices)


def flag(name: str, meaning: str) -> TableColumn:
    """Declare a yes or no."""
    return TableColumn(name, "flag", meaning, "yes or no")


PROVENANCE = beside_the_model(
    text("source", "codes of sources.csv, joined by ' + '", "sources"),
    choice("certainty", "how sure the fact is (never: how sure a judged number is)", *CERTAINTIES),
    optional("note", "anything a reader should know"),
)
