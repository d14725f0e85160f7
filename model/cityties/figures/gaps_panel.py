"""The damage of several crises, or of one crisis in several dyads, in small panels on one scale."""

import pandas as pd

from cityties.figures.case_names import panel_title
from cityties.figures.gaps import MONTHS_SHOWN, damage_limits, draw_both
from cityties.figures.style import Picture, decimal, grid
from cityties.tables.language import tr


def draw_gaps(name: str, title: str, panels: dict[str, pd.DataFrame], height: float) -> Picture:
    """Draw one panel a crisis or dyad.

    ``panels`` maps titles to months; ``height`` is the common limit (R), which only a band may pass.
    """
    figure, axes = grid(len(panels), 3, 9.6, 2.1)
    limits = damage_limits(pd.concat(panels.values()), height)
    # once for all panels, whose axes are common, and before anything is drawn that would ask how far they go
    axes[0].set(xlim=(0, MONTHS_SHOWN), ylim=limits)
    axes[0].set_xticks(range(0, MONTHS_SHOWN + 1, 12))
    for place, (panel, (label, gaps)) in enumerate(zip(axes, panels.items(), strict=True)):
        draw_both(panel, gaps[gaps["months_since"] <= MONTHS_SHOWN])
        panel.set_title(panel_title(label))
        if place == 0:
            panel.legend(loc="upper right")
    figure.supxlabel(tr("months since the crisis began"), fontsize=9)
    figure.supylabel(tr("damage to relations (R)"), fontsize=9)
    shown = ("gap_with_ties", "gap_without_ties")
    depths = (f"{label} {decimal(gaps[list(shown)].max().max(), 3)}" for label, gaps in panels.items())
    return Picture(
        name,
        title,
        tr(
            "Gap between the same world without and with the crisis: mean over replicates and its 95 % band, with ties "
            "and without. Green: ties take damage away; purple: they add to it. Where one line hides the other, they "
            "coincide."
        ),
        tr(
            "{n} small line charts of the damage to relations over {months_shown} months, with and "
            "without ties. Greatest mean damage: {names}."
        ).format(n=len(panels), months_shown=MONTHS_SHOWN, names=tr(", ").join(depths)),
        figure,
    )
