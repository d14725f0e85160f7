"""The damage of all other crises in small panels on one scale."""

import pandas as pd

from cityties.figures.gaps import MONTHS_SHOWN, draw_both
from cityties.figures.style import Picture, grid


def draw_gaps(panels: dict[str, pd.DataFrame], height: float) -> Picture:
    """Draw one panel a crisis; ``panels`` maps the title of each to its months, ``height`` is the common limit (R)."""
    figure, axes = grid(len(panels), 3, 9.6, 2.1)
    for place, (panel, (title, gaps)) in enumerate(zip(axes, panels.items(), strict=True)):
        draw_both(panel, gaps[gaps["months_since"] <= MONTHS_SHOWN])
        panel.set_title(title)
        panel.set(xlim=(0, MONTHS_SHOWN), ylim=(-0.12 * height, height))
        panel.set_xticks(range(0, MONTHS_SHOWN + 1, 12))
        if place == 0:
            panel.legend(loc="upper right")
    figure.supxlabel("months since the crisis began", fontsize=9)
    figure.supylabel("damage to relations (R)", fontsize=9)
    return Picture(
        "gaps-others",
        "Damage to relations in the other crises",
        "Gap between the same world without and with the crisis: mean over replicates and its 95 % band, with ties and "
        "without. Green: ties take damage away; purple: they add to it. Where one line hides the other, they coincide.",
        f"{len(panels)} small line charts of the damage to relations over {MONTHS_SHOWN} months, with and without ties: "
        + ", ".join(panels)
        + ".",
        figure,
    )
