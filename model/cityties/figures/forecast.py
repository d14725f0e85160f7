"""The figures of a forecast: every country by each source, and the claim pair by pair."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.analysis.buffering import THRESHOLD
from cityties.calibration.forecasting.sources import CLAIMED, POSTERIOR, PRIOR
from cityties.figures.declared import DeclaredFigure
from cityties.figures.forecast_scores import quantity_words
from cityties.figures.style import BLUE, GREY, INK, MARKERS, ORANGE, PALE, SERIES_COLOURS, Picture, legend_below
from cityties.tables.language import msg, tr

COLUMNS, PER_ROW = 2, 0.19
LIFT = {POSTERIOR: 0.17, PRIOR: -0.17}
COLOURS = {POSTERIOR: BLUE, PRIOR: ORANGE}
ALL_PAIRS = msg("all pairs")


@dataclass(frozen=True)
class ForecastSource:
    """The two tables, with countries as they are called, and the quantity that is shown country by country."""

    forecast: pd.DataFrame
    buffers: pd.DataFrame
    quantity: str


def draw_countries(source: ForecastSource) -> Iterator[Picture]:
    """Draw a panel a partner, a row a country: intervals of posterior and prior, medians of the baselines."""
    rows = source.forecast[(source.forecast["quantity"] == source.quantity) & (source.forecast["country"] != "")]
    groups = [(str(name), part) for name, part in rows.groupby("partner", sort=False)]
    if not groups:
        return
    longest = max(part["country"].nunique() for _, part in groups)
    n_rows = -(-len(groups) // COLUMNS)
    figure = Figure(figsize=(9.2, n_rows * (0.8 + PER_ROW * longest)))
    panels = figure.subplots(n_rows, min(COLUMNS, len(groups)), squeeze=False, sharex=True).ravel()
    for unused in panels[len(groups) :]:
        unused.remove()
    for panel, (partner, part) in zip(panels, groups, strict=False):
        _panel(panel, part)
        panel.set_title(partner)
        panel.tick_params(labelbottom=True)
    legend_below(figure, list(panels[: len(groups)]))
    words = quantity_words(source.quantity)
    yield Picture(
        "forecast-countries",
        tr("{quantity}, by country and partner").format(quantity=f"{words[:1].upper()}{words[1:]}"),
        tr(
            "Lines: middle nine tenths (thin) and half (thick) of the posterior and of the prior, dots their medians; "
            "other marks: medians of the baselines. Countries in the order of the posterior."
        ),
        tr("{n} panels of intervals by country: {names}.").format(
            n=len(groups), names=tr(", ").join(name for name, _ in groups)
        ),
        figure,
    )


def _panel(axes: Axes, rows: pd.DataFrame) -> None:
    by_source = {str(name): part.set_index("country") for name, part in rows.groupby("source", sort=False)}
    order = by_source[POSTERIOR]["q50"].sort_values(kind="stable").index
    heights = np.arange(len(order), dtype=float)
    for name, lift in LIFT.items():
        mine = by_source[name].reindex(order)
        axes.hlines(heights + lift, mine["q05"], mine["q95"], color=COLOURS[name], linewidth=0.8)
        axes.hlines(heights + lift, mine["q25"], mine["q75"], color=COLOURS[name], linewidth=2.6, alpha=0.75)
        axes.plot(mine["q50"], heights + lift, "o", color=COLOURS[name], markersize=2.8, label=tr(name))
    for place, name in enumerate(one for one in by_source if one not in LIFT):
        mine = by_source[name].reindex(order)
        colour, marker = SERIES_COLOURS[place], MARKERS[place + 1]
        axes.plot(mine["q50"], heights, marker, color=colour, markersize=3.4, markerfacecolor="none", label=tr(name))
    axes.set_yticks(heights, list(order), fontsize=7)
    axes.set_ylim(-0.7, len(order) - 0.3)
    axes.tick_params(axis="y", length=0)


def draw_claim(source: ForecastSource) -> Iterator[Picture]:
    """Draw B of every pair over the draws of prior and posterior; the pool of all pairs stands on top."""
    rows = source.buffers.dropna(subset=["median"])
    if rows.empty:
        return
    names = rows["country"].where(rows["country"] != "", tr(ALL_PAIRS)) + rows["partner"].map(
        lambda one: f"\N{EN DASH}{one}" * (one != "")
    )
    order = list(dict.fromkeys(names))
    figure = Figure(figsize=(7.6, 1.2 + PER_ROW * len(order)))
    axes = figure.subplots()
    axes.axvspan(-THRESHOLD, THRESHOLD, color=PALE, alpha=0.6, linewidth=0)
    axes.axvline(0.0, color=GREY, linewidth=0.8)
    for name in CLAIMED:
        mine = rows[rows["source"] == name]
        at = len(order) - 1 - np.array([order.index(one) for one in names[mine.index]]) + LIFT[name]
        axes.hlines(at, mine["p05"], mine["p95"], color=COLOURS[name], linewidth=1.6)
        axes.plot(mine["median"], at, "o", color=COLOURS[name], markersize=3.4, label=tr(name))
    axes.set_yticks(np.arange(len(order))[::-1], order, fontsize=7, color=INK)
    axes.set_ylim(-0.7, len(order) - 0.3)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(tr("B: share of the loss that ties take away (below 0: add)"))
    legend_below(figure, [axes])
    yield Picture(
        "forecast-claim",
        tr("The claim, pair by pair"),
        tr(
            "Buffer index of the downturn, over draws: median and middle nine tenths. Shaded: no buffering worth the "
            "name."
        ),
        tr("Intervals of B of {n} rows for prior and posterior, most of them about 0.").format(n=len(order)),
        figure,
    )


FORECAST_FIGURES = (
    DeclaredFigure[ForecastSource]("countries", draw_countries),
    DeclaredFigure[ForecastSource]("claim", draw_claim),
)
"""The figures of the page, with their sections."""
