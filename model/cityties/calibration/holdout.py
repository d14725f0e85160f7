"""Hold-out: predictions of what came after 2011 by a fit that knows nothing later, and of crises left out of a fit.

Every prediction stands beside those of four baselines, with the same scores; whoever is best wins the row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cityties.calibration.baselines import Shock, early_targets, first_order, persistence
from cityties.calibration.fit import Data, Fit, Size, conditioned, fitted, posterior_draws
from cityties.calibration.holdout_width import ALL, FIXED, KNOWN, width_table, with_known_severities
from cityties.calibration.periods import months_of_crisis
from cityties.calibration.posterior import crps, weighted_quantile
from cityties.calibration.problem import Problem, open_problem
from cityties.calibration.single_settings import histories_at
from cityties.calibration.statistics import KINDS
from cityties.calibration.targets import EARLY_END, Target
from cityties.experiment.sampling import value_within
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.state import FloatArray, IntArray
from cityties.scenario.models import Scenario
from cityties.setup.event_columns import scenario_shocks
from cityties.tables.world_tables import WorldTables

MODEL, DEFAULTS, COMPLIANCE = "fit", "default parameters", "full compliance"
PERSISTENCE, FIRST_ORDER = "persistence", "AR(1) without cities"
SOURCES = (MODEL, FIRST_ORDER, PERSISTENCE, COMPLIANCE, DEFAULTS)
TO_2011 = "to 2011"
SIXTHS = (0.15865525393145707, 0.5, 0.8413447460685429)
"""Shares below one standard deviation under the median of a normal, the median, and one above it."""
COLUMNS = ("fit", "fact", "source", "recorded", "crps", "inside_90", "p05", "median", "p95", "best")
type Progress = Callable[[int], None]


@dataclass(frozen=True)
class HoldOut:
    """What was predicted: the table of scores, and the fit to 2011 with draws of its posterior."""

    table: pd.DataFrame
    width: pd.DataFrame
    fit: Fit
    posterior: Data


def hold_out(problem: Problem, size: Size, workers: int, progress: Progress) -> HoldOut:
    """Fit to 2011 and predict what came later; then leave out one crisis after the other."""
    targets = problem.targets.rows
    early = np.array([k for k, target in enumerate(targets) if target.is_early], dtype=np.int64)
    found = fitted(problem, size, early, workers, progress)
    drawn = posterior_draws(problem, found, size.kept, workers, progress)
    plain = {
        name: _plain(problem, changes, workers, progress)
        for name, changes in ((DEFAULTS, {}), (COMPLIANCE, compliance(problem)))
    }
    even = np.full(len(drawn.latent), 1.0 / len(drawn.latent))
    later = [k for k in range(len(targets)) if k not in set(early.tolist())]
    rows = list(_scored(problem, TO_2011, later, (drawn.statistics[:, 0], even), plain))
    for crisis, facts, weights in _left_out(problem, found):
        rows += _scored(problem, f"without {crisis}", facts, (found.data.statistics[:, 0], weights), plain)
    known = with_known_severities(problem, drawn, workers, progress)
    width = width_table(problem, later, {ALL: drawn.statistics[:, 0], KNOWN: known, FIXED: plain[DEFAULTS]})
    return HoldOut(pd.DataFrame(rows, columns=list(COLUMNS)), width, found, drawn)


def _left_out(problem: Problem, found: Fit) -> Iterator[tuple[str, list[int], FloatArray]]:
    """Yield each crisis with targets of its own, these targets, and weights of a fit to all others."""
    targets = problem.targets
    crises: dict[str, list[int]] = {}
    for k, target in enumerate(targets.rows):
        if KINDS[target.address.kind].shape.startswith("a crisis"):
            crises.setdefault(months_of_crisis(target.address.period).crisis, []).append(k)
    for crisis, facts in crises.items():
        used: IntArray = np.array(
            [k for k, one in enumerate(targets.rows) if one.is_fitted and k not in facts], dtype=np.int64
        )
        _, posterior = conditioned(found.data, targets.recorded, targets.tolerance, used, problem.scenario.seed)
        weights = np.zeros(len(found.data.latent))
        weights[posterior.rows] = posterior.weights
        yield crisis, facts, weights


def compliance(problem: Problem) -> dict[str, Any]:
    """Return the settings under which every city does as its nation orders and nothing goes on beside that."""
    return compliance_in(problem.tables)


def compliance_in(tables: WorldTables) -> dict[str, Any]:
    """Return these settings for the nations of a world."""
    nations = tables.nations["nation"]
    plain: dict[str, Any] = {f"nations.{nation}.{key}": value for nation in nations for key, value in _OBEYING.items()}
    return plain | {"directive_weight": 20.0, "people_share": 0.0}


_OBEYING = {"centralisation": 1.0, "autonomy": 0.0}


def _plain(problem: Problem, changes: Mapping[str, Any], workers: int, progress: Progress) -> FloatArray:
    """Return the statistics of the model at fixed parameters (histories, targets)."""
    statistics = problem.statistics(histories_at(problem, changes, workers, progress))
    return statistics.reshape(-1, statistics.shape[-1])


def _scored(
    problem: Problem,
    name: str,
    facts: Sequence[int],
    predicted: tuple[FloatArray, FloatArray],
    plain: Mapping[str, FloatArray],
) -> Iterator[tuple[Any, ...]]:
    """Yield one row a fact and source; the errors of the record are part of every prediction alike."""
    early, shocks = early_targets(problem.targets.rows), disputes(problem)
    statistics, weights = predicted
    for k in facts:
        fact = problem.targets.rows[k]
        random = np.random.default_rng([problem.scenario.seed, k])
        samples: dict[str, tuple[FloatArray, FloatArray]] = {MODEL: (_noisy(statistics[:, k], fact, random), weights)}
        others = [one for one in early if one is not fact]
        for source, values in (
            (FIRST_ORDER, first_order(fact, others, shocks, random)),
            (PERSISTENCE, persistence(fact, others, random)),
            (COMPLIANCE, _noisy(plain[COMPLIANCE][:, k], fact, random)),
            (DEFAULTS, _noisy(plain[DEFAULTS][:, k], fact, random)),
        ):
            if values is not None and not np.isnan(values).all():
                samples[source] = values, np.full(len(values), 1.0 / len(values))
        scores = {source: crps(*sample, fact.recorded) for source, sample in samples.items()}
        best = min(scores, key=lambda source: np.inf if np.isnan(scores[source]) else scores[source])
        for source, (values, weight) in samples.items():
            low, middle, high = (weighted_quantile(values, weight, share) for share in (0.05, 0.5, 0.95))
            inside = bool(low <= fact.recorded <= high)
            row = (name, fact.address.label, source, fact.recorded, scores[source], inside, low, middle, high)
            yield *row, source == best


def _noisy(values: FloatArray, fact: Target, random: np.random.Generator) -> FloatArray:
    return np.asarray(values + fact.tolerance * random.standard_normal(len(values)))


def disputes(problem: Problem) -> list[Shock]:
    """Return the disputes of a scenario with medians of the priors of their severities, and how wide these are (log).

    A baseline must not know more of severities than the fit; a dispute without a prior has its severity at default.
    """
    priors = problem.ensemble.proposal.priors
    shocks = scenario_shocks(problem.tables, problem.scenario)
    found = []
    for row in shocks[shocks["type"] == "political"].to_dict("records"):
        bounded = priors.get(f"shocks.{row['shock']}.severity")
        low, middle, high = (value_within(bounded, share) if bounded else row["severity"] for share in SIXTHS)
        spread = float(np.log(high / low)) / 2.0 if low > 0.0 else 0.0
        found.append(Shock(str(row["dyad"]), int(row["date"]), float(middle), spread))
    return found


def open_hold_out(scenario: Scenario, tables: WorldTables, runs: Path) -> Problem:
    """Lay out the problem of a hold-out: no prior rests on a record later than 2011."""
    return open_problem(scenario, tables, runs, EARLY_END // MONTHS_PER_YEAR)
