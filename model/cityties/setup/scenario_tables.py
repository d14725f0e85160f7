"""The tables of a world as a scenario changes them for the whole run: cities, dyads, publics and ties."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from cityties.errors import ScenarioError
from cityties.scenario.models import Scenario
from cityties.scenario.world_changes import DATED, FROM, cities_of, public_name
from cityties.tables.world_tables import WorldTables


def scenario_tables(scenario: Scenario, tables: WorldTables) -> WorldTables:
    """Return the tables with the changes of a scenario that last for the whole run; the same ones if there are none.

    What a city may also change in the course of a run (:mod:`cityties.setup.attributes`), and shocks
    (:mod:`cityties.setup.event_columns`), are left as in the tables.
    """
    if scenario.cities:
        tables = replace(tables, cities=_cities(scenario, tables))
    if scenario.dyads or scenario.publics:
        tables = replace(tables, dyads=_dyads(scenario, tables), publics=_publics(scenario, tables))
    if scenario.ties.add or scenario.ties.drop:
        tables = replace(tables, ties=_ties(scenario, tables))
    return tables


def _cities(scenario: Scenario, tables: WorldTables) -> pd.DataFrame:
    cities = tables.cities.copy()
    names = cities["nation"] + "/" + cities["city"]
    for name, change in scenario.cities.items():
        for key, value in change.model_dump(exclude_none=True).items():
            if key not in (*DATED, FROM):
                cities.loc[names == name, key] = value
    return cities


def _dyads(scenario: Scenario, tables: WorldTables) -> pd.DataFrame:
    dyads = tables.dyads.copy()
    for code, change in scenario.dyads.items():
        for key, value in change.model_dump(exclude_none=True).items():
            dyads.loc[dyads["dyad"] == code, key] = value
    return dyads


def _publics(scenario: Scenario, tables: WorldTables) -> pd.DataFrame:
    publics = tables.publics.copy()
    names = [public_name(of, about) for of, about in zip(publics["of"], publics["about"], strict=True)]
    for name, change in scenario.publics.items():
        if change.mood_baseline is None:
            continue
        (row,) = (row for row, one in zip(publics.index, names, strict=True) if one == name)
        floor = float(publics.loc[row, "mood_floor"])
        if not scenario.mechanisms.two_clocks and change.mood_baseline <= floor:
            raise ScenarioError(
                f"publics.{name}.mood_baseline: {change.mood_baseline:g} is not above {floor:g}, the mood_floor of "
                "publics.csv, and with two_clocks off mood moves between the two. Raise it."
            )
        publics.loc[row, "mood_baseline"] = change.mood_baseline
    return publics


def pair_names(tables: WorldTables) -> list[frozenset[str]]:
    """Return the full names of the two cities of each row of the table of ties."""
    dyads = tables.dyads.set_index("dyad")
    ends = [tables.ties["dyad"].map(dyads[f"nation_{side}"]) + "/" + tables.ties[f"city_{side}"] for side in ("a", "b")]
    return [frozenset(pair) for pair in zip(*ends, strict=True)]


def _ties(scenario: Scenario, tables: WorldTables) -> pd.DataFrame:
    dropped = {frozenset(cities_of(pair)) for pair in scenario.ties.drop}
    kept = np.array([pair not in dropped for pair in pair_names(tables)], dtype=bool)
    added = [_row(pair, tie.signed, tables) for pair, tie in scenario.ties.add.items()]
    frames = [tables.ties[kept], pd.DataFrame(added, columns=tables.ties.columns).astype(tables.ties.dtypes.to_dict())]
    found: pd.DataFrame = pd.concat([one for one in frames if len(one)] or frames[:1], ignore_index=True)
    return found


def _row(pair: str, signed: int, tables: WorldTables) -> dict[str, Any]:
    """Return the row of a tie that the table has not."""
    cities = dict(name.split("/", 1) for name in cities_of(pair))
    dyads = zip(tables.dyads["dyad"], tables.dyads["nation_a"], tables.dyads["nation_b"], strict=True)
    dyad, a, b = next(one for one in dyads if {one[1], one[2]} == set(cities))
    empty: dict[str, Any] = {str(name): "" for name in tables.ties.columns} | {"line": 0}
    known = {"dyad": dyad, "city_a": cities[a], "city_b": cities[b], "signed": signed, "signed_resolution": "month"}
    return empty | known
