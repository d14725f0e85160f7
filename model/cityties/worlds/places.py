"""Places: where the cities of a list lie, for lists of twin towns that give names alone."""

from dataclasses import dataclass
from pathlib import Path

from cityties.tables.reader import fault, nearest
from cityties.worlds.list_files import csv_rows

COLUMNS = ("city", "nation", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """Coordinates and population of a city as the file writes them; ``population`` may be empty."""

    latitude: str
    longitude: str
    population: str


@dataclass(frozen=True)
class Places:
    """Places by nation and city."""

    path: Path
    known: dict[tuple[str, str], ListedPlace]

    def of(self, path: Path, line: int, nation: str, city: str) -> ListedPlace:
        """Return the place of a city that stands in a line of a list.

        Raises:
            TableError: no place is known by that name in that nation.
        """
        found = self.known.get((nation, city))
        if found is None:
            alike = nearest(city, (name for code, name in self.known if code == nation))
            raise fault(path, line, f"'{city}' of '{nation}' does not stand in {self.path}; add a row for it.{alike}")
        return found


def read_places(path: Path) -> Places:
    """Read a table with the columns city, nation, latitude, longitude and, if known, population.

    Raises:
        TableError: a column is missing or the file cannot be read, with its line.
    """
    known: dict[tuple[str, str], ListedPlace] = {}
    for line, row in csv_rows(path):
        for column in COLUMNS:
            if not row.get(column, "").strip():
                raise fault(path, line, f"{column} is missing; a list of places has {', '.join(COLUMNS)}.")
        place = ListedPlace(row["latitude"].strip(), row["longitude"].strip(), row.get("population", "").strip())
        known[row["nation"].strip(), row["city"].strip()] = place
    return Places(path, known)
