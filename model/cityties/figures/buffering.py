"""The buffer index of every crisis, with its interval, beside the band in which it is not worth the name."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from cityties.analysis.buffering import MAIN_BUFFER, THRESHOLD, THRESHOLDS
from cityties.figures.style import BLACK, BLUE, GREY, PALE, Picture, decimal


def draw_buffering(crises: pd.DataFrame, labels: list[str]) -> Picture:
    """Draw B over 36 months, one row a crisis in the order of the table; ``labels`` names the rows."""
    value, low, high = (crises[f"{MAIN_BUFFER}{end}"].to_numpy(np.float64) for end in ("", "_low", "_high"))
    figure = Figure(figsize=(7.2, 1.1 + 0.32 * len(crises)))
    axes = figure.subplots()
    axes.axvspan(-THRESHOLD, THRESHOLD, color=PALE, alpha=0.6, linewidth=0)
    for threshold in (-THRESHOLDS[2], -THRESHOLDS[0], THRESHOLDS[0], THRESHOLDS[2]):
        axes.axvline(threshold, color=GREY, linewidth=0.7, linestyle=(0, (2, 3)))
    axes.axvline(0.0, color=BLACK, linewidth=0.9)
    rows = np.arange(len(crises))[::-1]
    spread = np.nan_to_num(np.vstack([value - low, high - value]))
    axes.errorbar(value, rows, xerr=spread, fmt="o", color=BLUE, markersize=5, elinewidth=2.2)
    reach = max(1.15 * float(np.nanmax(np.abs(np.concatenate([value, low, high])), initial=0.0)), 0.14)
    axes.set(xlim=(-reach, reach), ylim=(-0.7, len(crises) - 0.3))
    axes.set_yticks(rows, labels)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("buffer index B over 36 months")
    for at, across, words in (
        (-0.02, "right", "\N{LEFTWARDS ARROW} ties worsen"),
        (0.02, "left", "ties soften \N{RIGHTWARDS ARROW}"),
    ):
        axes.text(0.5 + at, 1.01, words, ha=across, va="bottom", fontsize=8.5, transform=axes.transAxes)
    inside = int((np.abs(value) <= THRESHOLD).sum())
    return Picture(
        "buffer-index",
        "How much of each crisis's damage ties took away",
        "Buffer index B = 1 \N{MINUS SIGN} loss with ties / loss without, over 36 months (or to the end of the "
        "run), with its 95 % Monte Carlo interval: over paired replicates, not over parameters. Grey band: |B| up to "
        "0.05, no buffering worth the name, either way; dotted lines: 0.02 and 0.10.",
        f"Dot plot of buffer indices with intervals. Of {len(crises)}, {inside} lie within 0.05 of zero; "
        f"the smallest is {decimal(np.nanmin(value), 3)}, the largest {decimal(np.nanmax(value), 3)}.",
        figure,
    )
