"""Names on a map: a dozen large cities of all nations, none written over another."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from cityties.figures.fonts import width_of
from cityties.figures.label_order import ranked

N_LABELS, FONT_SIZE = 14, 7.0
WIDTH_PER_LETTER, HEIGHT, DISTANCE = 0.62, 1.25, 4.0


def label_cities(axes: Axes, cities: pd.DataFrame) -> None:
    """Write names beside their cities, on any side, where no name stands yet and none is cut off."""
    point = axes.figure.dpi / 72.0
    inside, taken = axes.get_window_extent(), list[Bbox]()
    for city in ranked(cities).to_dict("records"):
        x, y = axes.transData.transform((city["longitude"], city["latitude"]))
        name = str(city["city"])
        wide, high = WIDTH_PER_LETTER * FONT_SIZE * width_of(name) * point, HEIGHT * FONT_SIZE * point
        for dx, dy, across in ((1, 0, "left"), (-1, 0, "right"), (0, 1, "center"), (0, -1, "center")):
            left = x + dx * DISTANCE * point - {"left": 0.0, "right": wide, "center": wide / 2}[across]
            low = y + dy * (DISTANCE * point + high / 2) - high / 2
            box = Bbox.from_bounds(left, low, wide, high)
            if (
                not any(box.overlaps(other) for other in taken)
                and inside.containsx(left)
                and inside.containsx(left + wide)
            ):
                axes.annotate(
                    name,
                    (city["longitude"], city["latitude"]),
                    xytext=(dx * DISTANCE, dy * (DISTANCE + FONT_SIZE * HEIGHT / 2)),
                    textcoords="offset points",
                    ha=across,
                    va="center",
                    fontsize=FONT_SIZE,
                    zorder=6,
                    path_effects=[withStroke(linewidth=2.2, foreground="white")],
                )
                taken.append(box)
                break
        if len(taken) == N_LABELS:
            return
