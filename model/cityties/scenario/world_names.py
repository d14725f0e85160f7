"""The names in a world's tables that a scenario may use: nations, shocks, crises and networks."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cityties.errors import TableError, did_you_mean
from cityties.kernel.calendar import month_index, month_label
from cityties.scenario.keys import KeyPath
from cityties.scenario.models import Scenario
from cityties.tables.faults import Fault
from cityties.tables.reader import decode

POLITICAL = "political"
_POLITICAL_ONLY = ("severity", "factor_a", "factor_b")


@dataclass(frozen=True, slots=True)
class NamedShock:
    """One row of the table of shocks, as far as a scenario can speak of it; ``crisis`` is empty if it is in none."""

    kind: str
    month: int
    crisis: str


@dataclass(frozen=True, slots=True)
class WorldNames:
    """What a scenario may name in its world; ``networks`` are those that hold meetings."""

    nations: frozenset[str]
    shocks: Mapping[str, NamedShock]
    networks: frozenset[str] = frozenset()

    @property
    def crises(self) -> frozenset[str]:
        """Names of all crises."""
        return frozenset(shock.crisis for shock in self.shocks.values() if shock.crisis)


def read_world_names(folder: Path) -> WorldNames:
    """Read the names alone, which takes milliseconds; :mod:`cityties.tables.world_tables` checks the rest.

    Raises:
        TableError: a table is missing, lacks a column, or holds a date that is no month.
    """
    nations = frozenset(row["nation"] for _, row in _rows(folder / "nations.csv", "nation"))
    table = folder / "shocks.csv"
    shocks = {}
    for line, row in _rows(table, "shock", "date", "type", "crisis") if table.exists() else ():
        try:
            month = month_index(row["date"])
        except ValueError as error:
            raise TableError(f"{table}:{line}: {error}.") from None
        shocks[row["shock"]] = NamedShock(row["type"], month, row["crisis"])
    meetings = folder / "network_meetings.csv"
    held = _rows(meetings, "network") if meetings.exists() else ()
    return WorldNames(nations, shocks, frozenset(row["network"] for _, row in held))


def _rows(table: Path, *columns: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table; names are cleaned as the reader of tables cleans them, so that both know the same."""
    try:
        text = decode(table, table.read_bytes())
        if isinstance(text, Fault):
            raise TableError(str(text))
        reader = csv.reader(io.StringIO(text, newline=""))
        head = [name.strip() for name in next(reader, [])]
        for column in columns:
            if column not in head:
                raise TableError(f"{table}:1: there is no column '{column}'.")
        for cells in reader:
            if any(cells):
                yield reader.line_num, dict.fromkeys(head, "") | dict(zip(head, map(str.strip, cells), strict=False))
    except FileNotFoundError:
        raise TableError(f"{table}: no such table; the folder is not complete.") from None
    except (OSError, csv.Error) as error:
        raise TableError(f"{table}: cannot be read: {error}.") from None


def unknown_names(values: Mapping[str, Any], world: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    """Find the names in the settings of a scenario, checked or not, that its world does not know; name the nearest."""
    shocks, crises = values.get("shocks"), values.get("crises")
    change = shocks.get("change") if isinstance(shocks, dict) else None
    drop = shocks.get("drop") if isinstance(shocks, dict) else None
    only = crises.get("only") if isinstance(crises, dict) else None
    networks = values.get("networks")
    meeting = networks.get("only") if isinstance(networks, dict) else None
    yield from _unknown(("nations",), values.get("nations"), "nation", world.nations)
    yield from _unknown(("shocks", "change"), change, "shock", world.shocks)
    yield from _unknown(("shocks", "drop"), drop, "shock", world.shocks)
    yield from _unknown(("crises", "only"), only, "crisis", world.crises)
    yield from _unknown(("networks", "only"), meeting, "network with dated meetings", world.networks)
    yield from _misplaced_severities(change, world)


def _unknown(path: KeyPath, named: Any, noun: str, known: Any) -> Iterator[tuple[KeyPath, str]]:
    """Look through a mapping by its keys or a list by its items; anything else is a fault that is found elsewhere."""
    if isinstance(named, dict | list):
        for place, name in enumerate(named):
            if isinstance(name, str) and name not in known:
                hint = did_you_mean(name, known)
                yield (
                    (*path, name if isinstance(named, dict) else place),
                    f"the world has no {noun} '{name}'.{hint or _examples(known)}",
                )


def _examples(known: Any) -> str:
    names = sorted(known)[:4]
    return f" It has, for example, {', '.join(names)}." if names else ""


def _misplaced_severities(change: Any, world: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    for name, changes in change.items() if isinstance(change, dict) else ():
        shock = world.shocks.get(name)
        if shock is None or shock.kind == POLITICAL or not isinstance(changes, dict):
            continue
        for key in _POLITICAL_ONLY:
            if key in changes:
                yield ("shocks", "change", name, key), f"only political shocks have it, and this one is {shock.kind}."


def crisis_months(scenario: Scenario, world: WorldNames) -> dict[str, int]:
    """Return the first month of every crisis that the scenario studies, after its own changes to the shocks."""
    first: dict[str, int] = {}
    for name, shock in world.shocks.items():
        change = scenario.shocks.change.get(name)
        month = change.date if change is not None and change.date is not None else shock.month
        if shock.crisis and name not in scenario.shocks.drop and scenario.start <= month <= scenario.end:
            first[shock.crisis] = min(month, first.get(shock.crisis, month))
    if scenario.crises.only != "all":
        return {crisis: first[crisis] for crisis in scenario.crises.only if crisis in first}
    return first


def absent_crises(scenario: Scenario, world: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    """Find the crises that the scenario asks for by name but in which nothing happens."""
    months = crisis_months(scenario, world)
    for place, crisis in enumerate(() if scenario.crises.only == "all" else scenario.crises.only):
        if crisis in world.crises and crisis not in months:
            run = f"{month_label(scenario.start)} to {month_label(scenario.end)}"
            yield ("crises", "only", place), f"'{crisis}' does not happen in this run, {run}."
