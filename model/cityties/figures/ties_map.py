"""A map of cities and their ties at chosen months: how strong they are, which sleep, which are suspended."""

import math
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from cityties.analysis.tie_means import MOST
from cityties.figures.arrangement import arrange
from cityties.figures.labels import label_cities
from cityties.figures.land import land_for
from cityties.figures.style import GREY, INK, VERMILION, Picture
from cityties.kernel.calendar import month_label
from cityties.tables.language import gap, msg, tr

MOST_LINES = 2500
FEW_LINES, WIDTH = 700, 0.5
"""Up to so many lines have that width; more are drawn thinner, or they would cover the map."""
MOST_DOTS = 5000
FEW_DOTS, DOT = 3000, 1.2
"""Up to so many cities have a dot of that size; more have smaller ones."""
DORMANT, LAND, COAST = "#777777", "#EEF0F2", "#C9CFD5"
FEWER = msg(" Of more than {most:,} ties an even choice is drawn.")
THINNED = msg("{month}, one tie in {one_in:,} drawn")
STRENGTH = LinearSegmentedColormap.from_list("strength", mpl.colormaps["YlGnBu"](np.linspace(0.3, 1.0, 64)))
SHADES = 32
"""Colours of strength that lines have; the eye tells fewer apart."""
BEYOND = 0.02
"""How far land goes on beyond a map, as a share of its width; its cut ends are not to be seen."""
DORMANT_LOOK: dict[str, Any] = {"edgecolor": DORMANT, "linewidth": 0.7, "linestyle": (0, (1.5, 1.5)), "zorder": 3}
SUSPENDED_LOOK: dict[str, Any] = {"edgecolor": VERMILION, "linewidth": 0.8, "linestyle": (0, (4, 1.5)), "zorder": 3}


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
        one_in = max(-(-len(rows) // MOST_LINES), 1)
        rows = rows.iloc[::one_in]
        suspended, dormant = rows["suspended"] >= MOST, (rows["dormant"] >= MOST) & (rows["suspended"] < MOST)
        _draw_ties(panel, rows, suspended.to_numpy(), dormant.to_numpy(), place)
        _draw_cities(panel, used)
        panel.set_title(
            month_label(month) if one_in == 1 else tr(THINNED).format(month=month_label(month), one_in=one_in)
        )
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


def _lines(rows: pd.DataFrame, place: pd.DataFrame) -> Path:
    """Return the ties of some rows as one path, which is written far sooner than as many."""
    ends = [place.loc[list(rows[end])].to_numpy(np.float64) for end in ("city_a", "city_b")]
    points = np.stack(ends, axis=1).reshape(-1, 2)
    return Path(points, np.tile(np.array([Path.MOVETO, Path.LINETO], dtype=np.uint8), len(rows)))


def _draw_ties(
    axes: Axes,
    rows: pd.DataFrame,
    suspended: np.ndarray[tuple[int], np.dtype[np.bool_]],
    dormant: np.ndarray[tuple[int], np.dtype[np.bool_]],
    place: pd.DataFrame,
) -> None:
    active = rows[~suspended & ~dormant]
    width = WIDTH * min(1.0, FEW_LINES / max(len(rows), 1)) ** 0.5
    step = np.minimum((active["strength"].to_numpy(np.float64) * SHADES).astype(np.int64), SHADES - 1)
    for shade in np.unique(step):  # the strongest on top
        colour = STRENGTH((shade + 0.5) / SHADES)
        _add(axes, _lines(active[step == shade], place), edgecolor=colour, linewidth=width, zorder=2)
    _add(axes, _lines(rows[dormant], place), **DORMANT_LOOK)
    _add(axes, _lines(rows[suspended], place), **SUSPENDED_LOOK)


def _add(axes: Axes, lines: Path, **look: Any) -> None:
    if np.size(lines.vertices):
        # not as a patch, whose ends would be looked for: lines end where cities are
        axes.add_artist(PathPatch(lines, fill=False, **look))


def _draw_cities(axes: Axes, cities: pd.DataFrame) -> None:
    x, y = cities["longitude"].to_numpy(np.float64), cities["latitude"].to_numpy(np.float64)
    size = DOT * min(1.0, FEW_DOTS / max(len(x), 1)) ** 0.5
    axes.plot(
        x,
        y,
        "o",
        color=INK,
        markersize=size,
        markeredgewidth=0.0 if size < DOT else None,
        zorder=4,
        rasterized=len(x) > MOST_DOTS,
    )


def _land(cities: pd.DataFrame, shown: Bbox) -> Path:
    """Return what a map shows of the land around cities; nothing where there is none."""
    within = shown.padded(BEYOND * shown.width)
    rings = land_for(cities["longitude"].to_numpy(np.float64), cities["latitude"].to_numpy(np.float64))
    closed = (Path(np.append(ring, ring[:1], axis=0), closed=True) for ring in rings)
    return Path.make_compound_path(*(ring.clip_to_bbox(within) for ring in closed))


def _frame(figure: Figure, panels: list[Axes], cities: pd.DataFrame) -> None:
    land = None
    for panel in panels:
        panel.set_aspect(1 / _squeeze(cities))
        panel.margins(0.06)
        panel.autoscale_view()
        land = land or _land(cities, panel.viewLim)
        if np.size(land.vertices):  # below all, and without a say in where the map ends
            panel.add_artist(PathPatch(land, facecolor=LAND, edgecolor=COAST, linewidth=0.4, zorder=0.1))
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
