"""A study of sensitivity: Morris's screening of all factors, then Sobol indices of the strongest, the rest as one.

Every row runs both arms at one point of the space of priors, with the random numbers that its factor chance picks, so
that chance is an input like any other. Screening keeps the cost down: 78 factors alone would take 80 rows a sample.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from cityties.calibration.outcomes import outcome, require_known
from cityties.calibration.rows import Rows
from cityties.calibration.sensitivity.constants import Constants
from cityties.calibration.sensitivity.factors import CHANCE, REST, free_parameters, parameters_at, replicate_at
from cityties.calibration.sensitivity.indices import (
    Grouped,
    saltelli_points,
    screened,
    screening_points,
    shares_of_variance,
)
from cityties.calibration.single_crisis import SingleCrisis, single_crisis
from cityties.calibration.study import StudyFolder, digest_of_all
from cityties.experiment.code import digest_of, sources
from cityties.experiment.inputs import ingredients
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables

KIND: Final = "sensitivity"
TRAJECTORIES: Final = 40
FOLLOW_MONTHS, LONG_MONTHS = 36, 60
CODE: Final = ("calibration/outcomes.py", "calibration/sensitivity/factors.py")


@dataclass(frozen=True)
class Asked:
    """What is asked for: outcomes, base samples (a power of 2), factors that stand alone, draws for constants."""

    outcomes: tuple[str, ...]
    samples: int
    alone: int
    constants: int
    crisis: str | None = None

    @property
    def follow_months(self) -> int:
        """Months for which the crisis is followed: more where an outcome needs them."""
        return LONG_MONTHS if any(name.endswith(f"_{LONG_MONTHS}") for name in self.outcomes) else FOLLOW_MONTHS


@dataclass(frozen=True)
class Sensitivity:
    """A study laid out; rows are computed when they are asked for and kept in its folder."""

    asked: Asked
    single: SingleCrisis
    folder: StudyFolder
    identity: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All factors: free parameters and chance."""
        return (*free_parameters(self.single.scenario), CHANCE)

    @cached_property
    def screening(self) -> Rows:
        """Rows of the screening."""
        number = TRAJECTORIES * (len(self.names) + 1)
        return Rows(self.folder.path, f"morris-{self._key(TRAJECTORIES)}", number, self.single.row.columns)

    @cached_property
    def grouped(self) -> Grouped:
        """The factors of the indices: the strongest alone, chance alone, all others as one group."""
        alone = {*strongest(self.screening_table(), self.asked.alone), CHANCE}
        return Grouped(self.names, tuple(name if name in alone else REST for name in self.names))

    @cached_property
    def sampling(self) -> Rows:
        """Rows of the indices; twice as many samples begin with the same rows."""
        number = self.asked.samples * self.grouped.rows_per_sample
        return Rows(self.folder.path, f"sobol-{self._key(self.grouped.groups)}", number, self.single.row.columns)

    @property
    def constants(self) -> Constants:
        """What constants do."""
        return Constants(self.single, self.folder.path, self._key("constants"), self.asked.constants)

    @property
    def seed(self) -> int:
        """Root of the random numbers of samples and intervals."""
        return self.single.scenario.seed

    def _key(self, *more: object) -> str:
        return digest_of_all(self.identity, self.names, *more)

    def rows_at_most(self) -> int:
        """Return how many rows the study has in all, before it is known which factors stand alone."""
        units = min(self.asked.alone, len(self.names) - 1) + 1 + (self.asked.alone < len(self.names) - 1)
        return self.screening.number + self.asked.samples * (units + 2)

    def compute_screening(self, workers: int, progress: Callable[[int], None]) -> int:
        """Compute what is missing of the screening; return how many rows that were."""
        points = screening_points(self.names, TRAJECTORIES, self.seed)
        return self._compute(self.screening, points, workers, progress)

    def compute_sampling(self, workers: int, progress: Callable[[int], None]) -> int:
        """Compute what is missing of the rows of the indices; return how many that were."""
        points = saltelli_points(self.grouped, self.asked.samples, self.seed)
        return self._compute(self.sampling, points, workers, progress)

    def _compute(self, rows: Rows, points: FloatArray, workers: int, progress: Callable[[int], None]) -> int:
        todo = rows.missing()

        def one(number: int) -> FloatArray:
            """Run one point."""
            point = points[number]
            return self.single.run(parameters_at(self.names[:-1], point[:-1]), replicate_at(float(point[-1])))

        rows.compute(one, workers, progress)
        return todo

    def screening_table(self) -> pd.DataFrame:
        """Return by outcome and factor the mean size of what moving the factor does, and the deviation of it."""
        points = screening_points(self.names, TRAJECTORIES, self.seed)
        return self._by_outcome(self.screening, lambda values: screened(self.names, points, values))

    def index_table(self) -> pd.DataFrame:
        """Return ``indices``: by outcome and factor the first-order and the total index, with 95 % intervals."""
        return self._by_outcome(self.sampling, lambda values: shares_of_variance(self.grouped, values, self.seed))

    def outcome_table(self) -> pd.DataFrame:
        """Return how each outcome is spread over the base samples, and in which share of them it is undefined."""
        rows = self.sampling.read()[:: self.grouped.rows_per_sample]
        found = []
        for name in self.asked.outcomes:
            values, undefined = outcome(name, rows, self.single.crisis.severity)
            low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
            spread = {"low": low, "median": middle, "high": high, "deviation": values.std()}
            found.append({"outcome": name, **spread, "undefined": undefined, "samples": len(values)})
        return pd.DataFrame(found)

    def _by_outcome(self, rows: Rows, of: Callable[[FloatArray], pd.DataFrame]) -> pd.DataFrame:
        table = rows.read()
        parts = []
        for name in self.asked.outcomes:
            values, _ = outcome(name, table, self.single.crisis.severity)
            part = of(values)
            part.insert(0, "outcome", name)
            parts.append(part)
        return pd.concat(parts, ignore_index=True)


def strongest(screening: pd.DataFrame, number: int) -> list[str]:
    """Return the factors that move some outcome most, each outcome measured by its own strongest factor."""
    largest = screening.groupby("outcome")["mean_absolute"].transform("max")
    share = (screening["mean_absolute"] / largest.where(largest > 0.0, 1.0)).groupby(screening["factor"]).max()
    ranked = share.drop(CHANCE, errors="ignore").sort_values(ascending=False, kind="stable")
    return [str(name) for name in ranked.index[:number]]


def open_sensitivity(scenario: Scenario, tables: WorldTables, asked: Asked, runs: Path) -> Sensitivity:
    """Lay out a study; nothing is computed or written.

    Raises:
        CityTiesError: an outcome or the crisis is unknown.
    """
    require_known(asked.outcomes)
    single = single_crisis(scenario, tables, asked.crisis, asked.follow_months)
    files: Sequence[Path] = [file for root in CODE for file in sources(root=root)]
    identity = digest_of_all(ingredients(single.scenario, tables), digest_of(*set(files)), single.crisis.name)
    folder = StudyFolder(runs / f"{KIND}-{scenario.name}-{identity}")
    return Sensitivity(asked, single, folder, identity)
