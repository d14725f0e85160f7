"""Runs and batches side by side: the same axes for all, the baseline in grey."""

from collections.abc import Iterator, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from cityties.analysis.comparison import Comparison
from cityties.figures.style import BLUE, GREEN, GREY, ORANGE, PALE, PURPLE, SKY, VERMILION, Picture, grid, zero_line

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
LONGEST_NAME = 46
MOST_PANELS = 12
PANEL_HEIGHT, TALL_PANEL = 1.75, 2.6
MOST_TICKS = 4
LEGEND_ROW = 0.19
WIDTH = 7.4


def comparison_pictures(comparison: Comparison) -> Iterator[Picture]:
    """Yield the figures of a comparison that there are numbers for."""
    if any(not table.empty for table in comparison.buffers):
        yield draw_buffers(comparison)
    if any(not case.gaps.empty for case in comparison.cases):
        yield draw_gaps_of_cases(comparison)
    yield draw_years(comparison, "relations", "Relations, yearly mean", "R")
    yield draw_years(comparison, "official", "Official events between cities, mean a month", "events a month")


def colours(n: int) -> list[Any]:
    """Return one colour a case: grey for the baseline, then colours that every eye can tell apart, then a scale."""
    if n <= len(COLOURS) + 1:
        return [GREY, *COLOURS[: n - 1]]
    scale = mpl.colormaps["viridis"]
    return [GREY, *(scale(place) for place in np.linspace(0.0, 0.9, n - 1))]


def draw_buffers(comparison: Comparison) -> Picture:
    """Draw B over 36 months of every case, one group of rows a crisis."""
    tables = [table[table["estimand"] == "buffer_36"] if not table.empty else table for table in comparison.buffers]
    known = pd.concat([table for table in tables if not table.empty])
    readable = known[known["has_downturn"]]
    groups = list(dict.fromkeys(zip(readable["crisis"], readable["where"], strict=True)))
    n = len(tables)
    figure = Figure(figsize=(WIDTH, 1.4 + (0.16 * n + 0.16) * max(len(groups), 1) + 0.2 * n), layout="constrained")
    axes = figure.subplots()
    axes.axvspan(-0.05, 0.05, color=PALE, alpha=0.6, linewidth=0)
    zero_line_vertical(axes)
    for number, (table, colour) in enumerate(zip(tables, colours(n), strict=True)):
        for place, (crisis, where) in enumerate(groups):
            row = table[(table["crisis"] == crisis) & (table["where"] == where)] if not table.empty else table
            if len(row) and bool(row["has_downturn"].iloc[0]):
                _dot(axes, row.iloc[0], -place - 0.8 * (number + 0.5) / n + 0.4, colour, number == 0)
    for name, colour in zip(comparison.names, colours(n), strict=True):
        axes.plot([], [], "o", color=colour, label=_short(name))
    axes.set_yticks([-place for place in range(len(groups))], [_crisis(*group) for group in groups])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-len(groups) + 0.4, 0.6)
    axes.set_xlabel("buffer index B over 36 months (below 0 ties worsen, above 0 they soften)")
    figure.legend(loc="outside upper left", ncols=2 if n > 3 else 1)
    return Picture(
        "compare-buffers",
        "Buffer index of every case",
        "B = 1 \N{MINUS SIGN} loss with ties / loss without, with 95 % intervals; the baseline is grey. "
        "The band marks |B| up to 0.05. Crises without a downturn to buffer are left out.",
        f"Dot plot of the buffer index of {n} cases in {len(groups)} crises.",
        figure,
    )


def zero_line_vertical(axes: Axes) -> None:
    """Mark zero on a horizontal scale."""
    axes.axvline(0.0, color=GREY, linewidth=0.9)


def _dot(axes: Axes, row: Any, height: float, colour: Any, is_baseline: bool) -> None:
    value = float(row["difference"])
    ends = [abs(float(row[end]) - value) for end in ("low", "high")]
    spread = None if np.isnan(ends).any() else np.array(ends)[:, None]
    axes.errorbar(
        value, height, xerr=spread, fmt="s" if is_baseline else "o", color=colour, markersize=4, elinewidth=1.6
    )


