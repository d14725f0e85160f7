"""The names in a world's tables that a scenario may use: nations, shocks, crises and networks."""

import csv
import io
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cityties.errors import TableError, did_you_mean
from cityties.kernel.calendar import month_index, month_label
from cityties.scenario.keys import KeyPath
from cityties.scenario.models import Scenario
from cityties.scenario.world_changes import A_TIE, cities_of, public_name
from cityties.tables.faults import Fault
from cityties.tables.plain_files import MOST_BYTES_OF_TABLE, plain_bytes
from cityties.tables.reader import decode

POLITICAL = "political"
_POLITICAL_ONLY = ("severity", "factor_a", "factor_b")


@dataclass(frozen=True, slots=True)
class NamedShock:
    """One row of the table of shocks, as far as a scenario can speak of it; ``crisis`` is empty if it is in none."""

    kind: str
    month: int
    crisis: str


@dataclass(frozen=True)
class WorldNames:
    """What a scenario may name in its world; ``networks`` are those that hold meetings."""

    nations: frozenset[str]
    shocks: Mapping[str, NamedShock]
    networks: frozenset[str] = frozenset()
    folder: Path | None = None

    @cached_property
    def cities(self) -> frozenset[str]:
        """Names of all cities, read where a scenario names one."""
        rows = _rows(self.folder / "cities.csv", "city", "nation") if self.folder else ()
        return frozenset(f"{row['nation']}/{row['city']}" for _, row in rows)

    @cached_property
    def dyads(self) -> Mapping[str, tuple[str, str]]:
        """The two nations of each dyad, read where a scenario adds a tie or a shock."""
        rows = _rows(self.folder / "dyads.csv", "dyad", "nation_a", "nation_b") if self.folder else ()
        return {row["dyad"]: (row["nation_a"], row["nation_b"]) for _, row in rows}

    @cached_property
    def publics(self) -> frozenset[str]:
        """Names of all publics, read where a scenario names one."""
        rows = _rows(self.folder / "publics.csv", "of", "about") if self.folder else ()
        return frozenset(public_name(row["of"], row["about"]) for _, row in rows)

    @cached_property
    def ties(self) -> frozenset[frozenset[str]]:
        """The pairs of cities of all ties, read where a scenario names one."""
        rows = _rows(self.folder / "ties.csv", "dyad", "city_a", "city_b") if self.folder else ()
        return frozenset(
            frozenset(
                f"{nation}/{row[side]}"
                for nation, side in zip(self.dyads[row["dyad"]], ("city_a", "city_b"), strict=True)
            )
            for _, row in rows
            if row["dyad"] in self.dyads
        )

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
    return WorldNames(nations, shocks, frozenset(row["network"] for _, row in held), folder)


