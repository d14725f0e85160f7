"""Baselines of the hold-out: what can be predicted without a calibration, and for the most part without cities.

Persistence takes the last value recorded until 2011, or the mean of those of its kind. The line of first order (an
AR(1) with shocks, without cities) lets each series fall at disputes by their severity and return exponentially; the
share of exchange that a crisis stops is then in proportion to its severity. Both know what was recorded until 2011.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cityties.calibration.periods import QUARTER, end_of, months_compared, months_of_crisis, quarters_within
from cityties.calibration.plans import Address
from cityties.calibration.targets import EARLY_END, Target
from cityties.kernel.state import FloatArray

CRISIS_KINDS = ("stopped", "stopped_by_first", "hit", "restored")
SHARES = ("poll", "stopped", "stopped_by_first", "hit", "restored", "one_partner", "stock_share")
SIGNED = ("poll_change", "relations_score")
KEPT = np.array([0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995])
"""Shares of a deviation that may be left after a month; the one that fits the early record best is taken."""
DRAWS = 400


@dataclass(frozen=True)
class Shock:
    """A dispute of a dyad: its month (since year 0), its severity, and how uncertain that is (log)."""

    dyad: str
    month: int
    severity: float
    spread: float = 0.0


def persistence(fact: Target, early: Sequence[Target], random: np.random.Generator) -> FloatArray | None:
    """Return draws about the last early value of the fact's series, or the mean of its kind; None without any."""
    own = [one for one in early if _series(one.address) == _series(fact.address)]
    like = [one for one in early if one.address.kind == fact.address.kind]
    known = own or like
    if not known:
        return None
    values = np.array([one.recorded for one in known])
    ordered = sorted(known, key=lambda one: end_of(one.address.period))
    middle = ordered[-1].recorded if own and fact.address.kind not in CRISIS_KINDS else float(values.mean())
    apart = np.diff([one.recorded for one in ordered]) if len(known) > 1 else np.array([known[0].tolerance])
    return _drawn(fact, middle, float(np.sqrt((apart**2).mean())), random)


def first_order(
    fact: Target, early: Sequence[Target], shocks: Sequence[Shock], random: np.random.Generator
) -> FloatArray | None:
    """Return draws of a line that falls at disputes and returns exponentially; None where it says nothing."""
    kind = fact.address.kind
    if kind == "stopped":
        return _stopped(fact, early, shocks, random)
    own = [one for one in early if _series(one.address) == _series(fact.address)]
    if kind not in LINES or len(own) < 3:
        return None
    pull_at = LINES[kind]
    values = np.array([one.recorded for one in own])
    mine = [shock for shock in shocks if shock.dyad == fact.address.dyad]
    fits = [(_fit(np.array([pull_at(one.address.period, mine, kept) for one in own]), values), kept) for kept in KEPT]
    (error, level, load), kept = min(fits, key=lambda fit: fit[0][0])
    middle = level - load * pull_at(fact.address.period, mine, kept)
    return _drawn(fact, middle, error, random)


def _fit(pull: FloatArray, values: FloatArray) -> tuple[float, float, float]:
    """Return the residual deviation, the level, and the fall per severity (never a rise) of a line."""
    spread = float(((pull - pull.mean()) ** 2).sum())
    load = max(-float(((pull - pull.mean()) * (values - values.mean())).sum()) / spread, 0.0) if spread > 0 else 0.0
    level = float((values + load * pull).mean())
    rest = values - level + load * pull
    return float(np.sqrt((rest**2).sum() / max(len(values) - 2, 1))), level, load


def _pull(month: int, shocks: Sequence[Shock], kept: float) -> float:
    return sum(shock.severity * kept ** (month - shock.month) for shock in shocks if shock.month <= month)


def _pull_at_end(period: str, shocks: Sequence[Shock], kept: float) -> float:
    return _pull(end_of(period), shocks, kept)


def _change_of_pull(period: str, shocks: Sequence[Shock], kept: float) -> float:
    later, earlier = (np.mean([_pull(m, shocks, kept) for m in range(*span)]) for span in months_compared(period))
    return float(later - earlier)


def _score_of_pull(period: str, shocks: Sequence[Shock], kept: float) -> float:
    asked, years = quarters_within(period)
    quarters = np.array([_pull(month + 1, shocks, kept) for month in range(*years, QUARTER)])
    mine = quarters[(asked[0] - years[0]) // QUARTER : (asked[1] - years[0]) // QUARTER]
    spread = float(quarters.std())
    return float(mine.mean() - quarters.mean()) / spread if spread > 0.0 else 0.0


LINES = {
    "poll": _pull_at_end,
    "signings": _pull_at_end,
    "poll_change": _change_of_pull,
    "relations_score": _score_of_pull,
}
"""What disputes have done to a series by a period, in the unit of each kind that the line can predict."""


def _stopped(
    fact: Target, early: Sequence[Target], shocks: Sequence[Shock], random: np.random.Generator
) -> FloatArray | None:
    """Return draws of a share in proportion to the severity of the crisis, as far as early crises show it."""
    ours = _severity(fact.address, shocks)
    known = [
        (one, _severity(one.address, shocks))
        for one in early
        if one.address.kind in ("stopped", "hit") and months_of_crisis(one.address.period).first == 0
    ]
    pairs = [(one.recorded, severity, one.tolerance) for one, severity in known if severity > 0.0]
    if ours <= 0.0 or not pairs:
        return None
    share, severity, tolerance = (np.array(column) for column in zip(*pairs, strict=True))
    slope = float((share * severity).sum() / (severity**2).sum())
    error = float(np.sqrt(((share - slope * severity) ** 2 + tolerance**2).mean()))
    felt = ours * np.exp(_spread(fact.address, shocks) * random.standard_normal(DRAWS))
    return _drawn(fact, slope * felt, error * felt / float(severity.mean()), random)


def _severity(address: Address, shocks: Sequence[Shock]) -> float:
    """Return the severity of the first dispute of a crisis, which is named after its dyad and month."""
    begun = end_of(f"{months_of_crisis(address.period).crisis} months 0-0")
    return sum(shock.severity for shock in shocks if shock.dyad == address.dyad and shock.month == begun)


def _spread(address: Address, shocks: Sequence[Shock]) -> float:
    """Return how uncertain the severity of the first dispute of a crisis is (log)."""
    begun = end_of(f"{months_of_crisis(address.period).crisis} months 0-0")
    return max((one.spread for one in shocks if one.dyad == address.dyad and one.month == begun), default=0.0)


def _drawn(
    fact: Target, middle: float | FloatArray, deviation: float | FloatArray, random: np.random.Generator
) -> FloatArray:
    values = middle + np.hypot(deviation, fact.tolerance) * random.standard_normal(DRAWS)
    if fact.address.kind in SIGNED:
        return np.asarray(values)
    most = 1.0 if fact.address.kind in SHARES else np.inf
    return np.asarray(np.clip(values, 0.0, most))


def _series(address: Address) -> tuple[str, str, str]:
    return address.kind, address.dyad, address.of


def early_targets(targets: Sequence[Target]) -> list[Target]:
    """Return the targets that were known by 2011."""
    return [one for one in targets if one.is_early and end_of(one.address.period) <= EARLY_END]
