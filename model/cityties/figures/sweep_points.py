"""An outcome against drawn or sampled settings: one point a draw, and a smoothed mean with its interval."""

from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cityties.analysis import counts
from cityties.analysis.cases import Case
from cityties.analysis.comparison import Comparison
from cityties.analysis.factors import Factor, Kind, Samples, samples_of
from cityties.analysis.intervals import mean_interval
from cityties.analysis.smoothing import smoothed_mean
from cityties.analysis.strength import strongest
from cityties.analysis.swept import Axis
from cityties.analysis.swept_outcomes import ShownOutcome, by_draw, censored_words, meaning_of, places_of
from cityties.figures.case_names import panel_title
from cityties.figures.style import BLUE, VERMILION, Picture
from cityties.figures.sweep_axes import key_text, mark_outcome, scale_across
from cityties.kernel.state import FloatArray
from cityties.tables.language import capital, shown_key, tr

MOST_CRISES, MOST_FACTORS, FEW_FACTORS = 3, 4, 6
WIDTH, HEIGHT = 9.0, 2.25
TAILS, JITTER, LEAST_POINTS = (0.01, 0.99), 0.22, 10


def sampled_cases(comparison: Comparison) -> list[tuple[Case, Samples]]:
    """Return the cases that have draws or sampled points, with what these vary."""
    found = ((case, samples_of(case)) for case in comparison.cases if case.drawn)
    return [(case, samples) for case, samples in found if samples is not None and samples.factors]


def draw_points(
    comparison: Comparison, case: Case, samples: Samples, outcome: ShownOutcome, keys: Sequence[str], ending: str
) -> Iterator[Picture]:
    """Draw a row of panels for each crisis, a panel for each of the settings that go most closely with the outcome."""
    places = places_of(comparison, outcome, [comparison.cases.index(case)], MOST_CRISES)
    values = {place: by_draw(case, outcome, place) for place in places}
    values = {place: found for place, found in values.items() if np.isfinite(found).sum() >= LEAST_POINTS}
    if not values:
        return
    most = FEW_FACTORS if len(values) == 1 else MOST_FACTORS
    factors = [one for one in samples.factors if one.name in keys] or strongest(samples, list(values.values()), most)
    columns = min(len(factors), 3) if len(values) == 1 else len(factors)
    rows = -(-len(factors) // columns) if len(values) == 1 else len(values)
    width = WIDTH if columns > 2 else 3.6 * columns
    figure = Figure(figsize=(width, 0.5 + rows * HEIGHT))
    grid = figure.subplots(rows, columns, squeeze=False, sharey="row")
    outside = 0
    panels = [(place, factor) for place in values for factor in factors]
    for number, (panel, (place, factor)) in enumerate(zip(grid.ravel(), panels, strict=False)):
        outside += _panel(panel, factor, samples, values[place], outcome)
        panel.set_xlabel(key_text(factor.name, 26), fontsize=8)
        if number % columns == 0:
            panel.set_title(panel_title(comparison.crisis_name(*place)))
            panel.set_ylabel(outcome.label)
    for unused in grid.ravel()[len(panels) :]:
        unused.remove()
    n = max(int(np.isfinite(found).sum()) for found in values.values())
    left = len(samples.factors) - len(factors)
    yield Picture(
        f"sweep-points-{outcome.name}{ending}",
        tr("{outcome} against what was drawn").format(outcome=capital(outcome.title)),
        _caption(outcome, n, left, outside) + censored_words([case], outcome, list(values)),
        tr("{n} scatter plots of {title} against {names}.").format(
            n=len(panels), title=outcome.title, names=tr(", ").join(shown_key(one.name) for one in factors)
        ),
        figure,
    )


def _panel(panel: Axes, factor: Factor, samples: Samples, values: FloatArray, outcome: ShownOutcome) -> int:
    """Draw one panel; return how many points lie outside of it."""
    known = np.isfinite(values)
    y = values[known]
    x = factor.codes(list(samples.values.loc[known.tolist(), factor.name]))
    low, high = (float(np.quantile(y, tail)) for tail in TAILS)
    room = 0.15 * (high - low) or 0.1
    inside = (y >= low - room) & (y <= high + room)
    shown = np.clip(y, low - room, high + room)
    spread = _apart(len(y)) if factor.kind is not Kind.NUMBER else 0.0
    for rows, mark in ((inside, "o"), (~inside, "x")):
        at = (x + spread)[rows]
        panel.scatter(at, shown[rows], s=9, marker=mark, color=BLUE, alpha=0.45, linewidths=0.6, zorder=2)
    mark_outcome(panel, outcome, shown.tolist())
    scale_across(panel, Axis(factor), 10)
    if factor.kind is Kind.NUMBER:
        _mean_line(panel, factor, x, y)
    else:
        _means(panel, x, y)
    # an outcome that is never below 0, such as a time, needs no room there
    panel.set_ylim(max(low - 1.6 * room, -0.04 * high) if y.min() >= 0.0 else low - 1.6 * room, high + 1.6 * room)
    return int((~inside).sum())


def _apart(n: int) -> FloatArray:
    """Return how far points of one choice stand beside it, the same each time, so that they do not hide one another."""
    return np.asarray(JITTER * (2.0 * (np.arange(n) * 0.6180339887498949 % 1.0) - 1.0))


def _mean_line(panel: Axes, factor: Factor, x: FloatArray, y: FloatArray) -> None:
    scaled = np.log(x) if factor.is_log else x
    at, mean, half = smoothed_mean(scaled, y)
    shown = np.exp(at) if factor.is_log else at
    least = 0.0 if y.min() >= 0.0 else -np.inf
    mean, low = np.maximum(mean, least), np.maximum(mean - half, least)
    panel.fill_between(shown, low, mean + half, color=VERMILION, alpha=0.25, linewidth=0, zorder=2.5)
    panel.plot(shown, mean, color=VERMILION, zorder=3)


def _means(panel: Axes, x: FloatArray, y: FloatArray) -> None:
    for level in np.unique(x):
        here = y[x == level]
        low, high = mean_interval(here)
        panel.plot([level - 0.3, level + 0.3], [here.mean()] * 2, color=VERMILION, zorder=3)
        panel.vlines(level, low, high, color=VERMILION, linewidth=2.0, zorder=3)


def _caption(outcome: ShownOutcome, n: int, left: int, outside: int) -> str:
    what = meaning_of(outcome)
    rest = (
        tr(" The settings with the closest rank correlation are shown, {left} others are not.").format(left=left)
        if left > 0
        else ""
    )
    beyond = tr(" Crosses: {outside} points beyond the scale.").format(outside=outside) if outside else ""
    return tr(
        "{what}: one point a draw, {draws} at most; line: smoothed mean, or mean of a "
        "choice, with its 95 % interval.{rest}{beyond}"
    ).format(what=capital(what), draws=counts.draws(n), rest=rest, beyond=beyond)
