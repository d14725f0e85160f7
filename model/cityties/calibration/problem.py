"""The problem of a calibration: a scenario, the targets of its world, and the ensemble that simulates their statistics.

Each draw is simulated twice over: with the recorded ties, where every crisis is followed with and without it, in both
arms of ties; and with ties that cities sign by the model's rule, for what the record says of ties themselves.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cityties.calibration.ensemble import Ensemble, Part, Reader, Simulated
from cityties.calibration.losses import Buffers, buffers_of
from cityties.calibration.plans import ENDOGENOUS, REPLAY, Address
from cityties.calibration.proposal import Proposal, priors_of
from cityties.calibration.reading import LossReader, StatisticsReader
from cityties.calibration.statistics import KINDS
from cityties.calibration.targets import Targets, place_of, read_targets
from cityties.experiment.design import Design
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.experiment.replicate import Replicate
from cityties.kernel.calendar import month_label
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override
from cityties.setup.event_columns import list_crises
from cityties.tables.world_tables import WorldTables

REPLICATES = 2
READING_CODE = "calibration/reading.py"


@dataclass(frozen=True)
class Readers:
    """Several readers as one: their numbers in a row."""

    each: tuple[Reader, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the numbers of all."""
        return tuple(name for one in self.each for name in one.columns)

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return the numbers of all."""
        return np.concatenate([one(design, replicate) for one in self.each])


@dataclass(frozen=True)
class Problem:
    """What a calibration works on; ``crises`` are the disputes of a single dyad, over which B is pooled."""

    scenario: Scenario
    tables: WorldTables
    targets: Targets
    crises: tuple[str, ...]
    ensemble: Ensemble

    def next_round(self, rows: FloatArray) -> "Problem":
        """Return the problem with draws that come from a list (draws, keys) and have random numbers of their own."""
        proposal = self.ensemble.proposal.of_rows(rows)
        later = replace(self.ensemble, proposal=proposal, round=self.ensemble.round + 1)
        return replace(self, ensemble=later)

    def statistics(self, simulated: Simulated) -> FloatArray:
        """Return the statistics in the order of the targets (draws, replicates, targets)."""
        names = [f"{_history(address)}: {address.label}" for address in (row.address for row in self.targets.rows)]
        return np.stack([simulated.column(name) for name in names], axis=-1)

    def buffers(self, simulated: Simulated) -> Buffers:
        """Return the buffer indices of all draws."""
        return buffers_of(simulated, REPLAY, self.crises)


def _history(address: Address) -> str:
    return KINDS[address.kind].history


def open_problem(scenario: Scenario, tables: WorldTables, runs: Path, known_by: int | None = None) -> Problem:
    """Lay out the problem of a scenario; nothing is simulated. Priors rest on no record later than ``known_by``.

    Raises:
        TableError: the targets of its world are missing or wrong.
    """
    targets = read_targets(scenario, tables)
    crises = tuple(crisis.name for crisis in list_crises(tables, scenario) if crisis.dyad >= 0)
    parts = tuple(_part(name, scenario, tables, targets, crises) for name in (REPLAY, ENDOGENOUS))
    priors = priors_of([part.scenario for part in parts], tables, known_by)
    proposal = Proposal(scenario.seed, priors)
    ensemble = Ensemble(parts, proposal, tables, REPLICATES, runs, READING_CODE)
    return Problem(scenario, tables, targets, crises, ensemble)


def _signed(scenario: Scenario) -> dict[str, str]:
    """Return settings by which cities sign ties themselves: from the beginning, where the default lies before it."""
    begins = {"endogenous_from": month_label(scenario.start)} if scenario.ties.endogenous_from < scenario.start else {}
    return {"history": ENDOGENOUS} | begins


def _part(name: str, scenario: Scenario, tables: WorldTables, targets: Targets, crises: tuple[str, ...]) -> Part:
    """Return one setting: the scenario with recorded or signed ties, no more arms and crises than are read."""
    replayed = name == REPLAY
    plain = scenario.resolved()
    ties = [True, False] if replayed else [True]
    arms = {"tie_pathways": ties, "political_shocks": [True], "unheard": False, "named": {}}
    trimmed = override(
        scenario,
        ties=plain["ties"] | ({} if replayed else _signed(scenario)),
        arms=arms,
        crises={"only": list(crises) if replayed and crises else "all", "follow_months": MAIN_MONTHS},
        record={},
    )
    reader = StatisticsReader(targets.of_history(name), place_of(scenario, tables))
    months = [month_label(scenario.start + month) for month in reader.months]
    recorded = override(trimmed, record={"ties_at": months}) if months else trimmed
    each: tuple[Reader, ...] = (reader, LossReader(crises)) if replayed else (reader,)
    return Part(name, recorded, Readers(each), repr([reader.addresses, crises if replayed else ()]), replayed)
