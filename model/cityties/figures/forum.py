"""Who comes to the forum: cities at each edition, beside the recorded number of governments."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from cityties.figures.bars import draw_bars
from cityties.figures.style import BLACK, HATCHES, NATION_COLOURS, Picture, year_axis
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.tables.language import tr


def draw_forum(forum: pd.DataFrame, recorded: pd.DataFrame, nations: Mapping[str, str]) -> Picture:
    """Draw stacked bars of mean attendance by nation, one an edition, and the recorded bodies where counted."""
    counts = (
        forum.assign(year=forum["month"] // MONTHS_PER_YEAR).groupby(["year", "nation"], observed=True)["cities"].sum()
    )
    table = counts.unstack().fillna(0.0)
    year = table.index.to_numpy(np.float64)
    figure = Figure(figsize=(9.6, 3.2))
    axes = figure.subplots()
    below = np.zeros(len(year))
    for place, nation in enumerate(table.columns):
        cities = table[nation].to_numpy(np.float64)
        colour = NATION_COLOURS[place % len(NATION_COLOURS)]
        look: dict[str, Any] = {"hatch": HATCHES[place % len(HATCHES)], "edgecolor": "white", "linewidth": 0}
        label = tr("{nation} (model)").format(nation=nations[str(nation)])
        draw_bars(axes, year, cities, 0.8, below, label=label, facecolor=colour, **look)
        below = below + cities
    known = recorded[recorded["bodies"].notna() & recorded["year"].between(year.min(), year.max())]
    counted, bodies = known["year"].to_numpy(np.float64), known["bodies"].to_numpy(np.float64)
    axes.plot(
        counted, bodies, "D", color=BLACK, markerfacecolor="white", markersize=6.5, label=tr("recorded governments")
    )
    year_axis(axes)
    axes.set_ylabel(tr("cities at the forum"))
    axes.set_ylim(0, 1.15 * max([*below, *bodies]))
    axes.legend(loc="upper left")
    compared = [
        tr("{year:.0f}: recorded {n:.0f}, model {model:.0f}").format(year=y, n=n, model=below[year == y].sum())
        for y, n in zip(counted, bodies, strict=True)
    ]
    return Picture(
        "forum",
        tr("Cities at the forum"),
        tr(
            "Mean over replicates by nation. The growth is a term of the model (forum_trend), not an outcome of it; "
            "the level was tuned by hand on the counted editions."
        ),
        tr("Stacked bar chart of {n} editions. {compared}").format(n=len(year), compared=tr("; ").join(compared)),
        figure,
    )
