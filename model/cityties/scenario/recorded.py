"""What the tables of a world hold where a scenario may say otherwise: the recorded value of a key by name."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cityties.scenario.keys import ANY_NAME, key_at
from cityties.scenario.world_changes import FROM, public_name
from cityties.tables.plain_files import MOST_BYTES_OF_TABLE, plain_bytes

NOT_RECORDED = "not in the tables"
_KEPT = {"budget": "1"}


def recorded_value(folder: Path, path: Sequence[str]) -> str | None:
    """Return the recorded value of a setting of something that the world names, as its table writes it, or None.

    An empty cell gives "empty". What a scenario adds is "not in the tables"; a tie that it drops or suspends is
    recorded as a tie like any other.
    """
    section, *rest = path
    if section in ("dyads", "publics") and len(rest) == 2:
        named = (lambda row: row["dyad"]) if section == "dyads" else (lambda row: public_name(row["of"], row["about"]))
        return next((row[rest[1]] for row in _rows(folder / f"{section}.csv") if named(row) == rest[0]), None)
    if section in ("nations", "cities") and len(rest) == 2:
        name, column = rest
        if column in _KEPT or column == FROM:
            return _KEPT.get(column)
        if (section, column) == ("nations", "autonomy"):
            found = {row["autonomy"] for row in _rows(folder / "cities.csv") if row["nation"] == name}
            return " to ".join(dict.fromkeys((min(found), max(found)))) if found else None
        key = (lambda row: row["nation"]) if section == "nations" else (lambda row: f"{row['nation']}/{row['city']}")
        return next((row.get(column) or "empty" for row in _rows(folder / f"{section}.csv") if key(row) == name), None)
    if section == "shocks" and rest[:1] == ["change"] and len(rest) == 3:
        rows = (row for row in _rows(folder / "shocks.csv") if row["shock"] == rest[1])
        return next((row.get(rest[2]) or "empty" for row in rows), None)
    return NOT_RECORDED if rest[:1] == ["add"] and section in ("shocks", "ties") else None


_NAMED: Mapping[str, tuple[str, Callable[[Mapping[str, str]], str]]] = {
    "nations": ("nations.csv", lambda row: row["nation"]),
    "dyads": ("dyads.csv", lambda row: row["dyad"]),
    "publics": ("publics.csv", lambda row: public_name(row["of"], row["about"])),
    "cities": ("cities.csv", lambda row: f"{row['nation']}/{row['city']}"),
    "shocks.change": ("shocks.csv", lambda row: row["shock"]),
}
"""Sections whose names are rows of a table, with the table and how a row is called."""


def named_section(path: Sequence[str]) -> str | None:
    """Return the section of a key that goes by names of the world, such as ``cities`` or ``shocks.change``."""
    return next((one for one in _NAMED if tuple(path[: one.count(".") + 1]) == tuple(one.split("."))), None)


def names_of(folder: Path, section: str) -> list[str]:
    """Return the names by which a section takes what the tables of a world hold, in the order of the table."""
    table, called = _NAMED[section]
    return list(dict.fromkeys(called(row) for row in _rows(folder / table)))


def is_named(path: Sequence[str]) -> bool:
    """Return whether a key belongs to something named by the world, such as ``nations.CN.autonomy``."""
    key = key_at(tuple(path))
    return key is not None and ANY_NAME in key.path


def _rows(table: Path) -> list[dict[str, str]]:
    text = plain_bytes(table, MOST_BYTES_OF_TABLE).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), restval=""))
