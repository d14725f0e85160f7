"""Places: where the cities of a list lie, for lists of twin towns that give names alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin
from operator import mul
from pathlib import Path

from cityties.tables.cells import EXCHANGE
from cityties.tables.reader import fault, nearest
from cityties.worlds.list_cells import degrees, people, point
from cityties.worlds.list_columns import PLACE_NAMES, columns_of, offered
from cityties.worlds.list_faults import UnusableRowError
from cityties.worlds.list_files import list_rows

SAME_PLACE_DEGREES = 0.3
HIGHEST = {"latitude": 90.0, "longitude": 180.0}


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A row of a list of places; where it cannot be used, ``fault`` says why."""

    line: int
    latitude: float = 0.0
    longitude: float = 0.0
    population: float | None = None
    province: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Places:
    """Places by nation and city, and by id; of several of one name the largest counts.

    Where nobody knows their people, it is the one nearest to the middle of the partner's nation.
    """

    path: Path
    known: dict[tuple[str, str], list[ListedPlace]] = field(default_factory=dict)
    by_id: dict[str, ListedPlace] = field(default_factory=dict)
    chosen: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _middles: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    def of(self, nation: str, city: str, identity: str = "", partner: str = "") -> ListedPlace:
        """Return the place of a city: that of its id, else of its name; of several, that with most people.

        ``partner`` is the nation of the city at the other end.

        Raises:
            UnusableRowError: no place is known, or of several none can be chosen.
        """
        if identity in self.by_id:
            return self._usable(self.by_id[identity], city, nation)
        rows = self.known.get((nation, city), [])
        if not rows:
            alike = nearest(city, (name for code, name in self.known if code == nation))
            raise UnusableRowError("place", f"'{city}' of '{nation}' does not stand in {self.path.name}.{alike}")
        usable = [row for row in rows if not row.fault]
        if len(usable) < 2:
            return self._usable((usable or rows)[0], city, nation)
        return self._chosen(usable, nation, city, partner)

    def _usable(self, row: ListedPlace, city: str, nation: str) -> ListedPlace:
        if row.fault:
            where = f"{self.path.name}:{row.line}"
            raise UnusableRowError("place", f"'{city}' of '{nation}' stands in {where}, where {row.fault}")
        return row

    def _chosen(self, rows: Sequence[ListedPlace], nation: str, city: str, partner: str) -> ListedPlace:
        first = rows[0]
        largest = max(rows, key=lambda row: (row.population or 0.0, -row.line))
        if all(near((row.latitude, row.longitude), (first.latitude, first.longitude)) for row in rows):
            return largest
        lines = ", ".join(str(row.line) for row in rows)
        found, rule = largest, "the largest"
        if largest.population is None:
            middle = self._middle(partner) if partner != nation else None
            if middle is None:
                where = (
                    f"'{city}' of '{nation}' stands in lines {lines} of {self.path.name}, far apart and without people"
                )
                cure = (
                    f"Give their population (the largest counts) or places of '{partner}' (the nearest to them counts)."
                )
                raise UnusableRowError("place", f"{where}. {cure}")
            found = max(rows, key=lambda row: (sum(map(mul, _on_sphere(row), middle)), -row.line))
            rule = f"the nearest to the middle of {partner}"
        self.chosen[nation, city, partner] = (
            f"of {len(rows)} places of this name (lines {lines} of {self.path.name}) {rule}"
        )
        return found

    def _middle(self, nation: str) -> tuple[float, float, float] | None:
        """Return the direction, seen from the centre of the globe, of all places of a nation; None if it has none."""
        if nation not in self._middles:
            known = (row for (code, _), rows in self.known.items() if code == nation for row in rows if not row.fault)
            x, y, z = map(sum, zip((0.0, 0.0, 0.0), *map(_on_sphere, known), strict=True))
            self._middles[nation] = x, y, z
        middle = self._middles[nation]
        return middle if any(middle) else None


def _on_sphere(place: ListedPlace) -> tuple[float, float, float]:
    """Return a place as a point on a sphere of radius 1."""
    latitude, longitude = radians(place.latitude), radians(place.longitude)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Return whether two points (latitude, longitude) are so near that they are one place, measured in degrees."""
    apart = max(abs(one[0] - other[0]), abs(one[1] - other[1]))
    return not SAME_PLACE_DEGREES < apart < 360.0 - SAME_PLACE_DEGREES


def read_places(path: Path, mapped: Sequence[str] = ()) -> Places:
    """Read a list of places: city, nation, latitude and longitude (or a point) and, if known, population, province, id.

    A row that cannot be used is a fault only where a city of the pairs needs it.

    Raises:
        TableError: a column is missing or the file cannot be read, with its line.
    """
    places = Places(path)
    column: dict[str, str] = {}
    for row in list_rows(path):
        if not column:
            column = _columns(path, list(row.cells), mapped)
        cells = {what: row.cells.get(name, "") for what, name in column.items()}
        place = _place(row.line, cells) if not row.what else ListedPlace(row.line, fault=row.what)
        places.known.setdefault((cells["nation"], cells["city"]), []).append(place)
        if cells.get("id"):
            places.by_id.setdefault(cells["id"].rsplit("/", 1)[-1], place)
    if not column:
        raise fault(path, 0, "there is no row of places in it.")
    return places


def _columns(path: Path, head: Sequence[str], mapped: Sequence[str]) -> dict[str, str]:
    column = columns_of(path, head, mapped, PLACE_NAMES)
    wanted = ("city", "nation", *(() if "point" in column else ("latitude", "longitude")))
    if missing := [what for what in wanted if what not in column]:
        which = f"no column for {', '.join(missing)}; name {'it' if len(missing) == 1 else 'each'}"
        raise fault(path, 1, f"{which} with --map {missing[0]}=NAME{offered(head)}.")
    return column


def _place(line: int, cells: dict[str, str]) -> ListedPlace:
    try:
        latitude, longitude = coordinates(cells, "")
    except UnusableRowError as fault_of_row:
        return ListedPlace(line, fault=fault_of_row.what)
    return ListedPlace(line, latitude, longitude, people(cells.get("population", "")), cells.get("province", ""))


def coordinates(cells: dict[str, str], side: str) -> tuple[float, float]:
    """Return latitude and longitude of the cells of a row; ``side`` is put behind the names of columns in messages.

    Raises:
        UnusableRowError: they are missing, or no degrees.
    """
    texts = (cells.get("latitude", ""), cells.get("longitude", ""))
    if written := cells.get("point"):
        found = point(written)
        if found is None:
            raise UnusableRowError("coordinates", f"point{side} '{written[:60]}' is no Point(longitude latitude).")
        texts = found
    numbers = []
    exchanged = all(degrees(text, most) is not None for text, most in zip(texts[::-1], HIGHEST.values(), strict=True))
    for (what, highest), text in zip(HIGHEST.items(), texts, strict=True):
        number = degrees(text, highest)
        if number is None and exchanged:
            wrong = f"{what}{side} '{text[:40]}' is beyond {highest:g} degrees."
            advice = EXCHANGE.format(*(f"{one}{side}" for one in HIGHEST))
            raise UnusableRowError("exchanged", f"{wrong} {advice}")
        if number is None:
            wrong = f"'{text[:40]}' is not between {-highest:g} and {highest:g} degrees" if text else "is empty"
            raise UnusableRowError("coordinates", f"{what}{side} {wrong}.")
        numbers.append(number)
    return numbers[0], numbers[1]
