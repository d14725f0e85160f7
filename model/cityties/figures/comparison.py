"""Runs and batches side by side: the same axes for all, the baseline in grey."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cityties.analysis.comparison import Comparison
from cityties.analysis.curve_differences import gap_differences
from cityties.figures.case_names import MOST_PANELS, WIDTH, colours, columns_of, dashes, few, legend_names, panel_title
from cityties.figures.comparison_buffers import draw_buffers
from cityties.figures.declared import DeclaredFigure, in_sections
from cityties.figures.style import Picture, grid, year_axis, zero_line
from cityties.tables.language import in_words, msg, tr

PANEL_HEIGHT, TALL_PANEL = 1.75, 2.6
MOST_TICKS = 4
LEGEND_ROW = 0.19
WITHOUT_BANDS = msg(
    "Bands take at least four blocks of replicates (100 replicates in a batch) or draws, and few cases."
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
        axis.set_title(panel_title(comparison.crisis_name(crisis, where)))
    figure.supxlabel(tr("months since the crisis began"), fontsize=9)
    for axis in axes[::3]:
        axis.set_ylabel(tr("damage (R)"))
    _legend(figure, comparison)
    return Picture(
        "compare-gaps",
        tr("Damage of each crisis, with ties"),
        tr(
            "Relations without the crisis less relations with it, {bands}; the same axes for all; the baseline is grey."
        ).format(bands=_bands(len(frames))),
        tr("{n} line charts of the damage of crises in {n_frames} cases.").format(n=len(panels), n_frames=len(frames)),
        figure,
    )


def draw_gap_differences(comparison: Comparison, frames: Sequence[pd.DataFrame]) -> Picture:
    """Draw how much more damage every crisis does in a case than in its baseline; ``frames`` has one table a case."""
    keys = [key for frame in frames if len(frame) for key in zip(frame["crisis"], frame["where"], strict=True)]
    panels = list(dict.fromkeys(keys))[:MOST_PANELS]
    figure, axes = grid(len(panels), 3, WIDTH, PANEL_HEIGHT if len(panels) > 3 else TALL_PANEL)
    for axis, (crisis, where) in zip(axes, panels, strict=True):
        _lines(
            axis, [f[(f["crisis"] == crisis) & (f["where"] == where)] if len(f) else f for f in frames], "months_since"
        )
        axis.set_title(panel_title(comparison.crisis_name(crisis, where)))
    figure.supxlabel(tr("months since the crisis began"), fontsize=9)
    for axis in axes[::3]:
        axis.set_ylabel(tr("change of damage (R)"))
    _legend(figure, comparison)
    with_bands = few(len(frames)) and any(frame["low"].notna().any() for frame in frames if len(frame))
    return Picture(
        "compare-differences",
        tr("Damage with ties, less that of the baseline"),
        tr("Above 0 a crisis does more damage than in the baseline, below 0 less, on the same random numbers. ")
        + (tr("Bands: 95 % intervals over blocks of replicates, or over draws.") if with_bands else tr(WITHOUT_BANDS)),
        tr("{n} line charts of the change of damage in {map} cases.").format(
            n=len(panels), map=sum(map(bool, map(len, frames)))
        ),
        figure,
    )


def draw_years(comparison: Comparison, measure: str, title: str, unit: str) -> Picture:
    """Draw yearly means of one measure, one panel a dyad, of the arm with ties and shocks where there is one."""
    frames = [_main_arm(case.years) for case in comparison.cases]
    frames = [frame[frame["measure"] == measure] for frame in frames]
    dyads = list(dict.fromkeys(dyad for frame in frames for dyad in frame["where"]))[:MOST_PANELS]
    figure, axes = grid(len(dyads), 3, WIDTH, PANEL_HEIGHT + 0.3)
    for axis, dyad in zip(axes, dyads, strict=True):
        _lines(axis, [frame[frame["where"] == dyad] for frame in frames], "year")
        year_axis(axis, MOST_TICKS)
        axis.set_title(panel_title(comparison.crisis_name("", dyad)))
    axes[0].set_ylabel(unit)
    _legend(figure, comparison)
    return Picture(
        f"compare-{measure}",
        title,
        tr("With ties and political shocks: {bands}; the same axes for all; the baseline is grey.").format(
            bands=_bands(len(frames))
        ),
        tr("{n} line charts of {measure} by year in {n_frames} cases.").format(
            n=len(dyads), measure=in_words(measure), n_frames=len(frames)
        ),
        figure,
    )


def _main_arm(years: pd.DataFrame) -> pd.DataFrame:
    for flag in ("tie_pathways", "political_shocks"):
        years = years[years[flag] == years[flag].max()]
    return years


def _lines(axes: Axes, rows: Sequence[pd.DataFrame], across: str) -> None:
    """Draw one line a case, with its band where there are few; limits are found once, which takes most of the time."""
    zero_line(axes)
    axes.set_autoscale_on(False)
    with_bands = few(len(rows))
    for number, (frame, colour) in enumerate(zip(rows, colours(len(rows)), strict=True)):
        if len(frame):
            ordered = frame.sort_values(across)
            x, y, low, high = (ordered[name].to_numpy(np.float64) for name in (across, "mean", "low", "high"))
            if with_bands or number == 0:
                axes.fill_between(x, low, high, color=colour, alpha=0.22, linewidth=0)
            # the baseline is broad and pale, so that it shows even where a case lies upon it
            broad: dict[str, Any] = (
                {"linewidth": 4.5, "alpha": 0.55, "zorder": 1.0}
                if number == 0
                else {"linewidth": 1.4, "linestyle": dashes(number)}
            )
            axes.plot(x, y, color=colour, **broad)
    axes.set_autoscale_on(True)
    axes.autoscale_view()


def _bands(n: int) -> str:
    return tr("mean and 95 % band") if few(n) else tr("mean, and 95 % band of the baseline alone")


def _legend(figure: Figure, comparison: Comparison) -> None:
    shades = colours(len(comparison.shown_names))
    handles = [
        Line2D([], [], color=colour, linewidth=4.5 - 3 * (n > 0), linestyle=dashes(n))
        for n, colour in enumerate(shades)
    ]
    names = legend_names(comparison.shown_names)
    n_columns = columns_of(names)
    lines = max(name.count("\n") + 1 for name in names) * -(-len(shades) // n_columns)
    figure.set_figheight(figure.get_figheight() + LEGEND_ROW * lines)
    figure.legend(handles, names, loc="outside upper left", ncols=n_columns)


def _buffers(comparison: Comparison) -> Iterator[Picture]:
    if any(not table.empty for table in comparison.buffers):
        yield draw_buffers(comparison)


def _differences(comparison: Comparison) -> Iterator[Picture]:
    cases = comparison.cases
    frames = [
        gap_differences(case, cases[comparison.against[n]]) if n in comparison.others() else pd.DataFrame()
        for n, case in enumerate(cases)
    ]
    if any(map(len, frames)):
        yield draw_gap_differences(comparison, frames)


def _gaps(comparison: Comparison) -> Iterator[Picture]:
    if any(not case.gaps.empty for case in comparison.cases):
        yield draw_gaps_of_cases(comparison)


def _years(comparison: Comparison) -> Iterator[Picture]:
    yield draw_years(comparison, "relations", tr("Relations, yearly mean"), "R")
    yield draw_years(comparison, "official", tr("Official events between cities, mean a month"), tr("events a month"))


COMPARISON_FIGURES = (
    DeclaredFigure("differences", _differences),
    DeclaredFigure("plots", _buffers),
    DeclaredFigure("plots", _gaps),
    DeclaredFigure("plots", _years),
)
"""The figures of a comparison in the order in which they stand."""


def comparison_pictures(comparison: Comparison) -> Iterator[Picture]:
    """Yield every picture of a comparison that there are numbers for."""
    return (picture for _, picture in in_sections(COMPARISON_FIGURES, comparison, {}))
