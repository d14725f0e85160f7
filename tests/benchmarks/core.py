"""The core of the model that all versions of the comparison compute, and the columns they are given.

In it: strength, attention, consent, suspension, exchange, forum, provocation, publics, lobbying, escalation, with the
recorded ties (replay), both pathways and directives. Out of it: everything a scenario can switch off beside these.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from builders.paths import ROOT
from cityties.kernel.parameters import DECLARED, Parameters
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions, RandomAddress, months
from cityties.kernel.state import Events, State, World
from cityties.scenario.models import Scenario
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import Setup, begin, prepare
from cityties.tables.world_tables import read_tables
from cityties.worlds.synthetic import write_synthetic_world

OUT = (
    "aid",
    "networks",
    "incentives",
    "advantages",
    "capitals",
    "urbanisation",
    "gate_lobbying",
    "imitation",
    "policies",
    "absorption",
    "repair",
    "economy",
    "two_clocks",
    "remote_exchange",
    "conciliation",
    "ending",
)
CITIES_PER_TIE = 17820 / 26111
EAST_ASIAN_TIES = 567
HISTORICAL = ROOT / "scenarios" / "historical.yaml"
MEASURES = (
    DyadMeasure.RELATIONS,
    DyadMeasure.DISPUTES,
    DyadMeasure.MOOD_A,
    DyadMeasure.MOOD_B,
    DyadMeasure.ANGER_A,
    DyadMeasure.ANGER_B,
    DyadMeasure.TIES,
    DyadMeasure.DORMANT,
    DyadMeasure.SUSPENDED,
    DyadMeasure.PLANNED,
    DyadMeasure.OFFICIAL,
    DyadMeasure.PEOPLE,
    DyadMeasure.FORUM_MEETINGS,
    DyadMeasure.PROVOCATIONS,
    DyadMeasure.EXCHANGE,
    DyadMeasure.STRENGTH,
)
"""What every version writes down each month for each dyad, in this order."""


@dataclass(frozen=True)
class Core:
    """One scenario with the core alone, ready to be run by any version."""

    setup: Setup
    events: Events

    @property
    def world(self) -> World:
        """The fixed columns."""
        return self.setup.world

    @property
    def p(self) -> Parameters:
        """The parameters, those of mechanisms outside the core being neutral."""
        return self.setup.rules.p

    @property
    def n_months(self) -> int:
        """Length of the run."""
        return self.setup.n_months

    def beginning(self, replicate: int) -> State:
        """Return the state before the first month, with the ties of one replicate laid out."""
        return begin(self.setup, replicate)

    def compiled(self, replicate: int, state: State | None = None, n_months: int | None = None) -> Record:
        """Run the model itself, from the first month."""
        shape = (self.n_months, len(self.world.dyads.id), len(DyadMeasure))
        record = Record(np.zeros(shape), np.zeros((self.n_months, len(self.world.nations.first), len(NationMeasure))))
        address = RandomAddress(self.setup.scenario.seed, replicate, True)
        given = Conditions(self.world, self.events, self.setup.rules, address)
        months(given, state or self.beginning(replicate), record, 0, n_months or self.n_months)
        return record


def east_asia(**changes: object) -> Core:
    """Return the core of the shipped history of East Asia."""
    return _core(read_scenario(HISTORICAL), changes)


def synthetic(folder: Path, n_ties: int, first_year: int = 1972, last_year: int = 2026) -> Core:
    """Return the core of a synthetic world of three nations, made in a folder if it is not there.

    Provocations are as frequent for each dyad as in East Asia, whatever the number of cities, so that worlds of all
    sizes have the same months.
    """
    world = folder / f"ties-{n_ties}"
    if not world.exists():
        write_synthetic_world(world, round(CITIES_PER_TIE * n_ties), n_ties, 3, 1)
    plain = {
        "title": "Synthetic",
        "world": str(world),
        "start": f"{first_year}-01",
        "end": f"{last_year}-12",
        "seed": 20121,
        "parameters": {"provocation_rate": DECLARED["provocation_rate"].default * EAST_ASIAN_TIES / n_ties},
    }
    return _core(Scenario.model_validate(plain), {})


def _core(scenario: Scenario, changes: dict[str, object]) -> Core:
    plain = scenario.resolved() | changes
    plain["mechanisms"] = plain["mechanisms"] | dict.fromkeys(OUT, False)
    core = Scenario.model_validate(plain, context={"world_folder": scenario.world_folder})
    tables = read_tables(core.world_folder)
    return Core(prepare(core, tables), build_events(tables, core))
