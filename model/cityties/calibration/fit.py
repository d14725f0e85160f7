"""A fit: from the ensemble of a problem to its posterior, in two rounds and a last simulation of what was kept.

The second round draws from the priors as the first does, but keeps to the region in which an emulator of the
statistics finds the record plausible (history matching): weights stay those of the priors, and nothing that the record
does not inform is narrowed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import Ridge
from threadpoolctl import threadpool_limits

from cityties.calibration.ensemble import Simulated, read_ensemble, simulate_ensemble
from cityties.calibration.latent import latent_of_draws, values_of_latent
from cityties.calibration.losses import Buffers
from cityties.calibration.posterior import (
    Learned,
    Posterior,
    condition,
    features,
    learn,
    resampled,
    scale_of,
    with_noise,
)
from cityties.calibration.problem import Problem
from cityties.kernel.state import FloatArray, IntArray

SECOND_DRAWS = 1_000_000
"""Number of the first draw from the priors that is looked at for a second round."""
PLAUSIBLE = 0.9
"""Share of the nearest draws of a first round that the region of the second has to hold."""
NEAREST_SHARE = 0.05
MOST_TRIED = 400
"""Candidates for one draw of a second round, at most; then the region is what it is."""
type Progress = Callable[[int], None]


class Size(NamedTuple):
    """How much is simulated: draws of the first and second round, and of the posterior itself."""

    draws: int = 3000
    second: int = 2000
    kept: int = 300

    @property
    def total(self) -> int:
        """Draws of all three."""
        return self.draws + self.second + self.kept

    @property
    def options(self) -> str:
        """The options of a command that asks for so much."""
        return f"--draws {self.draws} --second {self.second} --kept {self.kept}"


@dataclass(frozen=True)
class Data:
    """Draws with all that a fit looks at: places on the normal scale, values, statistics, B; failed draws left out.

    ``latent`` and ``values`` (draws, keys), ``statistics`` (draws, replicates, targets), ``parents`` (draws).
    """

    latent: FloatArray
    values: FloatArray
    statistics: FloatArray
    buffers: Buffers
    parents: IntArray

    @property
    def quantities(self) -> FloatArray:
        """Places of the keys beside the buffer indices (draws, quantities)."""
        return np.concatenate([self.latent, np.clip(self.buffers.values, -1.0, 1.0)], axis=1)

    def together(self, other: "Data") -> "Data":
        """Return the draws of both; parents of the other are others."""
        after = self.parents.max(initial=-1) + 1
        return Data(
            np.concatenate([self.latent, other.latent]),
            np.concatenate([self.values, other.values]),
            np.concatenate([self.statistics, other.statistics]),
            Buffers(self.buffers.names, np.concatenate([self.buffers.values, other.buffers.values])),
            np.concatenate([self.parents, other.parents + after]),
        )

    def of(self, rows: FloatArray | IntArray) -> "Data":
        """Return some of the draws."""
        buffers = Buffers(self.buffers.names, self.buffers.values[rows])
        return Data(self.latent[rows], self.values[rows], self.statistics[rows], buffers, self.parents[rows])


def data_of(problem: Problem, simulated: Simulated, latent: FloatArray, parents: IntArray | None = None) -> Data:
    """Return what a fit looks at of simulated draws; draws that failed are left out."""
    statistics, buffers = problem.statistics(simulated), problem.buffers(simulated)
    failed = np.isnan(simulated.numbers).all(axis=(1, 2))
    numbered = np.arange(len(latent)) if parents is None else parents
    return Data(latent, simulated.values, statistics, buffers, numbered).of(np.flatnonzero(~failed))


def first_round(problem: Problem, draws: int, workers: int, progress: Progress) -> Data:
    """Simulate draws from the priors and return them."""
    simulate_ensemble(problem.ensemble, draws, workers, progress)
    simulated = read_ensemble(problem.ensemble, draws)
    return data_of(problem, simulated, latent_of_draws(problem.ensemble.proposal, range(1, draws + 1)))


@dataclass(frozen=True)
class Region:
    """Where the record is plausible: an emulator of the statistics, and the greatest miss that it may predict."""

    ridge: Ridge
    scaled: FloatArray
    spread: FloatArray
    most: float

    def miss(self, latent: FloatArray) -> FloatArray:
        """Return the mean-square miss that the emulator predicts for places on the normal scale (draws)."""
        with threadpool_limits(1):
            apart = (np.asarray(self.ridge.predict(features(latent))) - self.scaled) / self.spread
        return np.asarray((apart**2).mean(axis=1))


def region_of(data: Data, recorded: FloatArray, tolerance: FloatArray, used: IntArray) -> Region:
    """Return the region that holds most of the draws whose statistics are nearest to the record, of those used."""
    first = data.statistics[:, 0][:, used]
    scale = scale_of(first, recorded[used])
    y, wanted = scale(first), scale(recorded[used])
    with threadpool_limits(1):
        ridge = Ridge(alpha=30.0).fit(features(data.latent), y)
    rest = (y - np.asarray(ridge.predict(features(data.latent)))).std(axis=0)
    spread = np.sqrt(rest**2 + (tolerance[used] / scale.spread) ** 2)
    true_miss = (((y - wanted) / spread) ** 2).mean(axis=1)
    nearest = np.argsort(true_miss, kind="stable")[: max(int(NEAREST_SHARE * len(y)), 20)]
    found = Region(ridge, wanted, spread, 0.0)
    most = float(np.quantile(found.miss(data.latent[nearest]), PLAUSIBLE))
    return Region(ridge, wanted, spread, most)


def second_round(problem: Problem, region: Region, draws: int, workers: int, progress: Progress) -> tuple[Data, float]:
    """Simulate draws from the priors within a region; return them, and the share of the priors that it holds."""
    proposal = problem.ensemble.proposal
    kept: list[FloatArray] = []
    tried = found = 0
    while found < draws and tried < MOST_TRIED * draws:
        numbers = range(SECOND_DRAWS + tried + 1, SECOND_DRAWS + tried + draws + 1)
        latent = latent_of_draws(proposal, numbers)
        inside = latent[region.miss(latent) <= region.most]
        kept.append(inside)
        tried, found = tried + draws, found + len(inside)
    latent = np.concatenate(kept)[:draws]
    later = problem.next_round(values_of_latent(proposal, latent))
    simulate_ensemble(later.ensemble, len(latent), workers, progress)
    return data_of(later, read_ensemble(later.ensemble, len(latent)), latent), found / tried


@dataclass(frozen=True)
class Fit:
    """A posterior with all that it was made of: the draws of the priors, those it was conditioned on, what was learned.

    ``prior`` are draws of the first round; ``region`` is the share of the priors that the second was drawn from.
    """

    prior: Data
    data: Data
    learned: Learned
    posterior: Posterior
    region: float


def fitted(problem: Problem, size: Size, used: IntArray, workers: int, progress: Progress) -> Fit:
    """Return the posterior given the targets in ``used``; no other target can move a number of it."""
    targets, seed = problem.targets, problem.scenario.seed
    recorded, tolerance = targets.recorded, targets.tolerance
    prior = first_round(problem, size.draws, workers, progress)
    data, share = prior, 1.0
    if size.second:
        region = region_of(prior, recorded, tolerance, used)
        later, share = second_round(problem, region, size.second, workers, progress)
        data = prior.of(np.flatnonzero(region.miss(prior.latent) <= region.most)).together(later)
    return Fit(prior, data, *conditioned(data, recorded, tolerance, used, seed), share)


def conditioned(
    data: Data, recorded: FloatArray, tolerance: FloatArray, used: IntArray, seed: int
) -> tuple[Learned, Posterior]:
    """Learn from draws and condition them on the record of the targets in ``used``."""
    noisy = with_noise(data.statistics[:, 0][:, used], tolerance[used], seed)
    learned = learn(noisy, data.quantities, recorded[used], data.parents)
    return learned, condition(learned, data.quantities, recorded[used], np.arange(len(noisy)))


def posterior_draws(problem: Problem, fit: Fit, n: int, workers: int, progress: Progress) -> Data:
    """Simulate draws from the posterior and return them; ``parents`` are the rows of the fit they stem from."""
    rows = resampled(fit.posterior.weights, n, problem.scenario.seed)
    proposal = problem.ensemble.proposal
    latent = fit.posterior.adjusted[rows][:, : len(proposal.keys)]
    values = values_of_latent(proposal, latent)
    later = problem.next_round(values).next_round(values)
    simulate_ensemble(later.ensemble, n, workers, progress)
    return data_of(later, read_ensemble(later.ensemble, n), latent, fit.posterior.rows[rows])
