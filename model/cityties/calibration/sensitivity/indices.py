"""Indices of sensitivity: Morris's screening and Sobol's shares of variance, over factors that are uniform on (0, 1).

First-order index: the share of the variance of an outcome that is gone on average once the factor is known. Total
index: the share that is left on average while everything but the factor is known; 0 for a factor that does nothing.
Factors of one group count as one, which costs a single column however many they are (Saltelli et al. 2010).

SALib is imported where it is called: it takes a second.
"""
# ruff: noqa: PLC0415

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from cityties.kernel.state import FloatArray

LEVELS: Final = 4
EDGE: Final = 0.05
"""Screening keeps to the middle nine tenths of each factor: the tails of a prior would make every factor strong."""
RESAMPLES: Final = 200
CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Grouped:
    """Factors by name, with the group of each; a factor alone is a group of one with its own name."""

    names: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """What indices are of: the groups, in the order in which they first stand."""
        return tuple(dict.fromkeys(self.groups))

    @property
    def rows_per_sample(self) -> int:
        """Rows that one base sample takes: two, and one a group."""
        return len(self.units) + 2

    def problem(self) -> dict[str, Any]:
        """Return the factors as SALib takes them."""
        return {
            "num_vars": len(self.names),
            "names": list(self.names),
            "groups": list(self.groups),
            "bounds": [[0.0, 1.0]] * len(self.names),
        }


def screening_points(names: Sequence[str], trajectories: int, seed: int) -> FloatArray:
    """Return Morris's (1991) points (trajectories * (factors + 1), factors), between 5 and 95 % of each factor."""
    from SALib.sample import morris

    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    found = morris.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    return np.asarray(EDGE + (1.0 - 2.0 * EDGE) * found)


def screened(names: Sequence[str], points: FloatArray, values: FloatArray) -> pd.DataFrame:
    """Return by factor the mean size of what moving it does, and the deviation of it (one large: it interacts).

    A move is two thirds of the way between the edges; ``values`` are those at ``points``.
    """
    changes: dict[str, list[float]] = {name: [] for name in names}
    trajectories = values.reshape(-1, len(names) + 1)
    steps = points.reshape(len(trajectories), len(names) + 1, len(names))
    for outcome, place in zip(trajectories, steps, strict=True):
        for before in range(len(names)):
            moved = place[before + 1] - place[before]
            factor = int(np.abs(moved).argmax())
            changes[names[factor]].append(float((outcome[before + 1] - outcome[before]) * np.sign(moved[factor])))
    rows = [
        {"factor": name, "mean_absolute": float(np.abs(one).mean()), "deviation": float(np.std(one))}
        for name, one in changes.items()
    ]
    return pd.DataFrame(rows)


def saltelli_points(grouped: Grouped, base: int, seed: int) -> FloatArray:
    """Return Saltelli's points (base * (groups + 2), factors); twice as many begin with the same ones.

    Raises:
        ValueError: ``base`` is no power of 2, on which the balance of Sobol's sequence depends.
    """
    if base < 1 or base & (base - 1):
        raise ValueError(f"{base} base samples are no power of 2")
    from SALib.sample import sobol

    return np.asarray(sobol.sample(grouped.problem(), base, calc_second_order=False, seed=seed))


def shares_of_variance(grouped: Grouped, values: FloatArray, seed: int) -> pd.DataFrame:
    """Return first-order and total index of every group, each with its 95 % interval by bootstrap.

    ``values`` are those at Saltelli's points. ``low`` and ``high`` belong to the total index, ``first_low`` and
    ``first_high`` to the first-order one. ``nan`` throughout if the outcome does not vary.
    """
    from SALib.analyze import sobol

    names = ("first", "total", "low", "high", "first_low", "first_high")
    if np.ptp(values) == 0.0:
        return pd.DataFrame({"factor": grouped.units, **dict.fromkeys(names, np.nan)})
    found = sobol.analyze(
        grouped.problem(),
        np.asarray(values),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed,
    )
    first, total = np.asarray(found["S1"]), np.asarray(found["ST"])
    wide, narrow = np.asarray(found["ST_conf"]), np.asarray(found["S1_conf"])
    ends = (first, total, total - wide, total + wide, first - narrow, first + narrow)
    return pd.DataFrame({"factor": grouped.units, **dict(zip(names, ends, strict=True))})
