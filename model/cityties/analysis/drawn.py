"""What drawn or sampled parameters have to do with outcomes: rank correlations, one row an outcome and parameter."""

import numpy as np
import pandas as pd

from cityties.analysis.buffering import MAIN_BUFFER
from cityties.analysis.cases import Case
from cityties.analysis.factors import samples_of
from cityties.analysis.intervals import interval_columns
from cityties.analysis.shares import share_interval
from cityties.kernel.state import FloatArray

LEAST_POINTS = 10
"""Draws below which nothing is ranked: an interval would hold almost any correlation."""
_TWO_SIDED = 1.959963984540054


def ranking(case: Case, buffers: pd.DataFrame) -> pd.DataFrame:
    """Return Spearman's correlation of every drawn setting with every outcome of the arm with ties, over draws.

    A switch counts as 0 or 1, and each choice but the first in the same way (:meth:`Samples.contrasts`). ``buffers``
    are the buffer indices by draw of the case. Only draws with a downturn to buffer count for B. Empty below ten
    draws; an outcome or parameter that does not vary is left out.
    """
    obs = case.observations.by_draw()
    samples = samples_of(case)
    if obs.n < LEAST_POINTS or samples is None:
        return pd.DataFrame()
    points, rows = samples.contrasts(), []
    for key, values in zip(obs.keys, obs.values.T, strict=True):
        if key.tie_pathways and key.political_shocks:
            rows.append(_against(points, values).assign(crisis=key.crisis, where=key.where, measure=key.measure))
    if MAIN_BUFFER in buffers:
        place = {int(draw): row for row, draw in enumerate(obs.draw)}
        for (crisis, where), block in buffers[buffers["has_downturn"]].groupby(["crisis", "where"], sort=False):
            drawn = points.iloc[[place[int(draw)] for draw in block["draw"]]]
            found = _against(drawn, block[MAIN_BUFFER].to_numpy(np.float64))
            rows.append(found.assign(crisis=str(crisis), where=str(where), measure=MAIN_BUFFER))
    rows = [frame for frame in rows if len(frame)]  # an empty one has no n, which would make it a float
    if not rows:
        return pd.DataFrame()
    found = pd.concat(rows, ignore_index=True)
    found["size"] = found["correlation"].abs()
    ranked = found.sort_values(["measure", "crisis", "where", "size"], ascending=[True, True, True, False])
    first = ["crisis", "where", "measure", "parameter"]
    return ranked[[*first, "correlation", "correlation_low", "correlation_high", "n"]].reset_index(drop=True)


def _against(points: pd.DataFrame, values: FloatArray) -> pd.DataFrame:
    """Return the rank correlation of each column of ``points`` with ``values``, with a 95 % interval.

    The interval is Fisher's, with the standard error of Bonett and Wright (2000) for ranks.
    """
    known = np.isfinite(values)
    n = int(known.sum())
    if n < LEAST_POINTS or np.ptp(values[known]) == 0.0:
        return pd.DataFrame({"parameter": []})
    drawn = points.to_numpy(np.float64)[known]
    varies = (drawn != drawn[0]).any(axis=0)
    if not varies.any():
        return pd.DataFrame({"parameter": []})
    correlation = rank_correlations(drawn[:, varies], values[known])
    inner = np.clip(correlation, -1 + 1e-12, 1 - 1e-12)
    half = _TWO_SIDED * np.sqrt((1.0 + inner**2 / 2.0) / (n - 3))
    band = (correlation, np.tanh(np.arctanh(inner) - half), np.tanh(np.arctanh(inner) + half))
    return pd.DataFrame({"parameter": points.columns[varies]} | interval_columns("correlation", band)).assign(n=n)


def rank_correlations(points: FloatArray, values: FloatArray) -> FloatArray:
    """Return Spearman's correlation of each column of ``points`` (n, keys) with ``values`` (n,); ties share ranks."""
    from scipy.stats import rankdata  # noqa: PLC0415 - takes a second to import, and few batches draw

    ranks, of_values = rankdata(points, axis=0), rankdata(values)
    ranks, of_values = ranks - ranks.mean(axis=0), of_values - of_values.mean()
    both = ranks.T @ of_values
    return np.asarray(both / np.sqrt((ranks**2).sum(axis=0) * (of_values**2).sum()))


def share_columns(name: str, n_yes: int, n: int) -> dict[str, float]:
    """Return a share of ``n`` draws with its 95 % interval (Wilson 1927) as columns of a table."""
    return interval_columns(name, (n_yes / n, *share_interval(n_yes, n)))
