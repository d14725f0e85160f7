"""A map of cities and their ties at chosen months: how strong they are, which sleep, which are suspended."""

import math
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from cityties.analysis.tie_means import MOST
from cityties.figures.labels import label_cities
from cityties.figures.land import land_for
from cityties.figures.style import GREY, INK, VERMILION, Picture, arrange
from cityties.kernel.calendar import month_label
from cityties.kernel.state import FloatArray
from cityties.tables.language import gap, msg, tr

MOST_LINES = 5000
MOST_DOTS = 5000
DORMANT, LAND, COAST = "#777777", "#EEF0F2", "#C9CFD5"
FEWER = msg(" Of more than {most:,} ties an even choice is drawn.")
STRENGTH = LinearSegmentedColormap.from_list("strength", mpl.colormaps["YlGnBu"](np.linspace(0.3, 1.0, 64)))
DORMANT_LOOK: dict[str, Any] = {"colors": DORMANT, "linewidths": 0.7, "linestyles": (0, (1.5, 1.5)), "zorder": 3}
SUSPENDED_LOOK: dict[str, Any] = {"colors": VERMILION, "linewidths": 0.8, "linestyles": (0, (4, 1.5)), "zorder": 3}


def draw_map(ties: pd.DataFrame, mapped: pd.DataFrame, cities: pd.DataFrame) -> Picture:
    """Draw one map a month of ``mapped``; ``ties`` are means of any months, ``cities`` have NATION/City as ``name``."""
    months = [int(month) for month in mapped["month"]]
    place = cities.set_index("name")[["longitude", "latitude"]]
    drawn = ties[(ties["exists"] >= MOST) & ties["month"].isin(months)]
    used = cities[cities["name"].isin({*drawn["city_a"], *drawn["city_b"]})]
    figure = Figure(figsize=(9.6, 0.9 + 8.6 * _height(used) * len(months)))
    panels = figure.subplots(len(months), 1, sharex=True, sharey=True, squeeze=False).ravel()
    for panel, month in zip(panels, months, strict=True):
        rows = drawn[drawn["month"] == month]
        rows = rows.iloc[:: -(-len(rows) // MOST_LINES)] if len(rows) > MOST_LINES else rows
        suspended, dormant = rows["suspended"] >= MOST, (rows["dormant"] >= MOST) & (rows["suspended"] < MOST)
        _draw_ties(panel, rows, suspended.to_numpy(), dormant.to_numpy(), place)
        _draw_cities(panel, used)
        panel.set_title(month_label(month))
    _frame(figure, panels.tolist(), used)
    counted = _counted(mapped)
    return Picture(
        "map",
        tr("Cities and their ties"),
        tr(
            "Colour: mean strength over replicates. Ties dormant or suspended in at least half of the replicates are "
            "drawn so; ties that exist in less than half (those of unknown date) are left out. Longitude and "
            "latitude; land from Natural Earth where the cities lie on it, no borders. "
        )
        + counted
        + (tr(FEWER).format(most=MOST_LINES) if mapped["ties"].max() > MOST_LINES else ""),
        tr("Map of cities as dots and ties as lines. {counted}").format(counted=counted),
        figure,
    )


def _counted(mapped: pd.DataFrame) -> str:
    """Return how many ties each map has, in a sentence for each month."""
    return gap().join(
        tr(
            "{month}: {ties} ties, {suspended} of them suspended, {dormant} dormant, mean strength {strength:.2f}."
        ).format(
            month=month_label(row["month"]),
            ties=row["ties"],
            suspended=row["suspended"],
            dormant=row["dormant"],
            strength=row["strength"],
        )
        for row in mapped.to_dict("records")
    )


def _height(cities: pd.DataFrame) -> float:
    """Return height over width of the part of the globe that the cities span, kept within what fits a page."""
    wide = float(cities["longitude"].max() - cities["longitude"].min()) * _squeeze(cities)
    high = float(cities["latitude"].max() - cities["latitude"].min())
    return min(max(high / max(wide, 1e-9), 0.4), 1.2)


def _squeeze(cities: pd.DataFrame) -> float:
    """Return how much shorter a degree of longitude is than one of latitude in the middle of the map."""
    return math.cos(math.radians(float(cities["latitude"].mean())))


def _segments(rows: pd.DataFrame, place: pd.DataFrame) -> list[FloatArray]:
    ends = [place.loc[list(rows[end])].to_numpy(np.float64) for end in ("city_a", "city_b")]
    return list(np.stack(ends, axis=1))


def _draw_ties(
    axes: Axes,
    rows: pd.DataFrame,
    suspended: np.ndarray[tuple[int], np.dtype[np.bool_]],
    dormant: np.ndarray[tuple[int], np.dtype[np.bool_]],
    place: pd.DataFrame,
) -> None:
    active = rows[~suspended & ~dormant].sort_values("strength", kind="stable")
    lines = LineCollection(_segments(active, place), cmap=STRENGTH, norm=Normalize(0, 1), linewidths=0.5, zorder=2)
    lines.set_array(active["strength"].to_numpy(np.float64))
    axes.add_collection(lines)
    axes.add_collection(LineCollection(_segments(rows[dormant], place), **DORMANT_LOOK))
    axes.add_collection(LineCollection(_segments(rows[suspended], place), **SUSPENDED_LOOK))


def _draw_cities(axes: Axes, cities: pd.DataFrame) -> None:
    x, y = cities["longitude"].to_numpy(np.float64), cities["latitude"].to_numpy(np.float64)
    axes.plot(x, y, "o", color=INK, markersize=1.2, zorder=4, rasterized=len(x) > MOST_DOTS)


def _draw_land(axes: Axes, cities: pd.DataFrame) -> None:
    """Lay the land under the map, which keeps its ends; as dots, since coastlines are longer than all the rest."""
    rings = land_for(cities["longitude"].to_numpy(np.float64), cities["latitude"].to_numpy(np.float64))
    if not rings:
        return
    points = np.concatenate([np.append(ring, ring[:1], axis=0) for ring in rings])
    codes = np.full(len(points), Path.LINETO, dtype=np.uint8)
    ends = np.cumsum([len(ring) + 1 for ring in rings])
    codes[np.append(0, ends[:-1])], codes[ends - 1] = Path.MOVETO, Path.CLOSEPOLY
    patch = PathPatch(Path(points, codes), facecolor=LAND, edgecolor=COAST, linewidth=0.4, zorder=0.1, rasterized=True)
    axes.add_artist(patch)


def _frame(figure: Figure, panels: list[Axes], cities: pd.DataFrame) -> None:
    for panel in panels:
        panel.set_aspect(1 / _squeeze(cities))
        panel.margins(0.06)
        panel.autoscale_view()
        _draw_land(panel, cities)
        panel.tick_params(labelsize=7.5, color=GREY)
        panel.xaxis.set_major_formatter("{x:.0f}°")
        panel.yaxis.set_major_formatter("{x:.0f}°")
    bar = figure.colorbar(
        mpl.cm.ScalarMappable(Normalize(0, 1), STRENGTH), ax=panels, location="bottom", shrink=0.35, aspect=30, pad=0.02
    )
    bar.set_label(tr("strength of the tie"))
    bar.outline.set_visible(False)
    handles = [
        Line2D([], [], color=VERMILION, linewidth=1.5, linestyle=(0, (4, 1.5)), label=tr("suspended")),
        Line2D([], [], color=DORMANT, linewidth=1.2, linestyle=(0, (1.5, 1.5)), label=tr("dormant")),
    ]
    panels[0].legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderpad=0, fontsize=8)
    arrange(figure)
    for panel in panels:
        label_cities(panel, cities)
