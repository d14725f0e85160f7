"""The look of all figures: colours that every eye tells apart, plain axes, files that are the same to the byte."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from cityties.figures.arrangement import arrange
from cityties.figures.fonts import PLAIN, families
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.tables.language import tr

# The hues of Okabe and Ito 2008, "Color universal design", the light ones darkened until they stand out from white
# paper (contrast of 3 or more) and, turned over on a dark page, from black. Their lightness is about the same, so that
# grey print does not tell them apart: what must be told apart has a line style, a marker or a hatch as well.
ORANGE, SKY, GREEN, YELLOW = "#B26A00", "#2E8BC0", "#00805F", "#8C7A00"
BLUE, VERMILION, PURPLE, BLACK = "#0072B2", "#D55E00", "#A8559A", "#000000"
GREY, PALE, INK = "#767676", "#D9D9D9", "#222222"
WITH_TIES, WITHOUT_TIES = BLUE, ORANGE
NATION_COLOURS = (VERMILION, SKY, GREEN, PURPLE, YELLOW, ORANGE, BLUE)
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1, 1.2)), (0, (4, 1.2, 1, 1.2)), (0, (8, 2)), (0, (2.5, 1)))
HATCHES = ("", "////", "..", "xxxx", "----", "++++", "oo")
MARKERS = ("o", "s", "^", "D", "v", "P")
SERIES_COLOURS = (BLACK, VERMILION, GREEN, PURPLE, BLUE, ORANGE)
DOTS_PER_INCH = 150
COMPRESSION = 3
LARGE_SVG = 1_000_000
"""Bytes of an SVG from which on a page shows a PNG, if that is smaller."""

LOOK: Any = {
    "font.family": PLAIN,
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titley": 1.0,  # where it would be found to belong, at a tenth of the time of drawing
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
    "text.parse_math": False,
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
    with mpl.rc_context(LOOK | {"font.family": families()}):
        yield


def rendered(figure: Figure) -> dict[str, bytes]:
    """Return a figure as ``svg`` bytes, and as ``png`` too where the former are many, as of thousands of lines.

    They depend on nothing but the figure. Drawing takes most of the end of a run, so no format is drawn that no page
    shows; ``cityties figures`` and :meth:`plot` draw others on demand.
    """
    arrange(figure)
    svg = drawn_as(figure, "svg")
    return {"svg": svg} if len(svg) <= LARGE_SVG else {"svg": svg, "png": drawn_as(figure, "png")}


def drawn_as(figure: Figure, kind: str) -> bytes:
    """Return an arranged figure in one of the formats that matplotlib can write."""
    metadata: dict[str, dict[str, str | None]] = {
        "svg": {"Date": None, "Creator": "CityTies"},
        "png": {"Software": None},
        "pdf": {"CreationDate": None, "Creator": "CityTies"},
    }
    buffer = BytesIO()
    fast: dict[str, Any] = {"pil_kwargs": {"compress_level": COMPRESSION}} if kind == "png" else {}
    figure.savefig(buffer, format=kind, dpi=DOTS_PER_INCH, metadata=metadata.get(kind), **fast)
    return buffer.getvalue()


def decimal(value: float, digits: int) -> str:
    """Print a number to ``digits`` decimals, without the minus sign of a negative zero."""
    return f"{round(float(value), digits) + 0.0:.{digits}f}"


def years(months: Any) -> Any:
    """Turn month numbers into decimal years, the unit of long time axes."""
    return months / MONTHS_PER_YEAR


def year_axis(axes: Axes, most: int = 8) -> None:
    """Mark whole years, at most so many."""
    axes.xaxis.set_major_locator(MaxNLocator(most, integer=True, steps=[1, 2, 5, 10]))


def per_cent(axis: Axis) -> None:
    """Write the shares of an axis as texts do, such as ``41 %``."""
    axis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol="\N{NO-BREAK SPACE}%"))


def mark_future(axes: Axes, month: int | None) -> None:
    """Shade the years after ``month``, the last one that the tables of the world know of; None shades nothing."""
    if month is not None:
        first, last = axes.get_xlim()
        axes.axvspan(min(years(month + 1), last), last, color=PALE, alpha=0.45, linewidth=0, zorder=0.2)
        axes.set_xlim(first, last)


def future_words(month: int | None) -> str:
    """Return the sentence of a caption that says what is shaded."""
    return "" if month is None else tr(" Shaded: after the last month that the world's tables know.")


def zero_line(axes: Axes) -> None:
    """Mark zero, the value at which nothing is gained or lost."""
    axes.axhline(0.0, color=GREY, linewidth=0.8, zorder=0.5)


def grid(n_panels: int, columns: int, width: float, row_height: float) -> tuple[Figure, list[Axes]]:
    """Lay out panels on common axes in rows of ``columns``, in inches; panels left over are not drawn."""
    columns = min(columns, n_panels)
    rows = -(-n_panels // columns)
    figure = Figure(figsize=(width, 0.3 + rows * row_height))
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel().tolist()
    for place, unused in enumerate(axes[n_panels:], n_panels):
        unused.remove()
        axes[place - columns].tick_params(labelbottom=True)
    return figure, axes[:n_panels]


def marks(series: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return a marker and a colour for each recorded series, the same for the same set of names."""
    names = sorted(set(series))
    return {
        name: (MARKERS[place % len(MARKERS)], SERIES_COLOURS[place % len(SERIES_COLOURS)])
        for place, name in enumerate(names)
    }


def legend_below(figure: Figure, panels: list[Axes], columns: int = 6) -> None:
    """Put one legend for all panels below them, each label once, in so many columns at most."""
    found: dict[str, Artist] = {}
    for panel in panels:
        handles, labels = panel.get_legend_handles_labels()
        found |= {label: handle for handle, label in zip(handles, labels, strict=True) if label not in found}
    figure.legend(list(found.values()), list(found), loc="outside lower center", ncols=min(len(found), columns))
