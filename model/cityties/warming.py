"""Warming up: one month of a hand-made world through every compiled door, with the types that all runs have.

Compiled code depends on the types of the columns and not on the world, so a month of fifteen cities compiles what a
batch of any size needs, and leaves it on disk.
"""

import numpy as np

from cityties.conformance_world import hand_made_world
from cityties.event_columns import build_events
from cityties.initialization import begin, prepare
from cityties.record import DyadMeasure, NationMeasure, Record
from cityties.scenario import Scenario
from cityties.schedule import Conditions, Luck, months


def warm() -> None:
    """Compile the month, or take it from disk."""
    tables = hand_made_world()
    scenario = Scenario.model_validate(
        {"title": "Warming up", "world": "hand-made", "start": "1980-01", "end": "1980-12", "seed": 1}
    )
    setup = prepare(scenario, tables)
    record = Record(
        np.zeros((setup.n_months, len(tables.dyads), len(DyadMeasure))),
        np.zeros((setup.n_months, len(tables.nations), len(NationMeasure))),
    )
    given = Conditions(setup.world, build_events(tables, scenario), setup.rules, Luck(1, 0, True))
    months(given, begin(setup, 0), record, 0, 1)
