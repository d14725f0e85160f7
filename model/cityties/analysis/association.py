"""Who differs from whom, and what goes first: matched comparisons, shares of variance, lead and lag. Pure functions."""

import numpy as np

from cityties.kernel.state import FloatArray, IntArray

N_STRATA = 5


def matched_difference(outcome: FloatArray, treated: IntArray, match: FloatArray, n_strata: int = N_STRATA) -> float:
    """Return the mean of outcome(treated) - outcome(not) within strata of ``match``, weighted by the treated.

    Strata are quantiles of ``match`` (Cochran 1968: five remove nine tenths of the bias of one covariate); those
    without one of both kinds are left out. ``nan`` if none is left.
    """
    edges = np.quantile(match, np.linspace(0.0, 1.0, n_strata + 1)[1:-1])
    stratum = np.searchsorted(edges, match, side="right")
    total = weight = 0.0
    for one in range(n_strata):
        inside = stratum == one
        yes, no = outcome[inside & (treated > 0)], outcome[inside & (treated == 0)]
        if len(yes) and len(no):
            total += len(yes) * float(yes.mean() - no.mean())
            weight += len(yes)
    return total / weight if weight else float("nan")


def variance_shares(values: FloatArray, nation: IntArray) -> tuple[float, float]:
    """Return the shares of the variance of values (cities, years) due to cities, and due to nation and year together.

    Two-way decomposition: the sum of squares of nation-year means about the grand mean is the national part (tone of
    the centre, and lasting differences between nations); that of what is left of each city's mean within its nation is
    the city part; the rest is chance and joint change. ``nan`` without variance.
    """
    grand = values.mean()
    total = float(((values - grand) ** 2).sum())
    if total <= 0.0:
        return float("nan"), float("nan")
    tone = np.zeros_like(values)
    for one in np.unique(nation):
        tone[nation == one] = values[nation == one].mean(axis=0)
    own = (values - tone).mean(axis=1, keepdims=True)
    return float((own**2).sum() * values.shape[1]) / total, float(((tone - grand) ** 2).sum()) / total


def granger_gain(series: FloatArray, driver: FloatArray, lags: int = 3) -> float:
    """Return the share of what its own past leaves unexplained of a series that that of ``driver`` explains.

    Partial R2 = (SSR of own lags - SSR of own and the driver's lags) / SSR of own lags (Granger 1969), by ordinary
    least squares with a constant.
    """
    rows = len(series) - lags
    own = np.column_stack([np.ones(rows), *(series[lags - k : len(series) - k] for k in range(1, lags + 1))])
    both = np.column_stack([own, *(driver[lags - k : len(driver) - k] for k in range(1, lags + 1))])
    left, less = _residuals(own, series[lags:]), _residuals(both, series[lags:])
    return float((left - less) / left) if left > 0.0 else float("nan")


def lead_lag(exchange: FloatArray, relations: FloatArray, lags: int = 3) -> float:
    """Return the gain of exchange for relations less that of relations for exchange: above 0 exchange leads."""
    return granger_gain(relations, exchange, lags) - granger_gain(exchange, relations, lags)


def _residuals(given: FloatArray, wanted: FloatArray) -> float:
    fit, *_ = np.linalg.lstsq(given, wanted, rcond=None)
    return float(((wanted - given @ fit) ** 2).sum())


def slope(values: FloatArray, years: FloatArray) -> FloatArray:
    """Return the least-squares trend of values (..., years), per year."""
    centred = years - years.mean()
    return np.asarray((values * centred).sum(axis=-1) / (centred**2).sum())


def rank_correlation(one: FloatArray, other: FloatArray) -> float:
    """Return Spearman's rank correlation of two samples; ``nan`` where one of them does not vary."""
    known = ~(np.isnan(one) | np.isnan(other))
    if known.sum() < 2 or np.ptp(one[known]) == 0.0 or np.ptp(other[known]) == 0.0:
        return float("nan")
    return float(np.corrcoef(_ranks(one[known]), _ranks(other[known]))[0, 1])


def _ranks(values: FloatArray) -> FloatArray:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2.0)[place], dtype=np.float64)
