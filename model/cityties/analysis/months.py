"""Months as people read them: periods of pandas in place of the numbers that the model counts with."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cityties.kernel.calendar import month_index

EPOCH = month_index("1970-01")


def period_of(month: int) -> pd.Period:
    """Return the period of a month number (:mod:`cityties.kernel.calendar`)."""
    return pd.Period(ordinal=month - EPOCH, freq="M")


def month_of(period: pd.Period | str) -> int:
    """Return the month number of a period, or of a label such as ``2012-09``.

    Raises:
        ValueError: a label that is no month.
    """
    return int(period.ordinal) + EPOCH if isinstance(period, pd.Period) else month_index(period)


def with_periods(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return a table with periods where some columns have month numbers or labels; NaT for -1 and for no label."""
    found = table.copy()
    for name in found.columns.intersection(list(columns)):
        found[name] = _periods(found[name])
    return found


def _periods(months: "pd.Series[Any]") -> pd.PeriodIndex:
    if not pd.api.types.is_numeric_dtype(months):
        return pd.PeriodIndex(pd.to_datetime(months.astype(str).where(months.notna()), format="%Y-%m"), freq="M")
    numbers = months.to_numpy(np.int64)
    dates = (numbers - EPOCH).astype("datetime64[M]")
    dates[numbers < 0] = np.datetime64("NaT", "M")
    return pd.PeriodIndex(dates, freq="M")
