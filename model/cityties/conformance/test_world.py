"""A hand-made world for trying rules: three nations, fifteen cities, two dozen ties, quarrels, a forum, a network."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from cityties.tables.cells import resolution, value
from cityties.tables.checks import check
from cityties.tables.checks_shocks import check_shocks
from cityties.tables.columns import Table
from cityties.tables.declared_model import TABLES
from cityties.tables.reader import Rows
from cityties.tables.world_tables import WorldTables, frame

type Row = Mapping[str, object]

NATIONS = ("AA", "BB", "CC")
DYADS = (("AA", "BB"), ("AA", "CC"), ("BB", "CC"))
N_CITIES = 5
FIRST_YEAR, LAST_YEAR = 1980, 2009
_PROVENANCE = {"source": "INVENTED", "certainty": "high"}


def hand_made_world(shuffled: bool = False) -> WorldTables:
    """Return the world, with its cities and ties in their order or another one: the same world all the same."""
    rows: dict[str, list[Row]] = {
        "sources": [{"code": "INVENTED", "address": "no source", "what": "made up", "kind": "invention"}],
        "nations": [
            {"nation": code, "name": code, "centralisation": 0.3 * place, "urban_share": 0.5}
            for place, code in enumerate(NATIONS, 1)
        ],
        "dyads": [_dyad(a, b) for a, b in DYADS],
        "publics": [public for a, b in DYADS for public in _publics(a, b)],
        "cities": _in_order(list(_cities()), shuffled),
        "ties": _in_order(list(_ties()), shuffled),
        "shocks": list(_shocks()),
        "forum": [_edition(year) for year in range(FIRST_YEAR + 1, LAST_YEAR + 1)],
        "networks": [{"network": "RING", "name": "Ring of ports", "founded": "1985"}],
        "network_members": [
            {"network": "RING", "city": f"{code} City {n}", "nation": code} for code in NATIONS for n in "123"
        ],
        "network_meetings": [{"network": "RING", "date": f"{year}-06"} for year in range(1986, LAST_YEAR, 2)],
        "incentives": [{"step": "treaty", "date": "1999-05", "dyad": "all", "size": 1, "title": "A treaty"}],
        "disasters": [{"disaster": "flood", "nation": "BB", "date": "1996-03", "until": "1996-09", "title": "A flood"}],
    }
    read = {table.name: _read(table, rows.get(table.name, [])) for table in TABLES}
    check(read)
    check_shocks(read)
    return WorldTables(**{name: frame(table) for name, table in read.items()}, folder=Path("hand-made"), digest="")


def _in_order(rows: list[Row], shuffled: bool) -> list[Row]:
    return rows[::2][::-1] + rows[1::2] if shuffled else rows


def _dyad(a: str, b: str) -> Row:
    return {
        "dyad": f"{a}-{b}",
        "nation_a": a,
        "nation_b": b,
        "recognised": "1975-01" if a == "AA" else "1984-06",
        "relations_before": -0.5,
        "relations_at_recognition": 0.3,
        "baseline_relations": 0.25,
        "formation_factor": 1,
        "formation_trend_per_year": 0,
        "formation_trend_from": 1998,
    }


def _publics(a: str, b: str) -> Iterator[Row]:
    for of, about in ((a, b), (b, a)):
        mood = {"mood_baseline": 0.2, "mood_floor": -0.9, "reversion": "slow" if of == "BB" else "fast"}
        yield {"dyad": f"{a}-{b}", "of": of, "about": about, **mood}


def _cities() -> Iterator[Row]:
    for place, (code, n) in enumerate(product(NATIONS, range(N_CITIES))):
        yield {
            "city": f"{code} City {n}",
            "nation": code,
            "province": f"{code} Province {n % 2}",
            "level": "city",
            "cluster": f"{code} Bay" if n < 3 else "",
            "latitude": 30.0 + place,
            "longitude": 120.0 + 1.7 * place,
            "population": 150_000 + 210_000 * place,
            "population_source": "other",
            "ties_abroad": place % 4,
            "autonomy": 0.2 + 0.05 * place,
            "nationalism": 0.9 - 0.05 * place,
            "capital": "yes" if n == 0 else "no",
            "strategy": 0.1 * n,
            "competitiveness": 0.2 * n,
        }


def _ties() -> Iterator[Row]:
    for place, ((a, b), n, step) in enumerate(product(DYADS, range(N_CITIES), (0, 2))):
        ends = {"city_a": f"{a} City {n}", "city_b": f"{b} City {(n + step) % N_CITIES}"}
        yield {"dyad": f"{a}-{b}", **ends, "signed": f"{1985 + place % 9}-0{1 + place % 7}", "tie_type": "sister"}


def _shocks() -> Iterator[Row]:
    for place, (year, (a, b)) in enumerate(zip(range(1987, LAST_YEAR, 2), DYADS * 4, strict=False)):
        dispute = {"severity": 0.3 + 0.1 * (place % 6), "factor_a": 1.2, "factor_b": 0.8}
        name = f"{a}-{b}-{year}"
        yield {
            "shock": name,
            "dyad": f"{a}-{b}",
            "date": f"{year}-09",
            "type": "political",
            "title": "A quarrel",
            **dispute,
        }
    good = {"type": "positive", "level": 2, "title": "A visit"}
    yield {"shock": "visit", "dyad": "AA-BB", "date": "1998-10", **good}
    closed = {"type": "common", "until": "2003-08", "title": "A plague", "crisis": "plague"}
    yield {"shock": "plague", "dyad": "all", "date": "2003-03", **closed}


def _edition(year: int) -> Row:
    host = NATIONS[year % len(NATIONS)]
    where = {"forum": "round table", "host_nation": host, "held": "yes", "eligibility": "open"}
    return {"edition": year - FIRST_YEAR, "date": f"{year}-10", **where}


def _read(table: Table, rows: list[Row]) -> Rows:
    cells: dict[str, list[object]] = {}
    full = [{**_PROVENANCE, **row} for row in rows]
    for column in table.columns:
        texts = [str(row.get(column.name, "")) for row in full]
        cells[column.name] = [value(text, column) for text in texts]
        if column.kind == "date":
            cells[f"{column.name}_resolution"] = [resolution(text) for text in texts]
    return Rows(table, Path(table.file), list(range(2, len(full) + 2)), cells)
