"""The long run: relations by month, ties and signings by year, cities at the forum by edition."""

import numpy as np
import pandas as pd

from cityties.analysis.arrays import empty_table, reduce_replicates
from cityties.analysis.intervals import mean_band
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.state import FloatArray

RANGE, RANGE_ENDS = (0.05, 0.95), ("_p05", "_p95")


def main_arm(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the fullest arm that was run: with the pathways of ties and with shocks, where there are."""
    for flag in ("tie_pathways", "political_shocks"):
        frame = frame[frame[flag] == frame[flag].max()]
    return frame


def range_band(values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean and range of nine in ten over the last axis, the replicates."""
    low, high = np.quantile(values, RANGE, axis=-1)
    return np.asarray(values.mean(axis=-1)), low, high


def relations_table(histories: pd.DataFrame) -> pd.DataFrame:
    """Return mean relations and the range of nine in ten replicates, by arm, dyad and month."""
    axes = ["tie_pathways", "political_shocks", "dyad", "month"]
    return reduce_replicates(histories, axes, "relations", range_band, RANGE_ENDS)


def stock_table(histories: pd.DataFrame) -> pd.DataFrame:
    """Return ties at the end of each year, ties signed and ended in it, by dyad.

    All three with their mean over replicates and the range of nine in ten.
    """
    frame = main_arm(histories)
    frame = frame.assign(year=frame["month"] // MONTHS_PER_YEAR)
    at_end = frame[frame["month"] == frame.groupby("year")["month"].transform("max")]
    flows = frame.groupby(["dyad", "year", "replicate"], observed=True)[["signed", "ended"]].sum().reset_index()
    axes = ["dyad", "year"]
    ties = reduce_replicates(at_end, axes, "ties", range_band, RANGE_ENDS)
    summed = [
        reduce_replicates(flows, axes, measure, range_band, RANGE_ENDS).drop(columns=axes)
        for measure in ("signed", "ended")
    ]
    return pd.concat([ties, *summed], axis=1)


def forum_table(attendance: pd.DataFrame) -> pd.DataFrame:
    """Return the cities at each forum, by nation, with 95 % intervals, in the fullest arm that was run."""
    if attendance.empty:
        return empty_table("month", "nation", "cities", "cities_low", "cities_high")
    return reduce_replicates(main_arm(attendance), ["month", "nation"], "cities", mean_band)
