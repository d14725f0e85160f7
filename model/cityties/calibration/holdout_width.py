"""Where the width of a prediction comes from: the same draws again, with the severities of disputes known.

Severities of later disputes could not be known; with those that were judged afterwards in their place, what is left of
the width stems from parameters, chance and errors of the record.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from cityties.calibration.ensemble import read_ensemble, simulate_ensemble
from cityties.calibration.fit import Data, data_of
from cityties.calibration.posterior import crps, weighted_quantile
from cityties.calibration.problem import Problem
from cityties.kernel.state import FloatArray
from cityties.scenario.sweeps import setting_path
from cityties.setup.event_columns import scenario_shocks

ALL, KNOWN, FIXED = "nothing", "severities", "severities and parameters"
"""What is taken as known: nothing but the fit; severities as judged afterwards; besides them the default parameters."""
COLUMNS: Final = ("fact", "known", "recorded", "crps", "p05", "median", "p95", "width")
ENDS: Final = (0.05, 0.5, 0.95)


def with_known_severities(problem: Problem, drawn: Data, workers: int, progress: Callable[[int], None]) -> FloatArray:
    """Simulate draws again with the severities of the tables; return their statistics (draws, targets)."""
    shocks = scenario_shocks(problem.tables, problem.scenario).set_index("shock")["severity"]
    values = drawn.values.copy()
    for place, key in enumerate(problem.ensemble.proposal.keys):
        path = setting_path(key)
        if path[0] == "shocks" and path[-2] in shocks.index:
            values[:, place] = float(shocks[path[-2]])
    later = problem
    for _ in range(3):  # random numbers of its own
        later = later.next_round(values)
    simulate_ensemble(later.ensemble, len(values), workers, progress)
    simulated = read_ensemble(later.ensemble, len(values))
    return data_of(later, simulated, np.zeros((len(values), 1))).statistics[:, 0]


def width_table(problem: Problem, facts: Sequence[int], samples: dict[str, FloatArray]) -> pd.DataFrame:
    """Return one row a fact and what is known: score, range, and width of the middle nine tenths.

    ``samples`` holds statistics (draws, targets) by what is known; errors of the record are part of each alike.
    """
    rows = []
    for k in facts:
        fact = problem.targets.rows[k]
        for known, statistics in samples.items():
            random = np.random.default_rng([problem.scenario.seed, k])
            values = statistics[:, k] + fact.tolerance * random.standard_normal(len(statistics))
            even = np.full(len(values), 1.0 / len(values))
            low, middle, high = (weighted_quantile(values, even, share) for share in ENDS)
            score = crps(values, even, fact.recorded)
            rows.append((fact.address.label, known, fact.recorded, score, low, middle, high, high - low))
    return pd.DataFrame(rows, columns=list(COLUMNS))
