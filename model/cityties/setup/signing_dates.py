"""When ties begin (ODD 5.3): recorded months, and for ties of unknown year a draw from the residual of the stock.

The recorded stock of a dyad gives the number of ties; the dated ties explain part of its growth, and the undated
ones are dated so as to explain the rest.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.pair_traits import fill_places
from cityties.kernel.randomness import U64, Process, fill_uniforms, stream
from cityties.kernel.state import FloatArray, IdArray, IntArray
from cityties.tables.world_tables import WorldTables

DATED_SHARE = 0.8
LONG_GAP_YEARS = 6
SMOOTHING_YEARS = 5


def signing_years(tables: WorldTables) -> IntArray:
    """Return the years in which ties can have been signed: they depend on the tables alone, not on the period run."""
    known = tables.ties.loc[tables.ties["signed"] >= 0, "signed"] // MONTHS_PER_YEAR
    recognised = tables.dyads["recognised"] // MONTHS_PER_YEAR
    marks = pd.concat([known, recognised, tables.stock_anchors["year"].astype("float64")])
    return np.arange(int(marks.min()), int(marks.max()) + 1)


def signing_profiles(tables: WorldTables, years: IntArray) -> FloatArray:
    """Return for each dyad (D, years) the cumulated chance, by year, that an undated tie of it was signed.

    Inside long gaps between two anchors of the stock the growth takes the smoothed shape of the dated ties (80 %) and
    a flat shape (20 %). Without anchors all years since recognition are equally likely.
    """
    row_of = {code: row for row, code in enumerate(tables.dyads["dyad"])}
    rows = tables.ties["dyad"].map(row_of).to_numpy(np.int64)
    signed, known = tables.ties["signed"].to_numpy(np.int64), tables.ties["signed"].to_numpy(np.int64) >= 0
    dated = np.zeros((len(row_of), len(years)))
    np.add.at(dated, (rows[known], signed[known] // MONTHS_PER_YEAR - years[0]), 1.0)
    n_ties = np.bincount(rows, minlength=len(row_of)).tolist()
    recognised = (tables.dyads["recognised"] // MONTHS_PER_YEAR).tolist()
    anchors = {str(dyad): rows.sort_values("year") for dyad, rows in tables.stock_anchors.groupby("dyad", sort=False)}
    profiles = [
        _profile(anchors.get(dyad), n_ties[row], recognised[row], dated[row], years) for dyad, row in row_of.items()
    ]
    return np.stack(profiles)


def _profile(
    anchors: pd.DataFrame | None, n_ties: int, recognised: int, dated: FloatArray, years: IntArray
) -> FloatArray:
    if anchors is not None and len(anchors) > 1 and anchors["count"].iloc[-1] > 0:
        missing = np.maximum(_growth(anchors, n_ties, dated, years) - dated, 0.0)
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


class Dating(NamedTuple):
    """What is known of the signing of each recorded tie: address, row of its dyad, month, how fine, and recognition.

    ``known`` is 0 for an unknown year, 1 for a year and 2 for a month.
    """

    id: IdArray
    dyad: IntArray
    signed: IntArray
    known: IntArray
    recognised: IntArray


def dating_of(pairs: pd.DataFrame) -> Dating:
    """Return the columns of a frame of pairs that dating needs."""
    known = pairs["signed_resolution"].map({"unknown": 0, "year": 1, "month": 2})
    frame = pairs.assign(known=known)[["dyad_row", "signed", "known", "recognised"]]
    dyad, signed, certain, recognised = frame.to_numpy(np.int64).T.copy()
    return Dating(pairs["id"].to_numpy(np.uint64, copy=True), dyad, signed, certain, recognised)


def draw_signing_months(dating: Dating, profiles: FloatArray, years: IntArray, seed: int, replicate: int) -> IntArray:
    """Return the calendar month in which each recorded tie begins in one replicate.

    A tie of known month keeps it; a known year gets a drawn month; an unknown year is drawn from its dyad's profile.
    None precedes recognition.
    """
    year_draws, month_draws = np.empty(len(dating.id)), np.empty(len(dating.id))
    fill_uniforms(U64(stream(seed, replicate, Process.SIGNING_YEAR, 0)), dating.id, year_draws)
    fill_uniforms(U64(stream(seed, replicate, Process.SIGNING_MONTH, 0)), dating.id, month_draws)
    signed = dating.signed.copy()
    undated = np.flatnonzero(dating.known == 0)
    place = np.empty(len(undated), dtype=np.int64)
    fill_places(profiles, dating.dyad[undated], year_draws[undated], place)
    signed[undated] = years[np.minimum(place, len(years) - 1)] * MONTHS_PER_YEAR
    signed += np.where(dating.known == 2, 0, (month_draws * MONTHS_PER_YEAR).astype(np.int64))
    return np.asarray(np.maximum(signed, dating.recognised))
