"""Axes of sweeps: keys of any length, numbers even or in proportion, switches and choices as words."""

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.factors import Kind
from cityties.analysis.swept import Axis
from cityties.analysis.swept_outcomes import ShownOutcome
from cityties.figures.style import GREY, PALE
from cityties.kernel.state import FloatArray
from cityties.tables.language import in_words, shown_key

LINE, MOST_TICKS, ROOM = 40, 8, 0.5
STEPS = ((1.3, (1.0, 2.0, 5.0)), (2.6, (1.0, 3.0)), (np.inf, (1.0,)))
"""Which numbers of a decade are marked on a logarithmic axis of up to so many decades."""


def key_text(key: str, line: int = LINE) -> str:
    """Return a key in lines that fit an axis, broken behind dots and underscores where it has no spaces."""
    spaced = shown_key(key).replace(".", ".\N{ZERO WIDTH SPACE}").replace("_", "_\N{ZERO WIDTH SPACE}")
    parts, lines = spaced.replace(" ", " \N{ZERO WIDTH SPACE}").split("\N{ZERO WIDTH SPACE}"), [""]
    for part in parts:
        if lines[-1] and len(lines[-1] + part.rstrip()) > line:
            lines.append("")
        lines[-1] += part
    return "\n".join(one.strip() for one in lines)


def positions(axis: Axis) -> FloatArray:
    """Return where the values of an axis stand: numbers at their value, others one beside the other."""
    if axis.factor.kind is Kind.NUMBER:
        return np.array(axis.factor.levels, dtype=np.float64)
    return np.arange(axis.n, dtype=np.float64)


def scale_across(axes: Axes, axis: Axis, width: int = 12) -> None:
    """Scale the horizontal axis of a panel for a swept key, and mark its values where there are few."""
    at = positions(axis)
    if axis.factor.is_log:
        axes.set_xscale("log")
        decades = float(np.log10(at[-1] / at[0]))
        axes.xaxis.set_major_locator(LogLocator(subs=next(marked for most, marked in STEPS if decades <= most)))
        axes.xaxis.set_minor_locator(NullLocator())
    is_number = axis.factor.kind is Kind.NUMBER
    if is_number and (axis.n > MOST_TICKS or (not axis.factor.is_log and _crowded(at))):
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    else:
        words = ["\n".join(wrap(in_words(tick), width, break_long_words=False)) for tick in axis.ticks]
        axes.set_xticks(at, words, fontsize=(7 if width > 10 else 6) if not is_number and axis.n > 2 else None)
    if not is_number:
        axes.set_xlim(-ROOM, axis.n - 1 + ROOM)


def _crowded(at: FloatArray) -> bool:
    return bool(np.diff(at).min() < 0.06 * (at[-1] - at[0]))


def mark_outcome(axes: Axes, outcome: ShownOutcome, values: Sequence[float]) -> None:
    """Mark zero, and for a buffer index the band that is not worth the name."""
    if outcome.of:
        axes.axhspan(-THRESHOLD, THRESHOLD, color=PALE, alpha=0.6, linewidth=0, zorder=0.1)
    known = np.array([value for value in values if np.isfinite(value)])
    if outcome.of or (len(known) and known.min() < 0.0 < known.max()):
        axes.axhline(0.0, color=GREY, linewidth=0.8, zorder=0.5)
