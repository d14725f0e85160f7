"""Checks of the list of shocks: each type has its own columns, and places and crises make sense."""

from collections.abc import Iterator, Mapping
from typing import Any

from cityties.kernel.calendar import month_label
from cityties.tables.faults import Fault
from cityties.tables.reader import Rows, nearest

ALL_DYADS = "all"
LIST_MARK = ";"

NEEDED = {
    "political": ("severity", "factor_a", "factor_b"),
    "positive": ("level",),
    "common": ("until",),
}

World = Mapping[str, Rows]
Record = dict[str, Any]


def check_shocks(world: World) -> Iterator[Fault]:
    """Find what is wrong with single shocks, and shocks of one crisis that do not belong together."""
    rows = world["shocks"]
    provinces = provinces_of_dyads(world)
    dyad_of_crisis: dict[str, str] = {}
    for line, row in rows.records():
        for what in (*check_columns_of_type(row), *check_reading(row), *check_reach(row), *check_place(row, provinces)):
            yield Fault(rows.path, line, f"shock '{row['shock']}' {what}")
        if row["crisis"] and dyad_of_crisis.setdefault(row["crisis"], row["dyad"]) != row["dyad"]:
            what = f"of {row['dyad']} shares the crisis '{row['crisis']}' with {dyad_of_crisis[row['crisis']]}."
            yield Fault(rows.path, line, f"shock '{row['shock']}' {what} Give it a crisis of its own.")


def check_columns_of_type(row: Record) -> Iterator[str]:
    """A shock fills the columns of its type and leaves those of the other types empty."""
    kind = row["type"]
    for owner, names in NEEDED.items():
        for name in names:
            empty = row[name] == -1 if name == "until" else row[name] != row[name]
            if owner == kind and empty:
                yield f"is {kind} and has no {name}. Fill it in."
            if owner != kind and not empty:
                yield f"is {kind} and has a {name}, which belongs to {owner} shocks. Leave it empty."


def check_reading(row: Record) -> Iterator[str]:
    """A severity that was read from a scale is that of a dispute, and its spread is given with it."""
    given = [name for name in ("severity_read", "severity_sd_log") if row[name] == row[name]]
    if given and row["type"] != "political":
        yield f"is {row['type']} and has a {given[0]}, which belongs to political shocks. Leave it empty."
    elif len(given) == 1:
        yield f"has {given[0]} alone. Fill in severity_read and severity_sd_log, or neither."


def check_reach(row: Record) -> Iterator[str]:
    """A common crisis reaches all dyads and ends after it begins; any other shock reaches one dyad."""
    if row["type"] == "common":
        if row["dyad"] != ALL_DYADS:
            yield f"is common and names the dyad {row['dyad']}. Write '{ALL_DYADS}'."
        if -1 < row["until"] < row["date"]:
            yield f"ends in {month_label(row['until'])}, before it begins in {month_label(row['date'])}."
    elif row["dyad"] == ALL_DYADS:
        yield f"is {row['type']} and names '{ALL_DYADS}'. Write one row for each dyad."


def provinces_of_dyads(world: World) -> dict[str, set[str]]:
    """Collect the provinces of both states of every dyad, and of all states under 'all'."""
    of_nation: dict[str, set[str]] = {}
    cells = world["cities"].cells
    for nation, province in zip(cells["nation"], cells["province"], strict=True):
        of_nation.setdefault(nation, set()).add(province)
    found = {ALL_DYADS: set().union(*of_nation.values())}
    for _, row in world["dyads"].records():
        found[row["dyad"]] = of_nation.get(row["nation_a"], set()) | of_nation.get(row["nation_b"], set())
    return found


def check_place(row: Record, provinces: Mapping[str, set[str]]) -> Iterator[str]:
    """A place is a province of one of the two states."""
    known = provinces.get(row["dyad"], set())
    for place in map(str.strip, row["place"].split(LIST_MARK)) if row["place"] and known else ():
        if place not in known:
            hint = nearest(place, known) or " Join several provinces by ';'."
            yield f"names the place '{place}', which is no province of {row['dyad']} in cities.csv.{hint}"
