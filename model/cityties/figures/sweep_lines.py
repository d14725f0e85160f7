"""An outcome against a swept key: a line for each arm with its Monte Carlo intervals, a panel for each crisis."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.analysis.comparison import Comparison
from cityties.analysis.factors import Kind
from cityties.analysis.swept import Axis, SweptScenario
from cityties.analysis.swept_outcomes import Place, ShownOutcome, censored_words, estimate, meaning_of, places_of
from cityties.figures.case_names import COLOURS, marker, panel_title
from cityties.figures.style import DASHES, Picture, legend_below
from cityties.figures.sweep_axes import key_text, mark_outcome, positions, scale_across
from cityties.kernel.state import FloatArray
from cityties.scenario.design import AS_WRITTEN
from cityties.tables.language import capital, listing, shown_key, tr

WIDTH, HEIGHT, FEW, MOST_AXES = 7.4, 2.7, 12, 6
ACROSS, APART, MOST_BEYOND = 2, 0.16, 2.0


def draw_lines(
    comparison: Comparison, swept: SweptScenario, outcome: ShownOutcome, ending: str, keys: Sequence[str] = ()
) -> Iterator[Picture]:
    """Draw an outcome against its axis, crisis by crisis; of several axes against each, for the first crisis alone."""
    axes = [axis for axis in swept.axes if not keys or axis.factor.name in keys][:MOST_AXES]
    numbers = [number for found in swept.places.values() for number in found.values()]
    places = places_of(comparison, outcome, numbers)
    if not places or not axes:
        return
    alone = len(swept.axes) == 1
    panels = [(axes[0], place) for place in places] if alone else [(axis, places[0]) for axis in axes]
    figure = Figure(figsize=(WIDTH, 0.6 + HEIGHT * -(-len(panels) // ACROSS)))
    grid = figure.subplots(-(-len(panels) // ACROSS), min(ACROSS, len(panels)), squeeze=False).ravel()
    shown: list[Axes] = list(grid[: len(panels)])
    for unused in grid[len(panels) :]:
        unused.remove()
    for panel, (axis, place) in zip(shown, panels, strict=True):
        _panel(panel, comparison, swept, axis, outcome, place)
        panel.set_title(panel_title(comparison.crisis_name(*place)))
        panel.set_xlabel(key_text(axis.title))
    for panel in shown[::ACROSS]:
        panel.set_ylabel(outcome.label)
    if len(swept.places) > 1:
        legend_below(figure, shown, 3)
    yield Picture(
        f"sweep-{outcome.name}{ending}",
        tr("{outcome} against {listed}").format(
            outcome=capital(outcome.title), listed=listing([shown_key(axis.title) for axis in axes])
        ),
        _caption(outcome, alone, axes, len(swept.places), len(panels))
        + censored_words([comparison.cases[number] for number in numbers], outcome, [place for _, place in panels]),
        tr("{n} charts of {title} against {listed}.").format(
            n=len(panels), title=outcome.title, listed=listing([shown_key(axis.factor.name) for axis in axes])
        ),
        figure,
    )


def _panel(
    panel: Axes, comparison: Comparison, swept: SweptScenario, axis: Axis, outcome: ShownOutcome, place: Place
) -> None:
    at, seen, ends, number = positions(axis), list[float](), list[float](), swept.axes.index(axis)
    for row, (arm, found) in enumerate(swept.places.items()):
        rows = [(where[number], estimate(comparison.cases[case], outcome, place)) for where, case in found.items()]
        values = np.array([[np.nan] * 3 if not (here := [v for w, v in rows if w == level]) else _middle(here)
                           for level in range(axis.n)])  # fmt: skip
        shift = APART * (row - (len(swept.places) - 1) / 2) if axis.factor.kind is not Kind.NUMBER else 0.0
        name = tr("as written") if arm == AS_WRITTEN else tr(arm.replace("_", " "))
        _draw(panel, at + shift, values, row, name, axis.factor.kind is Kind.NUMBER)
        if len(swept.axes) > 1:
            for where, (value, _, _) in rows:
                panel.plot(at[where] + shift, value, ".", color=COLOURS[row % len(COLOURS)], alpha=0.45, markersize=4)
        seen += values[:, 0].tolist()
        ends += values[:, 1:].ravel().tolist()
    mark_outcome(panel, outcome, seen)
    scale_across(panel, axis)
    _limit(panel, seen, ends)


def _limit(panel: Axes, values: Sequence[float], ends: Sequence[float]) -> None:
    """Keep intervals far wider than all that the values span from flattening the lines; they then leave the panel."""
    known = [value for value in values if np.isfinite(value)]
    if known:
        span = max(known) - min(known) or abs(known[0]) or 1.0
        low, high = min(known) - MOST_BEYOND * span, max(known) + MOST_BEYOND * span
        reached = [end for end in ends if np.isfinite(end)] + known
        bottom, top = panel.get_ylim()
        panel.set_ylim(low if min(reached) < low else bottom, high if max(reached) > high else top)


def _middle(found: Sequence[tuple[float, float, float]]) -> list[float]:
    """Return the estimate of the only case at a value; of several the mean, whose interval nobody knows."""
    if len(found) == 1:
        return list(found[0])
    known = [value for value, _, _ in found if np.isfinite(value)]
    return [float(np.mean(known)) if known else np.nan, np.nan, np.nan]


def _draw(panel: Axes, at: FloatArray, values: FloatArray, row: int, name: str, joined: bool) -> None:
    """Draw one arm: a line where values are numbers, with a band where they are many; else points."""
    middle, low, high = values.T
    colour: Any = COLOURS[row % len(COLOURS)]
    dashes = DASHES[row % len(DASHES)] if joined else "none"
    few = len(at) <= FEW
    shown: dict[str, Any] = {"marker": marker(row + 1), "markersize": 4.5} if few else {}
    panel.plot(at, middle, color=colour, linestyle=dashes, label=name, zorder=3, **shown)
    if few or not joined:
        panel.vlines(at, low, high, color=colour, linewidth=1.4, zorder=2)
    else:
        panel.fill_between(at, low, high, color=colour, alpha=0.22, linewidth=0)


def _caption(outcome: ShownOutcome, alone: bool, axes: Sequence[Axis], arms: int, panels: int) -> str:
    what = meaning_of(outcome)
    how = (
        tr("95 % Monte Carlo intervals")
        if alone
        else tr("small dots: single cases, the line their mean over the other keys")
    )
    lines = tr("; a line for each arm") if arms > 1 else ""
    log = tr(" Logarithmic scale.") if any(axis.factor.is_log for axis in axes) else ""
    band = tr(" Grey band: |B| up to 0.05.") if outcome.of else ""
    own = tr(" Each panel has a scale of its own.") if panels > 1 else ""
    return tr("{what}; {how}{lines}.{band}{log}{own}").format(
        what=capital(what), how=how, lines=lines, band=band, log=log, own=own
    )
