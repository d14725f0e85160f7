"""Single settings held against the record: histories at fixed numbers, such as the defaults or a posterior's centre."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from cityties.calibration.ensemble import Simulated, read_ensemble, simulate_ensemble
from cityties.calibration.losses import POOLED
from cityties.calibration.posterior import miss, n_met
from cityties.calibration.problem import Problem
from cityties.calibration.proposal import Proposal
from cityties.kernel.state import IntArray
from cityties.scenario.sweeps import with_settings

PLAIN_DRAWS: Final = 50
"""Histories of single settings, each with two replicates."""
OWN_ROUND: Final = 7
"""Round of the random numbers of these histories; those of a fit end before."""
CENTRE, PARAMETERS = "centre", "parameters of the centre"
NEAREST, DEFAULTS = "draw nearest to the centre", "defaults"
SINGLES: Final = (CENTRE, PARAMETERS, NEAREST, DEFAULTS)
"""Lists of settings that are held against the record; the second leaves the world as its tables have it."""


def histories_at(
    problem: Problem, changes: Mapping[str, Any], workers: int, progress: Callable[[int], None]
) -> Simulated:
    """Return histories of the scenario of a problem with some settings changed and nothing drawn."""
    ensemble = problem.ensemble
    parts = tuple(
        replace(part, scenario=with_settings(part.scenario, changes) if changes else part.scenario)
        for part in ensemble.parts
    )
    fixed = replace(ensemble, parts=parts, proposal=Proposal(ensemble.proposal.seed, {}), planners={}, round=OWN_ROUND)
    simulate_ensemble(fixed, PLAIN_DRAWS, workers, progress)
    return read_ensemble(fixed, PLAIN_DRAWS)


def singles_table(
    problem: Problem,
    settings: Mapping[str, Mapping[str, Any]],
    used: IntArray,
    workers: int,
    progress: Callable[[int], None],
) -> pd.DataFrame:
    """Return one row a list of settings: targets in ``used`` that it meets, its median miss, B of each crisis.

    A target is met if half of the histories are within two tolerances of it, as for a posterior; B is that of the
    mean losses of all histories.
    """
    recorded, tolerance = problem.targets.recorded[used], problem.targets.tolerance[used]
    rows = []
    for name, changes in settings.items():
        simulated = histories_at(problem, changes, workers, progress)
        found = problem.statistics(simulated)
        statistics = found.reshape(-1, found.shape[-1])[:, used]
        row: dict[str, Any] = {"settings": name, "met": n_met(statistics, recorded, tolerance), "targets": len(used)}
        row |= {"median_miss": float(np.median(miss(statistics, recorded, tolerance)))}
        together = replace(simulated, numbers=simulated.numbers.reshape(1, -1, simulated.numbers.shape[-1]))
        buffers = problem.buffers(together)
        values = dict(zip(buffers.names, buffers.values[0].tolist(), strict=True))
        row |= {f"B {POOLED}": values.pop(POOLED)} | {f"B {crisis}": value for crisis, value in values.items()}
        rows.append(row)
    return pd.DataFrame(rows)
