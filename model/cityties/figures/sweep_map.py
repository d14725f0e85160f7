"""An outcome over two swept keys: a cell for each pair of values, with its number, its sign and what is certain."""

from collections.abc import Iterator, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, TwoSlopeNorm
from matplotlib.figure import Figure

from cityties.analysis.comparison import Comparison
from cityties.analysis.swept import Axis, SweptScenario
from cityties.analysis.swept_outcomes import Place, ShownOutcome, censored_words, estimate, meaning_of, places_of
from cityties.figures.case_names import panel_title
from cityties.figures.style import BLACK, PALE, Picture
from cityties.figures.sweep_axes import key_text
from cityties.kernel.state import FloatArray
from cityties.scenario.design import AS_WRITTEN
from cityties.tables.language import capital, in_words, shown_key, tr

MOST_PANELS, MOST_NUMBERS, MOST_LABELS = 6, 12, 12
CELL, LEAST_WIDTH, MOST_WIDTH, ACROSS = 0.52, 3.4, 7.4, 2
DARK, LEAST_SPAN = 0.45, 0.02


def draw_map(
    comparison: Comparison, swept: SweptScenario, outcome: ShownOutcome, ending: str, _keys: Sequence[str] = ()
) -> Iterator[Picture]:
    """Draw one map for each crisis and arm, all of one scale."""
    across, up = sorted(swept.axes, key=lambda axis: -axis.n)
    numbers = [number for found in swept.places.values() for number in found.values()]
    panels = [(arm, place) for place in places_of(comparison, outcome, numbers) for arm in swept.places][:MOST_PANELS]
    if not panels:
        return
    values = [_values(comparison, swept, (across, up), outcome, *panel) for panel in panels]
    wide = min(max(CELL * across.n + 1.2, LEAST_WIDTH), MOST_WIDTH)
    columns = min(ACROSS if 2 * wide <= 1.4 * MOST_WIDTH else 1, len(panels))
    rows = -(-len(panels) // columns)
    figure = Figure(figsize=(wide * columns, rows * (min(max(0.38 * up.n, 1.1), 5.0) + 1.1)))
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    norm, colours = _scale([one[0] for one in values])
    for panel, (arm, place), found in zip(grid, panels, values, strict=False):
        _panel(panel, found, (across, up), norm, colours)
        panel.set_title(panel_title(comparison.crisis_name(*place) + _arm(swept, arm)))
    for unused in grid[len(panels) :]:
        unused.remove()
    shade = mpl.cm.ScalarMappable(norm, colours)
    figure.colorbar(shade, ax=list(grid[: len(panels)]), label=outcome.label, shrink=0.8, fraction=0.05)
    yield Picture(
        f"sweep-{outcome.name}{ending}",
        tr("{outcome} over {across} and {up}").format(
            outcome=capital(outcome.title), across=shown_key(across.title), up=shown_key(up.title)
        ),
        _caption(outcome, across, up, isinstance(norm, TwoSlopeNorm))
        + censored_words([comparison.cases[number] for number in numbers], outcome, [place for _, place in panels]),
        _alt(outcome, len(panels), (across, up), [one[0] for one in values]),
        figure,
    )


def _arm(swept: SweptScenario, arm: str) -> str:
    """Return what tells the arm of a map from others; nothing where there is one only."""
    if len(swept.places) == 1:
        return ""
    return f", {tr('as written') if arm == AS_WRITTEN else tr(arm.replace('_', ' '))}"


def _alt(outcome: ShownOutcome, n: int, axes: tuple[Axis, Axis], values: Sequence[FloatArray]) -> str:
    text = tr("{n} maps of {title}, {across} by {up} cells; values from {low:.3f} to {high:.3f}.")
    ends = {"low": np.nanmin(values), "high": np.nanmax(values)}
    return text.format(n=n, title=outcome.title, across=axes[0].n, up=axes[1].n, **ends)


def _values(
    comparison: Comparison, swept: SweptScenario, axes: tuple[Axis, Axis], outcome: ShownOutcome, arm: str, place: Place
) -> FloatArray:
    """Return estimates and both ends of their intervals (3, values up, values across)."""
    across, up = axes
    order = [swept.axes.index(axis) for axis in axes]
    found = np.full((3, up.n, across.n), np.nan)
    for where, number in swept.places[arm].items():
        found[:, where[order[1]], where[order[0]]] = estimate(comparison.cases[number], outcome, place)
    return found


def _scale(maps: Sequence[FloatArray]) -> tuple[Normalize, mpl.colors.Colormap]:
    """Return one scale for all maps: about zero where values have both signs, else from the least to the greatest."""
    known = np.concatenate([one[np.isfinite(one)] for one in maps])
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if low < 0.0 < high:
        reach = max(-low, high, LEAST_SPAN)
        return TwoSlopeNorm(0.0, -reach, reach), mpl.colormaps["PuOr"]
    if high <= 0.0:
        return Normalize(low, high if high > low else low + LEAST_SPAN), mpl.colormaps["Oranges_r"]
    return Normalize(low, high if high > low else low + LEAST_SPAN), mpl.colormaps["Purples"]


def _panel(
    panel: Axes, found: FloatArray, axes: tuple[Axis, Axis], norm: Normalize, colours: mpl.colors.Colormap
) -> None:
    across, up = axes
    value, low, high = found
    panel.set_facecolor(PALE)
    panel.imshow(value, origin="lower", aspect="auto", norm=norm, cmap=colours)
    clear = (low > 0.0) | (high < 0.0)
    if across.n <= MOST_NUMBERS:
        for row, column in np.ndindex(value.shape):
            if np.isfinite(value[row, column]):
                _number(panel, row, column, float(value[row, column]), bool(clear[row, column]), norm, colours)
    else:
        if np.nanmin(value) < 0.0 < np.nanmax(value):
            panel.contour(value, levels=[0.0], colors=[BLACK], linewidths=1.2)
        open_rows, open_columns = np.nonzero(np.isfinite(value) & ~clear)
        panel.plot(open_columns, open_rows, ".", color=BLACK, markersize=1.5)
    _ticks(panel, across, up)


def _number(
    panel: Axes, row: int, column: int, value: float, clear: bool, norm: Normalize, colours: mpl.colors.Colormap
) -> None:
    """Write a number into its cell: with its sign, bold where it is certain, in brackets where it is not."""
    red, green, blue, _ = colours(norm(value))
    ink = "white" if 0.299 * red + 0.587 * green + 0.114 * blue < DARK else BLACK
    text = (
        f"{value:+.2f}".replace("-", "\N{MINUS SIGN}") if norm.vmin is not None and norm.vmin < 0.0 else f"{value:.3g}"
    )
    weight = "bold" if clear else "normal"
    panel.text(
        column, row, text if clear else f"({text})", ha="center", va="center", fontsize=7, color=ink, weight=weight
    )


def _ticks(panel: Axes, across: Axis, up: Axis) -> None:
    for axis, set_ticks in ((across, panel.set_xticks), (up, panel.set_yticks)):
        step = -(-axis.n // MOST_LABELS)
        set_ticks(range(0, axis.n, step), [in_words(tick) for tick in axis.ticks[::step]])
    panel.set_xlabel(key_text(across.title))
    panel.set_ylabel(key_text(up.title, 22))
    panel.tick_params(length=0)


def _caption(outcome: ShownOutcome, across: Axis, up: Axis, has_signs: bool) -> str:
    what = meaning_of(outcome)
    certain = ""
    if across.n <= MOST_NUMBERS and (has_signs or outcome.of):
        certain = tr(" Bold: the 95 % Monte Carlo interval leaves out 0; in brackets: it does not.")
    elif has_signs:
        certain = tr(" Dots: the 95 % Monte Carlo interval holds 0; line: where the sign changes.")
    empty = tr(" Grey cells: no downturn to buffer.") if outcome.of else ""
    return tr("{what}, one cell for each pair of values.{certain}{empty}").format(
        what=capital(what), certain=certain, empty=empty
    )
