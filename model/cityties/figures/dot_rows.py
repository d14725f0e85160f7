"""Rows of dots: an estimate with its interval a row, or, for an event that many share, a dot for each of them."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from cityties.figures.style import BLUE
from cityties.kernel.state import FloatArray
from cityties.tables.language import msg

SHARED = msg(
    " Of an event that many pairs of states share: a dot for each pair, and the median of the pairs as a line."
)
"""What a caption says where a row holds several."""
SPREAD = 0.22
"""How far dots of one row are moved up and down, so that none hides another."""
STEPS = 5


def draw_rows(
    axes: Axes, rows: Sequence[tuple[str, Sequence[int]]], value: FloatArray, low: FloatArray, high: FloatArray
) -> FloatArray:
    """Draw rows from the top down, each a label with its places in ``value``, ``low`` and ``high``; label the axis.

    Returns all numbers drawn, for the limits of the other axis.
    """
    drawn: list[FloatArray] = []
    for height, (_, places) in zip(range(len(rows) - 1, -1, -1), rows, strict=True):
        at = list(places)
        if len(at) == 1:
            spread = np.nan_to_num(np.vstack([value[at] - low[at], high[at] - value[at]]))
            axes.errorbar(value[at], [height], xerr=spread, fmt="o", color=BLUE, markersize=5, elinewidth=2.2)
            drawn += [value[at], low[at], high[at]]
            continue
        order = np.argsort(value[at], kind="stable")
        moved = height + SPREAD * (np.arange(len(at)) % STEPS - (STEPS - 1) / 2) / ((STEPS - 1) / 2)
        axes.plot(value[at][order], moved, "o", color=BLUE, markersize=3.4, alpha=0.55, markeredgewidth=0)
        axes.vlines(np.nanmedian(value[at]), height - 0.36, height + 0.36, color=BLUE, linewidth=2.2)
        drawn.append(value[at])
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.set_yticks(np.arange(len(rows))[::-1], [label for label, _ in rows])
    axes.tick_params(axis="y", length=0)
    return np.concatenate(drawn) if drawn else np.array([])