def draw_gaps_of_cases(comparison: Comparison) -> Picture:
    """Draw the damage of every crisis with ties, all cases in one panel a crisis."""
    frames = [case.gaps[case.gaps["tie_pathways"]] if len(case.gaps) else case.gaps for case in comparison.cases]
    keys = [key for frame in frames if len(frame) for key in zip(frame["crisis"], frame["where"], strict=True)]
    panels = list(dict.fromkeys(keys))[:MOST_PANELS]
    figure, axes = grid(len(panels), 3, WIDTH, PANEL_HEIGHT if len(panels) > 3 else TALL_PANEL)
    for axis, (crisis, where) in zip(axes, panels, strict=True):
        rows = [f[(f["crisis"] == crisis) & (f["where"] == where)] if len(f) else f for f in frames]
        _lines(axis, rows, "months_since")
        axis.set_title(_crisis(crisis, where))
    figure.supxlabel("months since the crisis began", fontsize=9)
    for axis in axes[::3]:
        axis.set_ylabel("damage (R)")
    _legend(figure, comparison)
    return Picture(
        "compare-gaps",
        "Damage of each crisis, with ties",
        "Relations without the crisis less relations with it, mean and 95 % band; the same axes for all; "
        "the baseline is grey.",
        f"{len(panels)} line charts of the damage of crises in {len(frames)} cases.",
        figure,
    )


def draw_years(comparison: Comparison, measure: str, title: str, unit: str) -> Picture:
    """Draw yearly means of one measure, one panel a dyad, of the arm with ties and shocks where there is one."""
    frames = [_main_arm(case.years) for case in comparison.cases]
    frames = [frame[frame["measure"] == measure] for frame in frames]
    dyads = list(dict.fromkeys(dyad for frame in frames for dyad in frame["where"]))
    figure, axes = grid(len(dyads), 3, WIDTH, PANEL_HEIGHT + 0.3)
    for axis, dyad in zip(axes, dyads, strict=True):
        _lines(axis, [frame[frame["where"] == dyad] for frame in frames], "year")
        axis.xaxis.set_major_locator(MaxNLocator(MOST_TICKS, integer=True))
        axis.set_title(dyad)
    axes[0].set_ylabel(unit)
    _legend(figure, comparison)
    return Picture(
        f"compare-{measure}",
        title,
        "Mean and 95 % band, with ties and political shocks; the same axes for all; the baseline is grey.",
        f"{len(dyads)} line charts of {measure} by year in {len(frames)} cases.",
        figure,
    )


def _main_arm(years: pd.DataFrame) -> pd.DataFrame:
    for flag in ("tie_pathways", "political_shocks"):
        years = years[years[flag] == years[flag].max()]
    return years


def _lines(axes: Axes, rows: Sequence[pd.DataFrame], across: str) -> None:
    zero_line(axes)
    for number, (frame, colour) in enumerate(zip(rows, colours(len(rows)), strict=True)):
        if len(frame):
            ordered = frame.sort_values(across)
            x, y, low, high = (ordered[name].to_numpy(np.float64) for name in (across, "mean", "low", "high"))
            axes.fill_between(x, low, high, color=colour, alpha=0.22, linewidth=0)
            # the baseline is broad and pale, so that it shows even where a case lies upon it
            broad: dict[str, Any] = (
                {"linewidth": 4.5, "alpha": 0.55, "zorder": 1.0} if number == 0 else {"linewidth": 1.3}
            )
            axes.plot(x, y, color=colour, **broad)


def _legend(figure: Figure, comparison: Comparison) -> None:
    shades = colours(len(comparison.names))
    handles = [mpl.lines.Line2D([], [], color=colour, linewidth=4.5 - 3 * (n > 0)) for n, colour in enumerate(shades)]
    n_columns = 2 if len(shades) > 2 else 1
    figure.set_figheight(figure.get_figheight() + LEGEND_ROW * -(-len(shades) // n_columns))
    figure.legend(handles, [_short(name) for name in comparison.names], loc="outside upper left", ncols=n_columns)


def _crisis(crisis: str, where: str) -> str:
    return crisis if crisis.startswith(where) else f"{crisis}, {where}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "\N{HORIZONTAL ELLIPSIS}"
