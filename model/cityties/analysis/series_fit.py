"""Two clocks fitted to recorded series by maximum likelihood (ODD 6.1).

Clocks and loadings are shared by the pairs of a series, because fitted pair by pair they follow its accidents.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cityties.kernel.state import FloatArray
from cityties.kernel.state_space import N_STATE, TwoClocks, filtered, run_ahead

CONSTANT_SD = 1.0
LOG_SD, LOGIT = (-7.0, 2.0), (-6.0, 9.0)
"""Bounds of the search, on the scales on which it moves."""

type Fan = tuple[FloatArray, FloatArray]
"""Means and standard deviations of forecasts, one a period."""
type Forecast = Callable[["Panel", int, int], Fan]
"""Panel, period of the origin, number of periods: the fan from it on, from what was known before."""


@dataclass(frozen=True)
class Panel:
    """One series of one pair: a value a period, of ``step`` months, from month ``first`` on.

    ``values`` are on the scale of the link with high = good, nan where unknown; ``sampling`` are their sampling
    variances, ``shocks`` the severity felt in each period.
    """

    series: str
    dyad: str
    first: int
    step: int
    values: FloatArray
    sampling: FloatArray
    shocks: FloatArray

    def period(self, month: int) -> int:
        """Return the number of the period that a month lies in."""
        return (month - self.first) // self.step

    def expected_sampling(self, before: int) -> float:
        """Return the mean sampling variance of the last two years before a period."""
        return float(np.mean(self.sampling[max(before - 24 // self.step, 0) : before]))


def felt_shocks(months: Sequence[int], severities: Sequence[float], first: int, step: int, n: int) -> FloatArray:
    """Return the severity felt in each of ``n`` periods: a shock counts from mid-month on, in full from the next.

    A value is the mean of its period, so one that a shock falls into shows it for the rest of that period only.
    """
    felt = np.zeros(n + 1)
    for month, severity in zip(months, severities, strict=True):
        place = (month + 0.5 - first) / step
        if 0.0 <= place < n:
            period = int(place)
            left = 1.0 - (place - period)
            felt[period] += severity * left
            felt[period + 1] += severity * (1.0 - left)
    return felt[:n]


@dataclass(frozen=True)
class Fit:
    """Fitted parameters, as the search has them: ``shared`` by the panels (see ``TWO``), and ``own`` of each panel.

    ``likelihood`` is the logarithm, with the prior of the constants.
    """

    shared: FloatArray
    own: FloatArray
    likelihood: float

    @property
    def two_clocks(self) -> bool:
        """Whether there is a level beside the event part."""
        return len(self.shared) == len(TWO)

    def parameters(self, panel: int) -> TwoClocks:
        """Return the parameters of one panel."""
        return _parameters(self.shared, self.own[panel])

    def forecast(self, panels: Sequence[Panel]) -> Forecast:
        """Return what forecasts with this fit."""
        return lambda panel, start, periods: _ahead(panel, start, periods, self.parameters(panels.index(panel)))


ONE = ("anger_kept", "poll_anger")
TWO = (*ONE, "level_kept", "level_loss")
"""Shared parameters, in the order of the search; shares kept are logits in it."""
LEVEL_KEPT = TWO.index("level_kept")


def _parameters(shared: FloatArray, own: FloatArray) -> TwoClocks:
    kept, poll_anger = _logistic(shared[0]), float(shared[1])
    constant, value, anger = float(own[0]), float(np.exp(2.0 * own[1])), float(np.exp(2.0 * own[2]))
    if len(shared) == len(ONE):
        return TwoClocks(constant, kept, poll_anger, 0.0, 0.0, value, anger, 0.0, 0.0)
    level = float(np.exp(2.0 * own[3]))
    return TwoClocks(constant, kept, poll_anger, _logistic(shared[2]), float(shared[3]), value, anger, level, 1.0)


def _logistic(x: float) -> float:
    return float(1.0 / (1.0 + np.exp(-x)))


def logit(share: float) -> float:
    """Return the logit of a share."""
    return float(np.log(share / (1.0 - share)))


def _ahead(panel: Panel, start: int, periods: int, p: TwoClocks) -> Fan:
    state, mean, variance = np.zeros(N_STATE), np.zeros(periods), np.zeros(periods)
    filtered(panel.values, panel.sampling, panel.shocks, start, 0, p, state)
    run_ahead(state, panel.expected_sampling(start), panel.shocks, start, p, mean, variance)
    return mean, np.sqrt(variance)


@dataclass(frozen=True)
class Search:
    """What is searched for: the parameters of two clocks, or of one, to the values of panels up to month ``until``.

    ``fixed`` holds a shared parameter, by place, at a value of the search.
    """

    panels: Sequence[Panel]
    until: int
    two: bool
    fixed: tuple[int, float] | None

    @cached_property
    def ends(self) -> list[int]:
        """Periods from which on nothing is known."""
        return [panel.period(self.until) + 1 for panel in self.panels]

    @cached_property
    def means(self) -> list[float]:
        """Mean value of each panel: where the prior of its constant stands."""
        return [float(np.nanmean(panel.values[:end])) for panel, end in zip(self.panels, self.ends, strict=True)]

    @cached_property
    def free(self) -> list[int]:
        """Places of the shared parameters that are searched."""
        names = TWO if self.two else ONE
        return [place for place in range(len(names)) if self.fixed is None or place != self.fixed[0]]

    def split(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return shared parameters and those of the panels from the numbers of the search."""
        shared = np.zeros(len(TWO) if self.two else len(ONE))
        shared[self.free] = x[: len(self.free)]
        if self.fixed is not None:
            shared[self.fixed[0]] = self.fixed[1]
        return shared, x[len(self.free) :].reshape(len(self.panels), -1)

    def cost(self, x: FloatArray) -> float:
        """Return the negative log likelihood, with the prior of the constants; the first year does not count."""
        shared, own = self.split(x)
        state, total = np.zeros(N_STATE), 0.0
        for panel, end, mean, mine in zip(self.panels, self.ends, self.means, own, strict=True):
            p = _parameters(shared, mine)
            total -= filtered(panel.values, panel.sampling, panel.shocks, end, 12 // panel.step, p, state)
            total += 0.5 * ((p.constant - mean) / CONSTANT_SD) ** 2
        return total

    def bounds(self) -> list[tuple[float | None, float | None]]:
        """Return the bounds of the search; loadings are not below zero, because a shock does no good."""
        shared = [LOGIT if place in (0, LEVEL_KEPT) else (0.0, None) for place in self.free]
        return [*shared, *[(None, None), *[LOG_SD] * (3 if self.two else 2)] * len(self.panels)]


def fit_clocks(
    panels: Sequence[Panel],
    until: int,
    two: bool = True,
    fixed: tuple[int, float] | None = None,
    near: Fit | None = None,
) -> Fit:
    """Fit two clocks, or one, to all panels together by maximum likelihood, to the values up to month ``until``.

    ``near`` starts the search at another fit instead of at several places; for ``fixed`` see :class:`Search`. Constants
    get a normal prior about the mean value, of standard deviation ``CONSTANT_SD``, because a level that hardly returns
    leaves them open.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - takes a while to import, and a kept fit needs none

    search = Search(panels, until, two, fixed)
    found = []
    for start in [near] if near is not None else _starts(search):
        x = np.concatenate([start.shared[search.free], start.own.ravel()])
        limits = {"maxfun": 20000, "maxiter": 2000}
        found.append(minimize(search.cost, x, method="L-BFGS-B", bounds=search.bounds(), options=limits))
    best = min(found, key=lambda one: float(one.fun))
    return Fit(*search.split(np.asarray(best.x, dtype=np.float64)), -float(best.fun))


def _starts(search: Search) -> list[Fit]:
    """Return where searches begin: a few half-lives in months, loadings of 1 and 0.5."""
    step, two = search.panels[0].step, search.two
    own = []
    for panel, end, mean in zip(search.panels, search.ends, search.means, strict=True):
        spread = float(np.log(np.nanstd(np.diff(panel.values[:end]))))
        own.append([mean, spread - 0.5, spread - 0.4, spread - 1.2][: 4 if two else 3])
    pairs = [(2.0, 60.0), (2.0, 130.0), (4.0, 60.0), (4.0, 130.0)] if two else [(3.0, 0.0), (15.0, 0.0), (60.0, 0.0)]
    shared = [[kept_logit(fast, step), 1.0, *([kept_logit(slow, step), 0.5] if two else [])] for fast, slow in pairs]
    return [Fit(np.array(one), np.array(own), 0.0) for one in shared]


def kept_logit(half_life: float, step: int) -> float:
    """Return the logit of the share left after a period of ``step`` months, at a half-life in months."""
    return logit(0.5 ** (step / half_life))


def decay_half_life(kept: float, step: int) -> float:
    """Return the half-life in months of what is kept by this share a period of ``step`` months."""
    return float(step * np.log(0.5) / np.log(kept))


@dataclass(frozen=True)
class ProfilePoint:
    """The best log likelihood of a fit with the half-life of one clock (months) held."""

    half_life: float
    likelihood: float


def profile(panels: Sequence[Panel], until: int, best: Fit, place: int, half_lives: FloatArray) -> list[ProfilePoint]:
    """Return the profile likelihood of a clock, searched outwards from the best fit in either direction."""
    step = panels[0].step
    middle = decay_half_life(_logistic(best.shared[place]), step)
    points = [ProfilePoint(middle, best.likelihood)]
    below, above = half_lives[half_lives < middle][::-1], half_lives[half_lives > middle]
    for side in (below, above):
        near = best
        for months in side:
            held = (place, kept_logit(float(months), step))
            near = fit_clocks(panels, until, True, held, near)
            points.append(ProfilePoint(float(months), near.likelihood))
    return sorted(points, key=lambda point: point.half_life)
