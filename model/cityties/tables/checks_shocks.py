"""Checks of the list of shocks: each type has its own columns, and places and crises make sense."""

from collections.abc import Callable, Mapping
from typing import Any

from cityties.errors import TableError
from cityties.kernel.calendar import month_label
from cityties.tables.reader import Rows, fault, nearest

ALL_DYADS = "all"
LIST_MARK = ";"

NEEDED = {
    "political": ("severity", "factor_a", "factor_b"),
    "positive": ("level",),
    "common": ("until",),
}

World = Mapping[str, Rows]
Record = dict[str, Any]
Refuse = Callable[[str], TableError]


def check_shocks(world: World) -> None:
    """Check every shock and that the shocks of one crisis belong together.

    Raises:
        TableError: at the first fault.
    """
    rows = world["shocks"]
    provinces = provinces_of_dyads(world)
    dyad_of_crisis: dict[str, str] = {}
    for line, row in rows.records():

        def refuse(what: str, line: int = line, row: Record = row) -> TableError:
            """Build the error for the row in hand."""
            return fault(rows.path, line, f"shock '{row['shock']}' {what}")

        check_columns_of_type(row, refuse)
        check_reach(row, refuse)
        check_place(row, provinces, refuse)
        if row["crisis"] and dyad_of_crisis.setdefault(row["crisis"], row["dyad"]) != row["dyad"]:
            other = dyad_of_crisis[row["crisis"]]
            raise refuse(
                f"of {row['dyad']} shares the crisis '{row['crisis']}' with {other}. Give it a crisis of its own."
            )


def check_columns_of_type(row: Record, refuse: Refuse) -> None:
    """A shock fills the columns of its type and leaves those of the other types empty."""
    kind = row["type"]
    for owner, names in NEEDED.items():
        for name in names:
            empty = row[name] == -1 if name == "until" else row[name] != row[name]
            if owner == kind and empty:
                raise refuse(f"is {kind} and has no {name}. Fill in {', '.join(names)}.")
            if owner != kind and not empty:
                raise refuse(f"is {kind} and has a {name}, which belongs to {owner} shocks. Leave it empty.")


def check_reach(row: Record, refuse: Refuse) -> None:
    """A common crisis reaches all dyads and ends after it begins; any other shock reaches one dyad."""
    if row["type"] == "common":
        if row["dyad"] != ALL_DYADS:
            raise refuse(f"is common and names the dyad {row['dyad']}. Write '{ALL_DYADS}'.")
        if row["until"] < row["date"]:
            raise refuse(f"ends in {month_label(row['until'])}, before it begins in {month_label(row['date'])}.")
    elif row["dyad"] == ALL_DYADS:
        raise refuse(f"is {row['type']} and names '{ALL_DYADS}'. Write one row for each dyad.")


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


def check_place(row: Record, provinces: Mapping[str, set[str]], refuse: Refuse) -> None:
    """A place is a province of one of the two states."""
    known = provinces[row["dyad"]]
    for place in map(str.strip, row["place"].split(LIST_MARK)) if row["place"] else ():
        if place not in known:
            hint = nearest(place, known) or " Join several provinces by ';'."
            raise refuse(f"names the place '{place}', which is no province of {row['dyad']} in cities.csv.{hint}")
