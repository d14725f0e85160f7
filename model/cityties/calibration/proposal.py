"""What a calibration draws: everything that has a prior and acts, and the values of each draw.

A value is a function of (seed, number of the draw, name of the key) alone, as in every batch, so that more draws leave
those that there were as they are. In later rounds draws come from a list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cityties.experiment.priors import PriorsOfWorld, priors_of_parameters
from cityties.experiment.sampling import BoundedPrior, rounded, share_of_draw, value_within
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.scenario.sweeps import setting_path
from cityties.setup.inertness import inert_mechanisms
from cityties.tables.world_tables import WorldTables

LEFT_ALONE = ("gate_lobbying", "nations")
"""What has a prior and no calibration draws: lobbying for recognition acts before it alone and moves no statistic and
no crisis; a nation's centralisation enters as a product with ``directive_weight``, which is drawn. Both make the set-up
of a draw cost as much as its histories."""
OF_REDUCED_FORM = ("reduced_form", "absorption", "repair")


@dataclass(frozen=True)
class Proposal:
    """Keys with their priors, and where the values of draws come from: the priors, or rows of a list.

    ``listed`` (draws, keys) is empty for draws from the priors.
    """

    seed: int
    priors: Mapping[str, BoundedPrior]
    listed: FloatArray | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys that are drawn, by the names that settings have everywhere."""
        return tuple(self.priors)

    def values(self, draw: int) -> dict[str, float]:
        """Return the values of a draw; draws are counted from 1."""
        if self.listed is not None:
            return dict(zip(self.keys, self.listed[draw - 1].tolist(), strict=True))
        return {key: value_within(prior, share_of_draw(self.seed, draw, key)) for key, prior in self.priors.items()}

    def matrix(self, draws: int) -> FloatArray:
        """Return the values of draws 1 .. ``draws`` (draws, keys)."""
        rows = [list(self.values(draw).values()) for draw in range(1, draws + 1)]
        return np.array(rows).reshape(draws, len(self.keys))

    def of_rows(self, rows: FloatArray) -> "Proposal":
        """Return a proposal whose draws are given rows, rounded as all drawn values are."""
        return Proposal(self.seed, self.priors, np.vectorize(rounded, otypes=[float])(rows))


def priors_of(
    scenarios: Sequence[Scenario],
    tables: WorldTables,
    known_by: int | None = None,
    left_alone: Sequence[str] = LEFT_ALONE,
) -> dict[str, BoundedPrior]:
    """Return the priors of all that is drawn: parameters that act in any of the scenarios, and numbers of the world.

    Of the world those are drawn that can move a history: severities of disputes within it, and what signings follow
    where cities sign. ``known_by`` is the latest year of a record that a prior may rest on; left out, as the design of
    the first scenario has it; ``left_alone`` names parameters and sections that are not drawn.
    """
    latest = scenarios[0].design.known_by if known_by is None else known_by
    acting = {name for one in scenarios for name in acting_parameters(one, tables)} - set(left_alone)
    found = {name: prior for name, prior in priors_of_parameters(latest).items() if name in acting}
    dropped = set(scenarios[0].shocks.drop)
    months = dict(zip(tables.shocks["shock"], tables.shocks["date"], strict=True))
    for setting, prior in PriorsOfWorld(tables.folder, latest).items():
        section, *_, name, column = setting_path(setting)
        if section in left_alone:
            continue
        if section == "shocks":
            if name in dropped or not scenarios[0].start <= months[name] <= scenarios[0].end:
                continue
        elif column.startswith("formation") and "formation_rate" not in acting:
            continue
        found[setting] = prior
    return found


def acting_parameters(scenario: Scenario, tables: WorldTables) -> set[str]:
    """Return the parameters with a prior that can move an outcome of a scenario when all of them are drawn."""
    design = scenario.design.model_copy(update={"draws": 1, "parameters": "priors"})
    drawn = scenario.model_copy(update={"design": design})
    inert = {one.mechanism for one in inert_mechanisms(drawn, tables)}
    off = {name for name in MECHANISMS if not getattr(scenario.mechanisms, name)}
    still = inert | off
    if scenario.engine != "reduced_form":
        still |= set(OF_REDUCED_FORM)
    if scenario.ties.history != "endogenous":
        still |= {"formation"}
    return {name for name, one in DECLARED.items() if one.prior is not None and one.mechanism not in still}
