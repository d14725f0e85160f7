"""A smoothed mean: how an outcome goes with a setting, without a form given beforehand."""

import numpy as np

from cityties.kernel.state import FloatArray

GRID, LEAST_NEIGHBOURS, SHARE, LEAST_REACH = 60, 8, 0.35, 0.15
_TWO_SIDED = 1.959963984540054


def smoothed_mean(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return places along x, the mean of y there, and half the width of its 95 % interval.

    Local linear regression over the nearest third of the points, or all within a seventh of the range where points
    crowd at one place (the lump at zero of a prior would make a spike), with tricube weights (Cleveland 1979), without
    his repetitions against outliers: the mean is asked for, and outliers are part of it. The interval takes the spread
    about the line for the same everywhere near a place, and knows nothing of the bias of smoothing.
    """
    n = len(x)
    nearest = min(n, max(LEAST_NEIGHBOURS, round(SHARE * n)))
    at = np.linspace(x.min(), x.max(), GRID)
    apart = x - at[:, None]
    reach = np.partition(np.abs(apart), nearest - 1, axis=1)[:, nearest - 1 : nearest] * 1.0001
    reach = np.maximum(reach, LEAST_REACH * (x.max() - x.min()))
    weight = np.clip(1.0 - np.abs(apart / np.where(reach > 0.0, reach, 1.0)) ** 3, 0.0, None) ** 3
    # the line of weighted least squares in closed form: two numbers a place, for which a solver only wakes threads
    total, first, second = weight.sum(axis=1), (weight * apart).sum(axis=1), (weight * apart**2).sum(axis=1)
    scale = total * second - first**2
    is_line = scale > 1e-12 * total * second
    of_y, of_both = weight @ y, (weight * apart) @ y
    slope = np.where(is_line, total * of_both - first * of_y, 0.0) / np.where(is_line, scale, 1.0)
    mean = (of_y - slope * first) / total
    share = np.where(
        is_line[:, None],
        weight * (second[:, None] - first[:, None] * apart) / np.where(is_line, scale, 1.0)[:, None],
        weight / total[:, None],
    )
    rest = y - mean[:, None] - slope[:, None] * apart
    freedom = np.maximum(total - 2.0 * (weight**2).sum(axis=1) / total, 1.0)
    half = _TWO_SIDED * np.sqrt((weight * rest**2).sum(axis=1) / freedom * (share**2).sum(axis=1))
    return at, mean, half
