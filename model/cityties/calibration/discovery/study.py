"""A discovery laid out: draws of the priors and of a posterior, the crises they are judged by, the levers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from cityties.calibration.discovery.levers import damages, lever_parts, regret_table
from cityties.calibration.discovery.tables import KINDS, boxes_table, find_boxes, kinds_of, tree_table
from cityties.calibration.discovery.tree import grow
from cityties.calibration.ensemble import Ensemble, Part, read_ensemble, simulate_ensemble
from cityties.calibration.losses import buffers_of
from cityties.calibration.proposal import Proposal, priors_of
from cityties.calibration.reading import LossReader
from cityties.calibration.study import StudyFolder, digest_of_all
from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.kernel.calendar import month_label
from cityties.kernel.state import FloatArray, IntArray
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override
from cityties.scenario.sample_file import SampleFile
from cityties.setup.event_columns import Crisis, list_crises
from cityties.tables.world_tables import WorldTables

KIND: Final = "discover"
PART: Final = "crises"
REPLICATES, LEVER_REPLICATES = 2, 4
LEVERS_CODE: Final = "calibration/discovery/levers.py"


@dataclass(frozen=True)
class Asked:
    """How much is asked for: draws of the priors, and draws under every lever (0: levers are left out)."""

    draws: int
    levers: int


@dataclass(frozen=True)
class Discovery:
    """A study laid out; ``posterior`` is None where no sample was given."""

    asked: Asked
    scenario: Scenario
    tables: WorldTables
    crises: tuple[str, ...]
    prior: Ensemble
    posterior: Ensemble | None
    levers: Ensemble
    folder: StudyFolder

    @property
    def drawn(self) -> int:
        """Draws of the sample, 0 without one."""
        listed = self.posterior.proposal.listed if self.posterior else None
        return 0 if listed is None else len(listed)

    @property
    def under_levers(self) -> int:
        """Draws that are run under every lever."""
        return _under_levers(self.asked, self.posterior.proposal if self.posterior else None)

    @cached_property
    def work(self) -> list[tuple[Ensemble, int]]:
        """What is simulated: ensembles with their numbers of draws."""
        found = [(self.prior, self.asked.draws)]
        if self.posterior is not None:
            found.append((self.posterior, self.drawn))
        if self.under_levers:
            found.append((self.levers, self.under_levers))
        return found

    def missing(self) -> int:
        """Return how many draws are still to be simulated."""
        return sum(ensemble.missing(draws) for ensemble, draws in self.work)

    def compute(self, workers: int, progress: Callable[[int], None]) -> int:
        """Simulate what is missing; return how many draws that were."""
        todo = self.missing()
        for ensemble, draws in self.work:
            simulate_ensemble(ensemble, draws, workers, progress)
        return todo

    def looked_at(self, ensemble: Ensemble, draws: int) -> tuple[FloatArray, FloatArray]:
        """Return the values (draws, keys) and B over all crises of the draws that have a downturn."""
        simulated = read_ensemble(ensemble, draws)
        pooled = buffers_of(simulated, PART, self.crises).pooled
        known = ~np.isnan(pooled)
        return simulated.values[known], pooled[known]

    @cached_property
    def seen(self) -> tuple[FloatArray, FloatArray]:
        """Values and B of the draws of the priors."""
        return self.looked_at(self.prior, self.asked.draws)

    def tables_found(self) -> dict[str, pd.DataFrame]:
        """Return the tables ``boxes``, ``tree`` and, where levers were asked for, ``regret``."""
        (values, buffer), keys, seed = self.seen, self.prior.proposal.keys, self.scenario.seed
        kind = kinds_of(buffer)
        after: tuple[FloatArray, IntArray] | None = None
        if self.posterior is not None:
            drawn, drawn_buffer = self.looked_at(self.posterior, self.drawn)
            after = drawn, kinds_of(drawn_buffer)
        alone = np.arange(len(values), dtype=np.int64)
        found = {
            "boxes": boxes_table(find_boxes(values, kind, seed), keys, len(values), after),
            "tree": tree_table(grow(values, kind, len(KINDS), alone, seed), keys),
        }
        if self.under_levers:
            simulated = read_ensemble(self.levers, self.under_levers)
            found["regret"] = regret_table(damages(simulated, self.crises))
        return found


def open_discovery(
    scenario: Scenario,
    tables: WorldTables,
    asked: Asked,
    runs: Path,
    crises: tuple[str, ...] = (),
    sample: SampleFile | None = None,
) -> Discovery:
    """Lay out a discovery; nothing is simulated. ``crises`` are those that count, all of two nations if empty.

    Raises:
        CityTiesError: a crisis is unknown, or the scenario has none, or the sample lacks what is drawn here.
    """
    followed = _followed(scenario, tables, crises)
    names = tuple(crisis.name for crisis in followed)
    trimmed = _trimmed(scenario, followed)
    proposal = Proposal(scenario.seed, priors_of([trimmed], tables))
    after = _from_sample(proposal, sample) if sample else None
    listed = proposal.of_rows((after or proposal).matrix(_under_levers(asked, after)))
    reading, first = "calibration/reading.py", min(crisis.month for crisis in followed)
    parts = (Part(PART, trimmed, LossReader(names), repr(names)),)
    plain = Ensemble(parts, proposal, tables, REPLICATES, runs, reading)
    identity = digest_of_all(plain.identity, sample.digest if sample else "")
    folder = StudyFolder(runs / f"{KIND}-{scenario.name}-{identity}")
    kept = folder.path / "parts"
    return Discovery(
        asked,
        scenario,
        tables,
        names,
        Ensemble(parts, proposal, tables, REPLICATES, kept, reading),
        None if after is None else Ensemble(parts, after, tables, REPLICATES, kept, reading, 1),
        Ensemble(lever_parts(trimmed, names, first), listed, tables, LEVER_REPLICATES, kept, LEVERS_CODE, 2),
        folder,
    )


def _under_levers(asked: Asked, sample: Proposal | None) -> int:
    """Return how many draws are run under every lever: no more than a sample has."""
    return asked.levers if sample is None or sample.listed is None else min(asked.levers, len(sample.listed))


def _followed(scenario: Scenario, tables: WorldTables, asked: tuple[str, ...]) -> tuple[Crisis, ...]:
    known = {crisis.name: crisis for crisis in list_crises(tables, scenario) if crisis.dyad >= 0}
    if not known:
        raise CityTiesError(
            f"{scenario.name}: no crisis of two nations lies in its months, so there is nothing to find."
        )
    for name in asked:
        if name not in known:
            hint = did_you_mean(name, tuple(known)) or f" There are {', '.join(known)}."
            raise CityTiesError(f"--crisis {name}: no such crisis of two nations in {scenario.name}.{hint}")
    return tuple(known[name] for name in known if name in asked or not asked)


def _trimmed(scenario: Scenario, crises: tuple[Crisis, ...]) -> Scenario:
    last = max(crisis.month for crisis in crises) + MAIN_MONTHS - 1
    return override(
        scenario,
        end=month_label(min(scenario.start + last, scenario.end)),
        arms={"tie_pathways": [True, False], "political_shocks": [True], "unheard": False, "named": {}},
        crises={"only": [crisis.name for crisis in crises], "follow_months": MAIN_MONTHS},
        record={},
        mechanisms=scenario.resolved()["mechanisms"] | {"gate_lobbying": False},
        design={},
    )


def _from_sample(proposal: Proposal, sample: SampleFile) -> Proposal:
    """Return a proposal whose draws are those of a sample, with the keys that act here.

    Raises:
        CityTiesError: the sample lacks a key.
    """
    lacking = [key for key in proposal.keys if key not in sample.keys]
    if lacking:
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        raise CityTiesError(
            f"{sample.path}: has no column '{lacking[0]}'{more}, which is drawn here. "
            "Make a sample of this world with `cityties calibrate`, or leave --sample out."
        )
    rows = [[point[key] for key in proposal.keys] for point in sample.points]
    return proposal.of_rows(np.array(rows))
