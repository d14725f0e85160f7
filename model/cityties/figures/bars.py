"""Many bars of one look as one path: drawn and written in a tenth of the time, and of the bytes, of as many boxes."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from cityties.kernel.state import FloatArray

CORNERS = 5
"""Points of a box, the last of which closes it."""


def draw_bars(
    axes: Axes, middle: FloatArray, height: FloatArray, width: float, below: FloatArray | float = 0.0, **look: Any
) -> None:
    """Draw bars of heights (n) around middles (n), on top of others where ``below`` (n) says so.

    ``look`` is that of a patch. Bars of no height are left out. No gap is left below bars.
    """
    base = np.broadcast_to(np.asarray(below, dtype=np.float64), height.shape)
    seen = height != 0.0
    left, right = middle[seen] - width / 2, middle[seen] + width / 2
    low, high = base[seen], base[seen] + height[seen]
    points = np.stack([left, low, right, low, right, high, left, high, left, low], axis=1).reshape(-1, 2)
    codes = np.full(len(points), Path.LINETO, dtype=np.uint8)
    codes[::CORNERS], codes[CORNERS - 1 :: CORNERS] = Path.MOVETO, Path.CLOSEPOLY
    bars = PathPatch(Path(points, codes), **look)
    bars.sticky_edges.y.extend(np.unique(base).tolist())
    axes.add_artist(bars)
    ends = np.concatenate([middle - width / 2, middle + width / 2])
    axes.update_datalim(np.stack([ends, np.tile(base, 2)], axis=1))
    axes.update_datalim(points)
    axes.autoscale_view()
