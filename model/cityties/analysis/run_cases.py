"""The tables of a single run in the form that batches keep, so that runs and batches can be compared."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.arrays import to_array
from cityties.experiment.outcomes import LAST_MONTHS, LOSS_MONTHS, MAIN_MONTHS, SUSPENSION_MONTHS
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.record import Kept, kept
from cityties.kernel.state import FloatArray

YEARLY = tuple(measure.column for measure in kept(Kept.HISTORY | Kept.YEARS))


def run_outcomes(histories: pd.DataFrame, crisis_months: pd.DataFrame) -> pd.DataFrame:
    """Return outcomes of every replicate, as far as the tables of a run hold them, one row an outcome."""
    rows = [*_of_crises(crisis_months), *_of_histories(histories)]
    return pd.concat(rows, ignore_index=True).assign(draw=0)


def _of_crises(crisis_months: pd.DataFrame) -> list[pd.DataFrame]:
    rows: list[pd.DataFrame] = []
    for key, frame in _by_crisis(crisis_months):
        for on in sorted(frame["tie_pathways"].unique(), reverse=True):
            arm = frame[frame["tie_pathways"] == on]
            relations, replicates = _branches(arm, "relations")
            official, _ = _branches(arm, "official")
            gap = relations[0] - relations[1]
            values = {"depth": gap.max(axis=1)} | {f"loss_{m}": gap[:, :m].sum(axis=1) for m in LOSS_MONTHS}
            for happens, word in ((1, "with"), (0, "without")):
                values[f"official_{word}"] = official[happens][:, :SUSPENSION_MONTHS].sum(axis=1)
                values[f"relations_{word}"] = relations[happens][:, :MAIN_MONTHS].mean(axis=1)
            who = {"tie_pathways": bool(on), "political_shocks": True, "crisis": key[0], "where": key[1]}
            rows += _rows(who, replicates, values)
    return rows


def _by_crisis(crisis_months: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    if crisis_months.empty:
        return []
    groups = crisis_months.groupby(["crisis", "dyad"], observed=True, sort=False)
    return [((str(crisis), str(dyad)), frame) for (crisis, dyad), frame in groups]


def _branches(arm: pd.DataFrame, measure: str) -> tuple[FloatArray, list[Any]]:
    """Return a measure (without and with the crisis, replicates, months) and the numbers of the replicates."""
    cube, labels = to_array(arm, ["crisis_happens", "replicate", "months_since"], measure)
    return cube, labels[1]


def _rows(who: dict[str, Any], replicates: Sequence[int], values: dict[str, FloatArray]) -> list[pd.DataFrame]:
    return [
        pd.DataFrame(who | {"measure": name, "replicate": list(replicates), "value": value})
        for name, value in values.items()
    ]


def _of_histories(histories: pd.DataFrame) -> list[pd.DataFrame]:
    rows: list[pd.DataFrame] = []
    axes = ["tie_pathways", "political_shocks", "dyad", "replicate", "month"]
    cubes = {
        name: to_array(histories, axes, name)
        for name in ("relations", "mood_a", "mood_b", "ties", "official", "signed")
    }
    labels = cubes["relations"][1]
    for i, on in enumerate(labels[0]):
        for j, shocked in enumerate(labels[1]):
            for k, dyad in enumerate(labels[2]):
                cell = {name: cube[i, j, k] for name, (cube, _) in cubes.items()}
                if np.isnan(cell["relations"]).all():
                    continue
                values = {name: cell[name].mean(axis=1) for name in ("relations", "mood_a", "mood_b")}
                values |= {name: cell[name].sum(axis=1) for name in ("official", "signed")}
                values["ties"] = cell["ties"][:, -1]
                values["relations_last"] = cell["relations"][:, -LAST_MONTHS:].mean(axis=1)
                who = {"tie_pathways": bool(on), "political_shocks": bool(shocked), "crisis": "", "where": str(dyad)}
                rows += _rows(who, labels[3], values)
    return rows


def run_years(histories: pd.DataFrame) -> pd.DataFrame:
    """Return sums over replicates of yearly means, by arm, dyad, year and measure."""
    keys = ["tie_pathways", "political_shocks", "dyad", "year"]
    frame = histories.assign(year=histories["month"] // MONTHS_PER_YEAR)
    yearly = frame.groupby([*keys, "replicate"], observed=True, sort=False)[list(YEARLY)].mean().reset_index()
    long = yearly.melt([*keys, "replicate"], list(YEARLY), "measure", "value").rename(columns={"dyad": "where"})
    return _sums(long, ["tie_pathways", "political_shocks", "year", "where", "measure"])


def run_gaps(crisis_months: pd.DataFrame) -> pd.DataFrame:
    """Return sums over replicates of the gap of each crisis, by arm, dyad and month since it began."""
    blocks = []
    for key, frame in _by_crisis(crisis_months):
        for on in frame["tie_pathways"].unique():
            relations, replicates = _branches(frame[frame["tie_pathways"] == on], "relations")
            gap = relations[0] - relations[1]
            month = np.tile(np.arange(gap.shape[1]), len(replicates))
            who = {"tie_pathways": bool(on), "crisis": key[0], "where": key[1]}
            blocks.append(pd.DataFrame(who | {"months_since": month, "value": gap.reshape(-1)}))
    if not blocks:
        return pd.DataFrame({"draw": [], "n": [], "sum": [], "sum_of_squares": []})
    return _sums(pd.concat(blocks, ignore_index=True), ["tie_pathways", "crisis", "where", "months_since"])


def _sums(long: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    squared = long.assign(square=long["value"] ** 2)
    groups = squared.groupby(keys, observed=True, sort=False)
    table = groups.agg(n=("value", "size"), sum=("value", "sum"), sum_of_squares=("square", "sum")).reset_index()
    return table.assign(draw=0)
