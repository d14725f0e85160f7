"""The damage of an event that many pairs of states share: a thin line for each pair, and the median of all."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.figures.fonts import in_lines
from cityties.figures.gaps import MONTHS_SHOWN
from cityties.figures.style import GREY, WITH_TIES, WITHOUT_TIES, Picture, decimal, zero_line
from cityties.tables.language import tr

WIDTH, HEIGHT, COLUMNS = 9.6, 2.9, 2
LETTERS = 48
"""Letters of a title that fit above a panel."""


def draw_shared_gaps(panels: dict[str, pd.DataFrame]) -> Picture:
    """Draw one panel an event; ``panels`` maps titles to the gaps of all its pairs, by dyad and month."""
    n_rows = -(-len(panels) // COLUMNS)
    figure = Figure(figsize=(WIDTH, 0.6 + HEIGHT * n_rows))
    axes = figure.subplots(n_rows, COLUMNS, sharex=True, sharey=True, squeeze=False).ravel()
    for spare in axes[len(panels) :]:
        spare.set_visible(False)
    depths = []
    for place, (panel, (label, gaps)) in enumerate(zip(axes, panels.items(), strict=False)):
        depths.append(f"{label} {decimal(_draw_event(panel, gaps[gaps['months_since'] <= MONTHS_SHOWN]), 3)}")
        panel.set_title("\n".join(in_lines(label, LETTERS)))
        if place == 0:
            panel.legend(loc="upper right")
    figure.supxlabel(tr("months since the event"), fontsize=9)
    figure.supylabel(tr("damage to relations (R)"), fontsize=9)
    return Picture(
        "gaps-shared",
        tr("Damage to relations by events that many pairs of states share"),
        tr(
            "Gap between the same world without and with the dispute: thin lines, mean over replicates of each pair of "
            "states, with ties; thick lines, the median of the pairs, with ties and without. Where one hides the "
            "other, they coincide. The lines show how pairs differ, not how sure the mean of a pair is; for that see "
            "the table."
        ),
        tr("{n} line charts over {months_shown} months. Greatest median damage: {names}.").format(
            n=len(panels), months_shown=MONTHS_SHOWN, names=tr(", ").join(depths)
        ),
        figure,
    )


def _draw_event(axes: Axes, gaps: pd.DataFrame) -> float:
    """Draw one event; return the greatest damage of its median lines."""
    zero_line(axes)
    for _, pair in gaps.groupby("dyad"):
        axes.plot(pair["months_since"], pair["gap_with_ties"], color=GREY, linewidth=0.7, alpha=0.6)
    middle = gaps.groupby("months_since")[["gap_with_ties", "gap_without_ties"]].median()
    for arm, colour, width, dashes in (
        ("without_ties", WITHOUT_TIES, 2.8, "-"),
        ("with_ties", WITH_TIES, 1.6, (0, (4, 2))),
    ):
        if middle[f"gap_{arm}"].notna().any():
            words = tr("{arm}, median of the pairs").format(arm=tr(arm.replace("_", " ")))
            axes.plot(middle.index, middle[f"gap_{arm}"], color=colour, linewidth=width, linestyle=dashes, label=words)
    axes.set_xlim(0, MONTHS_SHOWN)
    axes.set_xticks(range(0, MONTHS_SHOWN + 1, 12))
    axes.tick_params(labelbottom=True)
    return float(middle.max().max())
