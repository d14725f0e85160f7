"""A smoothed mean: how an outcome goes with a setting, without a form given beforehand."""

import numpy as np

from cityties.kernel.state import FloatArray

GRID, LEAST_NEIGHBOURS, SHARE = 60, 8, 0.35
_TWO_SIDED = 1.959963984540054


def smoothed_mean(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return places along x, the mean of y there, and half the width of its 95 % interval.

    Local linear regression over the nearest third of the points, with tricube weights (Cleveland 1979), without his
    repetitions against outliers: the mean is asked for, and outliers are part of it. The interval takes the spread
    about the line for the same everywhere near a place, and knows nothing of the bias of smoothing.
    """
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    n = len(x)
    nearest = min(n, max(LEAST_NEIGHBOURS, round(SHARE * n)))
    at = np.linspace(x[0], x[-1], GRID)
    mean, half = np.full((2, GRID), np.nan)
    for place, middle in enumerate(at):
        apart = np.abs(x - middle)
        reach = np.partition(apart, nearest - 1)[nearest - 1] * 1.0001 or 1.0
        weight = np.clip(1.0 - (apart / reach) ** 3, 0.0, None) ** 3
        line = np.column_stack([np.ones(n), x - middle])
        moments = (line * weight[:, None]).T @ line
        hat = np.linalg.pinv(moments) @ (line * weight[:, None]).T
        mean[place] = hat[0] @ y
        rest = y - line @ (hat @ y)
        freedom = max(weight.sum() - 2.0 * (weight**2).sum() / weight.sum(), 1.0)
        half[place] = _TWO_SIDED * np.sqrt((weight * rest**2).sum() / freedom * (hat[0] ** 2).sum())
    return at, mean, half
