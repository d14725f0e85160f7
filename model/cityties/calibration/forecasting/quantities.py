"""The quantities of a forecast: functions of the courses of ties, and of the lists that they stay on or leave.

A list is not the world: a kept tie leaves it now and then, a suspended one stays in some cases, an ended one leaves it
(``assumptions.csv``). A month of the model has no days, so what happens in it is spread evenly over its days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cityties.calibration.forecasting.asked import DAYS_PER_MONTH, Question
from cityties.calibration.forecasting.courses import Fate, Fates, Ties
from cityties.calibration.forecasting.regression import log_odds_within
from cityties.kernel.state import FloatArray, IntArray
from cityties.tables.declared_forecast import (
    BETWEEN_COUNTRIES,
    DAYS_TO_ACT,
    ENDED_TOWNS,
    KEPT_BETWEEN,
    LISTED_KEPT,
    LISTED_RATIO,
    PARTNERS,
    SAME_FATE,
    SIZE,
    SUSPENDED_LEAVES,
    SUSPENDED_TOWNS,
)

LIST_MONTHS = 48
"""Months over which ``listed_kept`` of the kept ties stay on a list."""
type Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class History:
    """One history of ties: their courses since month ``origin``, what is assumed, and chances that are its own.

    ``stays``, ``leaves`` and ``within`` are uniform numbers, one a tie: how long a kept tie stays on a list, whether a
    suspended one leaves it, and when within a month something happens. ``others`` holds by country the share of ties
    with states not asked about that stay on a list for ``LIST_MONTHS``, or for any other number of months by its power.
    """

    ties: Ties
    fates: Fates
    origin: int
    assumed: Mapping[str, float]
    stays: FloatArray
    leaves: FloatArray
    within: FloatArray
    others: Mapping[str, Callable[[float], float]]

    def after(self, month: int) -> int:
        """Return the row of the courses at the end of a month."""
        return month - self.origin + 1

    def listed(self, row: int) -> Mask:
        """Return which ties stand on a list at the end of a month, given by its row; all that exist do before."""
        fate = self.fates[row]
        kept = self.stays < self.stays_for(row)
        left = (fate == Fate.SUSPENDED) & (self.leaves < self.assumed[SUSPENDED_LEAVES])
        return np.asarray(self.existed & kept & (fate != Fate.ENDED) & ~left)

    def stays_for(self, months: int) -> float:
        """Return the chance that a kept tie is on a list after some months."""
        return float(self.assumed[LISTED_KEPT] ** (months / LIST_MONTHS))

    @property
    def existed(self) -> Mask:
        """Ties that had not ended before anything is asked about."""
        return np.asarray(self.fates[0] != Fate.ENDED)

    def fates_on_day(self, days: int) -> Fates:
        """Return the fate of each tie some days after the beginning of the first month."""
        row, part = divmod(days / DAYS_PER_MONTH, 1.0)
        return np.asarray(np.where(self.within < part, self.fates[int(row) + 1], self.fates[int(row)]), dtype=np.int8)


def draw_history(
    ties: Ties, fates: Fates, origin: int, assumed: Mapping[str, float], random: np.random.Generator
) -> History:
    """Return a history with chances of its own."""
    stays, leaves, within = random.random((3, len(ties)))
    others = {code: _stable_share(random.random(count)) for code, count in ties.others.items()}
    return History(ties, fates, origin, assumed, stays, leaves, within, others)


def _stable_share(stays: FloatArray) -> Callable[[float], float]:
    """Return the function that gives the share of other ties on a list at a chance of staying; 1 without such ties."""
    return lambda chance: float((stays < chance).mean()) if len(stays) else chance


def values_of(question: Question, history: History) -> dict[tuple[str, str], float]:
    """Return the value of a question by (country, partner); ``nan`` where it is not defined, as without such ties."""
    ties, found = history.ties, {}
    for partner in question.partners:
        mine = (ties.partner == partner) & history.existed
        countries = sorted(set(ties.country[ties.partner == partner])) if question.country == "each" else []
        for country in countries or [question.country]:
            chosen = mine & (ties.country == country) if country else mine
            value = MEASURED[question.measure](question, history, chosen) if chosen.any() else float("nan")
            found[country, partner] = value
    return found


def listed_ratio(question: Question, history: History, mine: Mask) -> float:
    """Return the share of ties still on a list, over the same share of the country's ties with other states."""
    row = history.after(question.until)
    countries, counts = np.unique(history.ties.country[mine], return_counts=True)
    chance = history.stays_for(row)
    others = [history.others[str(code)](chance) if str(code) in history.others else chance for code in countries]
    share = float(np.average(others, weights=counts))
    return float(history.listed(row)[mine].mean()) / share if share > 0.0 else float("nan")


