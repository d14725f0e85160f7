"""A world out of a list of pairs: cities and ties are the list's, all else is neutral until somebody fills it in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cityties.tables.reader import fault
from cityties.worlds.neutral import (
    MIDDLE,
    NEUTRAL_SHARE,
    RECOGNISED,
    anchor_rows,
    dyad_code,
    dyad_rows,
    nation_rows,
    public_rows,
)
from cityties.worlds.pair_lists import ListedCity, Pair, read_pairs
from cityties.worlds.places import read_places
from cityties.worlds.writing import TableRow, write_world

SAME_PLACE_DEGREES = 0.3
LIST_OF = 2024
"""Last year of a list without any date: its ties were signed evenly up to then."""
POPULATION_UNKNOWN = 200_000
LEAST_POPULATION, MOST_POPULATION = 20_000, 30_000_000


@dataclass
class Found:
    """What a list holds: cities and the line each was first met in, ties, and how many lines stayed out."""

    cities: dict[tuple[str, str], ListedCity] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    ties: dict[tuple[tuple[str, str], tuple[str, str]], str] = field(default_factory=dict)
    within_a_nation: int = 0
    doubled: int = 0


def write_imported_world(
    path: Path, mapped: Sequence[str], nations: str, out: Path, places: Path | None = None
) -> tuple[int, int, int]:
    """Write the world of a list of pairs; return its numbers of cities, ties and nations.

    Pairs within a nation are left out, pairs that stand twice (also the other way round) are taken once.

    Raises:
        TableError: the list cannot be used, with file and line.
        CityTiesError: the folder exists or cannot be written.
    """
    kept = {code.strip() for code in nations.split(",") if code.strip()}
    found = collect(path, read_pairs(path, mapped, read_places(places) if places else None), kept)
    if not found.ties:
        raise fault(path, 0, "no pair of cities of two nations is left.")
    pairs = sorted({(a[0], b[0]) for a, b in found.ties})
    codes = sorted({code for pair in pairs for code in pair})
    counts, since = Counter(dyad_code(a[0], b[0]) for a, b in found.ties), earliest(found)
    last = max((int(signed[:4]) for signed in found.ties.values() if signed), default=LIST_OF) + 1
    tied = {end for tie in found.ties for end in tie}
    tables: dict[str, Iterable[TableRow]] = {
        "sources": source_rows(path),
        "nations": nation_rows(codes, "NEUTRAL"),
        "dyads": dyad_rows(pairs, "NEUTRAL", since),
        "publics": public_rows(pairs, "NEUTRAL"),
        "cities": imported_city_rows(city for key, city in sorted(found.cities.items()) if key in tied),
        "ties": imported_tie_rows(found),
        "stock_anchors": anchor_rows(counts, {code: int(month[:4]) for code, month in since.items()}, last, "NEUTRAL"),
    }
    write_world(out, tables, imported_readme(path, found))
    return len(tied), len(found.ties), len(codes)


def collect(path: Path, pairs: Iterable[Pair], nations: set[str]) -> Found:
    """Gather cities and ties.

    Raises:
        TableError: one name stands for two places.
    """
    found = Found()
    for pair in pairs:
        if nations and not {pair.a.nation, pair.b.nation} <= nations:
            continue
        for city in (pair.a, pair.b):
            _meet(path, pair.line, city, found)
        if pair.a.nation == pair.b.nation:
            found.within_a_nation += 1
            continue
        one, other = sorted(((pair.a.nation, pair.a.name), (pair.b.nation, pair.b.name)))
        found.doubled += (one, other) in found.ties
        found.ties[one, other] = pair.signed or found.ties.get((one, other), "")
    return found


def _meet(path: Path, line: int, city: ListedCity, found: Found) -> None:
    key = (city.nation, city.name)
    known = found.cities.setdefault(key, city)
    first = found.lines.setdefault(key, line)
    apart = max(abs(known.latitude - city.latitude), abs(known.longitude - city.longitude))
    if SAME_PLACE_DEGREES < apart < 360.0 - SAME_PLACE_DEGREES:
        raise fault(
            path,
            line,
            f"'{city.name}' of {city.nation} lies at {city.latitude:g}, {city.longitude:g} here and at "
            f"{known.latitude:g}, {known.longitude:g} in line {first}. Two cities of a name need two names.",
        )


def earliest(found: Found) -> dict[str, str]:
    """Return for dyads with a tie older than the month taken for recognition an earlier month."""
    months: dict[str, str] = {}
    for (a, b), signed in found.ties.items():
        code = dyad_code(a[0], b[0])
        month = signed if "-" in signed else f"{signed}-01" if signed else RECOGNISED
        months[code] = min(months.get(code, RECOGNISED), month)
    return months


def imported_city_rows(cities: Iterable[ListedCity]) -> Iterator[TableRow]:
    """Yield the cities with neutral values for what the list does not hold."""
    for city in cities:
        people = float(city.population) if city.population else POPULATION_UNKNOWN
        yield {
            "city": city.name,
            "nation": city.nation,
            "province": city.nation,
            "level": "city",
            "latitude": city.latitude,
            "longitude": city.longitude,
            "population": round(min(max(people, LEAST_POPULATION), MOST_POPULATION)),
            "population_source": "other",
            "autonomy": NEUTRAL_SHARE,
            "nationalism": NEUTRAL_SHARE,
            "capital": "no",
            "source": "LIST + NEUTRAL",
            "certainty": "low",
            "note": MIDDLE if city.population else f"{MIDDLE}; population unknown",
        }


def imported_tie_rows(found: Found) -> Iterator[TableRow]:
    """Yield the ties, the nation first in the alphabet on side a."""
    for (a, b), signed in sorted(found.ties.items()):
        yield {
            "dyad": dyad_code(a[0], b[0]),
            "city_a": a[1],
            "city_b": b[1],
            "signed": signed,
            "tie_type": "sister",
            "source": "LIST",
            "certainty": "medium",
        }


def source_rows(path: Path) -> Iterator[TableRow]:
    """Yield the list and the mark of neutral values."""
    yield {"code": "LIST", "address": path.name, "what": "list of pairs", "kind": "data file", "certainty": "medium"}
    yield {"code": "NEUTRAL", "address": "no source", "what": MIDDLE, "kind": "assumption", "certainty": "low"}


def imported_readme(path: Path, found: Found) -> str:
    """Return a README on what came from the list and what has still to be filled in."""
    return (
        f"# A world out of {path.name}\n\n"
        f"{len(found.ties)} ties between cities of different nations. Left out: {found.within_a_nation} pairs within a "
        f"nation; {found.doubled} pairs stood twice.\n\n"
        "Cities, places and ties are those of the list. Centralisation, autonomy, nationalism, moods and relations "
        "have no figure and stand in the middle of their range; recognition is September 1956 or the oldest tie. Fill "
        "in what you know, with its source, and add disputes to `shocks.csv`: without any there is no crisis to study."
        "\n"
    )
