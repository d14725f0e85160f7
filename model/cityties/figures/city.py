"""One city's ties over time: strength and suspension, a panel for each partner."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from cityties.figures.declared import DeclaredFigure
from cityties.figures.style import DASHES, SERIES_COLOURS, Picture, grid, legend_below, year_axis, years
from cityties.kernel.calendar import month_index
from cityties.tables.language import msg, tr, trn

MOST_PANELS, MOST_CASES, COLUMNS = 12, 6, 3
DRAWN = (
    (
        "strength",
        msg("Strength of each tie"),
        msg("strength"),
        msg("Mean where the tie exists, and the range of nine in ten."),
    ),
    (
        "suspended",
        msg("Share suspended"),
        msg("share suspended"),
        msg("Share of replicates in which the tie is suspended."),
    ),
)


def city_pictures(table: pd.DataFrame) -> Iterator[Picture]:
    """Yield the figures of a table `city_ties`: strength, and share suspended, of the strongest ties."""
    means = table.groupby("partner")["strength"].mean().sort_values(ascending=False)
    partners = list(means.index[:MOST_PANELS])
    labels = list(dict.fromkeys(table["label"]))[:MOST_CASES]
    left = len(means) - len(partners)
    cut = tr(" The {n} strongest of {n_means} ties.").format(n=len(partners), n_means=len(means)) if left > 0 else ""
    cut += (
        tr(" The first {most_cases} cases.").format(most_cases=MOST_CASES)
        if table["label"].nunique() > MOST_CASES
        else ""
    )
    for measure, *words in DRAWN:
        title, unit, what = map(tr, words)
        figure, panels = grid(len(partners), COLUMNS, 9.6, 2.1)
        for panel, partner in zip(panels, partners, strict=True):
            for place, label in enumerate(labels):
                rows = table[(table["partner"] == partner) & (table["label"] == label)].sort_values("month")
                at = years(np.array([month_index(month) for month in rows["month"]]))
                style = {"color": SERIES_COLOURS[place], "linestyle": DASHES[place]}
                panel.plot(at, rows[measure], marker="o", markersize=3, label=label, **style)
                if measure == "strength":
                    panel.fill_between(at, rows["strength_p05"], rows["strength_p95"], color=style["color"], alpha=0.15)
            panel.set_title(partner)
            panel.set_ylim(-0.03, 1.03)
            panel.yaxis.set_major_locator(MaxNLocator(3))
            year_axis(panel, 6)
        panels[0].set_ylabel(unit)
        if len(labels) > 1:
            legend_below(figure, panels)
        caption = tr("{what} Points are the months at which ties were written down; lines only join them.{cut}").format(
            what=what, cut=cut
        )
        yield Picture(
            f"city-{measure}",
            title,
            caption,
            _in_words(unit, len(partners)),
            figure,
        )


FIGURES = [DeclaredFigure("ties", city_pictures, "city_ties")]


def _in_words(unit: str, n: int) -> str:
    return trn("Line charts of {unit} for {n} tie.", "Line charts of {unit} for {n} ties.", n).format(unit=unit, n=n)
