"""Scores of forecasts that are given as five quantiles: the continuous ranked probability score, and coverage."""

import numpy as np
from numpy.typing import NDArray

from cityties.kernel.state import FloatArray

LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
"""Probabilities of the quantiles of a forecast."""
HALF, NINE_TENTHS = (1, 3), (0, 4)
"""Places of the ends of the middle half and of the middle nine tenths among the quantiles."""


def crps_of_quantiles(quantiles: FloatArray, value: FloatArray) -> FloatArray:
    """Return the CRPS of each forecast, shape (n,), in the unit of ``value``; lower is better.

    ``quantiles`` (n, 5) are those at :data:`LEVELS` and ``value`` (n,) what came. Between its quantiles a forecast is
    spread evenly; the twentieth beyond each end lies on the end. CRPS is twice the quantile loss, integrated over all
    levels (Gneiting and Raftery 2007; Laio and Tamea 2007), which is exact for this distribution.
    """
    levels = np.concatenate([[0.0], LEVELS, [1.0]])
    ends = np.concatenate([quantiles[:, :1], quantiles, quantiles[:, -1:]], axis=1)
    score = np.zeros(len(value))
    for place in range(len(levels) - 1):
        score += _segment(levels[place], levels[place + 1], ends[:, place], ends[:, place + 1], value)
    return score


def _segment(low: float, high: float, start: FloatArray, end: FloatArray, value: FloatArray) -> FloatArray:
    """Return twice the quantile loss over the levels ``low`` to ``high``, where quantiles rise evenly."""
    rise = end - start
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(rise > 0, (value - start) / np.where(rise > 0, rise, 1.0), np.where(value > start, 1.0, 0.0))
    crossing = low + (high - low) * np.clip(share, 0.0, 1.0)
    at = start + rise * (crossing - low) / (high - low)
    # below the crossing quantiles lie under the value, where the loss is level * (value - q); above, (1 - level) * ...
    return 2.0 * (_integral(low, crossing, start, at, value, 0.0) + _integral(crossing, high, at, end, value, 1.0))


def _integral(
    low: FloatArray | float,
    high: FloatArray | float,
    start: FloatArray,
    end: FloatArray,
    value: FloatArray,
    over: float,
) -> FloatArray:
    """Return the integral of (over - level) * (q - value) from ``low`` to ``high`` by Simpson's rule, exact here."""
    middle = (np.asarray(low) + high) / 2.0
    parts = (
        (over - np.asarray(low)) * (start - value)
        + 4.0 * (over - middle) * ((start + end) / 2.0 - value)
        + (over - np.asarray(high)) * (end - value)
    )
    return np.asarray((np.asarray(high) - low) * parts / 6.0)


def is_inside(quantiles: FloatArray, value: FloatArray, ends: tuple[int, int]) -> NDArray[np.bool_]:
    """Return whether each value (n,) lies between two of the quantiles (n, 5), their ends included."""
    low, high = ends
    return np.asarray((quantiles[:, low] <= value) & (value <= quantiles[:, high]))
