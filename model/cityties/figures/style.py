"""The look of all figures: colours that every eye can tell apart, plain axes, and files that are the same to the byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.months import MONTHS_PER_YEAR

# Okabe and Ito 2008, "Color universal design".
ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILION, PURPLE, BLACK = "#0072B2", "#D55E00", "#CC79A7", "#000000"
GREY, PALE, INK = "#8A8A8A", "#D9D9D9", "#222222"
WITH_TIES, WITHOUT_TIES = BLUE, ORANGE
NATION_COLOURS = (VERMILION, SKY, GREEN, PURPLE, YELLOW, ORANGE, BLUE)
MARKERS = ("o", "s", "^", "D", "v", "P")
SERIES_COLOURS = (BLACK, VERMILION, GREEN, PURPLE, BLUE, ORANGE)
DOTS_PER_INCH = 150

LOOK: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": 9.0,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "path.simplify": True,
    "svg.fonttype": "path",
    "svg.hashsalt": "cityties",
    "figure.facecolor": "white",
}


@dataclass(frozen=True)
class Picture:
    """A figure with what a reader, or a listener, needs to know about it."""

    name: str
    title: str
    caption: str
    alt: str
    figure: Figure


@contextmanager
def look() -> Iterator[None]:
    """Draw and save in the look of CityTies; whatever the caller had set is restored."""
    with mpl.rc_context(LOOK):
        yield


def rendered(figure: Figure) -> dict[str, bytes]:
    """Return a figure as ``svg`` and ``png`` bytes that depend on nothing but the figure.

    Panels are laid out once for both, which halves the time.
    """
    arrange(figure)
    figure.set_layout_engine("none")
    metadata: dict[str, dict[str, str | None]] = {
        "svg": {"Date": None, "Creator": "CityTies"},
        "png": {"Software": None},
    }
    files = {}
    for kind, said in metadata.items():
        buffer = BytesIO()
        figure.savefig(buffer, format=kind, dpi=DOTS_PER_INCH, metadata=said)
        files[kind] = buffer.getvalue()
    return files


def arrange(figure: Figure) -> None:
    """Give every panel its final place, as drawing would do first."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)


def years(months: Any) -> Any:
    """Turn month numbers into decimal years, the unit of long time axes."""
    return months / MONTHS_PER_YEAR


def zero_line(axes: Axes) -> None:
    """Mark zero, the value at which nothing is gained or lost."""
    axes.axhline(0.0, color=GREY, linewidth=0.8, zorder=0.5)


def grid(n_panels: int, columns: int, width: float, row_height: float) -> tuple[Figure, list[Axes]]:
    """Lay out panels on common axes in rows of ``columns``, in inches; panels left over are not drawn."""
    columns = min(columns, n_panels)
    rows = -(-n_panels // columns)
    figure = Figure(figsize=(width, 0.3 + rows * row_height), layout="constrained")
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel().tolist()
    for place, unused in enumerate(axes[n_panels:], n_panels):
        unused.remove()
        axes[place - columns].tick_params(labelbottom=True)
    return figure, axes[:n_panels]
