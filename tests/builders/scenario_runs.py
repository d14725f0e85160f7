"""Short runs of the shipped scenarios, each computed once for all tests that look at it."""

from functools import cache
from typing import Any

import numpy as np

from builders.paths import SCENARIOS
from cityties.experiment.design import Design, plan
from cityties.experiment.reduction import gap_of
from cityties.experiment.replicate import simulate
from cityties.kernel.calendar import month_index
from cityties.kernel.record import DyadMeasure as Dyad
from cityties.kernel.record import NationMeasure as Nation
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override, read_scenario
from cityties.setup.initialization import Setup, prepare
from cityties.tables.world_tables import WorldTables, read_tables

SHIPPED = sorted(file for file in SCENARIOS.rglob("*.yaml") if file.name not in ("claims.yaml", "observables.yaml"))
CN_JP, CN_KR = 0, 1
ONE_ARM = {"tie_pathways": [True], "political_shocks": [True]}
START = month_index("1972-01")
FEW, MORE = 4, 10


def read(name: str) -> Scenario:
    return read_scenario(SCENARIOS / f"{name}.yaml")


@cache
def tables() -> WorldTables:
    return read_tables(read("historical").world_folder)


def designed(name: str, **settings: Any) -> Design:
    return plan(prepare(override(read(name), **settings), tables()))


@cache
def setup(name: str) -> Setup:
    return prepare(read(name), tables())


@cache
def histories(name: str, replicates: int = FEW) -> tuple[FloatArray, FloatArray]:
    """Return the records of dyads (replicates, T, D, :) and nations (replicates, T, K, :) with ties and disputes."""
    crises = {"only": ["pandemic 2020"], "follow_months": 1}
    design = designed(name, arms=ONE_ARM, crises=crises, record={})
    runs = [simulate(design, number) for number in range(replicates)]
    return np.array([run.dyads[0] for run in runs]), np.array([run.nations[0] for run in runs])


def total(name: str, measure: Dyad | Nation, since: str, until: str, replicates: int = FEW) -> FloatArray:
    """Return the sum of a measure over replicates and months from ``since`` to ``until``, by dyad or nation."""
    dyads, nations = histories(name, replicates)
    record = dyads if isinstance(measure, Dyad) else nations
    within = slice(month_index(since) - START, month_index(until) - START + 1)
    summed: FloatArray = record[:, within, :, measure].sum(axis=(0, 1))
    return summed


@cache
def depth(name: str, crisis: str, dyad: int) -> float:
    """Return the deepest mean damage of a crisis in the arm with ties."""
    design = designed(name, arms=ONE_ARM, crises={"only": [crisis], "follow_months": 12}, record={})
    (place,) = (number for number, found in enumerate(design.branches[0].dyads) if found == dyad)
    gap = [gap_of(simulate(design, number), 0, 0)[:, place] for number in range(FEW)]
    return float(np.mean(gap, axis=0).max())
