"""Relations of each pair of nations over the whole run, with the pathways of ties and without."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.figures.style import (
    GREY,
    WITH_TIES,
    WITHOUT_TIES,
    Picture,
    future_words,
    mark_future,
    year_axis,
    years,
    zero_line,
)
from cityties.kernel.calendar import month_label
from cityties.tables.language import tr

NEIGHBOURS = 36


def draw_relations(
    relations: pd.DataFrame,
    names: Mapping[str, str],
    crises: Sequence[tuple[str, int]],
    recognised: Mapping[str, int],
    known_until: int | None = None,
) -> Picture:
    """Draw one panel a dyad; ``crises`` are (dyad or ``all``, month), ``recognised`` the first month of each dyad.

    What comes after the month ``known_until`` is shaded.
    """
    figure = Figure(figsize=(9.6, 0.7 + 1.9 * len(names)))
    panels = figure.subplots(len(names), 1, sharex=True, sharey=True, squeeze=False).ravel()
    for panel, (dyad, name) in zip(panels, names.items(), strict=True):
        rows = relations[(relations["dyad"] == dyad) & (relations["month"] >= recognised[dyad])]
        _draw_dyad(panel, rows)
        _mark(panel, [month for of, month in crises if of in (dyad, "all")])
        panel.set_title(name)
        panel.set_ylabel(tr("relations R"))
    panels[0].legend(loc="lower left", ncols=3)
    year_axis(panels[-1])
    panels[-1].set_xlim(years(relations["month"].min()), years(relations["month"].max() + 1))
    for panel in panels:
        mark_future(panel, known_until)
    return Picture(
        "relations",
        tr("Relations between the nations"),
        tr(
            "Mean over replicates; the band holds nine in ten replicates of the world with ties. Dotted: first months "
            "of the crises followed. Grey: the same world without any dispute between states. Lines begin with "
            "diplomatic relations."
        )
        + future_words(known_until),
        _alt(relations, names),
        figure,
    )


def _draw_dyad(axes: Axes, rows: pd.DataFrame) -> None:
    zero_line(axes)
    arms = (
        (True, False, tr("no disputes, with ties"), GREY, 1.0, (0, (1, 1.2))),
        (False, True, tr("without ties"), WITHOUT_TIES, 2.6, "-"),
        (True, True, tr("with ties"), WITH_TIES, 1.3, (0, (4, 1.5))),
    )
    for ties, shocks, label, colour, width, dashes in arms:
        arm = rows[(rows["tie_pathways"] == ties) & (rows["political_shocks"] == shocks)]
        if arm.empty:
            continue
        time = years(arm["month"].to_numpy(np.float64))
        low, mean, high = (arm[f"relations{end}"].to_numpy(np.float64) for end in ("_p05", "", "_p95"))
        if ties and shocks:
            axes.fill_between(time, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(time, mean, color=colour, linewidth=width, linestyle=dashes, label=label)


def _mark(axes: Axes, crises: list[int]) -> None:
    """Mark the first month of each crisis above the panel, moving labels of neighbours apart."""
    above = axes.get_xaxis_transform()
    for place, month in enumerate(crises):
        near_next = place + 1 < len(crises) and crises[place + 1] - month < NEIGHBOURS
        near_last = place > 0 and month - crises[place - 1] < NEIGHBOURS
        across = "center" if near_next == near_last else "right" if near_next else "left"
        axes.axvline(years(month), color=GREY, linewidth=0.8, linestyle=(0, (1, 2)), zorder=0.6)
        axes.text(years(month), 1.01, month_label(month), ha=across, va="bottom", fontsize=7, transform=above)


def _alt(relations: pd.DataFrame, names: Mapping[str, str]) -> str:
    text = tr("{n} line charts of monthly relations on a scale from -1 to 1.").format(n=len(names))
    arms = [relations[relations["political_shocks"] & (relations["tie_pathways"] == ties)] for ties in (True, False)]
    if arms[0].empty or arms[1].empty:
        return text
    apart = float(np.abs(arms[0]["relations"].to_numpy(np.float64) - arms[1]["relations"].to_numpy(np.float64)).max())
    return text + tr(" The mean lines with and without ties are at most {apart:.3f} apart.").format(apart=apart)
