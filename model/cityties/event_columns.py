"""From the table of shocks to monthly columns: what befalls the dyads in one arm, with or without certain shocks."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cityties.entities import Events, IntArray
from cityties.scenario import Scenario
from cityties.tables import WorldTables
from cityties.world_columns import ordered_cities


@dataclass(frozen=True, slots=True)
class Crisis:
    """A crisis that experiments can leave out: its shocks, its dyad (-1: common to all), first month and severity.

    Months are counted from the start of the run; ``severity`` is that of its first shock, 0 for a common crisis.
    """

    name: str
    dyad: int
    month: int
    severity: float
    shocks: frozenset[str]
    title: str


def scenario_shocks(tables: WorldTables, scenario: Scenario) -> pd.DataFrame:
    """Return the shocks of the world as the scenario changes or drops them."""
    shocks = tables.shocks[~tables.shocks["shock"].isin(scenario.shocks.drop)].copy()
    for name, change in scenario.shocks.change.items():
        for key, value in change.model_dump(exclude_none=True).items():
            shocks.loc[shocks["shock"] == name, key] = value
    return shocks.reset_index(drop=True)


def list_crises(tables: WorldTables, scenario: Scenario) -> list[Crisis]:
    """Return the crises that begin within the run, in the order of their first month."""
    shocks = scenario_shocks(tables, scenario)
    dyads = list(tables.dyads["dyad"])
    last = scenario.end - scenario.start
    crises = []
    for name, rows in shocks[shocks["crisis"] != ""].groupby("crisis", sort=True):
        if scenario.crises.only != "all" and name not in scenario.crises.only:
            continue
        first = rows.sort_values("date", kind="stable").iloc[0]
        month = int(first["date"]) - scenario.start
        dyad = -1 if first["dyad"] == "all" else dyads.index(first["dyad"])
        severity = 0.0 if dyad < 0 else float(first["severity"])
        if 0 <= month <= last:
            crises.append(Crisis(str(name), dyad, month, severity, frozenset(rows["shock"]), str(first["title"])))
    return sorted(crises, key=lambda crisis: (crisis.month, crisis.name))


def political_shocks(tables: WorldTables, scenario: Scenario) -> frozenset[str]:
    """Return the names of all quarrels between states, whether or not they belong to a crisis."""
    shocks = scenario_shocks(tables, scenario)
    return frozenset(shocks.loc[shocks["type"] == "political", "shock"])


def build_events(tables: WorldTables, scenario: Scenario, without: AbstractSet[str] = frozenset()) -> Events:
    """Lay the shocks out by month, leaving out those named in ``without`` with all they bring.

    A forbidden shock also takes its place, its public anger and its closing of the approval gate with it, because the
    model derives them from these columns.
    """
    n_months, n_dyads = scenario.end - scenario.start + 1, len(tables.dyads)
    shocks = scenario_shocks(tables, scenario)
    shocks = shocks[~shocks["shock"].isin(without)]
    events = Events(
        severity=np.zeros((n_months, n_dyads)),
        felt=np.zeros((n_months, n_dyads, 2)),
        level=np.zeros((n_months, n_dyads)),
        place=np.full((n_months, n_dyads), -1, dtype=np.int64),
        regions=_regions(tables, shocks),
        closed=np.zeros(n_months, dtype=np.int64),
        struck=struck_nations(tables, scenario, without),
    )
    places = [key for key in dict.fromkeys(shocks["place"]) if key]
    dyads = list(tables.dyads["dyad"])
    for shock in shocks.to_dict("records"):
        month = shock["date"] - scenario.start
        if shock["type"] == "common":
            events.closed[max(month, 0) : min(max(shock["until"] - scenario.start + 1, 0), n_months)] = 1
        elif 0 <= month < n_months:
            d = dyads.index(shock["dyad"])
            if shock["type"] == "positive":
                events.level[month, d] += shock["level"]
                continue
            events.severity[month, d] += shock["severity"]
            for side, factor in enumerate((shock["factor_a"], shock["factor_b"])):
                events.felt[month, d, side] += shock["severity"] * factor
            if shock["place"]:
                events.place[month, d] = places.index(shock["place"])
    return events


def struck_nations(tables: WorldTables, scenario: Scenario, without: AbstractSet[str]) -> IntArray:
    """Return the months in which a disaster strikes each nation (T, K), leaving out those of a crisis left out."""
    gone = set(tables.shocks.loc[tables.shocks["shock"].isin(without), "crisis"]) - {""}
    n_months = scenario.end - scenario.start + 1
    nations = list(tables.nations["nation"])
    struck = np.zeros((n_months, len(nations)), dtype=np.int64)
    for row in tables.disasters[~tables.disasters["crisis"].isin(gone)].to_dict("records"):
        first, last = row["date"] - scenario.start, row["until"] - scenario.start
        struck[max(first, 0) : max(last + 1, 0), nations.index(row["nation"])] = 1
    return struck


def _regions(tables: WorldTables, shocks: pd.DataFrame) -> IntArray:
    """Return one row a place (at least one), with 1 for the cities of its provinces."""
    cities = ordered_cities(tables)
    places = [key for key in dict.fromkeys(shocks["place"]) if key]
    rows = [cities["province"].isin(place.split(";")).to_numpy(np.int64) for place in places]
    return (
        np.array(rows, dtype=np.int64).reshape(len(places), len(cities))
        if rows
        else np.zeros((1, len(cities)), np.int64)
    )
