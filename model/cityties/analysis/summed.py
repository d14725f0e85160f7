"""From sums over units to means with Student's interval, which is all that sums and sums of squares allow."""

import numpy as np
import pandas as pd

from cityties.analysis.intervals import student_quantile

SUMMED = ("n", "sum", "sum_of_squares")
NOT_KEYS = ("variant", "draw", "first_replicate", *SUMMED)


def mean_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a key with n, mean, low and high; with several draws the interval is over draws."""
    keys = [name for name in rows.columns if name not in NOT_KEYS]
    if rows["draw"].nunique() > 1:
        by_draw = rows.groupby([*keys, "draw"], observed=True, sort=False)[["n", "sum"]].sum().reset_index()
        mean = by_draw["sum"] / by_draw["n"]
        rows = by_draw.assign(n=1, sum=mean, sum_of_squares=mean**2)
    table = rows.groupby(keys, observed=True, sort=False)[list(SUMMED)].sum().reset_index()
    n = table["n"].to_numpy(np.float64)
    means = table["sum"].to_numpy(np.float64) / n
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum(table["sum_of_squares"].to_numpy(np.float64) - n * means**2, 0.0) / (n - 1.0)
        half = np.where(n > 1, student_quantile(np.maximum(n - 1, 1)) * np.sqrt(variance / n), np.nan)
    return table[keys].assign(n=table["n"], mean=means, low=means - half, high=means + half)
