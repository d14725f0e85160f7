"""Model and record on the same axes: relations by pair of nations, and publics by who thinks of whom."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cityties.figures.style import BLUE, GREY, Picture, grid, legend_below, marks, years, zero_line
from cityties.kernel.state import FloatArray
from cityties.tables.language import msg, tr

MANY = 60
"""Values of a series from which on its marks are small."""
FAN = msg(
    "Line: mean over replicates of the world with ties and disputes; band: nine in ten replicates. Marks: the record, "
)


def draw_relations_record(
    paths: pd.DataFrame, placed: pd.DataFrame, names: Mapping[str, str], titles: Mapping[str, str]
) -> Picture:
    """Draw one panel a pair of nations with values; ``titles`` gives the names of the series by code."""
    shown = [dyad for dyad in names if dyad in set(placed["dyad"])]
    figure, axes = grid(len(shown), 1, 9.6, 2.1)
    axes[0].set_xlim(*_span(paths))  # of all panels, whose axes are common
    style = _style(placed["series"])
    for panel, dyad in zip(axes, shown, strict=True):
        zero_line(panel)
        _draw_path(panel, paths[paths["dyad"] == dyad], share=False)
        _draw_values(panel, placed[placed["dyad"] == dyad], style, titles, share=False)
        panel.set(title=names[dyad], ylabel=tr("relations R"))
    legend_below(figure, axes)
    return Picture(
        "record-relations",
        tr("Relations, model and record"),
        tr(
            "{fan}each series laid over the model by its mean and spread, so that only the course can agree or not."
        ).format(fan=tr(FAN)),
        _alt(placed, len(shown), tr("relations")),
        figure,
    )


def draw_publics_record(
    paths: pd.DataFrame, placed: pd.DataFrame, nations: Mapping[str, str], titles: Mapping[str, str]
) -> Picture:
    """Draw one panel a directed public with values, in per cent of friendly answers."""
    pairs = sorted(set(zip(placed["of"], placed["about"], strict=True)), key=lambda pair: (sorted(pair), pair))
    dyads = {(row["of"], row["about"]): row["dyad"] for row in placed.to_dict("records")}
    figure, axes = grid(len(pairs), 2, 9.6, 2.1)
    axes[0].set(ylim=(0, 100), xlim=_span(paths))  # of all panels, whose axes are common
    style = _style(placed["series"])
    for panel, (of, about) in zip(axes, pairs, strict=True):
        mine = paths["of"].eq(of) & paths["dyad"].eq(dyads[of, about])
        _draw_path(panel, paths[mine], share=True)
        _draw_values(panel, placed[placed["of"].eq(of) & placed["about"].eq(about)], style, titles, share=True)
        panel.set_title(tr("{of} about {about}").format(of=nations[of], about=nations[about]))
    figure.supylabel(tr("friendly answers (%)"), fontsize=9)
    legend_below(figure, axes, 3)
    return Picture(
        "record-publics",
        tr("Publics, model and record"),
        tr(
            "{fan}each series laid over the model by its mean (log odds), because polls ask "
            "different questions; shares of dislike are turned round."
        ).format(fan=tr(FAN)),
        _alt(placed, len(pairs), tr("shares of friendly answers")),
        figure,
    )


def _style(series: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return a marker and a colour for each series; none has the blue of the model."""
    return {name: (marker, GREY if colour == BLUE else colour) for name, (marker, colour) in marks(series).items()}


def _span(paths: pd.DataFrame) -> tuple[float, float]:
    return float(years(paths["month"].min())), float(years(paths["month"].max() + 1))


def _on_axis(values: "pd.Series[float]", share: bool) -> FloatArray:
    numbers = values.to_numpy(np.float64)
    return np.asarray(100.0 / (1.0 + np.exp(-numbers)) if share else numbers)


def _draw_path(axes: Axes, rows: pd.DataFrame, share: bool) -> None:
    time = years(rows["month"].to_numpy(np.float64))
    low, middle, high = (_on_axis(rows[f"model{end}"], share) for end in ("_p05", "", "_p95"))
    axes.fill_between(time, low, high, color=BLUE, alpha=0.2, linewidth=0)
    axes.plot(time, middle, color=BLUE, linewidth=1.2, label=tr("model"))


def _draw_values(
    axes: Axes, rows: pd.DataFrame, style: Mapping[str, tuple[str, str]], titles: Mapping[str, str], share: bool
) -> None:
    for series, values in rows.groupby("series"):
        marker, colour = style[str(series)]
        when = years(values["month"].to_numpy(np.float64))
        size = 1.6 if len(values) > MANY else 4.0
        shown, label = _on_axis(values["shown"], share), tr(titles[str(series)])
        axes.plot(when, shown, marker, color=colour, markersize=size, alpha=0.85, label=label)


def _alt(placed: pd.DataFrame, panels: int, what: str) -> str:
    n = placed["series"].nunique()
    return tr("{panels} line charts of {what} by month, with {n} recorded values of {k} series.").format(
        panels=panels, what=what, n=len(placed), k=n
    )
