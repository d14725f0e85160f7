"""Checks between the rows and tables of a world: names that resolve, rows that do not contradict each other."""

from collections.abc import Callable, Mapping
from typing import Any

from cityties.errors import TableError
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_label
from cityties.tables.reader import Rows, fault, nearest

ALL_DYADS = "all"
LIST_MARK = ";"
SOURCE_MARK = " + "

World = Mapping[str, Rows]
Record = dict[str, Any]


def check(world: World) -> None:
    """Check a world's tables against each other, the plain references first.

    Raises:
        TableError: at the first fault.
    """
    for rows in world.values():
        check_keys(rows)
    for rows in world.values():
        check_references(rows, world)
    for test in _TESTS:
        test(world)


def check_keys(rows: Rows) -> None:
    """Refuse two rows with the same key, naming both lines."""
    seen: dict[tuple[Any, ...], int] = {}
    for line, row in rows.records() if rows.table.key else ():
        key = tuple(row[name] for name in rows.table.key)
        if key in seen:
            named = ", ".join(f"{name} '{_shown(rows, name, row)}'" for name in rows.table.key)
            raise fault(rows.path, line, f"{named} stands already in line {seen[key]}. Remove or rename one of them.")
        seen[key] = line


def _shown(rows: Rows, name: str, row: Record) -> Any:
    kind = next(column.kind for column in rows.table.columns if column.name == name)
    return month_label(row[name]) if kind in ("month", "date") else row[name]


def check_references(rows: Rows, world: World) -> None:
    """Refuse a nation, dyad, network, crisis or source that no table knows."""
    crises = {name for name in world["shocks"].cells["crisis"] if name}
    dyads = set(world["dyads"].cells["dyad"])
    known: dict[str, tuple[str, set[str]]] = {
        "nation": ("nation of nations.csv", set(world["nations"].cells["nation"])),
        "dyad": ("dyad of dyads.csv", dyads),
        "dyad or all": (f"dyad of dyads.csv, nor '{ALL_DYADS}'", dyads | {ALL_DYADS}),
        "network": ("network of networks.csv", set(world["networks"].cells["network"])),
        "crisis": ("crisis of shocks.csv", crises),
        "sources": ("code of sources.csv", set(world["sources"].cells["code"])),
    }
    for column in rows.table.columns:
        if column.refers:
            what, names = known[column.refers]
            for line, cell in zip(rows.lines, rows.cells[column.name], strict=True):
                parts = cell.split(SOURCE_MARK) if column.refers == "sources" else [cell]
                for part in parts if cell else ():
                    if part not in names:
                        hint = nearest(part, names) or f" Known: {', '.join(sorted(names)[:12])}."
                        raise fault(rows.path, line, f"{column.name} '{part}' is no {what}.{hint}")


def check_dyads(world: World) -> None:
    """A dyad joins two different states, and each of the two publics has its row."""
    rows, publics = world["dyads"], world["publics"]
    about = {(row["of"], row["about"]): (line, row["dyad"]) for line, row in publics.records()}
    for line, row in rows.records():
        a, b = row["nation_a"], row["nation_b"]
        if a == b:
            raise fault(rows.path, line, f"'{row['dyad']}' joins {a} with itself. A dyad needs two states.")
        for pair in ((a, b), (b, a)):
            if pair not in about:
                raise fault(publics.path, 0, f"no row for the public of {pair[0]} about {pair[1]}. Add one.")
            public_line, dyad = about.pop(pair)
            if dyad != row["dyad"]:
                raise fault(publics.path, public_line, f"{pair[0]} and {pair[1]} are {row['dyad']}, not '{dyad}'.")
    for pair, (line, dyad) in about.items():
        raise fault(publics.path, line, f"the public of {pair[0]} about {pair[1]} has no part in '{dyad}'.")


def check_moods(world: World) -> None:
    """A public's floor lies below its baseline, for the mood recovers from the one towards the other."""
    rows = world["publics"]
    for line, row in rows.records():
        floor, baseline = row["mood_floor"], row["mood_baseline"]
        if floor >= baseline:
            raise fault(rows.path, line, f"mood_floor {floor:g} is not below mood_baseline {baseline:g}. Lower it.")


