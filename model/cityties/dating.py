"""When ties begin (ODD 5.3): recorded months, and for ties of unknown year a draw from the residual of the stock.

The recorded stock of a dyad says how many ties there were; the dated ties explain part of its growth, and the undated
ones are dated so as to explain the rest.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from cityties.entities import FloatArray, IntArray
from cityties.months import MONTHS_PER_YEAR
from cityties.noise import U64, Process, fill_uniforms, stream
from cityties.tables import WorldTables

DATED_SHARE = 0.8
LONG_GAP_YEARS = 6
SMOOTHING_YEARS = 5


def signing_years(tables: WorldTables) -> IntArray:
    """Return the years in which ties can have been signed: they depend on the tables alone, not on the period run."""
    known = tables.ties.loc[tables.ties["signed"] >= 0, "signed"] // MONTHS_PER_YEAR
    recognised = tables.dyads["recognised"] // MONTHS_PER_YEAR
    marks = [*known, *recognised, *tables.stock_anchors["year"]]
    return np.arange(int(min(marks)), int(max(marks)) + 1)


def signing_profile(tables: WorldTables, dyad: str, years: IntArray) -> FloatArray:
    """Return the cumulated chance, by year, that an undated tie of the dyad was signed.

    Inside long gaps between two anchors of the stock the growth takes the smoothed shape of the dated ties (80 %) and
    a flat shape (20 %). Without anchors all years since recognition are equally likely.
    """
    months_of = dict(zip(tables.dyads["dyad"], tables.dyads["recognised"], strict=True))
    recognised = int(months_of[dyad]) // MONTHS_PER_YEAR
    ties = tables.ties[tables.ties["dyad"] == dyad]
    signed = ties.loc[ties["signed"] >= 0, "signed"] // MONTHS_PER_YEAR
    dated = np.array([np.count_nonzero(signed == year) for year in years], dtype=np.float64)
    anchors = tables.stock_anchors[tables.stock_anchors["dyad"] == dyad].sort_values("year")
    if len(anchors) > 1 and anchors["count"].iloc[-1] > 0:
        growth = _growth(anchors, len(ties), dated, years)
        missing = np.maximum(growth - dated, 0.0)
    else:
        missing = np.ones(len(years))
    missing[years < recognised] = 0.0
    if missing.sum() <= 0.0:
        missing[years >= recognised] = 1.0
    return np.asarray(np.cumsum(missing) / missing.sum())


def _growth(anchors: pd.DataFrame, n_ties: int, dated: FloatArray, years: IntArray) -> FloatArray:
    """Return the yearly growth that the anchored stock implies, scaled to the number of ties in the table."""
    at, count = anchors["year"].to_numpy(np.float64), anchors["count"].to_numpy(np.float64)
    stock = np.interp(np.append(years, years[-1] + 1), at, count / count[-1] * n_ties, left=0.0)
    growth = np.diff(stock)
    window = np.full(SMOOTHING_YEARS, 1.0 / SMOOTHING_YEARS)
    shape = np.convolve(np.pad(dated, SMOOTHING_YEARS // 2, mode="edge"), window, "valid")
    for begin, end in pairwise(at):
        gap = (years >= np.floor(begin)) & (years < np.floor(end))
        if gap.sum() > LONG_GAP_YEARS and shape[gap].sum() > 0.0:
            flat = (1.0 - DATED_SHARE) / gap.sum()
            growth[gap] = growth[gap].sum() * (flat + DATED_SHARE * shape[gap] / shape[gap].sum())
    return np.asarray(growth)


def draw_signing_months(
    pairs: pd.DataFrame, profiles: dict[str, FloatArray], years: IntArray, seed: int, replicate: int
) -> IntArray:
    """Return the calendar month in which each recorded tie begins in one replicate.

    ``pairs`` has the columns id, dyad, signed, signed_resolution and recognised. A tie of known month keeps it; a
    known year gets a drawn month; an unknown year is drawn from its dyad's profile. None precedes recognition.
    """
    ids = pairs["id"].to_numpy(np.uint64)
    year_draws, month_draws = np.empty(len(ids)), np.empty(len(ids))
    fill_uniforms(U64(stream(seed, replicate, Process.SIGNING_YEAR, 0)), ids, year_draws)
    fill_uniforms(U64(stream(seed, replicate, Process.SIGNING_MONTH, 0)), ids, month_draws)
    signed = pairs["signed"].to_numpy(np.int64).copy()
    resolution = pairs["signed_resolution"].to_numpy()
    for dyad, profile in profiles.items():
        undated = (resolution == "unknown") & (pairs["dyad"].to_numpy() == dyad)
        place = np.searchsorted(profile, year_draws[undated], side="left")
        signed[undated] = years[np.minimum(place, len(years) - 1)] * MONTHS_PER_YEAR
    signed += np.where(resolution == "month", 0, (month_draws * MONTHS_PER_YEAR).astype(np.int64))
    return np.asarray(np.maximum(signed, pairs["recognised"].to_numpy(np.int64)))
