"""A world out of a list of pairs: cities and ties are the list's, all else is neutral until somebody fills it in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cityties.errors import TableError, counted
from cityties.tables.reader import fault
from cityties.tables.stray_files import LEFT_OUT
from cityties.worlds.gathering import Found, codes_of_dyads, gather
from cityties.worlds.imported_text import imported_readme, summary
from cityties.worlds.list_faults import fault_table, left_out_csv
from cityties.worlds.neutral import (
    MIDDLE,
    NEUTRAL_SHARE,
    RECOGNISED,
    anchor_rows,
    dyad_rows,
    nation_rows,
    public_rows,
)
from cityties.worlds.pair_lists import PairList
from cityties.worlds.places import read_places
from cityties.worlds.writing import TableRow, write_world

LIST_OF = 2024
"""Last year of a list without any date: its ties were signed evenly up to then."""
POPULATION_UNKNOWN = 200_000
LEAST_POPULATION, MOST_POPULATION = 20_000, 30_000_000

type Codes = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Imported:
    """What an import wrote: numbers of cities, ties and nations, and what was left out, renamed, chosen or empty."""

    size: tuple[int, int, int]
    summary: list[str]


def write_imported_world(
    path: Path,
    mapped: Sequence[str],
    nations: str,
    out: Path,
    places: Path | None = None,
    skip: bool = False,
) -> Imported:
    """Write the world of a list of pairs, if all rows can be used or the others are to be skipped.

    Raises:
        TableError: the list cannot be used, with file and line; or all rows that cannot, as one table.
        CityTiesError: the folder exists or cannot be written.
    """
    kept = frozenset(code.strip() for code in nations.split(",") if code.strip())
    pair_list = PairList(path, mapped, read_places(places, mapped) if places else None, kept)
    found = gather(pair_list.pairs())
    if pair_list.faults and not skip:
        raise TableError(fault_table(path, pair_list.faults, pair_list.n_rows))
    if not found.ties:
        among = f" of {nations}" if kept else ""
        none = f"of {counted(pair_list.n_rows, 'row')} none joins cities of two nations{among}"
        cure = "A tie joins two states: see whether the columns of nations are the right ones, or name them with --map."
        raise fault(path, 0, f"{none}. {cure}")
    left_out = [*pair_list.faults, *found.left_out]
    tied = sorted(
        {end for tie in found.ties for end in tie}, key=lambda k: (found.cities[k].nation, found.cities[k].name)
    )
    others = {LEFT_OUT: left_out_csv(left_out)} if left_out else {}
    said = summary(found, pair_list, tied)
    tables = _tables(path, found, tied)
    write_world(out, tables, imported_readme(path, said), others=others)
    return Imported((len(tied), len(found.ties), len({found.cities[k].nation for k in tied})), said)


def _tables(path: Path, found: Found, tied: Sequence[int]) -> dict[str, Iterable[TableRow]]:
    pairs = sorted({(found.cities[a].nation, found.cities[b].nation) for a, b in found.ties})
    codes = codes_of_dyads(pairs)
    since = earliest(found, codes)
    counts = Counter(codes[found.cities[a].nation, found.cities[b].nation] for a, b in found.ties)
    last = max((int(tie.signed[:4]) for tie in found.ties.values() if tie.signed), default=LIST_OF) + 1
    return {
        "sources": source_rows(path),
        "nations": nation_rows(sorted({code for pair in pairs for code in pair}), "NEUTRAL"),
        "dyads": dyad_rows(codes, "NEUTRAL", since),
        "publics": public_rows(codes, "NEUTRAL"),
        "cities": imported_city_rows(found, tied),
        "ties": imported_tie_rows(found, codes),
        "stock_anchors": anchor_rows(counts, {code: int(month[:4]) for code, month in since.items()}, last, "NEUTRAL"),
    }


def earliest(found: Found, codes: Codes) -> dict[str, str]:
    """Return for dyads with a tie older than the month taken for recognition an earlier month."""
    months: dict[str, str] = {}
    for (a, b), tie in found.ties.items():
        code = codes[found.cities[a].nation, found.cities[b].nation]
        month = tie.signed if "-" in tie.signed else f"{tie.signed}-01" if tie.signed else RECOGNISED
        months[code] = min(months.get(code, RECOGNISED), month)
    return months


def imported_city_rows(found: Found, tied: Iterable[int]) -> Iterator[TableRow]:
    """Yield the cities that have a tie, with neutral values for what the list does not hold."""
    for number in tied:
        city = found.cities[number]
        people = POPULATION_UNKNOWN if city.population is None else city.population
        notes = [MIDDLE, *city.notes]
        notes += ["population unknown"] if city.population is None else []
        notes += [f"in the list: '{city.listed_as}'"] if city.listed_as else []
        yield {
            "city": city.name,
            "nation": city.nation,
            "province": city.province or city.nation,
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
            "note": "; ".join(notes),
        }


def imported_tie_rows(found: Found, codes: Codes) -> Iterator[TableRow]:
    """Yield the ties, the nation first in the alphabet on side a."""
    rows = []
    for (a, b), tie in found.ties.items():
        one, other = found.cities[a], found.cities[b]
        rows.append((one.nation, one.name, other.nation, other.name, tie))
    for nation_a, city_a, nation_b, city_b, tie in sorted(rows, key=lambda row: row[:4]):
        yield {
            "dyad": codes[nation_a, nation_b],
            "city_a": city_a,
            "city_b": city_b,
            "signed": tie.signed,
            "tie_type": "sister",
            "source": "LIST",
            "certainty": "medium",
            "note": tie.note,
        }


def source_rows(path: Path) -> Iterator[TableRow]:
    """Yield the list and the mark of neutral values."""
    yield {"code": "LIST", "address": path.name, "what": "list of pairs", "kind": "data file", "certainty": "medium"}
    yield {"code": "NEUTRAL", "address": "no source", "what": MIDDLE, "kind": "assumption", "certainty": "low"}
