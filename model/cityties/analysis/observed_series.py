"""The recorded series on one scale: every value by its link, so that high is good and errors have one meaning.

Which quantity of the model a series observes is declared in the world (``observed/series.csv``, ODD 6); shares of
friendly answers stand in its table of polls.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cityties.kernel.state import FloatArray
from cityties.tables.world_tables import WorldTables

COLUMNS = ("series", "observes", "dyad", "of", "about", "month", "period", "value", "linked", "noise", "error")


def observed_values(tables: WorldTables) -> pd.DataFrame:
    """Return one row a value, by series, dyad, side and month.

    ``value`` is on the scale of the source; ``linked`` is its logit or logarithm where the series says so, with the
    sign turned where high values speak of a bad state; ``error`` is the standard error on that scale (0: not known).
    """
    declared = tables.series.set_index("series")
    values = pd.concat([tables.series_values, _from_polls(tables)], ignore_index=True)
    if values.empty:
        return pd.DataFrame({name: [] for name in COLUMNS})
    said = declared.loc[values["series"]]
    value = values["value"].to_numpy(np.float64)
    sign = np.where(said["high_means"] == "bad", -1.0, 1.0)
    linked, slope = linked_scale(value, said["link"].tolist())
    error = np.nan_to_num(values["standard_error"].to_numpy(np.float64)) * slope
    rows = pd.DataFrame(
        {name: values[name].to_numpy() for name in ("series", "dyad", "of", "about", "value")}
        | {name: said[name].to_numpy() for name in ("observes", "period", "noise")}
        | {"month": values["date"].to_numpy(), "linked": sign * linked, "error": error}
    )
    return rows.sort_values(["series", "dyad", "of", "month"], kind="stable", ignore_index=True)[list(COLUMNS)]


def linked_scale(value: FloatArray, link: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    """Return values on the scales of their links, and how fast these rise there: what errors are multiplied by."""
    linked, slope = value.copy(), np.ones(len(value))
    shares, positive = (np.array([one == scale for one in link], dtype=bool) for scale in ("logit", "log"))
    linked[shares] = np.log(value[shares] / (1.0 - value[shares]))
    slope[shares] = 1.0 / (value[shares] * (1.0 - value[shares]))
    linked[positive] = np.log(value[positive])
    slope[positive] = 1.0 / value[positive]
    return linked, slope


def _from_polls(tables: WorldTables) -> pd.DataFrame:
    """Return the shares of friendly answers of those polls that a series takes its values from."""
    named = tables.series[tables.series["poll"] != ""]
    polls = tables.polls.merge(named[["series", "poll"]], on="poll").dropna(subset=["share_friendly"])
    both = {frozenset((row["nation_a"], row["nation_b"])): row["dyad"] for row in tables.dyads.to_dict("records")}
    dyads = [both[frozenset(pair)] for pair in zip(polls["of"], polls["about"], strict=True)]
    polls = polls.assign(dyad=dyads, value=polls["share_friendly"], standard_error=np.nan)
    return polls[["series", "dyad", "of", "about", "date", "value", "standard_error"]]
