"""Lists of pairs of cities as people have them: columns of any names, with coordinates or a list of places beside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cityties.tables.reader import fault
from cityties.worlds.list_cells import LONGEST_QUOTE, people, signing_date
from cityties.worlds.list_columns import PAIR_NAMES, check_mapped, columns_of, offered
from cityties.worlds.list_faults import LeftOut, UnusableRowError
from cityties.worlds.list_files import ListRow, list_rows
from cityties.worlds.places import Places, coordinates

FIELDS = ("city", "nation", "point", "latitude", "longitude", "population", "id")


@dataclass(frozen=True, slots=True)
class ListedCity:
    """One end of a pair; population is None where the list has none, ``listed_as`` the name before it was changed."""

    name: str
    nation: str
    latitude: float
    longitude: float
    population: float | None
    province: str = ""
    identity: str = ""
    listed_as: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a list; ``signed`` is YYYY-MM, YYYY or empty, ``note`` what the list says beside it."""

    line: int
    a: ListedCity
    b: ListedCity
    signed: str
    note: str
    cells: Mapping[str, str]


@dataclass
class PairList:
    """A list while it is read: its pairs come from :meth:`pairs`, what cannot be used gathers in ``faults``."""

    path: Path
    mapped: Sequence[str]
    places: Places | None = None
    kept: frozenset[str] = frozenset()
    faults: list[LeftOut] = field(default_factory=list)
    n_rows: int = 0
    n_other_nations: int = 0

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs of the list that can be used.

        Raises:
            TableError: a column is missing or the file as a whole cannot be read, with file and line.
        """
        check_mapped(self.path, self.mapped, self.places is not None)
        column: dict[str, str] = {}
        for row in list_rows(self.path):
            column = column or _columns(self.path, list(row.cells), self.mapped, self.places is not None)
            self.n_rows += 1
            yield from self._pair(row, column)
        if not column:
            raise fault(
                self.path, 0, "there is no row of pairs in it. Below the names of columns stands one pair a line."
            )

    def _pair(self, row: ListRow, column: Mapping[str, str]) -> Iterator[Pair]:
        sides = [{what: row.cells.get(column.get(f"{what}_{side}", ""), "") for what in FIELDS} for side in ("a", "b")]
        nations = {cells["nation"] for cells in sides} - {""}
        if self.kept and not nations <= self.kept:
            self.n_other_nations += 1
            return
        if row.what:
            self.faults.append(LeftOut(row.line, row.kind, row.what, row.cells))
            return
        cities = []
        for side, cells, other in zip(("_a", "_b"), sides, reversed(sides), strict=True):
            try:
                cities.append(_city(cells, side, self.places, other["nation"]))
            except UnusableRowError as unusable:
                self.faults.append(LeftOut(row.line, unusable.kind, unusable.what, row.cells))
        if len(cities) == len(sides):
            signed, note = signing_date(row.cells.get(column.get("signed", ""), ""))
            a, b = cities
            yield Pair(row.line, a, b, signed, note, row.cells)


def _columns(path: Path, head: Sequence[str], mapped: Sequence[str], placed: bool) -> dict[str, str]:
    """Find the columns of a list of pairs; ``placed`` lists need no coordinates.

    Raises:
        TableError: a column is missing.
    """
    found = columns_of(path, head, mapped, PAIR_NAMES)
    missing: list[str] = []
    for side in ("a", "b"):
        wanted = [f"city_{side}", f"nation_{side}"]
        if f"point_{side}" not in found and not placed:
            wanted += [f"latitude_{side}", f"longitude_{side}"]
        missing += [what for what in wanted if what not in found]
    if missing:
        raise fault(path, 1, f"no column for {', '.join(missing)}; {_remedy(missing, head)}")
    return found


def _remedy(missing: Sequence[str], head: Sequence[str]) -> str:
    advice = f"name {'it' if len(missing) == 1 else 'each'} with --map {missing[0]}=NAME{offered(head)}"
    placeless = any(what.startswith(("latitude", "longitude")) for what in missing)
    return f"{advice}; or give the places of the cities with --places FILE." if placeless else f"{advice}."


def _city(cells: dict[str, str], side: str, places: Places | None, partner: str) -> ListedCity:
    for what in ("city", "nation"):
        if not cells[what]:
            raise UnusableRowError("name", f"{what}{side} is empty.")
    identity = cells["id"].rsplit("/", 1)[-1]
    population, notes, province = people(cells["population"]), [], ""
    if cells["population"] and population is None:
        notes.append(f"population in the list: '{cells['population'][:LONGEST_QUOTE]}'")
    if places is not None and not cells["point"] and not cells["latitude"]:
        place = places.of(cells["nation"], cells["city"], identity, partner)
        latitude, longitude, province = place.latitude, place.longitude, place.province
        population = population or place.population
        if chosen := places.chosen.get((cells["nation"], cells["city"], partner)):
            notes.append(chosen)
    else:
        latitude, longitude = coordinates(cells, side)
    name = allowed(cells["city"])
    listed_as = cells["city"] if name != cells["city"] else ""
    nation = allowed(cells["nation"])
    return ListedCity(name, nation, latitude, longitude, population, province, identity, listed_as, tuple(notes))


def allowed(name: str) -> str:
    """Return a name without the two characters that part names elsewhere: '/' becomes '-', ';' becomes ','."""
    return name.replace(" / ", "-").replace("/", "-").replace(";", ",")
