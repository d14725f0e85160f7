"""Checks between the rows and tables of a world: names that resolve, rows that do not contradict each other.

Every check yields all faults that it finds. Rows in which something is wrong already are left out of those after it.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from cityties.kernel.calendar import MONTHS_PER_YEAR, month_label
from cityties.tables.checks_priors import check_priors
from cityties.tables.checks_series import check_series, check_series_values
from cityties.tables.checks_shocks import check_shocks
from cityties.tables.faults import Fault, error_of
from cityties.tables.reader import Rows, nearest

ALL_DYADS = "all"
LIST_MARK = ";"
SOURCE_MARK = " + "
MOST_FAULTS = 300
"""Faults that one check of one table looks for: it is more than anybody reads, and nearest names take time."""

World = Mapping[str, Rows]
Record = dict[str, Any]
REFERRED = {
    "nation": ("nations", "nation", "nation of nations.csv"),
    "dyad": ("dyads", "dyad", "dyad of dyads.csv"),
    "dyad or all": ("dyads", "dyad", f"dyad of dyads.csv, nor '{ALL_DYADS}'"),
    "network": ("networks", "network", "network of networks.csv"),
    "crisis": ("shocks", "crisis", "crisis of shocks.csv"),
    "sources": ("sources", "code", "code of sources.csv"),
}
"""By what a column refers to: table and column that know the names, and what such a name is called."""


def check(world: World) -> None:
    """Check a world's tables against each other.

    Raises:
        TableError: all faults, one line each.
    """
    if faults := faults_between(world):
        raise error_of(faults)


def faults_between(world: World) -> list[Fault]:
    """Return the faults between the tables that could be read, the plain references first."""
    faults: list[Fault] = []
    for rows in world.values():
        faults += islice(check_keys(rows), MOST_FAULTS)
    for rows in world.values():
        found = list(islice(check_references(rows, world), MOST_FAULTS))
        rows.faulty.update(fault.line for fault in found)
        faults += found
    for test, tables in TESTS:
        if all(name in world for name in tables):
            faults += islice(test(world), MOST_FAULTS)
    return faults


def check_keys(rows: Rows) -> Iterator[Fault]:
    """Find two rows with the same key, and name both lines."""
    seen: dict[tuple[Any, ...], int] = {}
    for line, row in rows.records() if rows.table.key else ():
        key = tuple(row[name] for name in rows.table.key)
        if key in seen:
            named = ", ".join(f"{name} '{_shown(rows, name, row)}'" for name in rows.table.key)
            what = f"{named} stands already in line {seen[key]}. Remove or rename one of them."
            yield Fault(rows.path, line, what)
        seen.setdefault(key, line)


def _shown(rows: Rows, name: str, row: Record) -> Any:
    kind = next(column.kind for column in rows.table.columns if column.name == name)
    return month_label(row[name]) if kind in ("month", "date") else row[name]


def check_references(rows: Rows, world: World) -> Iterator[Fault]:
    """Find nations, dyads, networks, crises and sources that no table knows."""
    for column in rows.table.columns:
        if not column.refers or REFERRED[column.refers][0] not in world:
            continue
        table, of, what = REFERRED[column.refers]
        names = {name for name in world[table].cells[of] if name}
        if column.refers == "dyad or all":
            names.add(ALL_DYADS)
        for line, cell in zip(rows.lines, rows.cells[column.name], strict=True):
            if not cell or cell in names or line in rows.faulty:
                continue
            for part in cell.split(SOURCE_MARK) if column.refers == "sources" else [cell]:
                if part not in names:
                    hint = nearest(part, names) or f" Known: {', '.join(sorted(names)[:12])}."
                    yield Fault(rows.path, line, f"{column.name} '{part}' is no {what}.{hint}")


def check_dyads(world: World) -> Iterator[Fault]:
    """A dyad joins two different states, and each of the two publics has its row."""
    rows, publics = world["dyads"], world["publics"]
    cells = publics.cells
    about = {
        (of, about): (line, dyad)
        for line, of, about, dyad in zip(publics.lines, cells["of"], cells["about"], cells["dyad"], strict=True)
    }
    for line, row in rows.records():
        a, b = row["nation_a"], row["nation_b"]
        if a == b:
            rows.faulty.add(line)
            yield Fault(rows.path, line, f"'{row['dyad']}' joins {a} with itself. A dyad needs two states.")
            continue
        for pair in ((a, b), (b, a)):
            public_line, dyad = about.pop(pair, (0, ""))
            if not public_line:
                yield Fault(publics.path, 0, f"no row for the public of {pair[0]} about {pair[1]}. Add one.")
            elif dyad != row["dyad"] and public_line not in publics.faulty:
                yield Fault(publics.path, public_line, f"{pair[0]} and {pair[1]} are {row['dyad']}, not '{dyad}'.")
    for pair, (line, dyad) in about.items():
        if line not in publics.faulty and not rows.faulty:
            yield Fault(publics.path, line, f"the public of {pair[0]} about {pair[1]} has no part in '{dyad}'.")


def check_moods(world: World) -> Iterator[Fault]:
    """A public's floor lies below its baseline, for the mood recovers from the one towards the other."""
    rows = world["publics"]
    for line, row in rows.records():
        floor, baseline = row["mood_floor"], row["mood_baseline"]
        if floor >= baseline:
            yield Fault(rows.path, line, f"mood_floor {floor:g} is not below mood_baseline {baseline:g}. Lower it.")


