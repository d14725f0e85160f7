"""Forecasts against what came: how far each source is from the best of a row, and every forecast of the first."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.calibration.forecasting.scores import ForecastScores
from cityties.figures.declared import DeclaredFigure
from cityties.figures.style import BLUE, GREY, MARKERS, SERIES_COLOURS, VERMILION, Picture, decimal, legend_below
from cityties.tables.language import in_words, language, tr

NUMBER = re.compile(r"\d+")
FARTHEST = 8.0
"""CRPS over the best of a row beyond which a mark lies on the edge."""
MOST_PANELS, MOST_ROWS, COLUMNS = 9, 30, 3


def quantity_words(quantity: str) -> str:
    """Return a quantity, such as ``listed_2026``, in words; its years and days stay numbers in every language."""
    numbers = iter(NUMBER.findall(quantity))
    return re.sub("#", lambda _: next(numbers), in_words(NUMBER.sub("#", quantity)))


def row_name(quantity: str, partner: str) -> str:
    """Return how a quantity, and the partner if one is named, are called in figures and on pages."""
    name = quantity if language() == "en" else quantity_words(quantity)
    return f"{name}{tr(', ')}{partner}" if partner else name


def _ratios(found: ForecastScores) -> Iterator[Picture]:
    rows = list(dict.fromkeys(zip(found.scores["quantity"], found.scores["partner"], strict=True)))
    figure = Figure(figsize=(7.6, 1.5 + 0.34 * len(rows)))
    axes = figure.subplots()
    axes.axvline(1.0, color=GREY, linewidth=0.9)
    for place, source in enumerate(found.sources):
        mine = found.scores[found.scores["source"] == source].set_index(["quantity", "partner"])["crps_ratio"]
        at = np.minimum([mine.get(row, np.nan) for row in rows], FARTHEST)
        heights = len(rows) - 1 - np.arange(len(rows)) + 0.5 * (place / max(1, len(found.sources) - 1) - 0.5)
        colour, marker = SERIES_COLOURS[place % 6], MARKERS[place % 6]
        axes.plot(at, heights, linestyle="", markersize=5.5, label=tr(source), color=colour, marker=marker)
    axes.set_yticks(np.arange(len(rows))[::-1], [row_name(*row) for row in rows])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xscale("log")
    axes.set_xlim(0.93, FARTHEST * 1.08)
    axes.set_xticks((1, 2, 4, 8), (tr("best"), "2 x", "4 x", "8 x"))
    axes.minorticks_off()
    axes.set_xlabel(tr("CRPS over the lowest of the row"))
    legend_below(figure, [axes])
    best = found.scores[found.scores["is_best"]].groupby("source").size()
    yield Picture(
        "scores",
        tr("Which source was nearest"),
        tr(
            "Continuous ranked probability score of each source, over that of the best one of the "
            "same quantity. Only what every source forecast is scored. A mark on the right edge is "
            "{farthest:.0f} times as bad or worse."
        ).format(farthest=FARTHEST),
        tr("Dot plot of relative scores. Rows won: {won}.").format(
            won=tr(", ").join(f"{tr(str(name))} {n}" for name, n in best.items())
        ),
        figure,
    )


def _forecasts(found: ForecastScores) -> Iterator[Picture]:
    first = found.sources[0]
    mine = found.forecasts[found.forecasts["source"] == first]
    groups = [
        (name, rows)
        for name, rows in mine.groupby(["quantity", "partner"], sort=False)
        if 1 < rows["country"].nunique() <= MOST_ROWS
    ][:MOST_PANELS]
    if not groups:
        return
    longest = max(len(rows) for _, rows in groups)
    n_rows = -(-len(groups) // COLUMNS)
    figure = Figure(figsize=(9.6, n_rows * (0.7 + 0.19 * longest)))
    panels = figure.subplots(n_rows, COLUMNS, squeeze=False).ravel()
    for unused in panels[len(groups) :]:
        unused.remove()
    for panel, ((quantity, partner), rows) in zip(panels, groups, strict=False):
        _draw_panel(panel, rows.sort_values("q50"))
        panel.set_title(row_name(str(quantity), str(partner)))
    inside = float(mine["inside_90"].mean())
    yield Picture(
        "forecasts",
        tr("Every forecast of the first source: {first}").format(first=tr(first)),
        tr("Lines: middle nine tenths (thin) and half (thick) of the forecast; point: its median; cross: what came."),
        tr("{n} panels of intervals by country. {share} % of what came lies within the middle nine tenths.").format(
            n=len(groups), share=decimal(100 * inside, 0)
        ),
        figure,
    )


def _draw_panel(axes: Axes, rows: pd.DataFrame) -> None:
    height = np.arange(len(rows))
    axes.hlines(height, rows["q05"], rows["q95"], color=BLUE, linewidth=0.9)
    axes.hlines(height, rows["q25"], rows["q75"], color=BLUE, linewidth=3.0, alpha=0.7)
    axes.plot(rows["q50"], height, "o", color=BLUE, markersize=3)
    axes.plot(rows["value"], height, "x", color=VERMILION, markersize=5, markeredgewidth=1.5)
    axes.set_yticks(height, rows["country"].tolist(), fontsize=7)
    axes.set_ylim(-0.7, len(rows) - 0.3)


FIGURES = [
    DeclaredFigure("scores", _ratios, "scores"),
    DeclaredFigure("forecasts", _forecasts, "forecasts"),
]
"""The figures of a page of scores."""