def _rows(table: Path, *columns: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table; names are cleaned as the reader of tables cleans them, so that both know the same."""
    try:
        text = decode(table, plain_bytes(table, MOST_BYTES_OF_TABLE))
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
        what = error.strerror if isinstance(error, OSError) else error
        raise TableError(f"{table}: cannot be read: {str(what).lower()}.") from None


def unknown_names(values: Mapping[str, Any], world: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    """Find the names in the settings of a scenario, checked or not, that its world does not know; name the nearest."""
    change, added = _below(values, "shocks", "change"), _below(values, "shocks", "add")
    meant = {str(name) for name, one in added.items() if isinstance(one, dict)} if isinstance(added, dict) else set()
    crises = world.crises | {_crisis_of(name, added[name]) for name in meant}
    yield from _unknown(("nations",), values.get("nations"), "nation", world.nations)
    yield from _unknown(("shocks", "change"), change, "shock", world.shocks)
    yield from _unknown(("shocks", "drop"), _below(values, "shocks", "drop"), "shock", world.shocks)
    for key in ("only", "in_front"):
        yield from _unknown(("crises", key), _below(values, "crises", key), "crisis", crises)
    meeting = _below(values, "networks", "only")
    yield from _unknown(("networks", "only"), meeting, "network with dated meetings", world.networks)
    yield from _unknown(("policies", "nations"), _below(values, "policies", "nations"), "nation", world.nations)
    for section, noun in (("dyads", "dyad"), ("publics", "public")):
        if named := values.get(section):
            yield from _unknown((section,), named, noun, getattr(world, section))
    for path in (("cities",), ("policies", "cities")):
        if named := _below(values, *path):
            yield from _unknown(path, named, "city", world.cities)
    yield from _unknown_ties(values, world)
    yield from _misplaced_severities(change, world)
    for name in sorted(meant):
        at = ("shocks", "add", name)
        if name in world.shocks:
            yield at, "the world has this shock already; change it under 'change', or rename this one."
        dyad = added[name].get("dyad")
        if isinstance(dyad, str) and dyad != "all":
            yield from (((*at, "dyad"), text) for _, text in _unknown((), [dyad], "dyad", world.dyads))


def _below(values: Mapping[str, Any], *path: str) -> Any:
    """Return what stands at a key among settings that may be anything; None if there is nothing."""
    found: Any = values
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _crisis_of(name: str, shock: Mapping[str, Any]) -> str:
    crisis = shock.get("crisis")
    return crisis if isinstance(crisis, str) else name if shock.get("type", POLITICAL) != "positive" else ""


def _unknown_ties(values: Mapping[str, Any], world: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    """Find names of ties that are none, whose cities the world has not, or that are there, or not there, already."""
    added = _below(values, "ties", "add")
    new = {frozenset(cities_of(pair)) for pair in added} if isinstance(added, dict) else set()
    for kind in ("add", "drop", "suspend"):
        named = _below(values, "ties", kind)
        # only ties that are dropped stand in a list; any other list is a fault that is found elsewhere
        for place, pair in enumerate(named if isinstance(named, list if kind == "drop" else dict) else ()):
            at = ("ties", kind, pair if isinstance(named, dict) else place)
            if isinstance(pair, str) and (fault := _fault_of_tie(pair, kind, world, new)):
                yield at, fault


def _fault_of_tie(pair: str, kind: str, world: WorldNames, new: AbstractSet[frozenset[str]]) -> str:
    ends = cities_of(pair)
    if len(ends) != 2:
        return f"'{pair}' is no tie; write its two cities, such as {A_TIE}."
    for _, message in _unknown((), list(ends), "city", world.cities):
        return message
    nations = {end.split("/")[0] for end in ends}
    if not any(set(both) == nations for both in world.dyads.values()):
        return f"a tie joins cities of two nations that are a dyad of the world, not {' and '.join(sorted(nations))}."
    is_there = frozenset(ends) in world.ties
    if kind == "add":
        return "the world has this tie already." if is_there else ""
    return "" if is_there or (kind == "suspend" and frozenset(ends) in new) else f"the world has no tie '{pair}'."


def _unknown(path: KeyPath, named: Any, noun: str, known: Any) -> Iterator[tuple[KeyPath, str]]:
    """Look through a mapping by its keys or a list by its items; anything else is a fault that is found elsewhere."""
    if isinstance(named, dict | list):
        for place, name in enumerate(named):
            if isinstance(name, str) and name not in known:
                hint = _full_name(name, known) or did_you_mean(name, known)
                yield (
                    (*path, name if isinstance(named, dict) else place),
                    f"the world has no {noun} '{name}'.{hint or _examples(known)}",
                )


def _full_name(name: str, known: Any) -> str:
    """Offer the full names of the cities that are called so, which may be several."""
    found = sorted(one for one in known if one.split("/", 1)[-1] == name)
    return f" Did you mean {' or '.join(repr(one) for one in found)}?" if found else ""


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
    for name, added in scenario.shocks.add.items():
        crisis = added.named_crisis(name)
        if crisis and scenario.start <= added.date <= scenario.end:
            first[crisis] = min(added.date, first.get(crisis, added.date))
    if scenario.crises.only != "all":
        return {crisis: first[crisis] for crisis in scenario.crises.only if crisis in first}
    return first


def absent_crises(scenario: Scenario, world: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    """Find the crises that the scenario asks for by name but in which nothing happens."""
    months = crisis_months(scenario, world)
    for place, crisis in enumerate(() if scenario.crises.only == "all" else scenario.crises.only):
        if crisis not in months:
            run = f"{month_label(scenario.start)} to {month_label(scenario.end)}"
            yield ("crises", "only", place), f"'{crisis}' does not happen in this run, {run}."