def suspended_towns(question: Question, history: History, mine: Mask) -> float:
    """Return the share of towns with such ties whose tie furthest from being kept is suspended."""
    return float((_towns(question, history, mine) == Fate.SUSPENDED).mean())


def ended_towns(question: Question, history: History, mine: Mask) -> float:
    """Return the share of towns with such ties of which one has ended."""
    return float((_towns(question, history, mine) == Fate.ENDED).mean())


def _towns(question: Question, history: History, mine: Mask) -> Fates:
    """Return the furthest fate among the ties of each town."""
    row = history.after(question.until)
    fates = history.fates[row] if question.days is None else history.fates_on_day(question.days)
    return furthest(fates[mine], history.ties.town[mine])


def furthest(fates: Fates, town: IntArray) -> Fates:
    """Return for each town, in the order of their numbers, the highest fate among its ties."""
    order = np.argsort(town, kind="stable")
    first = np.flatnonzero(np.diff(town[order], prepend=-1))
    return np.maximum.reduceat(fates[order], first)


def kept_between(question: Question, history: History, mine: Mask) -> float:
    """Return the share of the ties on a list at the end of the first month that are on one at the end of the last."""
    early, late = (history.listed(history.after(month)) for month in (question.since, question.until))
    return float(late[mine & early].mean()) if (mine & early).any() else float("nan")


def between_countries(question: Question, history: History, mine: Mask) -> float:
    """Return the share of the variance of being on a list that lies between countries (sums of squares)."""
    listed = history.listed(history.after(question.until))[mine].astype(np.float64)
    _, country = np.unique(history.ties.country[mine], return_inverse=True)
    mean = np.bincount(country, listed) / np.bincount(country)
    total = ((listed - listed.mean()) ** 2).sum()
    between = ((mean[country] - listed.mean()) ** 2).sum()
    return float(between / total) if total > 0.0 else float("nan")


def size_effect(question: Question, history: History, mine: Mask) -> float:
    """Return the change of the log odds of being on a list by a factor of ten of population, within countries."""
    return _effects(question, history, mine)[0]


def partners_effect(question: Question, history: History, mine: Mask) -> float:
    """Return the change of the log odds of being on a list by a doubling of partners abroad, within countries."""
    return _effects(question, history, mine)[1]


def _effects(question: Question, history: History, mine: Mask) -> tuple[float, float]:
    ties = history.ties
    listed = history.listed(history.after(question.until))[mine]
    traits = np.column_stack([np.log10(ties.population[mine]), np.log2(ties.partners[mine])])
    size, partners = log_odds_within(listed, traits, ties.country[mine])
    return size, partners


def same_fate(question: Question, history: History, mine: Mask) -> float:
    """Return the share of towns with two or more such ties of which all, or none, are on a list."""
    listed = history.listed(history.after(question.until))[mine]
    _, town, counts = np.unique(history.ties.town[mine], return_inverse=True, return_counts=True)
    on = np.bincount(town, listed)
    several = counts > 1
    alike = (on == 0) | (on == counts)
    return float(alike[several].mean()) if several.any() else float("nan")


def days_to_act(question: Question, history: History, mine: Mask) -> float:
    """Return the median number of days from the first month on until a town suspends or ends a tie, if it does."""
    last = history.after(question.until)
    moved = history.fates[1 : last + 1, mine] > np.maximum.accumulate(history.fates[:last, mine], axis=0)
    acts = moved.any(axis=0)
    if not acts.any():
        return float("nan")
    days = (moved.argmax(axis=0) + history.within[mine]) * DAYS_PER_MONTH
    first = np.full(int(history.ties.town.max()) + 1, np.inf)
    np.minimum.at(first, history.ties.town[mine][acts], days[acts])
    return float(np.median(first[np.isfinite(first)]))


MEASURED: Mapping[str, Callable[[Question, History, Mask], float]] = {
    LISTED_RATIO: listed_ratio,
    SUSPENDED_TOWNS: suspended_towns,
    ENDED_TOWNS: ended_towns,
    KEPT_BETWEEN: kept_between,
    BETWEEN_COUNTRIES: between_countries,
    SIZE: size_effect,
    PARTNERS: partners_effect,
    SAME_FATE: same_fate,
    DAYS_TO_ACT: days_to_act,
}
"""What each measure of ``quantities.csv`` computes: from a question, a history and the ties asked about, a number."""
