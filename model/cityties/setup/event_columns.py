"""From the table of shocks to monthly columns: the exogenous events of one arm, with or without certain shocks."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cityties.kernel.state import Events, IntArray
from cityties.scenario.models import Scenario
from cityties.scenario.world_changes import ShockAdded
from cityties.setup.city_names import ordered_cities
from cityties.tables.world_tables import WorldTables

type ShockRow = dict[str, Any]
"""One row of the table of shocks, by column."""


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
    """Return the shocks of the world as the scenario changes or drops them, and those it adds."""
    shocks = tables.shocks[~tables.shocks["shock"].isin(scenario.shocks.drop)].copy()
    row_of = dict(zip(shocks["shock"], shocks.index, strict=True))
    for name, change in scenario.shocks.change.items():
        for key, value in change.model_dump(exclude_none=True).items() if name in row_of else ():
            if key in shocks:
                shocks.at[row_of[name], key] = value
            else:
                shocks.loc[shocks["shock"] == name, key] = value
    if scenario.shocks.add:
        added = pd.DataFrame([_row(name, one, shocks) for name, one in scenario.shocks.add.items()])
        added = added[list(shocks.columns)].astype(shocks.dtypes.to_dict())
        shocks = pd.concat([shocks, added], ignore_index=True) if len(shocks) else added
    return shocks.reset_index(drop=True)


def _row(name: str, shock: ShockAdded, shocks: pd.DataFrame) -> dict[str, Any]:
    """Return the row of the table that a scenario adds; a dispute is felt alike on both sides unless it says so."""
    empty = {str(column): _empty_cell(shocks[column].dtype) for column in shocks.columns}
    given = shock.model_dump(exclude_none=True) | {"shock": name, "crisis": shock.named_crisis(name), "line": 0}
    factors = {"factor_a": 1.0, "factor_b": 1.0} if shock.type == "political" else {}
    return empty | factors | {"until": -1} | given


def _empty_cell(dtype: Any) -> str | float:
    """Return what stands in a cell that nobody filled; whole numbers know no NaN."""
    if pd.api.types.is_float_dtype(dtype):
        return math.nan
    return 0 if pd.api.types.is_numeric_dtype(dtype) else ""


def list_crises(tables: WorldTables, scenario: Scenario, shocks: pd.DataFrame | None = None) -> list[Crisis]:
    """Return the crises that begin within the run, in the order of their first month; ``shocks`` are the scenario's."""
    shocks = scenario_shocks(tables, scenario) if shocks is None else shocks
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
    """Return the names of all disputes between states, whether or not they belong to a crisis."""
    return disputes_among(shock_rows(scenario_shocks(tables, scenario)))


def disputes_among(shocks: Sequence[ShockRow]) -> frozenset[str]:
    """Return the names of the disputes between states among shocks."""
    return frozenset(row["shock"] for row in shocks if row["type"] == "political")


def build_events(
    tables: WorldTables,
    scenario: Scenario,
    without: AbstractSet[str] = frozenset(),
    shocks: Sequence[ShockRow] | None = None,
) -> Events:
    """Lay the shocks out by month, leaving out those named in ``without`` with all they bring.

    A forbidden shock also takes its place, its public anger and its closing of the approval gate with it, because the
    model derives them from these columns. ``shocks`` are the scenario's, where they were looked up before.
    """
    n_months, n_dyads = scenario.end - scenario.start + 1, len(tables.dyads)
    rows = shock_rows(scenario_shocks(tables, scenario)) if shocks is None else shocks
    happening = [row for row in rows if row["shock"] not in without]
    calm = np.zeros((n_months, n_dyads))
    place, regions = _places(tables, scenario, happening)
    closed = np.zeros(n_months, dtype=np.int64)
    for shock in happening:
        if shock["type"] == "common":
            first, last = shock["date"] - scenario.start, shock["until"] - scenario.start
            closed[max(first, 0) : max(last + 1, 0)] = 1
    felt = np.stack([calm, calm], axis=2)
    severity, level = calm.copy(), calm.copy()
    for (month, d), at_once in _by_month(tables, scenario, happening).items():
        disputes = [row for row in at_once if row["type"] == "political"]
        severity[month, d] = math.fsum(row["severity"] for row in disputes)
        level[month, d] = math.fsum(row["level"] for row in at_once if row["type"] == "positive")
        for side, factor in enumerate(("factor_a", "factor_b")):
            felt[month, d, side] = math.fsum(row["severity"] * row[factor] for row in disputes)
    return Events(severity, felt, level, place, regions, closed, struck_nations(tables, scenario, without))


def shock_rows(shocks: pd.DataFrame) -> list[ShockRow]:
    """Return the rows of a table of shocks as plain values, which are quicker to go through many times."""
    return [{str(key): cell for key, cell in row.items()} for row in shocks.to_dict("records")]


def _by_month(
    tables: WorldTables, scenario: Scenario, shocks: Sequence[ShockRow]
) -> dict[tuple[int, int], list[ShockRow]]:
    """Gather the shocks of each month of the run and dyad, since their order in the table means nothing."""
    rows_of = {code: row for row, code in enumerate(tables.dyads["dyad"])}
    found: dict[tuple[int, int], list[ShockRow]] = {}
    for row in shocks:
        month = int(row["date"]) - scenario.start
        if row["type"] != "common" and 0 <= month <= scenario.end - scenario.start:
            found.setdefault((month, rows_of[str(row["dyad"])]), []).append(row)
    return found


def _places(tables: WorldTables, scenario: Scenario, shocks: Sequence[ShockRow]) -> tuple[IntArray, IntArray]:
    """Return the place of each month's disputes (T, D) as a row of the regions (P, N), which mark its cities.

    Several places in one month and dyad are one larger place. There is at least one row of regions.
    """
    provinces = ordered_cities(tables)["province"]
    place = np.full((scenario.end - scenario.start + 1, len(tables.dyads)), -1, dtype=np.int64)
    regions: list[IntArray] = []
    for at, rows in _by_month(tables, scenario, [row for row in shocks if row["place"] != ""]).items():
        named = {name.strip() for row in rows for name in row["place"].split(";")}
        place[at] = len(regions)
        regions.append(np.asarray(provinces.isin(named), dtype=np.int64))
    return place, np.stack(regions) if regions else np.zeros((1, len(provinces)), dtype=np.int64)


def struck_nations(tables: WorldTables, scenario: Scenario, without: AbstractSet[str]) -> IntArray:
    """Return the months in which a disaster strikes each nation (T, K), leaving out those of a crisis left out."""
    left_out = set(without) | set(scenario.shocks.drop)
    gone = set(tables.shocks.loc[tables.shocks["shock"].isin(left_out), "crisis"]) - {""}
    n_months = scenario.end - scenario.start + 1
    nations = list(tables.nations["nation"])
    struck = np.zeros((n_months, len(nations)), dtype=np.int64)
    for row in tables.disasters[~tables.disasters["crisis"].isin(gone)].to_dict("records"):
        first, last = row["date"] - scenario.start, row["until"] - scenario.start
        struck[max(first, 0) : max(last + 1, 0), nations.index(row["nation"])] = 1
    return struck
