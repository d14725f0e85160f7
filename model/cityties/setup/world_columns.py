"""From the checked tables of a world to its columns: the fixed half of the model's entities (ODD 5).

Compiled code is imported where columns are made of it; to look what a world holds takes none.
"""
# ruff: noqa: PLC0415

import math
from typing import Any

import numpy as np
import pandas as pd

from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.parameters import Parameters
from cityties.kernel.state import Cities, Dyads, FloatArray, Forum, IdArray, IntArray, Nations, Publics
from cityties.scenario.models import Scenario
from cityties.setup.attributes import attributes_in
from cityties.setup.city_names import names_of, ordered_cities
from cityties.tables.world_tables import WorldTables

MOST_MOOD = 0.999
"""Mood beyond which a public is taken for unanimous: the log odds of a share of 1 are not finite."""


def power(values: FloatArray, exponent: float) -> FloatArray:
    """Raise positive numbers to a power with the same last bit on every machine."""
    from cityties.kernel.numerics import fill_powers

    powers = np.empty(len(values))
    fill_powers(np.ascontiguousarray(values, dtype=np.float64), exponent, powers)
    return powers


def voices(weight: FloatArray, centralisation: FloatArray, nation: IntArray, autonomy: FloatArray) -> FloatArray:
    """Return the weight of each city times what its nation lets it voice."""
    return np.asarray(weight * (1.0 - centralisation[nation] * (1.0 - autonomy)))


def logarithms(values: FloatArray) -> FloatArray:
    """Return natural logarithms of positive numbers with the same last bit on every machine."""
    from cityties.kernel.numerics import fill_logarithms

    found = np.empty(len(values))
    fill_logarithms(values, found)
    return found


def build_nations(tables: WorldTables, centralisation: FloatArray, columns: Cities) -> Nations:
    """Build the nation columns from the table and from the columns of their cities."""
    from cityties.kernel.numerics import FIXED

    cities = ordered_cities(tables)
    codes = list(tables.nations["nation"])
    rows = cities["nation_row"].to_numpy()
    first = np.searchsorted(rows, np.arange(len(codes)), side="left").astype(np.int64)
    last = np.searchsorted(rows, np.arange(len(codes)), side="right").astype(np.int64)
    spans = list(zip(first.tolist(), last.tolist(), strict=True))
    weight, voice = columns.weight, columns.voice
    return Nations(
        centralisation,
        first,
        last,
        weight=np.array([max(int((weight[a:b] * FIXED).astype(np.int64).sum()), 1) for a, b in spans], dtype=np.int64),
        voice=np.array([math.fsum(voice[a:b]) / max(math.fsum(weight[a:b]), 1e-300) for a, b in spans]),
        nationalism=np.array([math.fsum(columns.nationalism[a:b]) / max(b - a, 1) for a, b in spans]),
        urban=filled(tables.nations["urban_share"], 1.0),
        drawing=np.array([(columns.drawing[a:b] * FIXED).astype(np.int64).sum() for a, b in spans], dtype=np.int64),
        **dyads_of_nations(tables),
    )


def dyads_of_nations(tables: WorldTables) -> dict[str, IntArray]:
    """Return the rows of the dyads of each nation in table order, as one column and where each nation's begin."""
    row_of = {code: row for row, code in enumerate(tables.nations["nation"])}
    nations = np.array(
        [row_of[code] for side in ("nation_a", "nation_b") for code in tables.dyads[side]], dtype=np.int64
    )
    dyads = np.tile(np.arange(len(tables.dyads), dtype=np.int64), 2)
    counts = np.bincount(nations, minlength=len(row_of))
    return {"first_dyad": np.append(0, np.cumsum(counts)), "dyads": dyads[np.lexsort((dyads, nations))]}


def filled(column: pd.Series, empty: float) -> FloatArray:
    """Return a column of numbers with one value for its empty cells."""
    return np.asarray(np.nan_to_num(column.to_numpy(np.float64), nan=empty))


def build_dyads(tables: WorldTables, start: int) -> Dyads:
    """Build the dyad columns; months of recognition are counted from the start of the run and may be negative."""
    from cityties.kernel.randomness import entity_id

    table = tables.dyads
    row_of = {code: row for row, code in enumerate(tables.nations["nation"])}
    sides = [[row_of[a], row_of[b]] for a, b in zip(table["nation_a"], table["nation_b"], strict=True)]
    return Dyads(
        id=np.array([entity_id(code) for code in table["dyad"]], dtype=np.uint64),
        nation=np.array(sides, dtype=np.int64),
        recognised=table["recognised"].to_numpy(np.int64) - start,
        relations_before=filled(table["relations_before"], 0.0),
        relations_at_recognition=filled(table["relations_at_recognition"], 0.0),
        baseline=filled(table["baseline_relations"], 0.0),
        formation_factor=filled(table["formation_factor"], 1.0),
        formation_trend=filled(table["formation_trend_per_year"], 0.0),
        formation_trend_from=filled(table["formation_trend_from"], 0.0),
        prospect=np.zeros(len(table)),
    )


