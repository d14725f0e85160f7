"""The buffer index of every crisis, with its interval, beside the band in which it is not worth the name."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from cityties.analysis.buffering import MAIN_BUFFER, THRESHOLD, THRESHOLDS
from cityties.figures.dot_rows import SHARED, draw_rows
from cityties.figures.style import BLACK, GREY, PALE, Picture, decimal
from cityties.tables.language import tr


def draw_buffering(crises: pd.DataFrame, rows: Sequence[tuple[str, Sequence[int]]]) -> Picture:
    """Draw B over 36 months; ``rows`` are the labels of the rows of the figure, each with its places in the table."""
    value, low, high = (crises[f"{MAIN_BUFFER}{end}"].to_numpy(np.float64) for end in ("", "_low", "_high"))
    figure = Figure(figsize=(7.2, 1.1 + 0.32 * len(rows)))
    axes = figure.subplots()
    axes.axvspan(-THRESHOLD, THRESHOLD, color=PALE, alpha=0.6, linewidth=0)
    for threshold in (-THRESHOLDS[2], -THRESHOLDS[0], THRESHOLDS[0], THRESHOLDS[2]):
        axes.axvline(threshold, color=GREY, linewidth=0.7, linestyle=(0, (2, 3)))
    axes.axvline(0.0, color=BLACK, linewidth=0.9)
    seen = draw_rows(axes, rows, value, low, high)
    reach = max(1.15 * float(np.nanmax(np.abs(seen), initial=0.0)), 0.14)
    axes.set_xlim(-reach, reach)
    axes.set_xlabel(tr("buffer index B over 36 months"))
    for at, across, words in (
        (-0.02, "right", tr("\N{LEFTWARDS ARROW} ties worsen")),
        (0.02, "left", tr("ties soften \N{RIGHTWARDS ARROW}")),
    ):
        axes.text(0.5 + at, 1.01, words, ha=across, va="bottom", fontsize=8.5, transform=axes.transAxes)
    inside = int((np.abs(value) <= THRESHOLD).sum())
    return Picture(
        "buffer-index",
        tr("How much of each crisis's damage ties took away"),
        tr(
            "Buffer index B = 1 \N{MINUS SIGN} loss with ties / loss without, over 36 months (or to the end of the "
            "run), with its 95 % Monte Carlo interval: over paired replicates, not over parameters. Grey band: |B| up "
            "to 0.05, no buffering worth the name, either way; dotted lines: 0.02 and 0.10."
        )
        + (tr(SHARED) if len(rows) < len(crises) else ""),
        tr(
            "Dot plot of buffer indices with intervals. Of {n}, {inside} lie within 0.05 of zero; "
            "the smallest is {decimal}, the largest {decimal_2}."
        ).format(
            n=len(crises), inside=inside, decimal=decimal(np.nanmin(value), 3), decimal_2=decimal(np.nanmax(value), 3)
        ),
        figure,
    )
