"""The figure of what would settle the claim: signs recovered beside guessing, by observable, for B over all crises."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from cityties.analysis.counts import in_percent
from cityties.calibration.losses import POOLED
from cityties.figures.declared import DeclaredFigure
from cityties.figures.style import BLUE, GREEN, GREY, INK, Picture, legend_below
from cityties.tables.language import tr

PER_LINE = 0.3


@dataclass(frozen=True)
class SettleSource:
    """What the figure is drawn from: the table ``smallest``, and the share that is enough."""

    smallest: pd.DataFrame
    enough: float


def draw_recovery(source: SettleSource) -> Iterator[Picture]:
    """Draw the share of signs recovered with its interval, for B over all crises; the best observable stands on top."""
    rows = source.smallest[source.smallest["crisis"] == POOLED].dropna(subset=["recovered"])
    if rows.empty:
        return
    rows = rows.sort_values("recovered", kind="stable")
    figure = Figure(figsize=(8.2, 1.3 + PER_LINE * len(rows)))
    axes = figure.subplots()
    place = np.arange(len(rows), dtype=float)
    enough = (rows["recovered"] >= source.enough).to_numpy()
    colours = [GREEN if good else BLUE for good in enough]
    axes.hlines(place, rows["low"].to_numpy(float), rows["high"].to_numpy(float), colors=colours, linewidth=2.2)
    for good, marker, label in ((True, "D", tr("enough")), (False, "o", tr("not enough"))):
        mine = enough == good
        if mine.any():
            colour = GREEN if good else BLUE
            shown = rows["recovered"].to_numpy(float)[mine]
            axes.plot(shown, place[mine], marker, color=colour, markersize=5.5, label=label)
    axes.axvline(float(rows["guess"].mean()), color=GREY, linestyle=(0, (1, 1.2)), label=tr("guessing"))
    axes.axvline(source.enough, color=INK, linestyle=(0, (5, 1.5)), linewidth=1.0, label=in_percent(source.enough))
    axes.set_yticks(place, [_label(row) for row in rows.to_dict("records")])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(min(0.45, float(rows["low"].min())), 1.0)
    axes.set_xlabel(tr("share of histories in which the sign of B is recovered"))
    legend_below(figure, [axes])
    best = rows.iloc[-1]
    yield Picture(
        "settle-recovered",
        tr("What shows the sign of B"),
        tr(
            "B over all crises of the file. Share of simulated histories in which a reader of the observable, errors "
            "included, names the sign of B rightly, where there is one; lines: 95 % intervals over draws. With the "
            "smallest number of observations that is enough, or the largest that was tried where none is."
        ),
        tr("Dot plot of {n} observables. The best is {words}, {recovered:.2f}.").format(
            n=len(rows), words=_words(str(best["observable"])), recovered=best["recovered"]
        ),
        figure,
    )


def _label(row: dict[object, object]) -> str:
    return _words(str(row["observable"]))


def _words(name: str) -> str:
    return tr(name.replace("_", " "))


SETTLE_FIGURES = (DeclaredFigure[SettleSource]("recovered", draw_recovery),)
"""The figures of the page, with their sections."""
