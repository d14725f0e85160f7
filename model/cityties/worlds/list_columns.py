"""Which column of a list is what: as mapped, else by the names that such lists use."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cityties.tables.reader import fault, nearest

type Names = Mapping[str, tuple[str, ...]]
LEAST_COLUMNS = 2
"""A first line with fewer names is none of a list, and is not shown: it may be of a file that holds something else."""

PAIR_NAMES: Names = {
    "city_a": (
        "itemLabel",
        "cityLabel",
        "city",
        "city1",
        "town_a",
        "town1",
        "source",
        "town",
        "name",
        "originCityLabel",
        "originCity",
    ),
    "nation_a": (
        "countryLabel",
        "itemCountryLabel",
        "country",
        "nation",
        "country_a",
        "country1",
        "source_country",
        "originCountryLabel",
        "originCountry",
    ),
    "point_a": ("coord", "coords", "coordinates", "location", "itemCoord", "coord_a"),
    "latitude_a": ("lat", "latitude", "lat_a", "lat1", "originLat"),
    "longitude_a": ("lon", "lng", "long", "longitude", "lon_a", "lng_a", "lon1", "lng1", "originLong", "originLon"),
    "population_a": ("population", "itemPopulation", "pop_a", "originPopulation"),
    "city_b": (
        "twinLabel",
        "partnerLabel",
        "sisterLabel",
        "twin",
        "partner",
        "city2",
        "town_b",
        "town2",
        "target",
        "sisterCityLabel",
        "sisterCity",
    ),
    "nation_b": (
        "twinCountryLabel",
        "partnerCountryLabel",
        "country_b",
        "country2",
        "target_country",
        "destinationCountryLabel",
        "destinationCountry",
    ),
    "point_b": ("twinCoord", "twinCoords", "partnerCoord", "coord2", "coord_b"),
    "latitude_b": ("twinLat", "lat_b", "lat2", "destinationLat"),
    "longitude_b": ("twinLon", "twinLng", "lon_b", "lng_b", "lon2", "lng2", "destinationLong", "destinationLon"),
    "population_b": ("twinPopulation", "partnerPopulation", "pop_b", "destinationPopulation"),
    "signed": ("start", "date", "since", "year"),
    "id_a": ("item", "qid_a", "wikidata_a", "city1_id", "source_id", "item_id"),
    "id_b": ("twin", "partner", "sister", "qid_b", "wikidata_b", "city2_id", "target_id", "twin_id"),
}
PLACE_NAMES: Names = {
    "city": ("name", "cityLabel", "itemLabel", "town", "place", "city_ascii", "asciiname"),
    "nation": ("country", "countryLabel", "country_name", "nation_name"),
    "point": ("coord", "coords", "coordinates", "location"),
    "latitude": ("lat", "y"),
    "longitude": ("lon", "lng", "long", "x"),
    "population": ("pop", "inhabitants"),
    "province": ("admin", "admin_name", "admin1", "region", "state", "adminLabel"),
    "id": ("item", "qid", "wikidata", "geonameid"),
}
"""What a list may say, with the names of columns that say it; case, blanks and underscores do not count."""


def columns_of(path: Path, head: Sequence[str], mapped: Sequence[str], names: Names) -> dict[str, str]:
    """Find the column of all that a list of one kind may say; ``mapped`` has entries such as ``city_a=itemLabel``.

    Raises:
        TableError: what was mapped does not exist.
    """
    found: dict[str, str] = {}
    for entry in mapped:
        what, _, name = entry.partition("=")
        if what in names:
            if name not in head:
                raise fault(path, 1, f"--map {entry}: there is no column '{name}'. The columns are {', '.join(head)}.")
            found[what] = name
    folded = {_folded(name): name for name in reversed(head)}
    for what, known in names.items():
        there = next((folded[_folded(name)] for name in (what, *known) if _folded(name) in folded), None)
        if what not in found and there is not None and there not in found.values():
            found[what] = there
    return found


def check_mapped(path: Path, mapped: Sequence[str], with_places: bool) -> None:
    """Refuse entries of ``--map`` that no list has.

    Raises:
        TableError: there is no such thing to be mapped, with the nearest.
    """
    for entry in mapped:
        what, equals, _ = entry.partition("=")
        if not equals:
            raise fault(path, 1, f"--map {entry}: takes WHAT=COLUMN, such as --map city_a=itemLabel.")
        if what in PLACE_NAMES and not with_places:
            raise fault(path, 1, f"--map {entry}: '{what}' is said by a list of places; give it with --places FILE.")
        if what not in (*PAIR_NAMES, *PLACE_NAMES):
            raise fault(path, 1, f"--map {entry}: there is no '{what}'.{nearest(what, (*PAIR_NAMES, *PLACE_NAMES))}")


def _folded(name: str) -> str:
    return name.casefold().replace("_", "").replace(" ", "")


def offered(names: Sequence[str]) -> str:
    """Return the end of a sentence that offers the columns of a list, without the text of what is no list."""
    if len(names) < LEAST_COLUMNS:
        return ", but its first line holds no names of columns, with commas, semicolons or tabs between them"
    return f", of {', '.join(names)}"
