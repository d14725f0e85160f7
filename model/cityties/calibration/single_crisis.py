"""One crisis of a scenario with all that is needed to run it cheaply: both arms, from the start to the months followed.

The histories end with the months in which the crisis is followed, since nothing later can matter to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cityties.calibration.outcomes import CrisisRow, crisis_row
from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.design import Design, plan_again, plan_for_batch
from cityties.experiment.replicate import simulate
from cityties.kernel.calendar import month_label
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override
from cityties.scenario.sweeps import with_settings
from cityties.setup.event_columns import Crisis, list_crises
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import WorldTables


@dataclass(frozen=True)
class SingleCrisis:
    """A scenario in which one crisis is followed, in the arms with ties and without, and its tables."""

    scenario: Scenario
    tables: WorldTables
    crisis: Crisis

    @cached_property
    def design(self) -> Design:
        """What is computed for one replicate, at the scenario's own parameters."""
        return plan_for_batch(prepare(self.scenario, self.tables))

    @cached_property
    def row(self) -> CrisisRow:
        """What is kept of a replicate."""
        return crisis_row(self.design)

    def run(self, parameters: Mapping[str, float], replicate: int) -> FloatArray:
        """Return the outcomes of one replicate at other values of parameters; ``nan`` throughout if it runs away.

        A run may sign more ties than there is room for, or let a number grow without bound.
        """
        design = plan_again(self.design, with_settings(self.scenario, parameters))
        try:
            return self.row.measured(design, simulate(design, replicate))
        except (RuntimeError, ArithmeticError):
            return np.full(len(self.row.columns), np.nan)


def single_crisis(scenario: Scenario, tables: WorldTables, name: str | None, follow_months: int) -> SingleCrisis:
    """Return one crisis of a scenario by its name, or the gravest of two nations, the first of equals.

    Raises:
        CityTiesError: there is no such crisis, or none of two nations.
    """
    known = {crisis.name: crisis for crisis in list_crises(tables, scenario) if crisis.dyad >= 0}
    if not known:
        raise CityTiesError(
            f"{scenario.name}: no crisis of two nations lies in its months, so there is nothing to study."
        )
    if name is not None and name not in known:
        hint = did_you_mean(name, tuple(known)) or f" There are {', '.join(known)}."
        raise CityTiesError(f"--crisis {name}: no such crisis of two nations in {scenario.name}.{hint}")
    crisis = known[name] if name else max(known.values(), key=lambda one: one.severity)
    last = min(scenario.start + crisis.month + follow_months - 1, scenario.end)
    shorter = override(
        scenario,
        end=month_label(last),
        replicates=1,
        crises={"only": [crisis.name], "follow_months": follow_months},
        arms={"tie_pathways": [True, False], "political_shocks": [True], "unheard": False, "named": {}},
        record={},
        design={},
        mechanisms=scenario.resolved()["mechanisms"] | {"gate_lobbying": False},
    )
    return SingleCrisis(shorter, tables, crisis)
