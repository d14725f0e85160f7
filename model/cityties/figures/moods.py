"""What publics think of each other: the model's share of friendly answers beside the polls."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cityties.figures.style import BLUE, Picture, future_words, grid, legend_below, mark_future, marks, year_axis, years
from cityties.tables.language import msg, tr

POLLED = msg(
    " Marks: polls; hollow where the share was derived. Tuned by hand on these series, not calibrated: "
    "agreement is no test of the model. Polling houses ask different questions."
)


def draw_moods(
    moods: pd.DataFrame, polls: pd.DataFrame, nations: Mapping[str, str], known_until: int | None = None
) -> Picture:
    """Draw one panel a directed public; ``nations`` gives the names by code; what comes after a month is shaded."""
    pairs = list(dict.fromkeys(zip(moods["of"], moods["about"], strict=True)))
    style = marks(polls["poll"])
    figure, axes = grid(len(pairs), 2, 9.6, 2.0)
    axes[0].set(ylim=(0, 100), xlim=(years(moods["month"].min()), years(moods["month"].max() + 1)))
    year_axis(axes[0])  # of all panels, whose axes are common
    for panel, (of, about) in zip(axes, pairs, strict=True):
        rows = moods[(moods["of"] == of) & (moods["about"] == about)]
        month, share = rows["month"].to_numpy(np.float64), 100 * rows["share_friendly"].to_numpy(np.float64)
        panel.plot(years(month), share, color=BLUE, linewidth=1.3, label=tr("model"))
        _draw_polls(panel, polls[(polls["of"] == of) & (polls["about"] == about)], style)
        panel.set_title(tr("{of} about {about}").format(of=nations[of], about=nations[about]))
        mark_future(panel, known_until)
    legend_below(figure, axes)
    figure.supylabel(tr("friendly answers (%)"), fontsize=9)
    return Picture(
        "moods",
        tr("Moods of the publics") if polls.empty else tr("Moods of the publics against polls"),
        tr("Line: mean share of friendly answers that a poll would find of mood and anger.")
        + ("" if polls.empty else tr(POLLED))
        + future_words(known_until),
        tr("{n} line charts of the share of friendly answers, with {n_polls} poll results.").format(
            n=len(pairs), n_polls=len(polls)
        ),
        figure,
    )


def _draw_polls(axes: Axes, polls: pd.DataFrame, style: Mapping[str, tuple[str, str]]) -> None:
    for house in sorted(set(polls["poll"])):
        marker, colour = style[house]
        for derived in (False, True):
            rows = polls[(polls["poll"] == house) & (polls["derived"] == derived)]
            face = "white" if derived else colour
            label = f"_{house}" if derived else tr(house)
            when, share = years(rows["date"].to_numpy(np.float64)), 100 * rows["share_friendly"].to_numpy(np.float64)
            axes.plot(when, share, marker, color=colour, markerfacecolor=face, markersize=4.5, label=label)
