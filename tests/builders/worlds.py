"""Hand-made worlds in memory: tables out of a few rows, a scenario for them, and a compiled run in one call."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from builders.paths import HISTORICAL
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.kernel.state import State
from cityties.scenario.models import Scenario
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import Setup, begin, prepare
from cityties.setup.periods import advance
from cityties.tables.cells import resolution, value
from cityties.tables.checks import check
from cityties.tables.columns import Table
from cityties.tables.declared_model import TABLES
from cityties.tables.reader import Rows
from cityties.tables.world_tables import WorldTables, frame, read_tables

type Row = dict[str, Any]
"""Cells by column; whatever is left out is filled from ``ORDINARY``, else left empty."""

PROVENANCE = {"source": "INVENTED", "certainty": "high"}
ORDINARY: dict[str, Row] = {
    "sources": {"code": "INVENTED", "address": "no source", "what": "made up", "kind": "invention"},
    "nations": {"centralisation": 0.5},
    "dyads": {
        "recognised": "1972-09",
        "relations_before": -0.5,
        "relations_at_recognition": 0.3,
        "baseline_relations": 0.25,
        "formation_factor": 1.0,
        "formation_trend_per_year": 0.0,
        "formation_trend_from": 1998,
    },
    "publics": {"mood_baseline": 0.2, "mood_floor": -0.9, "reversion": "fast"},
    "cities": {
        "province": "Heartland",
        "level": "city",
        "latitude": 35.0,
        "longitude": 120.0,
        "population": 500000,
        "population_source": "other",
        "ties_abroad": 2,
        "autonomy": 0.5,
        "nationalism": 0.4,
        "capital": "no",
    },
    "ties": {"tie_type": "sister"},
    "shocks": {"title": "An event"},
    "forum": {"forum": "round table", "held": "yes", "eligibility": "open"},
    "networks": {"name": "A network", "founded": "1990-01"},
    "incentives": {"dyad": "all", "size": 1, "title": "A step"},
    "disasters": {"title": "A flood"},
}


def world(
    nations: Iterable[Row] = ({"nation": "AA"}, {"nation": "BB"}),
    dyads: Iterable[Row] = ({"nation_a": "AA", "nation_b": "BB"},),
    cities: Iterable[Row] = ({"city": "Anport", "nation": "AA"}, {"city": "Bayport", "nation": "BB"}),
    **others: Iterable[Row],
) -> WorldTables:
    """Build and check a world; ``others`` are all other tables by name.

    Cells are written as in a CSV file (months as ``2012-09``), numbers may be numbers. Names, codes of dyads and
    the publics of a dyad are made up where a row leaves them out; a network is one that holds a meeting or has members.
    """
    dyads = [{"dyad": f"{row['nation_a']}-{row['nation_b']}"} | row for row in dyads]
    rows: dict[str, list[Row]] = {
        "sources": [{}],
        "nations": [{"name": row["nation"]} | row for row in nations],
        "dyads": dyads,
        "cities": list(cities),
    }
    rows |= {name: list(table) for name, table in others.items()}
    rows["publics"] = _publics(dyads, rows.get("publics", []))
    rows["shocks"] = [{"shock": f"shock {number}"} | row for number, row in enumerate(rows.get("shocks", []))]
    rows["forum"] = [{"edition": number} | row for number, row in enumerate(rows.get("forum", []), 1)]
    rows["incentives"] = [{"step": f"step {number}"} | row for number, row in enumerate(rows.get("incentives", []))]
    rows["disasters"] = [{"disaster": f"flood {number}"} | row for number, row in enumerate(rows.get("disasters", []))]
    named = [row["network"] for name in ("network_members", "network_meetings") for row in rows.get(name, [])]
    rows["networks"] = [{"network": name} for name in dict.fromkeys(named)]
    read = {table.name: _read(table, rows.get(table.name, [])) for table in TABLES}
    check(read)
    return WorldTables(**{name: frame(table) for name, table in read.items()}, folder=Path("invented"), digest="")


def _publics(dyads: Iterable[Row], written: Iterable[Row]) -> list[Row]:
    found = {(row["of"], row["about"]): row for row in written}
    return [
        {"dyad": row["dyad"], "of": of, "about": about} | found.get((of, about), {})
        for row in dyads
        for of, about in ((row["nation_a"], row["nation_b"]), (row["nation_b"], row["nation_a"]))
    ]


def _read(table: Table, rows: Iterable[Row]) -> Rows:
    full = [PROVENANCE | ORDINARY.get(table.name, {}) | row for row in rows]
    cells: dict[str, list[Any]] = {}
    for column in table.columns:
        texts = ["" if (cell := row.get(column.name)) is None else str(cell) for row in full]
        cells[column.name] = [value(text, column) for text in texts]
        if column.kind == "date":
            cells[f"{column.name}_resolution"] = [resolution(text) for text in texts]
    return Rows(table, Path(table.file), list(range(2, len(full) + 2)), cells)


def scenario(**settings: Any) -> Scenario:
    """Return a scenario of ten years for an invented world, with the settings of a scenario file changed."""
    plain = {"title": "Invented", "world": "invented", "start": "2000-01", "end": "2009-12", "seed": 1}
    return Scenario.model_validate(plain | settings)


def changed(given: Scenario, **settings: Any) -> Scenario:
    """Return the scenario with sections merged and values replaced, as ``extends`` does it."""
    plain = given.resolved()
    for key, setting in settings.items():
        plain[key] = plain[key] | setting if isinstance(setting, Mapping) else setting
    return Scenario.model_validate(plain)


@dataclass(frozen=True)
class Run:
    """What a compiled run leaves behind."""

    record: Record
    state: State


def run(
    setup: Setup,
    replicate: int = 0,
    tie_pathways: bool = True,
    without: frozenset[str] = frozenset(),
    list_all: bool = False,
) -> Run:
    """Run one replicate of one arm from the first to the last month; ``list_all`` computes all propensities."""
    state, record = begin(setup, replicate), empty_record(setup)
    given = conditions(setup, replicate, tie_pathways, without)._replace(list_all=list_all)
    advance(setup, given, state, record, 0, setup.n_months)
    return Run(record, state)


def conditions(setup: Setup, replicate: int, tie_pathways: bool, without: frozenset[str] = frozenset()) -> Conditions:
    """Collect what a run is given."""
    events = build_events(setup.tables, setup.scenario, without)
    return Conditions(setup.world, events, setup.rules, RandomAddress(setup.scenario.seed, replicate, tie_pathways))


def empty_record(setup: Setup) -> Record:
    """Return a record in which nothing is written yet."""
    n_dyads, n_nations = len(setup.world.dyads.id), len(setup.world.nations.first)
    return Record(
        np.full((setup.n_months, n_dyads, len(DyadMeasure)), np.nan),
        np.full((setup.n_months, n_nations, len(NationMeasure)), np.nan),
    )


def run_of(given: Scenario, tables: WorldTables, tie_pathways: bool = True) -> Run:
    """Prepare and run the first replicate of a scenario."""
    return run(prepare(given, tables), 0, tie_pathways)


@functools.cache
def shipped() -> tuple[Scenario, WorldTables]:
    """Return the shipped scenario and its tables, read once."""
    given = read_scenario(HISTORICAL)
    return given, read_tables(given.world_folder)
