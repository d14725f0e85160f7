"""The figure of a study of sensitivity: total and first-order indices of the strongest factors, outcome by outcome."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.analysis.buffering import BUFFER_INDICES
from cityties.analysis.swept_outcomes import shown_outcome
from cityties.calibration.sensitivity.factors import CHANCE, REST
from cityties.calibration.sensitivity.tables import SensitivityTables
from cityties.experiment.outcomes import OUTCOMES
from cityties.figures.declared import DeclaredFigure
from cityties.figures.style import BLUE, GREY, INK, ORANGE, Picture, decimal, legend_below
from cityties.tables.language import in_words, key_in_words, tr

MOST_SHOWN, PER_LINE, COLUMNS = 10, 0.25, 2


@dataclass(frozen=True)
class SensitivitySource:
    """What the figure is drawn from: the tables, and the crisis as readers know it."""

    tables: SensitivityTables
    crisis: str


def outcome_title(name: str) -> str:
    """Return what pages and figures call an outcome; of one that only studies make, its own words."""
    return shown_outcome(name).title if name in BUFFER_INDICES or name in OUTCOMES else in_words(name)


def draw_indices(source: SensitivitySource) -> Iterator[Picture]:
    """Draw the indices of the strongest factors of every outcome: total with its interval, first-order beside it."""
    indices = source.tables.indices.dropna(subset=["total"])
    names = list(dict.fromkeys(indices["outcome"]))
    if not names:
        return
    rows = -(-len(names) // COLUMNS)
    shown = min(MOST_SHOWN, int(indices.groupby("outcome").size().max()))
    figure = Figure(figsize=(9.4, 0.6 + rows * (0.75 + PER_LINE * shown)))
    panels = figure.subplots(rows, min(COLUMNS, len(names)), squeeze=False).ravel().tolist()
    for unused in panels[len(names) :]:
        unused.remove()
    for axes, name in zip(panels, names, strict=False):
        _panel(axes, strongest_rows(indices, name, shown)[::-1])
        axes.set_title(outcome_title(name))
    legend_below(figure, panels[: len(names)])
    message = tr("; ").join(f"{outcome_title(name)}: {_first(indices, name)}" for name in names)
    yield Picture(
        "sensitivity-indices",
        tr("What each outcome turns on"),
        tr(
            "Sobol indices over the priors, {crisis}. Dot and line: total index with its 95 % "
            "interval, the share of the variance that is left while all but the factor is known; "
            "ring: first-order index, the share that knowing it alone takes away. Orange: chance. "
            "Where dot and ring lie apart, a factor matters through others."
        ).format(crisis=source.crisis),
        tr("Dot plots of Sobol indices. The largest total index of {message}.").format(message=message),
        figure,
    )


def strongest_rows(indices: pd.DataFrame, outcome: str, most: int) -> pd.DataFrame:
    """Return the rows of an outcome with the largest total indices; chance is always among them."""
    mine = indices[indices["outcome"] == outcome].sort_values("total", ascending=False, kind="stable")
    chance = mine["factor"] == CHANCE
    kept = pd.concat([mine[~chance].head(most - 1), mine[chance]])
    return kept.sort_values("total", ascending=False, kind="stable")


def _panel(axes: Axes, rows: pd.DataFrame) -> None:
    place = np.arange(len(rows), dtype=float)
    colours = [ORANGE if name == CHANCE else GREY if name == REST else BLUE for name in rows["factor"]]
    low, high = rows["low"].clip(lower=0.0).to_numpy(float), rows["high"].to_numpy(float)
    axes.hlines(place, low, high, colors=colours, linewidth=2.2)
    axes.scatter(rows["total"].to_numpy(float), place, c=colours, s=26, zorder=3, label=tr("total index"))
    first = rows["first"].clip(lower=0.0).to_numpy(float)
    axes.scatter(first, place, facecolors="white", edgecolors=INK, s=22, zorder=4, label=tr("first-order index"))
    axes.set_yticks(place, [key_in_words(str(name)) for name in rows["factor"]])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-0.02, min(max(1.0, float(high.max()) if len(high) else 1.0), 1.3))
    axes.set_xlabel(tr("share of variance"))


def _first(indices: pd.DataFrame, outcome: str) -> str:
    row = strongest_rows(indices, outcome, MOST_SHOWN).iloc[0]
    return f"{key_in_words(str(row['factor']))}, {decimal(row['total'], 2)}"


SENSITIVITY_FIGURES = (DeclaredFigure[SensitivitySource]("indices", draw_indices, "indices"),)
"""The figures of the page, with their sections."""
