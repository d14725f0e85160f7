"""Levers: what scenarios know as policies, each compared with the others under the same parameters and random numbers.

A lever acts from a year before the first crisis on. It is judged by the damage that all crises together do to official
relations (R-months over 36 months each) while ties are at work; what it costs, and what it does in calm years, is not
counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from cityties.analysis.intervals import mean_interval
from cityties.analysis.shares import share_interval
from cityties.calibration.ensemble import Part, Simulated
from cityties.experiment.design import Design
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.experiment.reduction import gap_of
from cityties.experiment.replicate import Replicate
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_label
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override

NONE: Final = "none"
LEVERS: Final[Mapping[str, Mapping[str, Any]]] = {
    NONE: {},
    "concentrated budget": {"budget": "concentrated"},
    "even budget": {"budget": "even"},
    "dormant ties woken": {"wake_dormant": True},
    "twice as much at people's level": {"people_share_factor": 2.0},
    "a quarter more autonomy": {"autonomy_gain": 0.25},
    "media training": {"provocation_factor": 0.25},
    "half the cost of coordination": {"coordination_factor": 0.5},
    "a new network": {"new_network": {"members": 15, "every_months": 12}},
}
"""Levers by name, with the keys of ``policies`` that they set; the first leaves things as they are."""
WORST: Final = 0.95


@dataclass(frozen=True)
class DamageReader:
    """Reads the damage of each crisis (R-months) in the arm with ties off a replicate."""

    crises: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the numbers."""
        return tuple(f"loss with ties {crisis}" for crisis in self.crises)

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return the damage of each crisis."""
        places = {branch.crisis.name: place for place, branch in enumerate(design.branches)}
        return np.array([gap_of(replicate, 0, places[name])[:MAIN_MONTHS].sum() for name in self.crises])


def lever_parts(scenario: Scenario, crises: tuple[str, ...], first: int) -> tuple[Part, ...]:
    """Return one part a lever; ``first`` is the month of the first crisis (months of the run)."""
    start = month_label(scenario.start + max(first - MONTHS_PER_YEAR, 0))
    found = []
    for name, keys in LEVERS.items():
        policies = {"start": start, **keys} if keys else {}
        mechanisms = scenario.resolved()["mechanisms"] | {"policies": True}
        arms = {"tie_pathways": [True], "political_shocks": [True], "unheard": False, "named": {}}
        changed = override(scenario, policies=policies, mechanisms=mechanisms, arms=arms)
        found.append(Part(name, changed, DamageReader(crises), repr(crises)))
    return tuple(found)


def damages(simulated: Simulated, crises: tuple[str, ...]) -> FloatArray:
    """Return the damage of all crises together by draw and lever (draws, levers), the mean over replicates.

    Draws that failed under some lever are left out.
    """
    columns = [
        np.sum([simulated.column(f"{name}: loss with ties {crisis}").mean(axis=1) for crisis in crises], axis=0)
        for name in LEVERS
    ]
    found = np.stack(columns, axis=1)
    return found[~np.isnan(found).any(axis=1)]


def regret_table(damage: FloatArray) -> pd.DataFrame:
    """Return one row a lever from damages (draws, levers): regret in the mean and at worst, and what it changes.

    The regret of a lever in a draw is its damage less that of the lever with the least. Regret at worst is the 95 %
    quantile over draws, and the largest. ``changed`` is the damage less that without any lever.
    """
    regret = damage - damage.min(axis=1, keepdims=True)
    changed = damage - damage[:, :1]
    best = np.isclose(regret, 0.0, atol=1e-12)
    rows = []
    for place, name in enumerate(LEVERS):
        low, high = mean_interval(changed[:, place])
        regret_low, regret_high = mean_interval(regret[:, place])
        fewer = int((changed[:, place] < 0.0).sum())
        fewer_low, fewer_high = share_interval(fewer, len(damage))
        rows.append(
            {
                "lever": name,
                "mean_regret": float(regret[:, place].mean()),
                "mean_regret_low": float(regret_low),
                "mean_regret_high": float(regret_high),
                "regret_p95": float(np.quantile(regret[:, place], WORST)),
                "worst_regret": float(regret[:, place].max()),
                "best": float(best[:, place].mean()),
                "changed": float(changed[:, place].mean()),
                "changed_low": float(low),
                "changed_high": float(high),
                "lessens": fewer / len(damage),
                "lessens_low": fewer_low,
                "lessens_high": fewer_high,
                "draws": len(damage),
            }
        )
    return pd.DataFrame(rows)
