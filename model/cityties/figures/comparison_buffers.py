"""The buffer index of every case: a few cases as coloured dots by crisis, many as named rows, one panel a crisis."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.analysis.buffering import MAIN_BUFFER, THRESHOLD
from cityties.analysis.comparison import Comparison
from cityties.figures.case_names import MOST_PANELS, WIDTH, colours, columns_of, few, legend_names, marker, panel_title
from cityties.figures.style import GREY, PALE, Picture, grid
from cityties.tables.language import tr

ROW, ROOM = 0.15, 0.55
MANY_WIDTH, ACROSS = 9.6, 3

type NamedPlaces = list[tuple[str, str]]


def draw_buffers(comparison: Comparison) -> Picture:
    """Draw B over 36 months of every case, with its interval, in every crisis with a downturn to buffer."""
    tables = [table[table["estimand"] == MAIN_BUFFER] if not table.empty else table for table in comparison.buffers]
    known = pd.concat([table for table in tables if not table.empty])
    readable = known[known["has_downturn"]]
    crises = list(dict.fromkeys(zip(readable["crisis"], readable["where"], strict=True)))
    rows = [table[table["has_downturn"]] if not table.empty else table for table in tables]
    draw = _dots if few(len(rows)) else _named_rows
    return Picture(
        "compare-buffers",
        tr("Buffer index of every case"),
        tr(
            "B = 1 \N{MINUS SIGN} loss with ties / loss without, with 95 % intervals; the baseline is grey. The "
            "band marks |B| up to {threshold}. Crises without a downturn to buffer are left out."
        ).format(threshold=THRESHOLD),
        tr("Dot plot of the buffer index of {n} cases in {n_crises} crises.").format(n=len(rows), n_crises=len(crises)),
        draw(comparison, rows, crises),
    )


def _dots(comparison: Comparison, rows: Sequence[pd.DataFrame], crises: NamedPlaces) -> Figure:
    """Draw all crises on one scale, a group of dots each."""
    n, names = len(rows), legend_names(comparison.shown_names)
    lines = sum(name.count("\n") + 1 for name in names)
    height = 1.4 + (0.16 * n + 0.16) * max(len(crises), 1) + 0.2 * lines
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.subplots()
    _mark_nothing(axes)
    for number, (table, colour) in enumerate(zip(rows, colours(n), strict=True)):
        for place, (crisis, where) in enumerate(crises):
            at = -place - 0.8 * (number + 0.5) / n + 0.4
            _draw_points(axes, _of(table, crisis, where), np.array([at]), [colour], marker(number))
        axes.plot([], [], marker(number), color=colour, label=names[number])
    axes.set_yticks([-place for place in range(len(crises))], [comparison.crisis_name(*crisis) for crisis in crises])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-len(crises) + 0.4, 0.6)
    axes.set_xlabel(tr("buffer index B over 36 months (below 0 ties worsen, above 0 they soften)"))
    figure.legend(loc="outside upper left", ncols=columns_of(names))
    return figure


def _named_rows(comparison: Comparison, rows: Sequence[pd.DataFrame], crises: NamedPlaces) -> Figure:
    """Draw one panel a crisis, in which every case has a row of its own under its name."""
    n, shades, names = len(rows), colours(len(rows)), legend_names(comparison.shown_names)
    figure, axes = grid(min(len(crises), MOST_PANELS), ACROSS, MANY_WIDTH, ROW * n + ROOM)
    for axis, (crisis, where) in zip(axes, crises, strict=False):
        found = [_of(table, crisis, where) for table in rows]
        there = [number for number, table in enumerate(found) if len(table)]
        _mark_nothing(axis)
        points = pd.concat([found[number] for number in there])
        _draw_points(axis, points, -np.array(there, dtype=np.float64), [shades[number] for number in there], "o")
        if there[0] == 0:
            axis.axvline(float(found[0]["difference"].iloc[0]), color=GREY, linewidth=0.8, linestyle=":")
        axis.set_ylim(-n + 0.4, 0.6)
        axis.set_title(panel_title(comparison.crisis_name(crisis, where)))
    for axis in axes:
        axis.set_yticks([-number for number in range(n)], list(names), fontsize=7)
        axis.tick_params(axis="y", length=0)
    figure.supxlabel(tr("buffer index B over 36 months (below 0 ties worsen, above 0 they soften)"), fontsize=9)
    return figure


def _of(table: pd.DataFrame, crisis: str, where: str) -> pd.DataFrame:
    return table[(table["crisis"] == crisis) & (table["where"] == where)] if len(table) else table


def _mark_nothing(axes: Axes) -> None:
    """Mark zero, and what counts as no effect, on a horizontal scale."""
    axes.axvspan(-THRESHOLD, THRESHOLD, color=PALE, alpha=0.6, linewidth=0)
    axes.axvline(0.0, color=GREY, linewidth=0.9)


def _draw_points(axes: Axes, rows: pd.DataFrame, heights: Any, shades: Sequence[Any], marker: str) -> None:
    """Draw estimates with their intervals, one a row, at the heights given."""
    if len(rows):
        value, low, high = (rows[name].to_numpy(np.float64) for name in ("difference", "low", "high"))
        axes.hlines(heights, low, high, colors=list(shades), linewidth=1.6)
        axes.scatter(value, heights, c=list(shades), s=16, marker=marker, zorder=3)
