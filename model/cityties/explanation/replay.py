"""Explanation: the terms of one month's decision of two cities, as the compiled month used them (ODD 7.6-7.9).

History is computed again up to the month before, then the month as far as the cities' decisions, so that every column
is as it was when they decided; then the whole month, for what came of it. Nothing is drawn that the run did not draw.
"""

from dataclasses import dataclass
from functools import cached_property

from cityties.errors import CityTiesError
from cityties.explanation.account import Account, End
from cityties.explanation.terms import Ends, chance_of, terms_at
from cityties.explanation.text import SIDES, plain_text
from cityties.kernel.randomness import Process
from cityties.kernel.schedule import Conditions
from cityties.kernel.state import Exchange, State, Suspension
from cityties.setup.branching import copied, empty_record
from cityties.setup.initialization import Setup, begin
from cityties.setup.world_columns import ordered_cities


@dataclass(frozen=True, slots=True)
class Explanation(Account):
    """An account of one tie in one month that prints as a text."""

    def __str__(self) -> str:
        """Tell it in words, with a table of what each city weighed."""
        return plain_text(self)


@dataclass(frozen=True)
class Decisions:
    """One month of a run: the state when its cities had decided, and at its end; ``t`` counts from the first month."""

    setup: Setup
    given: Conditions
    t: int
    decided: State
    after: State

    @cached_property
    def dyads(self) -> list[str]:
        """Codes of the dyads."""
        return list(self.setup.tables.dyads["dyad"])

    @cached_property
    def cities(self) -> list[tuple[str, str]]:
        """Name and nation of every city, by its row."""
        cities = ordered_cities(self.setup.tables)
        return list(zip(cities["city"], cities["nation"], strict=True))

    def row_of(self, one: int, other: int) -> int | None:
        """Return the row of the tie of two cities, given by their rows; None if they have none by then."""
        ties = self.decided.ties
        pairs = zip(ties.a[: ties.n[0]].tolist(), ties.b[: ties.n[0]].tolist(), strict=True)
        return next((row for row, pair in enumerate(pairs) if set(pair) == {one, other}), None)


def replay(setup: Setup, given: Conditions, t: int) -> Decisions:
    """Compute a run again up to and with month ``t``, with the luck and in the arm of ``given``.

    Raises:
        CityTiesError: the run has no such month.
    """
    if not 0 <= t < setup.n_months:
        raise CityTiesError(f"the run has no month number {t}; it has {setup.n_months} months, counted from 0.")
    record = empty_record(setup.world, setup.n_months)
    decided = begin(setup, given.address.replicate)
    setup.months(given, decided, record, 0, t)
    after = copied(decided)
    setup.decide(given._replace(list_all=True), decided, record, t)
    setup.months(given, after, record, t, t + 1)
    return Decisions(setup, given, t, decided, after)


def explain(decisions: Decisions, row: int) -> Explanation:
    """Explain what the two ends of one tie decided, and what came of it."""
    ends = Ends(decisions.setup, decisions.given, decisions.decided, decisions.t, row)
    ties, after, dyads = decisions.decided.ties, decisions.after.ties, decisions.decided.dyads
    a, b = (_end(decisions, ends, side) for side in SIDES)
    suspended = Suspension(int(after.suspended[row]))
    closed = bool(decisions.given.events.closed[decisions.t])
    planned = not closed and ends.draw(Process.PLAN) < ties.plan[row]
    unwilling = Suspension(a.unwilling * Suspension.BY_A + b.unwilling * Suspension.BY_B)
    met = Exchange(int(after.mode[row]))
    return Explanation(
        month=decisions.given.world.first_month + decisions.t,
        dyad=decisions.dyads[ends.dyad],
        ends=(a, b),
        strength=float(ties.strength[row]),
        relations=float(dyads.relations[ends.dyad]),
        severity=float(dyads.severity[ends.dyad]),
        closed=closed,
        plan=0.0 if closed else float(ties.plan[row]),
        planned=planned,
        refused_by=(suspended or unwilling) if planned else Suspension.NONE,
        mode=met,
        suspended=suspended,
        since=decisions.given.world.first_month + int(after.suspended_since[row]),
        thaw=ends.chance_of_thaw(),
        elsewhere=float(after.exchange[row]) - ends.exchange_in(met),
    )


def _end(decisions: Decisions, ends: Ends, side: int) -> End:
    city, nation = decisions.cities[ends.city(side)]
    propensity = ends.propensity(side)
    on = ends.given.rules.on
    return End(
        city=city,
        nation=nation,
        terms=terms_at(ends, side),
        propensity=propensity,
        chance=chance_of(propensity),
        draw=ends.draw(Process.CONSENT_A if side == 0 else Process.CONSENT_B),
        suspends=ends.chance_of_suspension(side),
        attention=float(ends.state.cities.budget_share[ends.city(side)]) if on.budget_limit else None,
    )
