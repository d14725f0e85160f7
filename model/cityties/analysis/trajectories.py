"""What follows a crisis, month by month: the gap in relations with and without ties, and the exchange that is kept."""

import numpy as np
import pandas as pd

from cityties.analysis.arrays import empty_table
from cityties.analysis.crises import CrisisPaths
from cityties.analysis.intervals import interval_columns, mean_band, ratio_band
from cityties.kernel.state import FloatArray

EXCHANGE_MONTHS = 25
GAPS = ("gap_with_ties", "gap_without_ties", "saved")
EXCHANGE = ("official_with", "official_without", "kept", "kept_low", "kept_high", "kept_people")
ALL_DYADS = "all"


def gap_table(paths: list[CrisisPaths]) -> pd.DataFrame:
    """Return the mean gap of each arm and what ties save of it, with 95 % intervals, by crisis, dyad and month.

    An arm that was not run has ``nan``.
    """
    frames = []
    for path in paths:
        gaps = {arm: path.gap(arm) for arm in path.arms()}
        months = next(iter(gaps.values())).shape[1]
        empty = np.full((1, months), np.nan)
        on, off = gaps.get(True, empty), gaps.get(False, empty)
        columns: dict[str, object] = {"crisis": path.crisis, "dyad": path.dyad, "months_since": np.arange(months)}
        for name, values in zip(GAPS, (on, off, off - on), strict=True):
            columns |= interval_columns(name, mean_band(values.T))
        frames.append(pd.DataFrame(columns))
    names = [f"{gap}{end}" for gap in GAPS for end in ("", "_low", "_high")]
    return pd.concat(frames, ignore_index=True) if frames else empty_table("crisis", "dyad", "months_since", *names)


def exchange_table(paths: list[CrisisPaths]) -> pd.DataFrame:
    """Return official events with and without each crisis and the share kept, by month, in the arm with ties.

    A crisis of several dyads has rows for each and rows ``all`` for their sum. The share is undefined (``nan``) in
    months without a single event to keep.
    """
    together: dict[str, list[CrisisPaths]] = {}
    for path in paths:
        together.setdefault(path.crisis, []).append(path)
    frames = [_exchange(name, path.dyad, [path]) for name, group in together.items() for path in group]
    frames += [_exchange(name, ALL_DYADS, group) for name, group in together.items() if len(group) > 1]
    return pd.concat(frames, ignore_index=True) if frames else empty_table("crisis", "dyad", "months_since", *EXCHANGE)


def _exchange(crisis: str, dyad: str, paths: list[CrisisPaths]) -> pd.DataFrame:
    sums = {(m, happens): _sum_of_dyads(paths, m, happens) for m in ("official", "people") for happens in (True, False)}
    hit, calm = sums["official", True], sums["official", False]
    kept, low, high = ratio_band(hit, calm)
    people = ratio_band(hit + sums["people", True], calm + sums["people", False])[0]
    columns = (hit.mean(axis=1), calm.mean(axis=1), kept, low, high, people)
    since = {"crisis": crisis, "dyad": dyad, "months_since": np.arange(len(hit))}
    return pd.DataFrame(since | dict(zip(EXCHANGE, columns, strict=True)))


def _sum_of_dyads(paths: list[CrisisPaths], measure: str, happens: bool) -> FloatArray:
    """Return a measure summed over dyads (months up to EXCHANGE_MONTHS, replicates), in the arm with ties if run."""
    arrays = [path.path(measure, path.arms()[0], happens)[:, :EXCHANGE_MONTHS].T for path in paths]
    return np.sum(arrays, axis=0)