def check_ties(world: World) -> None:
    """A tie joins a city of side a with a city of side b, and is no older than the states' recognition."""
    rows = world["ties"]
    dyads = {row["dyad"]: row for _, row in world["dyads"].records()}
    nations = nations_of_cities(world)
    for line, row in rows.records():
        dyad = dyads[row["dyad"]]
        sides = [(row["city_a"], dyad["nation_a"]), (row["city_b"], dyad["nation_b"])]
        homes = [nations.get(city, set()) for city, _ in sides]
        for (city, nation), home in zip(sides, homes, strict=True):
            if nation in home:
                continue
            if homes[0] & homes[1]:
                both = min(homes[0] & homes[1])
                what = f"'{row['city_a']}' and '{row['city_b']}' are both cities of {both}. A tie joins two states."
                raise fault(rows.path, line, what)
            raise unknown_city(rows, line, city, nation, nations)
        recognised = dyad["recognised"]
        if row["signed_resolution"] == "year":
            recognised -= recognised % MONTHS_PER_YEAR
        if row["signed_resolution"] != "unknown" and row["signed"] < recognised:
            what = (
                f"signed {month_label(row['signed'])}, before the states of {row['dyad']} recognised each other in "
                f"{month_label(dyad['recognised'])}. Correct the date or leave it empty."
            )
            raise fault(rows.path, line, what)


def nations_of_cities(world: World) -> dict[str, set[str]]:
    """Map each city name to the nations that have a city of that name."""
    nations: dict[str, set[str]] = {}
    cells = world["cities"].cells
    for city, nation in zip(cells["city"], cells["nation"], strict=True):
        nations.setdefault(city, set()).add(nation)
    return nations


def unknown_city(rows: Rows, line: int, city: str, nation: str, nations: Mapping[str, set[str]]) -> TableError:
    """Build the error for a city that its nation does not have."""
    if city in nations:
        hint = f" It is a city of {', '.join(sorted(nations[city]))}: check the nation, or the order of the two sides."
    else:
        names = [name for name, home in nations.items() if nation in home]
        hint = nearest(city, names) or " Add it there first."
    return fault(rows.path, line, f"'{city}' is not a city of {nation} in cities.csv.{hint}")


def check_members_and_gifts(world: World) -> None:
    """Members of networks, givers and receivers are cities of the nation named beside them."""
    nations = nations_of_cities(world)
    for name, city_column, nation_column in (
        ("network_members", "city", "nation"),
        ("aid", "from_city", "from_nation"),
        ("aid", "to_city", "to_nation"),
    ):
        rows = world[name]
        for line, row in rows.records():
            for city in map(str.strip, row[city_column].split(LIST_MARK)):
                if row[nation_column] not in nations.get(city, set()):
                    raise unknown_city(rows, line, city, row[nation_column], nations)


def check_incentives(world: World) -> None:
    """Cities named by an incentive step exist, and are of its nation if it names one."""
    rows, nations = world["incentives"], nations_of_cities(world)
    known = {f"{nation}/{city}" for city, homes in nations.items() for nation in homes}
    for line, row in rows.records():
        for name in filter(None, map(str.strip, row["cities"].split(LIST_MARK))):
            nation, _, city = name.partition("/")
            if not city:
                what = f"cities: '{name}' does not say whose city it is. Write NATION/City, such as {min(known)}."
                raise fault(rows.path, line, what)
            if name not in known:
                raise unknown_city(rows, line, city, nation, nations)
            if row["nation"] not in ("", nation):
                what = f"'{name}' is no city of {row['nation']}, as the step says. Leave nation empty or drop the city."
                raise fault(rows.path, line, what)


def check_forum(world: World) -> None:
    """No edition is doubled, and one that was held has a number."""
    rows = world["forum"]
    seen: dict[tuple[str, float], int] = {}
    for line, row in rows.records():
        key = (row["forum"], row["edition"])
        if row["edition"] != row["edition"]:
            if row["held"]:
                raise fault(
                    rows.path, line, "an edition that was held needs a number. Fill in edition, or set held to no."
                )
        elif key in seen:
            what = f"edition {row['edition']:g} of '{row['forum']}' stands already in line {seen[key]}. Renumber it."
            raise fault(rows.path, line, what)
        seen[key] = line


_TESTS: tuple[Callable[[World], None], ...] = (
    check_dyads,
    check_moods,
    check_ties,
    check_members_and_gifts,
    check_incentives,
    check_forum,
)
