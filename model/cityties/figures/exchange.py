"""Exchange kept in each crisis: official events held, of those that would have been held without it."""

import numpy as np
import pandas as pd

from cityties.analysis.counts import in_percent
from cityties.figures.fonts import in_lines
from cityties.figures.style import BLUE, GREY, SKY, Picture, grid
from cityties.tables.language import tr

LETTERS = 30
"""Letters of a title that fit above a panel."""


def draw_exchange(panels: dict[str, pd.DataFrame]) -> Picture:
    """Draw one panel a crisis; ``panels`` maps the title of each to its months (table ``exchange``)."""
    figure, axes = grid(len(panels), 4, 9.6, 1.95)
    # once for all panels, whose axes are common, and before anything is drawn that would ask how far they go
    axes[0].set(xlim=(0, 24), ylim=(-0.03, 1.12))
    axes[0].set_xticks((0, 6, 12, 18, 24))
    axes[0].set_yticks((0, 0.5, 1), ("0", "50 %", "100 %"))
    for place, (panel, (title, rows)) in enumerate(zip(axes, panels.items(), strict=True)):
        month = rows["months_since"].to_numpy(np.float64)
        kept, people = rows["kept"].to_numpy(np.float64), rows["kept_people"].to_numpy(np.float64)
        panel.axhline(1.0, color=GREY, linewidth=0.8, zorder=0.5)
        low, high = rows["kept_low"].to_numpy(np.float64), rows["kept_high"].to_numpy(np.float64)
        panel.fill_between(month, low, high, color=BLUE, alpha=0.25, linewidth=0)
        panel.plot(month, people, color=SKY, linestyle=(0, (4, 2)), label=tr("with people-level"))
        panel.plot(month, kept, color=BLUE, label=tr("official"))
        panel.set_title("\n".join(in_lines(title, LETTERS)), fontsize=8, fontweight="normal")
        if place == 0:
            panel.legend(loc="lower right")
    figure.supxlabel(tr("months since the crisis began"), fontsize=9)
    figure.supylabel(tr("events: with crisis / without"), fontsize=9)
    lowest = {title: float(rows["kept"].min()) for title, rows in panels.items()}
    return Picture(
        "exchange",
        tr("Exchange between cities after each crisis"),
        tr(
            "Official events held with the crisis relative to the same world without it (line and 95 % band), and the "
            "same when refused events that go on at the people's level are counted as held (dashed): by assumption "
            "that is every refused event of a tie that is not dormant, and it counts little. Lines end where the run "
            "ends or borders are closed."
        ),
        tr("{n} small line charts over 24 months. Lowest share of official events held: {lowest}.").format(
            n=len(panels),
            lowest=tr(", ").join(
                f"{title} {in_percent(value)}" for title, value in lowest.items() if not np.isnan(value)
            ),
        ),
        figure,
    )
