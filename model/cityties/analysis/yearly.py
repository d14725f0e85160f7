"""The long run: relations by month, ties and signings by year, cities at the forum by edition."""

import numpy as np
import pandas as pd

from cityties.analysis.arrays import mean_band, to_array
from cityties.kernel.calendar import MONTHS_PER_YEAR

RANGE = (0.05, 0.95)


def main_arm(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the fullest arm that was run: with the pathways of ties and with shocks, where there are."""
    for flag in ("tie_pathways", "political_shocks"):
        frame = frame[frame[flag] == frame[flag].max()]
    return frame


def relations_table(histories: pd.DataFrame) -> pd.DataFrame:
    """Return mean relations and the range of nine in ten replicates, by arm, dyad and month."""
    axes = ["tie_pathways", "political_shocks", "dyad", "month"]
    values, labels = to_array(histories, [*axes, "replicate"], "relations")
    low, high = np.quantile(values, RANGE, axis=-1)
    rows = pd.MultiIndex.from_product(labels[:-1], names=axes).to_frame(index=False)
    return rows.assign(relations=values.mean(axis=-1).ravel(), relations_p05=low.ravel(), relations_p95=high.ravel())


def stock_table(histories: pd.DataFrame) -> pd.DataFrame:
    """Return ties at the end of each year and ties signed in it, by dyad: mean and range of nine in ten replicates."""
    frame = main_arm(histories)
    frame = frame.assign(year=frame["month"] // MONTHS_PER_YEAR)
    at_end = frame[frame["month"] == frame.groupby("year")["month"].transform("max")]
    signed = frame.groupby(["dyad", "year", "replicate"], observed=True)["signed"].sum().reset_index()
    axes = ["dyad", "year"]
    _, labels = to_array(at_end, [*axes, "replicate"], "ties")
    rows = pd.MultiIndex.from_product(labels[:-1], names=axes).to_frame(index=False)
    for name, source in (("ties", at_end), ("signed", signed)):
        values, _ = to_array(source, [*axes, "replicate"], name)
        low, high = np.quantile(values, RANGE, axis=-1)
        rows[[name, f"{name}_p05", f"{name}_p95"]] = np.stack([values.mean(axis=-1), low, high], axis=-1).reshape(-1, 3)
    return rows


def forum_table(attendance: pd.DataFrame) -> pd.DataFrame:
    """Return the cities at each forum, by nation, with 95 % intervals, in the fullest arm that was run."""
    names = ["month", "nation", "cities", "cities_low", "cities_high"]
    if attendance.empty:
        return pd.DataFrame({name: [] for name in names})
    values, labels = to_array(main_arm(attendance), ["month", "nation", "replicate"], "cities")
    mean, low, high = mean_band(values)
    rows = pd.MultiIndex.from_product(labels[:-1], names=names[:2]).to_frame(index=False)
    return rows.assign(cities=mean.ravel(), cities_low=low.ravel(), cities_high=high.ravel())
