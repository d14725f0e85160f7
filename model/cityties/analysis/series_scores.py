"""Forecasts of recorded series and their scores: two clocks against rivals that know the same shocks (ODD 6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cityties.analysis.series_fit import Fan, Forecast, Panel
from cityties.kernel.state import FloatArray

LONGEST_AHEAD = 36
"""Months for which every rolling origin is judged."""
ORIGINS_APART = 3
LEAST_RECORD, LEAST_AFTER = 60, 12
"""Months of record that a fit needs, and months that must follow an origin."""
LAST_YEARS = 12
"""Rolling origins begin this many years before the end of the fit."""


def autoregression(panel: Panel, until: int) -> Forecast:
    """Return a first-order autoregression with shocks, fitted to one panel by least squares."""
    end = panel.period(until) + 1
    known = np.flatnonzero(~np.isnan(panel.values[:end][1:]) & ~np.isnan(panel.values[:end][:-1])) + 1
    design = np.column_stack([np.ones(len(known)), panel.values[known - 1], panel.shocks[known]])
    (constant, kept, load), *_ = np.linalg.lstsq(design, panel.values[known], rcond=None)
    deviation = float(np.std(panel.values[known] - design @ [constant, kept, load], ddof=3))

    def forecast(panel: Panel, start: int, periods: int) -> Fan:
        """Run the autoregression ahead from the last value."""
        mean, variance = np.zeros(periods), np.zeros(periods)
        value, spread = last_value(panel, start), 0.0
        for place in range(periods):
            value = constant + kept * value + load * panel.shocks[start + place]
            spread = kept * kept * spread + deviation * deviation
            mean[place], variance[place] = value, spread
        return mean, np.sqrt(variance)

    return forecast


def random_walk(panel: Panel, until: int) -> Forecast:
    """Return the last value with the spread of a random walk, whose steps are those of the panel up to ``until``."""
    step = float(np.nanstd(np.diff(panel.values[: panel.period(until) + 1])))
    return lambda panel, start, periods: (
        np.full(periods, last_value(panel, start)),
        step * np.sqrt(np.arange(1.0, periods + 1.0)),
    )


def last_value(panel: Panel, before: int) -> float:
    """Return the last known value before a period."""
    known = panel.values[:before]
    return float(known[~np.isnan(known)][-1])


def crps(mean: FloatArray, deviation: FloatArray, value: FloatArray) -> FloatArray:
    """Return the continuous ranked probability score of normal forecasts (Gneiting and Raftery 2007), nan unknown."""
    from scipy.special import ndtr  # noqa: PLC0415 - only where forecasts are judged

    z = (value - mean) / deviation
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    return np.asarray(deviation * (z * (2.0 * ndtr(z) - 1.0) + 2.0 * density - 1.0 / np.sqrt(np.pi)))


def score(panel: Panel, forecast: Forecast, origins: Sequence[int], months: int) -> float:
    """Return the mean over origins (periods) of the mean score of the forecasts from each, up to ``months`` ahead."""
    scores = []
    for start in origins:
        periods = min(months // panel.step, len(panel.values) - start)
        mean, deviation = forecast(panel, start, periods)
        scores.append(float(np.nanmean(crps(mean, deviation, panel.values[start : start + periods]))))
    return float(np.mean(scores))


def rolling_origins(panel: Panel, first: int) -> list[int]:
    """Return the periods from month ``first`` on, three months apart, that enough record comes before and after."""
    first = max(first, panel.first + 24)
    last = panel.first + panel.step * len(panel.values) - LEAST_AFTER
    return [panel.period(month) for month in range(first, last + 1, ORIGINS_APART)]


@dataclass(frozen=True)
class Scored:
    """Scores of one series of one pair by one fit; ``n`` counts the origins."""

    series: str
    dyad: str
    fitted_until: int
    scheme: str
    n: int
    crps_model: float
    crps_exponential: float
    crps_ar1: float
    crps_last: float