def check_ties(world: World) -> Iterator[Fault]:
    """A tie joins a city of side a with a city of side b, and is no older than the states' recognition."""
    rows = world["ties"]
    dyads = {row["dyad"]: row for _, row in world["dyads"].records()}
    nations = nations_of_cities(world)
    for line, row in rows.records():
        dyad = dyads.get(row["dyad"])
        if dyad is not None:
            yield from filter(None, (_misplaced(rows, line, row, dyad, nations), _too_old(rows, line, row, dyad)))


def _misplaced(rows: Rows, line: int, row: Record, dyad: Record, nations: Mapping[str, set[str]]) -> Fault | None:
    sides = [(row["city_a"], dyad["nation_a"]), (row["city_b"], dyad["nation_b"])]
    homes = [nations.get(city, set()) for city, _ in sides]
    for (city, nation), home in zip(sides, homes, strict=True):
        if nation in home:
            continue
        if homes[0] & homes[1]:
            both = min(homes[0] & homes[1])
            what = f"'{row['city_a']}' and '{row['city_b']}' are both cities of {both}. A tie joins two states."
            return Fault(rows.path, line, what)
        return unknown_city(rows, line, city, nation, nations)
    return None


def _too_old(rows: Rows, line: int, row: Record, dyad: Record) -> Fault | None:
    recognised = dyad["recognised"]
    if row["signed_resolution"] == "year":
        recognised -= recognised % MONTHS_PER_YEAR
    if row["signed_resolution"] == "unknown" or row["signed"] >= recognised:
        return None
    return Fault(
        rows.path,
        line,
        f"signed {month_label(row['signed'])}, before the states of {row['dyad']} recognised each other in "
        f"{month_label(dyad['recognised'])}. Correct the date or leave it empty.",
    )


def nations_of_cities(world: World) -> dict[str, set[str]]:
    """Map each city name to the nations that have a city of that name; where its row is faulty, that may be any."""
    nations: dict[str, set[str]] = {}
    rows = world["cities"]
    of_all = set(rows.cells["nation"]) if rows.faulty else set()
    for line, city, nation in zip(rows.lines, rows.cells["city"], rows.cells["nation"], strict=True):
        nations.setdefault(city, set()).update(of_all if line in rows.faulty else {nation})
    return nations


def unknown_city(rows: Rows, line: int, city: str, nation: str, nations: Mapping[str, set[str]]) -> Fault:
    """Return the fault of a row that names a city which its nation does not have."""
    if city in nations:
        hint = f" It is a city of {', '.join(sorted(nations[city]))}: check the nation, or the order of the two sides."
    else:
        names = [name for name, home in nations.items() if nation in home]
        hint = nearest(city, names) or " Add it there first."
    return Fault(rows.path, line, f"'{city}' is not a city of {nation} in cities.csv.{hint}")


def check_members_and_gifts(world: World) -> Iterator[Fault]:
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
                    yield unknown_city(rows, line, city, row[nation_column], nations)


def check_incentives(world: World) -> Iterator[Fault]:
    """Cities named by an incentive step exist, and are of its nation if it names one."""
    rows, nations = world["incentives"], nations_of_cities(world)
    known = {f"{nation}/{city}" for city, homes in nations.items() for nation in homes}
    for line, row in rows.records():
        for name in filter(None, map(str.strip, row["cities"].split(LIST_MARK))):
            nation, _, city = name.partition("/")
            if not city:
                what = f"cities: '{name}' does not say whose city it is. Write NATION/City, such as {min(known)}."
                yield Fault(rows.path, line, what)
            elif name not in known:
                yield unknown_city(rows, line, city, nation, nations)
            elif row["nation"] not in ("", nation):
                what = f"'{name}' is no city of {row['nation']}, as the step says. Leave nation empty or drop the city."
                yield Fault(rows.path, line, what)


def check_disasters(world: World) -> Iterator[Fault]:
    """A disaster does not end before it begins."""
    rows = world["disasters"]
    for line, row in rows.records():
        if row["until"] < row["date"]:
            what = f"until {month_label(row['until'])} is before date {month_label(row['date'])}. Correct one of them."
            yield Fault(rows.path, line, what)


def check_forum(world: World) -> Iterator[Fault]:
    """No edition is doubled, and one that was held has a number."""
    rows = world["forum"]
    seen: dict[tuple[str, float], int] = {}
    for line, row in rows.records():
        key = (row["forum"], row["edition"])
        if row["edition"] != row["edition"]:
            if row["held"]:
                what = "an edition that was held needs a number. Fill in edition, or set held to no."
                yield Fault(rows.path, line, what)
        elif key in seen:
            what = f"edition {row['edition']:g} of '{row['forum']}' stands already in line {seen[key]}. Renumber it."
            yield Fault(rows.path, line, what)
        seen.setdefault(key, line)


type Test = Callable[[World], Iterator[Fault]]
TESTS: tuple[tuple[Test, tuple[str, ...]], ...] = (
    (check_dyads, ("dyads", "publics")),
    (check_moods, ("publics",)),
    (check_ties, ("ties", "dyads", "cities")),
    (check_members_and_gifts, ("network_members", "aid", "cities")),
    (check_incentives, ("incentives", "cities")),
    (check_disasters, ("disasters",)),
    (check_forum, ("forum",)),
    (check_shocks, ("shocks", "dyads", "cities")),
    (check_priors, ("priors", "nations", "dyads", "publics", "shocks")),
    (check_series, ("series", "polls")),
    (check_series_values, ("series", "series_values", "dyads")),
)
"""Each check with the tables that it reads."""
