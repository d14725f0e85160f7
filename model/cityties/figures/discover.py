"""The figures of a discovery: the draws in the plane of the two keys that part them most, and the regret of levers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cityties.analysis.counts import in_percent
from cityties.calibration.discovery.levers import NONE
from cityties.calibration.discovery.tables import KINDS, WORDS
from cityties.figures.declared import DeclaredFigure
from cityties.figures.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, Picture, legend_below
from cityties.kernel.state import FloatArray, IntArray
from cityties.tables.language import shown_key, tr

COLOURS: Final = {"buffer": GREEN, "neither": GREY, "harm": PURPLE}
MARKS: Final = {"buffer": "^", "neither": ".", "harm": "v"}
DASHED: Final = {"buffer": "-", "neither": (0, (1, 1.2)), "harm": (0, (5, 1.5))}
PER_LINE: Final = 0.32
WIDE: Final = 30.0
"""Ratio of the 95 % to the 5 % quantile of positive values from which on an axis is logarithmic."""


@dataclass(frozen=True)
class DiscoverSource:
    """What the figures are drawn from: tables, the draws (draws, keys) with their kinds, and the names of the keys."""

    boxes: pd.DataFrame
    regret: pd.DataFrame
    values: FloatArray
    kind: IntArray
    keys: tuple[str, ...]


def leading_keys(boxes: pd.DataFrame) -> list[str]:
    """Return the two keys (fewer if there are not) on which the first boxes that hold rest most, by how often found."""
    rows = boxes[boxes["holds"].astype(bool) & (boxes["box"] == 1) & (boxes["kind"] != "neither")]
    if rows.empty:
        rows = boxes[boxes["holds"].astype(bool) & (boxes["box"] == 1)]
    total = rows.groupby("key", sort=False)["again"].sum().sort_values(ascending=False, kind="stable")
    return [str(key) for key in total.index[:2]]


def lever_words(name: object) -> str:
    """Return what a lever is called."""
    return tr("no lever") if name == NONE else tr(str(name))


def draw_boxes(source: DiscoverSource) -> Iterator[Picture]:
    """Draw every draw in the plane of the two leading keys, and in it the limits of the boxes that hold."""
    names = leading_keys(source.boxes)
    if len(names) < 2:
        return
    x, y = (source.values[:, source.keys.index(name)] for name in names)
    figure = Figure(figsize=(7.4, 5.0))
    axes = figure.subplots()
    for place in (1, 0, 2):  # neither first, under the others
        mine, name = source.kind == place, KINDS[place]
        axes.plot(
            x[mine], y[mine], MARKS[name], color=COLOURS[name], alpha=0.6, markersize=5.0 if name != "neither" else 3.5,
            markeredgewidth=0.0, label=f"{tr(WORDS[name])} ({in_percent(mine.mean())})",
        )  # fmt: skip
    ends = [_scaled(axes, "x", x), _scaled(axes, "y", y)]
    shown = []
    for name in KINDS:
        rows = source.boxes[(source.boxes["kind"] == name) & (source.boxes["box"] == 1)]
        if rows["holds"].astype(bool).any() and set(rows["key"]) & set(names):
            _frame(axes, rows, names, ends, name)
            shown.append(tr(WORDS[name]))
    axes.set_xlabel(shown_key(names[0]))
    axes.set_ylabel(shown_key(names[1]))
    legend_below(figure, [axes], 3)
    yield Picture(
        "discover-boxes",
        tr("Where ties soften, and where they harm"),
        tr(
            "A point a draw of the priors, in the plane of the two settings on which the boxes rest "
            "most. Frames: limits of the first boxes ({names}) in these two settings; a box may "
            "limit others too, so that not all points in a frame lie in its box."
        ).format(names=tr("; ").join(shown)),
        tr("Scatter of {n:,} draws by {names} and {names_2}, with {n_shown} frames.").format(
            n=len(x), names=shown_key(names[0]), names_2=shown_key(names[1]), n_shown=len(shown)
        ),
        figure,
    )


def _scaled(axes: Axes, which: str, values: FloatArray) -> tuple[float, float]:
    """Give an axis its limits, on a logarithmic scale where values span much; return them."""
    low, high = np.quantile(values, (0.05, 0.95))
    if values.min() > 0.0 and high / low > WIDE:
        getattr(axes, f"set_{which}scale")("log")
        ends = float(values.min() / 1.1), float(values.max() * 1.1)
    else:
        room = 0.02 * float(np.ptp(values))
        ends = float(values.min() - room), float(values.max() + room)
    getattr(axes, f"set_{which}lim")(*ends)
    return ends


def _frame(axes: Axes, rows: pd.DataFrame, names: list[str], ends: list[tuple[float, float]], kind: str) -> None:
    corners = []
    for name, (first, last) in zip(names, ends, strict=True):
        mine = rows[rows["key"] == name].set_index("side")["limit"]
        corners.append((float(mine.get("above", first)), float(mine.get("below", last))))
    (left, right), (bottom, top) = corners
    axes.add_patch(
        Rectangle(
            (left, bottom), right - left, top - bottom, fill=False, linewidth=2.0,
            edgecolor=COLOURS[kind], linestyle=DASHED[kind],
        )
    )  # fmt: skip


def draw_regret(source: DiscoverSource) -> Iterator[Picture]:
    """Draw the regret of every lever in the mean and at worst; the one that one would regret least stands on top."""
    rows = source.regret.sort_values("mean_regret", ascending=False, kind="stable")
    figure = Figure(figsize=(8.2, 1.2 + PER_LINE * len(rows)))
    axes = figure.subplots()
    place = np.arange(len(rows), dtype=float)
    axes.hlines(place, rows["mean_regret"], rows["regret_p95"], color=GREY, linewidth=1.0)
    axes.hlines(place, rows["mean_regret_low"], rows["mean_regret_high"], color=BLUE, linewidth=3.0)
    axes.plot(
        rows["mean_regret"], place, "o", color=BLUE, markersize=5.5, label=tr("mean over draws, with 95 % interval")
    )
    axes.plot(rows["regret_p95"], place, "s", color=ORANGE, markersize=5.0, label=tr("exceeded in one draw of twenty"))
    axes.set_yticks(place, [lever_words(name) for name in rows["lever"]], color=INK)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(left=0.0)
    axes.set_xlabel(tr("regret: R-months of damage more than under the best lever of the draw"))
    legend_below(figure, [axes], 2)
    best = rows.iloc[-1]
    yield Picture(
        "discover-regret",
        tr("What one would regret"),
        tr(
            "Damage that all crises together do to official relations under each lever, less that under the lever that "
            "is best in the same draw of parameters with the same random numbers."
        ),
        tr("Dot plot of {n} levers; regretted least: {lever}, {mean_regret:.2f} R-months.").format(
            n=len(rows), lever=lever_words(best["lever"]), mean_regret=best["mean_regret"]
        ),
        figure,
    )


DISCOVER_FIGURES = (
    DeclaredFigure[DiscoverSource]("boxes", draw_boxes, "boxes"),
    DeclaredFigure[DiscoverSource]("regret", draw_regret, "regret"),
)
"""The figures of the page, with their sections."""
