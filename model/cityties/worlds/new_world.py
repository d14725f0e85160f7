"""A small world to begin one's own with: invented nations and cities, complete enough to be run as it stands."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from cityties.errors import CityTiesError, counted
from cityties.worlds.invented_names import city_names, nation_names
from cityties.worlds.neutral import NEUTRAL_SHARE, dyad_code
from cityties.worlds.new_world_text import readme_text, scenario_text
from cityties.worlds.places_on_globe import centre, scattered
from cityties.worlds.writing import TableRow, write_world

CITIES_PER_NATION = 3
MOST_CITIES, MOST_NATIONS = 5_000, 200
NEIGHBOURS = 3
"""Each nation has relations with so many on either side of it, so of up to seven nations all have with all."""
FIRST_YEAR, LAST_YEAR = 1990, 2014
RECOGNISED, VISIT, DISPUTE = "1985-01", "1998-05", "2005-09"
YEARS_OF_SIGNING = 10
SEVERITY = 0.8
LARGEST, SMALLEST = 4_000_000, 20_000
MADE_UP = {"source": "INVENTED", "certainty": "high"}
SOURCE = {"code": "INVENTED", "address": "no source", "what": "made up", "kind": "invention", "certainty": "high"}

type Cities = dict[str, list[str]]
"""Names of cities by the code of their nation, the capital first."""


def write_new_world(folder: Path, scenario: Path, n_cities: int | None, n_nations: int) -> tuple[int, int, int]:
    """Write the tables of a new world and a scenario that runs in it; return its numbers of cities, ties and dyads.

    Raises:
        CityTiesError: there is no such world, or the folder or the scenario exists.
    """
    n_cities = CITIES_PER_NATION * n_nations if n_cities is None else n_cities
    if not 2 <= n_nations <= MOST_NATIONS or not n_nations <= n_cities <= MOST_CITIES:
        asked = f"{counted(n_cities, 'city')} of {counted(n_nations, 'nation')}"
        raise CityTiesError(
            f"{asked}: a new world has 2 to {MOST_NATIONS} nations and a city at "
            f"least in each, {MOST_CITIES:,} at most. `cityties world synth` makes larger ones."
        )
    if scenario.exists():
        raise CityTiesError(f"{scenario}: exists already and is left as it is; choose another name.")
    nations = nation_names(n_nations)
    names = city_names(n_cities)
    cities = {code: names[place::n_nations] for place, code in enumerate(nations)}
    pairs = [(a, b) for a, b in combinations(nations, 2) if _are_neighbours(list(nations), a, b)]
    ties = list(tie_rows(cities, pairs))
    tables: dict[str, Iterable[TableRow]] = {
        "sources": [SOURCE],
        "nations": nation_rows(nations),
        "dyads": dyad_rows(pairs),
        "publics": public_rows(pairs),
        "cities": city_rows(cities, nations),
        "ties": ties,
        "shocks": shock_rows(pairs[0]),
    }
    write_world(folder, tables, readme_text(folder, scenario), only_filled=True)
    scenario.write_text(scenario_text(folder, scenario, FIRST_YEAR, LAST_YEAR), encoding="utf-8")
    return n_cities, len(ties), len(pairs)


def _are_neighbours(codes: list[str], a: str, b: str) -> bool:
    apart = abs(codes.index(a) - codes.index(b))
    return min(apart, len(codes) - apart) <= NEIGHBOURS


def nation_rows(nations: Mapping[str, str]) -> Iterator[TableRow]:
    """Yield nations that bind their cities half."""
    for code, name in nations.items():
        yield {"nation": code, "name": name, "centralisation": NEUTRAL_SHARE} | MADE_UP


def dyad_rows(pairs: Iterable[tuple[str, str]]) -> Iterator[TableRow]:
    """Yield pairs of nations with friendly relations."""
    for one, other in pairs:
        yield {
            "dyad": dyad_code(one, other),
            "nation_a": one,
            "nation_b": other,
            "recognised": RECOGNISED,
            "relations_before": -0.2,
            "relations_at_recognition": 0.2,
            "baseline_relations": 0.2,
            "formation_factor": 1,
            "formation_trend_per_year": 0,
            "formation_trend_from": FIRST_YEAR,
        } | MADE_UP


def public_rows(pairs: Iterable[tuple[str, str]]) -> Iterator[TableRow]:
    """Yield the two publics of each pair of nations."""
    for one, other in pairs:
        for of, about in ((one, other), (other, one)):
            yield {
                "dyad": dyad_code(one, other),
                "of": of,
                "about": about,
                "mood_baseline": 0.2,
                "mood_floor": -0.9,
                "reversion": "fast",
            } | MADE_UP


def city_rows(cities: Cities, nations: dict[str, str]) -> Iterator[TableRow]:
    """Yield the cities around the centre of their nation, the capital first; the r-th has 1/r of its people."""
    for place, (code, names) in enumerate(cities.items()):
        middle = centre(place, len(nations))
        for rank, name in enumerate(names):
            latitude, longitude = scattered(middle, rank)
            yield {
                "city": name,
                "nation": code,
                "province": f"{('North', 'South')[rank % 2]} {nations[code]}",
                "level": "city",
                "latitude": latitude,
                "longitude": longitude,
                "population": max(LARGEST // (rank + 1), SMALLEST),
                "population_source": "other",
                "autonomy": NEUTRAL_SHARE,
                "nationalism": NEUTRAL_SHARE,
                "capital": "yes" if rank == 0 else "no",
            } | MADE_UP


def tie_rows(cities: Cities, pairs: Iterable[tuple[str, str]]) -> Iterator[TableRow]:
    """Yield ties between cities of one rank, so that capital is tied to capital and every city has a partner."""
    for place, (one, other) in enumerate(pairs):
        here, there = cities[one], cities[other]
        for rank in range(max(len(here), len(there))):
            year = FIRST_YEAR + (place + 3 * rank) % YEARS_OF_SIGNING
            yield {
                "dyad": dyad_code(one, other),
                "city_a": here[rank % len(here)],
                "city_b": there[rank % len(there)],
                "signed": f"{year}-{1 + (5 * rank + place) % 12:02d}",
                "tie_type": "sister",
            } | MADE_UP


def shock_rows(pair: tuple[str, str]) -> Iterator[TableRow]:
    """Yield a visit of state, and the one dispute, which is the crisis that the scenario studies."""
    code = dyad_code(*pair)
    about = {"dyad": code} | MADE_UP
    yield {
        "shock": f"{code}-{VISIT}",
        "date": VISIT,
        "type": "positive",
        "level": 2,
        "title": "A visit of state",
    } | about
    yield {
        "shock": f"{code}-{DISPUTE}",
        "date": DISPUTE,
        "type": "political",
        "severity": SEVERITY,
        "factor_a": 1,
        "factor_b": 1,
        "crisis": f"{code} {DISPUTE}",
        "title": "A dispute over an island",
    } | about
