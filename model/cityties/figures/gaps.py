"""The damage a crisis does, month by month, with ties and without, and who gains between the two."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.figures.style import GREEN, INK, PURPLE, WITH_TIES, WITHOUT_TIES, Picture, decimal, zero_line
from cityties.tables.language import listing, msg, tr

MONTHS_SHOWN = MAIN_MONTHS
LEAST_HEIGHT = 0.05
BOTH = msg("Above: mean damage in both arms. Below: damage without ties less damage with ties, enlarged.")
ONE = msg("Mean damage in the one arm that was run.")
BANDS = msg(" Bands: 95 % interval of the mean, often narrower than the lines.")


def gap_limits(gaps: pd.DataFrame) -> tuple[float, float]:
    """Return common limits for gaps and for what ties save, so that crises can be compared by eye."""
    shown = gaps[gaps["months_since"] <= MONTHS_SHOWN]
    both = shown[["gap_with_ties", "gap_without_ties"]].abs().max().max()
    saved = shown[["saved", "saved_low", "saved_high"]].abs().max().max()
    return 1.1 * max(float(np.nan_to_num(both)), LEAST_HEIGHT), 1.15 * max(
        float(np.nan_to_num(saved)), LEAST_HEIGHT / 5
    )


def damage_limits(gaps: pd.DataFrame, height: float) -> tuple[float, float]:
    """Return limits for damage (R) up to ``height`` and a little below zero, and farther where a band goes farther."""
    bands = gaps.loc[gaps["months_since"] <= MONTHS_SHOWN].filter(regex="^gap_.*_(low|high)$")
    lowest, highest = float(np.nan_to_num(bands.min().min())), float(np.nan_to_num(bands.max().max()))
    return min(-0.12 * height, 1.05 * lowest), max(height, 1.05 * highest)


def draw_gap(name: str, title: str, gaps: pd.DataFrame, limits: tuple[float, float]) -> Picture:
    """Draw one crisis of one dyad: both gaps above, their difference, enlarged, below."""
    gaps = gaps[gaps["months_since"] <= MONTHS_SHOWN]
    both = bool(gaps["saved"].notna().all())
    figure = Figure(figsize=(5.6, 4.3 if both else 3.0))
    panels = figure.subplots(2 if both else 1, 1, sharex=True, height_ratios=(2.2, 1) if both else (1,), squeeze=False)
    upper = panels[0, 0]
    upper.set(xlim=(0, MONTHS_SHOWN), ylim=damage_limits(gaps, limits[0]))
    upper.set_xticks(range(0, MONTHS_SHOWN + 1, 6))
    draw_both(upper, gaps)
    upper.set_ylabel(tr("damage to relations (R)"))
    upper.legend(loc="upper right")
    if both:
        draw_saved(panels[1, 0], gaps, limits[1])
        panels[1, 0].set_ylabel(tr("saved by ties"))
        for height, words, colour in ((0.9, tr("ties take damage away"), GREEN), (0.1, tr("ties add to it"), PURPLE)):
            panels[1, 0].text(
                0.99, height, words, color=colour, ha="right", va="center", transform=panels[1, 0].transAxes
            )
    panels[-1, 0].set_xlabel(tr("months since the crisis began"))
    caption = tr(BOTH if both else ONE) + (tr(BANDS) if gaps.filter(like="_low").notna().any().any() else "")
    return Picture(name, title, caption, _alt(gaps, both), figure)


def draw_both(axes: Axes, gaps: pd.DataFrame) -> None:
    """Draw the gaps of the arms that were run, with 95 % bands of the mean, and shade the area between them."""
    month = gaps["months_since"].to_numpy(np.float64)
    on, off = (gaps[f"gap_{arm}"].to_numpy(np.float64) for arm in ("with_ties", "without_ties"))
    zero_line(axes)
    axes.fill_between(
        month, on, off, where=(off >= on).tolist(), color=GREEN, alpha=0.45, linewidth=0, interpolate=True
    )
    axes.fill_between(
        month, on, off, where=(off < on).tolist(), color=PURPLE, alpha=0.45, linewidth=0, interpolate=True
    )
    drawn = (("without_ties", off, WITHOUT_TIES, 2.6, "-"), ("with_ties", on, WITH_TIES, 1.4, (0, (4, 2))))
    for arm, values, colour, width, dashes in drawn:
        if not np.isnan(values).all():
            label = tr(arm.replace("_", " "))
            axes.plot(month, values, color=colour, linewidth=width, linestyle=dashes, label=label)
            low, high = (gaps[f"gap_{arm}_{end}"].to_numpy(np.float64) for end in ("low", "high"))
            axes.fill_between(month, low, high, color=colour, alpha=0.25, linewidth=0)


def draw_saved(axes: Axes, gaps: pd.DataFrame, height: float) -> None:
    """Draw the gap without ties less the gap with ties, on a scale of its own."""
    month, saved = gaps["months_since"].to_numpy(np.float64), gaps["saved"].to_numpy(np.float64)
    axes.set_ylim(-height, height)
    zero_line(axes)
    axes.fill_between(
        month, saved, 0, where=(saved >= 0).tolist(), color=GREEN, alpha=0.45, linewidth=0, interpolate=True
    )
    axes.fill_between(
        month, saved, 0, where=(saved < 0).tolist(), color=PURPLE, alpha=0.45, linewidth=0, interpolate=True
    )
    low, high = gaps["saved_low"].to_numpy(np.float64), gaps["saved_high"].to_numpy(np.float64)
    axes.fill_between(month, low, high, color=INK, alpha=0.3, linewidth=0)
    axes.plot(month, saved, color=INK, linewidth=1.0)


def _alt(gaps: pd.DataFrame, both: bool) -> str:
    arms = ("with_ties", "without_ties")
    depths = [
        f"{decimal(gaps[f'gap_{arm}'].max(), 3)} {tr(arm.replace('_', ' '))}"
        for arm in arms
        if gaps[f"gap_{arm}"].notna().any()
    ]
    text = tr("Line chart of the damage to relations over {n} months. ").format(n=len(gaps) - 1)
    text += tr("Greatest mean damage: {names}.").format(names=listing(depths))
    return text if both else text + tr(" Only this arm was run.")
