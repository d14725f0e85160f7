"""Warming up: compile what any run, batch or explanation calls, on all cores, and leave it on disk.

Compiled code depends on the types of the columns and not on the world, so what a small world needs is what every other
needs too.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numba.core import config

from cityties.kernel.compiling import kernel_folder
from cityties.kernel.precompile import precompile
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.reductions import inequality, quantiles, sum_crisis, sum_months, sum_years
from cityties.kernel.schedule import Conditions, RandomAddress, months
from cityties.kernel.state import State, World
from cityties.scenario.models import Scenario
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import begin, prepare
from cityties.worlds.toy import toy_world


def marker() -> Path:
    """Return the file that is there once all of this version has been compiled."""
    return kernel_folder() / "complete"


def is_warm() -> bool:
    """Tell whether all of this version is compiled and kept on disk."""
    return marker().is_file() or bool(vars(config)["DISABLE_JIT"])


def warm(on_done: Callable[[int, int], object] = lambda done, of: None) -> None:
    """Compile all that Python calls, or take it from disk; ``on_done`` is told how many of how many are compiled."""
    if not is_warm():
        precompile(on_done)
        _live_a_month()
        marker().touch()


def _live_a_month() -> None:
    """Advance a small world by a month and sum it up, which finds on disk what the workers compiled."""
    tables = toy_world()
    scenario = Scenario.model_validate(
        {"title": "Warming up", "world": "toy", "start": "1990-01", "end": "1990-12", "seed": 1}
    )
    setup = prepare(scenario, tables)
    record = Record(
        np.zeros((setup.n_months, len(tables.dyads), len(DyadMeasure))),
        np.zeros((setup.n_months, len(tables.nations), len(NationMeasure))),
    )
    given = Conditions(setup.world, build_events(tables, scenario), setup.rules, RandomAddress(1, 0, True))
    state = begin(setup, 0)
    months(given, state, record, 0, 1)
    _sum_up(record, state, setup.world)


def _sum_up(record: Record, state: State, world: World) -> None:
    """Sum up a history of which there is nothing yet."""
    dyads, ties, one = record.dyads, state.ties, np.zeros(1)
    rows, terms = np.zeros(1, np.int64), np.zeros((1, 5), np.int64)
    sum_months(dyads[None], np.zeros((1, *dyads.shape[1:])))
    sum_years(dyads[None], np.array([0, 1]), rows, np.zeros((1, 1, dyads.shape[1], 1)))
    sum_crisis((dyads, dyads), rows, terms, dyads[:, :1, 0].copy(), np.zeros((1, 1)))
    quantiles(one, np.array([0, 1]), one, np.zeros((1, 1)))
    ends = ties.a[:0].copy(), ties.b[:0].copy()
    room = np.zeros(len(world.cities.id) + 1, np.int64)
    inequality(ends, (world.nations.first, world.nations.last), room, np.zeros(len(world.nations.first)))
