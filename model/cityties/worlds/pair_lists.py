"""Lists of pairs of cities as people have them: columns of any names, with coordinates or a list of places beside."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cityties.tables.reader import fault, nearest
from cityties.worlds.list_files import csv_rows, json_rows
from cityties.worlds.places import Places

FIELDS = ("city", "nation", "point", "latitude", "longitude", "population")
KNOWN_NAMES: dict[str, tuple[str, ...]] = {
    "city_a": ("itemLabel", "cityLabel", "city", "city1", "source", "town"),
    "nation_a": ("countryLabel", "itemCountryLabel", "country", "nation", "country_a", "country1", "source_country"),
    "point_a": ("coord", "coords", "coordinates", "location", "itemCoord", "coord_a"),
    "latitude_a": ("lat", "latitude", "lat_a", "lat1"),
    "longitude_a": ("lon", "lng", "longitude", "lon_a", "lon1"),
    "population_a": ("population", "itemPopulation"),
    "city_b": ("twinLabel", "partnerLabel", "sisterLabel", "twin", "partner", "city2", "target"),
    "nation_b": ("twinCountryLabel", "partnerCountryLabel", "country_b", "country2", "target_country"),
    "point_b": ("twinCoord", "twinCoords", "partnerCoord", "coord2", "coord_b"),
    "latitude_b": ("twinLat", "lat_b", "lat2"),
    "longitude_b": ("twinLon", "lon_b", "lon2"),
    "population_b": ("twinPopulation", "partnerPopulation"),
    "signed": ("start", "date", "since", "year"),
}
_POINT = re.compile(r"\s*Point\s*\(\s*(\S+)\s+(\S+)\s*\)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedCity:
    """One end of a pair; ``population`` is empty where the list has none."""

    name: str
    nation: str
    latitude: float
    longitude: float
    population: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a list; ``signed`` is YYYY-MM, YYYY or empty."""

    line: int
    a: ListedCity
    b: ListedCity
    signed: str


def read_pairs(path: Path, mapped: Sequence[str], places: Places | None = None) -> Iterator[Pair]:
    """Read a list of pairs; ``mapped`` names the column of each key, as ``city_a=itemLabel``.

    Where the list has no coordinates, ``places`` gives those of its cities.

    Raises:
        TableError: a column is missing or a line cannot be used, with file and line.
    """
    rows = json_rows(path) if path.suffix.lower() == ".json" else csv_rows(path)
    column: dict[str, str] | None = None
    for line, row in rows:
        if column is None:
            column = columns_in_list(path, list(row), mapped, placed=places is not None)
        yield Pair(
            line,
            _city(path, line, row, column, "a", places),
            _city(path, line, row, column, "b", places),
            _signed(path, line, row.get(column.get("signed", ""), "")),
        )
    if column is None:
        raise fault(path, 0, "there is no row of pairs in it.")


def columns_in_list(path: Path, head: Sequence[str], mapped: Sequence[str], placed: bool = False) -> dict[str, str]:
    """Find which column holds what: as mapped, else by its name; ``placed`` lists need no coordinates.

    Raises:
        TableError: what was mapped does not exist, or a column is missing.
    """
    found = {}
    for entry in mapped:
        what, _, name = entry.partition("=")
        if what not in KNOWN_NAMES:
            raise fault(path, 1, f"--map {entry}: there is no '{what}'.{nearest(what, KNOWN_NAMES)}")
        if name not in head:
            raise fault(path, 1, f"--map {entry}: there is no column '{name}'. The columns are {', '.join(head)}.")
        found[what] = name
    for what, names in KNOWN_NAMES.items():
        there = next((name for name in (what, *names) if name in head), None)
        if what not in found and there is not None and there not in found.values():
            found[what] = there
    for side in ("a", "b"):
        wanted = [f"city_{side}", f"nation_{side}"]
        if f"point_{side}" not in found and not placed:
            wanted += [f"latitude_{side}", f"longitude_{side}"]
        for what in wanted:
            if what not in found:
                raise fault(path, 1, f"no column for {what}; {_remedy(what, head)}")
    return found


def _remedy(what: str, head: Sequence[str]) -> str:
    advice = f"name it with --map {what}=NAME, of {', '.join(head)}"
    return f"{advice}; or give the places of the cities with --places FILE." if what.startswith("lat") else f"{advice}."


def _city(
    path: Path, line: int, row: Mapping[str, str], column: Mapping[str, str], side: str, places: Places | None
) -> ListedCity:
    cells = {field: row.get(column.get(f"{field}_{side}", ""), "").strip() for field in FIELDS}
    for field in ("city", "nation"):
        if not cells[field]:
            raise fault(path, line, f"{field}_{side} is empty.")
    if "/" in cells["city"] + cells["nation"] or ";" in cells["city"]:
        raise fault(path, line, f"'{cells['city']}' or its nation holds '/' or ';', which names cannot. Rename it.")
    if places is not None and not cells["point"] and not cells["latitude"]:
        known = places.of(path, line, cells["nation"], cells["city"])
        cells |= {"latitude": known.latitude, "longitude": known.longitude}
        cells["population"] = cells["population"] or known.population
    latitude, longitude = _place(path, line, cells, side)
    population = cells["population"]
    if population and not (population.replace(".", "", 1).isdigit() and float(population) >= 1.0):
        raise fault(path, line, f"population_{side} '{population}' is not a number of people.")
    return ListedCity(cells["city"], cells["nation"], latitude, longitude, population)


def _place(path: Path, line: int, cells: Mapping[str, str], side: str) -> tuple[float, float]:
    if cells["point"]:
        point = _POINT.fullmatch(cells["point"])
        if point is None:
            raise fault(path, line, f"point_{side} '{cells['point']}' is not written as Point(longitude latitude).")
        longitude, latitude = point.groups()
    else:
        latitude, longitude = cells["latitude"], cells["longitude"]
    return (
        _degrees(path, line, f"latitude_{side}", latitude, 90.0),
        _degrees(path, line, f"longitude_{side}", longitude, 180.0),
    )


def _degrees(path: Path, line: int, what: str, cell: str, highest: float) -> float:
    try:
        degrees = float(cell)
    except ValueError:
        raise fault(path, line, f"{what} '{cell}' is not a number of degrees.") from None
    if not -highest <= degrees <= highest:
        raise fault(path, line, f"{what} {cell} is not between {-highest:g} and {highest:g}.")
    return degrees


def _signed(path: Path, line: int, cell: str) -> str:
    """Take a year, a month, a day, or a time of Wikidata, which writes a bare year as its first of January."""
    cell = cell.strip().removeprefix("+")
    if not cell:
        return ""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", cell)
    if found is None or not 1900 <= int(found[1]) <= 2100 or (found[2] and not 1 <= int(found[2]) <= 12):
        raise fault(path, line, f"signed '{cell}' is no date from 1900 to 2100; write it as YYYY-MM or YYYY.")
    bare_year = found[2] is None or ("T" in cell and (found[2], found[3]) == ("01", "01"))
    return found[1] if bare_year else f"{found[1]}-{found[2]}"
