"""What a calibration found, as tables: targets met, what was learned, conflicts, B before and after, coverage."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.drawn import share_columns
from cityties.calibration.fit import Data, Fit
from cityties.calibration.posterior import LEAST_R2, WITHIN, Posterior, condition, learn, miss, n_met, with_noise
from cityties.calibration.problem import Problem
from cityties.kernel.state import FloatArray, IntArray

UNINFORMED = 0.95
"""Ratio of standard deviations, posterior to prior, from which on a parameter is called not informed."""
RANGE = (0.05, 0.5, 0.95)
LEVEL = 0.9
POLLS = {"poll", "poll_change"}
"""Statistics of publics; that two of them pull apart says little."""
MOST_CONFLICTS = 12


def targets_table(problem: Problem, prior: Data, posterior: Data) -> pd.DataFrame:
    """Return one row a target: what is recorded, the range of both samples, the share of draws within 2 tolerances."""
    rows = []
    for k, target in enumerate(problem.targets.rows):
        before, after = prior.statistics[:, 0, k], posterior.statistics[:, 0, k]
        row: dict[str, Any] = {"statistic": target.address.label, "use": target.use}
        row |= {"recorded": target.recorded, "tolerance": target.tolerance}
        row |= dict(zip(("p05", "median", "p95"), _quantiles(after), strict=True))
        row |= {"within_2sd": _within(after, target.recorded, target.tolerance)}
        row |= {"prior_median": float(np.nanmedian(before))}
        row |= {"prior_within_2sd": _within(before, target.recorded, target.tolerance), "source": target.source}
        rows.append(row)
    return pd.DataFrame(rows)


def _quantiles(values: FloatArray) -> list[float]:
    return [float(value) for value in np.nanquantile(values, RANGE)] if not np.isnan(values).all() else [np.nan] * 3


def _within(values: FloatArray, recorded: float, tolerance: float) -> float:
    return float((np.abs(values - recorded) < WITHIN * tolerance).mean())


def informed_table(problem: Problem, fit: Fit, posterior: Data) -> pd.DataFrame:
    """Return one row a drawn key: standard deviation over that of the prior, whether data inform it, its values.

    Informed is what is narrower than its prior and can be predicted from statistics: chance alone makes some narrower.
    """
    keys = problem.ensemble.proposal.keys
    ratio, predicted = spread_of(fit.posterior)[: len(keys)], fit.learned.r2
    rows = []
    for k, key in enumerate(keys):
        row: dict[str, Any] = {
            "parameter": key,
            "sd_ratio": float(ratio[k]),
            "informed": bool(ratio[k] < UNINFORMED and predicted[k] > LEAST_R2),
        }
        row |= {"predicted": float(predicted[k]), "moved": float(posterior.latent[:, k].mean())}
        row |= dict(zip(("p05", "median", "p95"), _quantiles(posterior.values[:, k]), strict=True))
        row |= dict(zip(("prior_p05", "prior_median", "prior_p95"), _quantiles(fit.prior.values[:, k]), strict=True))
        rows.append(row)
    return pd.DataFrame(rows).sort_values("sd_ratio", kind="stable", ignore_index=True)


def spread_of(posterior: Posterior) -> FloatArray:
    """Return the weighted standard deviation of every quantity of a posterior; of a key that of its prior is 1."""
    known = np.nan_to_num(posterior.adjusted)
    mean = posterior.weights @ known
    return np.sqrt(posterior.weights @ (known - mean) ** 2)


def buffers_table(samples: Mapping[str, Data]) -> pd.DataFrame:
    """Return the shares of draws in which ties buffer, do neither and harm, with intervals, by sample and crisis."""
    rows = []
    for sample, data in samples.items():
        for name, values in zip(data.buffers.names, data.buffers.values.T, strict=True):
            known = values[~np.isnan(values)]
            row: dict[str, Any] = {"sample": sample, "crisis": name, "draws": len(known)}
            row |= {"no_downturn": int(np.isnan(values).sum())}
            labels = {"buffer": known > THRESHOLD, "null": np.abs(known) <= THRESHOLD, "harm": known < -THRESHOLD}
            for label, marks in labels.items():
                row |= share_columns(label, int(marks.sum()), len(known)) if len(known) else {label: np.nan}
            row |= dict(zip(("p05", "median", "p95"), _quantiles(values), strict=True))
            rows.append(row)
    return pd.DataFrame(rows)


def samples_table(problem: Problem, used: IntArray, samples: Mapping[str, Data]) -> pd.DataFrame:
    """Return one row a sample: draws, parents in the fit, targets in ``used`` that it meets, its median miss."""
    recorded, tolerance = problem.targets.recorded[used], problem.targets.tolerance[used]
    rows = []
    for sample, data in samples.items():
        row: dict[str, Any] = {"sample": sample, "draws": len(data.parents), "parents": len(np.unique(data.parents))}
        row |= {"targets": len(used), "met": n_met(data.statistics[:, 0, used], recorded, tolerance)}
        row |= {"median_miss": float(np.median(_misses(problem, used, data)))}
        rows.append(row)
    return pd.DataFrame(rows)


def _misses(problem: Problem, used: IntArray, data: Data) -> FloatArray:
    targets = problem.targets
    return miss(data.statistics[:, 0, used], targets.recorded[used], targets.tolerance[used])


def draws_table(problem: Problem, used: IntArray, posterior: Data) -> pd.DataFrame:
    """Return one row a draw of the posterior, in the order of the sample file: parent, miss, B of each crisis."""
    buffers = {
        f"B {name}": column for name, column in zip(posterior.buffers.names, posterior.buffers.values.T, strict=True)
    }
    first: dict[str, Any] = {"draw": np.arange(1, len(posterior.parents) + 1), "parent": posterior.parents}
    return pd.DataFrame(first | {"miss": _misses(problem, used, posterior)} | buffers)


def conflicts_table(problem: Problem, posterior: Data) -> pd.DataFrame:
    """Return pairs of targets that fight: where the misses of one grow as those of the other shrink, in its draws.

    A miss is signed so that it points away from the record at the median; polls of one public are not paired.
    """
    targets = problem.targets
    apart = (posterior.statistics[:, 0] - targets.recorded) / targets.tolerance
    filled = np.where(np.isnan(apart), np.nanmedian(apart, axis=0), apart)
    outward = filled * np.sign(np.median(filled, axis=0))
    moving = outward.std(axis=0) > 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.nan_to_num(np.corrcoef(outward.T))
    rows = []
    for a, b in zip(*np.triu_indices(len(targets.rows), 1), strict=True):
        one, other = targets.rows[a].address, targets.rows[b].address
        polls = {one.kind, other.kind} <= POLLS
        if moving[a] and moving[b] and not polls and correlation[a, b] < 0.0:
            rows.append((one.label, other.label, float(correlation[a, b])))
    rows.sort(key=lambda row: row[2])
    return pd.DataFrame(rows[:MOST_CONFLICTS], columns=["statistic", "against", "correlation"])


def coverage_table(problem: Problem, data: Data, used: IntArray, truths: int) -> pd.DataFrame:
    """Return how often the 90 % region of the posterior holds the truth, over draws that stand in for history.

    Each truth is left out, with the noise of the record added to its statistics, of what is learned from; so are all
    other truths, and every draw of its parent.
    """
    targets, seed = problem.targets, problem.scenario.seed
    recorded, tolerance = targets.recorded[used], targets.tolerance[used]
    noisy = with_noise(data.statistics[:, 0][:, used], tolerance, seed)
    chosen = np.sort(np.random.default_rng(seed + 1).choice(len(noisy), min(truths, len(noisy) // 2), replace=False))
    left = np.flatnonzero(~np.isin(data.parents, data.parents[chosen]))
    quantities = data.quantities
    learned = learn(noisy[left], quantities[left], recorded, data.parents[left])
    tails = (1.0 - LEVEL) / 2.0
    inside = np.full((len(chosen), quantities.shape[1]), np.nan)
    for row, truth in enumerate(chosen):
        found = condition(learned, quantities[left], noisy[truth], np.arange(len(left)))
        low, high = found.quantile(tails), found.quantile(1.0 - tails)
        value = quantities[truth]
        known = ~np.isnan(value) & ~np.isnan(low)
        inside[row, known] = ((low <= value) & (value <= high))[known]
    names = [*problem.ensemble.proposal.keys, *(f"B {name}" for name in data.buffers.names)]
    n = (~np.isnan(inside)).sum(axis=0)
    share = np.nansum(inside, axis=0) / np.maximum(n, 1)
    table = pd.DataFrame({"quantity": names, "level": LEVEL, "covered": share, "truths": n})
    groups = (
        ("all parameters", slice(len(names) - len(data.buffers.names))),
        ("all B", slice(-len(data.buffers.names), None)),
    )
    means = [
        {"quantity": name, "level": LEVEL, "covered": float(np.nanmean(inside[:, part])), "truths": len(chosen)}
        for name, part in groups
    ]
    return pd.concat([pd.DataFrame(means), table], ignore_index=True)
