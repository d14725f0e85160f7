"""What cities are called in the language that is spoken, from ``names.csv`` of a world where it has one."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cityties.setup.city_names import city_name
from cityties.tables.checks import check_keys, check_references
from cityties.tables.declared_names import CITY, NAMES
from cityties.tables.faults import Fault, error_of
from cityties.tables.language import language
from cityties.tables.reader import nearest, read_table
from cityties.tables.world_tables import read_rows


@dataclass(frozen=True)
class Names:
    """The names of one city in other scripts."""

    chinese: str
    own: str

    def __contains__(self, name: object) -> bool:
        """Return whether a city is called so."""
        return name in (self.chinese, self.own)


def called(world: Path, city: str) -> str:
    """Return what a city of a world, given as NATION/City, is called: as in its tables where no other name is known."""
    plain = city.partition("/")[2]
    if language() != "zh":
        return plain
    names = names_of_world(world).get(city)
    return names.chinese if names else plain


def called_with_nation(world: Path, city: str) -> str:
    """Return what a city of a world, given as NATION/City, is called, after the code of its nation."""
    return city_name(city.partition("/")[0], called(world, city))


@cache
def names_of_world(folder: Path) -> dict[str, Names]:
    """Return the names of the cities of a world by NATION/City; none if it has no such file.

    Raises:
        TableError: all that is wrong in the file, with line and what to do.
    """
    path = folder / NAMES.file
    if not path.is_file():
        return {}
    rows, faults = read_table(path, NAMES, path.read_bytes())
    if rows is None or faults:
        raise error_of(faults)
    world, _ = read_rows(folder)
    found = [*check_keys(rows), *check_references(rows, {**world, NAMES.name: rows})]
    cells = world["cities"].cells
    known = dict.fromkeys(city_name(*both) for both in zip(cells["nation"], cells["city"], strict=True))
    names = {}
    for line, row in rows.records():
        if row["kind"] == CITY:
            name = city_name(row["nation"], row["name"])
            names[name] = Names(row["name_zh"], row["name_own"])
            if name not in known:
                found.append(Fault(path, line, f"cities.csv has no city '{name}'.{nearest(name, known)}"))
    if found:
        raise error_of(found)
    return names
