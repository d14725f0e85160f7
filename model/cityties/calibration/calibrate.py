"""A calibration from beginning to end: fit, draws of the posterior, tables, the sample file."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cityties.calibration.centre import centre_of, centre_text, nearest_to_centre
from cityties.calibration.fit import Data, Fit, Size, fitted, posterior_draws
from cityties.calibration.problem import Problem
from cityties.calibration.results import (
    buffers_table,
    conflicts_table,
    coverage_table,
    draws_table,
    informed_table,
    samples_table,
    targets_table,
)
from cityties.calibration.single_settings import CENTRE, DEFAULTS, NEAREST, PARAMETERS, SINGLES, singles_table
from cityties.errors import counted
from cityties.experiment.provenance import software
from cityties.experiment.store import write_text, write_whole
from cityties.kernel.parameters import DECLARED
from cityties.kernel.state import FloatArray, IntArray
from cityties.scenario.sample_file import sample_text

SAMPLE, CENTRE_FILE = "sample.csv", "centre.yaml"
PRIOR, POSTERIOR = "prior", "posterior"


@dataclass(frozen=True)
class Calibration:
    """What came of a calibration; ``coverage`` has no rows where it was not asked for."""

    problem: Problem
    size: Size
    fit: Fit
    posterior: Data
    samples: pd.DataFrame
    draws: pd.DataFrame
    targets: pd.DataFrame
    informed: pd.DataFrame
    conflicts: pd.DataFrame
    buffers: pd.DataFrame
    centre: pd.DataFrame
    coverage: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        names = ("samples", "draws", "targets", "informed", "conflicts", "buffers", "centre", "coverage")
        return {name: getattr(self, name) for name in names if len(getattr(self, name))}

    @property
    def fitted_targets(self) -> pd.DataFrame:
        """Rows of the targets that entered the fit."""
        return self.targets[self.targets["use"] != "test"]

    @property
    def met(self) -> int:
        """Number of fitted targets within two tolerances in at least half of the draws."""
        return int(self._of(POSTERIOR)["met"])

    def median_miss(self, sample: str) -> float:
        """Return the median over draws of a sample of the mean-square miss of the fitted targets, in tolerances."""
        return float(self._of(sample)["median_miss"])

    def _of(self, sample: str) -> dict[str, Any]:
        return {str(name): value for name, value in self.samples.set_index("sample").loc[sample].items()}


def used_targets(problem: Problem) -> IntArray:
    """Return the places of the targets that a full fit uses."""
    return np.array([k for k, target in enumerate(problem.targets.rows) if target.is_fitted], dtype=np.int64)


def calibrate(problem: Problem, size: Size, truths: int, workers: int, progress: Callable[[int], None]) -> Calibration:
    """Fit a problem and simulate its posterior; check coverage over ``truths`` synthetic truths (0: not at all)."""
    used = used_targets(problem)
    fit = fitted(problem, size, used, workers, progress)
    drawn = posterior_draws(problem, fit, size.kept, workers, progress)
    coverage = coverage_table(problem, fit.prior, used, truths) if truths else pd.DataFrame()
    return Calibration(
        problem,
        size,
        fit,
        drawn,
        samples_table(problem, used, {PRIOR: fit.prior, POSTERIOR: drawn}),
        draws_table(problem, used, drawn),
        targets_table(problem, fit.prior, drawn),
        informed_table(problem, fit, drawn),
        conflicts_table(problem, drawn),
        buffers_table({PRIOR: fit.prior, POSTERIOR: drawn}),
        singles_table(problem, single_settings(problem, drawn), used, workers, progress),
        coverage,
    )


def single_settings(problem: Problem, posterior: Data) -> dict[str, dict[str, float]]:
    """Return what might stand for a posterior as one list of settings, beside the defaults (no settings at all)."""
    keys = problem.ensemble.proposal.keys
    middle, nearest = (
        dict(zip(keys, row.tolist(), strict=True))
        for row in (centre_of(posterior.values), posterior.values[nearest_to_centre(posterior.latent)])
    )
    parameters = {key: value for key, value in middle.items() if key in DECLARED}
    lists = {CENTRE: middle, PARAMETERS: parameters, NEAREST: nearest, DEFAULTS: {}}
    return {name: lists[name] for name in SINGLES}


def folder_of(kind: str, problem: Problem, size: Size, runs: Path) -> Path:
    """Return the folder of results, named after all that can change a number of them."""
    content = [problem.ensemble.identity, *map(str, size), repr(problem.targets.rows)]
    digest = hashlib.sha256("\n".join(content).encode()).hexdigest()[:8]
    return runs / f"{kind}-{problem.scenario.name}-{digest}"


def write_calibration(found: Calibration, folder: Path, command: str, base: str) -> None:
    """Write the tables, the sample file and a scenario at its centre, which extends ``base`` (seen from the folder)."""
    write_tables(found.tables, folder)
    values: FloatArray = found.posterior.values
    text = sample_text(
        found.problem.ensemble.proposal.keys,
        values.tolist(),
        found.posterior.parents.tolist(),
        origin_of(found, command),
    )
    write_text(folder / SAMPLE, text)
    middle = single_settings(found.problem, found.posterior)[CENTRE]
    write_text(folder / CENTRE_FILE, centre_text(base, middle, [f"The median of every setting after: {command}"]))


def write_tables(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write tables as CSV."""
    for name, table in tables.items():
        rounded = table.apply(lambda column: column.round(6) if column.dtype.kind == "f" else column)
        write_whole(folder / "tables" / f"{name}.csv", partial(rounded.to_csv, index=False, lineterminator="\n"))


def origin_of(found: Calibration, command: str) -> list[str]:
    """Return what a sample file says of its origin; nothing of it depends on when or where it was made."""
    problem, code = found.problem, software()["code"]
    return [
        "draws of parameters and severities from the posterior of CityTies; each weighs alike",
        f"made by: {command}",
        f"scenario {problem.scenario.name}, seed {problem.scenario.seed}, CityTies {code['cityties']}",
        f"{counted(found.size.draws, 'draw')} of the priors, {found.size.second} of the region near the record, "
        f"{counted(len(used_targets(problem)), 'target')}",
        "parent: row of the draw in the fit from which a row stems; rows of one parent are no independent draws",
    ]