def build_publics(tables: WorldTables, p: Parameters) -> Publics:
    """Build the directed publics (D, 2): side 0 is the public of the dyad's first nation about the second."""
    table, dyads = tables.publics, tables.dyads
    row_of = {key: row for row, key in enumerate(zip(table["dyad"], table["of"], strict=True))}
    sides = [zip(dyads["dyad"], dyads[f"nation_{side}"], strict=True) for side in ("a", "b")]
    rows = np.array([[row_of[key] for key in side] for side in sides], np.int64).T
    speed = {"slow": p.mood_reversion_slow, "fast": p.mood_reversion_fast}
    baseline, floor = (table[name].to_numpy(np.float64) for name in ("mood_baseline", "mood_floor"))
    reversion = np.array([speed[kind] for kind in table["reversion"]])
    kept = np.clip(baseline, -MOST_MOOD, MOST_MOOD)
    level = logarithms((1.0 + kept) / (1.0 - kept))
    # in C order whatever the world: a column in another order would have the whole month compiled anew for it
    return Publics(*(np.ascontiguousarray(column[rows]) for column in (baseline, floor, reversion, level)))


def sizes(population: FloatArray, p: Parameters) -> FloatArray:
    """Return the size of cities: population in units, between a floor and a cap."""
    return np.clip(population / p.size_unit, p.size_floor, p.size_cap)


def build_cities(tables: WorldTables, scenario: Scenario, p: Parameters) -> Cities:
    """Build the city columns; budgets are still unscaled (see :func:`cityties.setup.initialization.scaled_budget`)."""
    from cityties.kernel.randomness import entity_id, places

    cities = ordered_cities(tables)
    nation = cities["nation_row"].to_numpy(np.int64, copy=True)
    size = sizes(cities["population"].to_numpy(np.float64), p)
    log_size = logarithms(size)
    at_start = attributes_in(scenario.start, scenario, tables, cities)
    weight = power(size, p.size_exponent)
    names = names_of(cities)
    latitude = cities["latitude"].to_numpy(np.float64)
    longitude = cities["longitude"].to_numpy(np.float64)
    ids: IdArray = np.array([entity_id(name) for name in names], dtype=np.uint64)
    return Cities(
        id=ids,
        place=places(ids),
        nation=nation,
        autonomy=at_start.autonomy,
        nationalism=at_start.nationalism,
        weight=weight,
        budget=weight,
        abroad=partners_abroad(cities["ties_abroad"].to_numpy(np.float64), nation),
        bigness=(log_size - by_nation_median(log_size, nation)) / p.forum_size_scale,
        voice=voices(weight, at_start.centralisation, nation, at_start.autonomy),
        drawing=power(size, p.formation_size),
        saturation=np.clip(power(size, p.saturation_exponent), p.saturation_floor, p.saturation_cap),
        log_size=log_size,
        capital=cities["capital"].to_numpy(np.int64),
        strategy=at_start.strategy,
        competitiveness=filled(cities["competitiveness"], 0.0),
        centre=cluster_centres(cities, size),
        x=np.array([_cos(a) * _cos(o) for a, o in zip(latitude, longitude, strict=True)]),
        y=np.array([_cos(a) * _sin(o) for a, o in zip(latitude, longitude, strict=True)]),
        z=np.array([_sin(a) for a in latitude]),
    )


def _cos(degrees: float) -> float:
    return round(math.cos(math.radians(degrees)), 13)


def _sin(degrees: float) -> float:
    return round(math.sin(math.radians(degrees)), 13)


def by_nation_median(values: FloatArray, nation: IntArray) -> FloatArray:
    """Return for each city the median of its nation, leaving out missing values."""
    medians = pd.Series(values).groupby(nation).transform("median")
    return medians.fillna(0.0).to_numpy(np.float64)


def cluster_centres(cities: pd.DataFrame, size: FloatArray) -> IntArray:
    """Return the row of each city's cluster's largest city (first by name among equals); -1 for itself or none."""
    centre, names = np.full(len(cities), -1, dtype=np.int64), cities["city"].tolist()
    keys = cities["nation"] + "/" + cities["cluster"]
    for _, rows in cities[cities["cluster"] != ""].groupby(keys, sort=False):
        at = rows.index.to_numpy(np.int64)
        first = min(at.tolist(), key=lambda row: (-size[row], names[row]))
        centre[at[at != first]] = first
    return centre


def partners_abroad(recorded: FloatArray, nation: IntArray) -> FloatArray:
    """Fill missing numbers of partners abroad with the median of the nation."""
    return np.where(np.isnan(recorded), by_nation_median(recorded, nation), recorded)


def editions(tables: WorldTables, scenario: Scenario) -> list[dict[str, Any]]:
    """Return the rows of the forum's table; if it goes on, also one a year after the last held, hosted in turn."""
    rows: list[dict[str, Any]] = [
        {str(key): cell for key, cell in row.items()} for row in tables.forum.to_dict("records")
    ]
    held = [row for row in sorted(rows, key=lambda row: int(row["date"])) if row["held"]]
    turn = len(tables.nations)
    while scenario.forum.goes_on and held and held[-1]["date"] + MONTHS_PER_YEAR <= scenario.end:
        host = held[-turn]["host_nation"] if len(held) >= turn else held[0]["host_nation"]
        held.append(held[-1] | {"date": held[-1]["date"] + MONTHS_PER_YEAR, "host_nation": host})
        rows.append(held[-1])
    return rows


def build_forum(tables: WorldTables, scenario: Scenario, n_months: int) -> Forum:
    """Build the forum's calendar: the host nation of each month's meeting and who may come."""
    row_of = {code: row for row, code in enumerate(tables.nations["nation"])}
    host = np.full(n_months, -1, dtype=np.int64)
    is_open = np.zeros(n_months, dtype=np.int64)
    rule = scenario.forum.eligibility
    for edition in editions(tables, scenario):
        month = edition["date"] - scenario.start
        if edition["held"] and 0 <= month < n_months:
            host[month] = row_of[edition["host_nation"]]
            is_open[month] = edition["eligibility"] == "open" if rule == "recorded" else rule == "open"
    return Forum(host, is_open)
