"""Replay: one month of a run computed again, to explain what two cities decided in it (ODD 7.6-7.9).

History is computed again up to the month before, then the month as far as the cities' decisions, so that every column
is as it was when they decided; then the whole month, for what came of it. Nothing is drawn that the run did not draw.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from cityties.errors import CityTiesError, counted, did_you_mean
from cityties.explanation.account import End, Explanation
from cityties.explanation.outcome import SIDES
from cityties.explanation.terms import Ends, chance_of, terms_at
from cityties.kernel.calendar import month_index, month_label
from cityties.kernel.randomness import Process
from cityties.kernel.schedule import Conditions
from cityties.kernel.state import Count, EndedTies, Exchange, State, Suspension, TieState
from cityties.setup.branching import copied, empty_record
from cityties.setup.city_names import city_name, names_of, ordered_cities
from cityties.setup.initialization import Setup, begin
from cityties.setup.periods import advance, world_in
from cityties.setup.place_names import called, names_of_world
from cityties.tables.language import listing


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

    @cached_property
    def called(self) -> list[str]:
        """What every city is called in the language that is spoken, by its row."""
        return [called(self.setup.tables.folder, city_name(nation, city)) for city, nation in self.cities]

    def chinese(self, city: int) -> str:
        """Return the Chinese name of a city given by its row; empty where none is known."""
        name, nation = self.cities[city]
        names = names_of_world(self.setup.tables.folder).get(city_name(nation, name))
        return names.chinese if names else ""

    def row_of(self, one: int, other: int) -> int | None:
        """Return the row of the tie of two cities, given by their rows; None if they have none by then."""
        ties = self.decided.ties
        pairs = zip(ties.a[: ties.n[Count.EXISTING]].tolist(), ties.b[: ties.n[Count.EXISTING]].tolist(), strict=True)
        return next((row for row, pair in enumerate(pairs) if set(pair) == {one, other}), None)


def replay(setup: Setup, given: Conditions, t: int) -> Decisions:
    """Compute a run again up to and with month ``t``, with the random numbers and in the arm of ``given``.

    Raises:
        CityTiesError: the run has no such month.
    """
    if not 0 <= t < setup.n_months:
        raise CityTiesError(
            f"the run has no month number {t}; it has {counted(setup.n_months, 'month')}, counted from 0."
        )
    record = empty_record(setup.world, setup.n_months)
    decided = begin(setup, given.address.replicate)
    advance(setup, given, decided, record, 0, t)
    after = copied(decided)
    advance(setup, given._replace(list_all=True, stop_at_decisions=True), decided, record, t, t + 1)
    advance(setup, given, after, record, t, t + 1)
    return Decisions(setup, given._replace(world=world_in(setup, t)), t, decided, after)


def explain(decisions: Decisions, row: int) -> Explanation:
    """Explain what the two ends of one tie decided, and what came of it."""
    ends = Ends(decisions.setup, decisions.given, decisions.decided, decisions.t, row)
    ties, after, dyads = decisions.decided.ties, decisions.after.ties, decisions.decided.dyads
    suspended = Suspension(int(after.suspended[row]))
    a, b = (_end(decisions, ends, side, suspended) for side in SIDES)
    closed = bool(decisions.given.events.closed[decisions.t])
    plan = (decisions.given.rules.p.remote_share if closed else 1.0) * float(ties.plan[row])
    planned = ends.draw(Process.PLAN) < plan
    unwilling = Suspension(a.unwilling * Suspension.BY_A + b.unwilling * Suspension.BY_B)
    met = Exchange(int(after.mode[row]))
    return Explanation(
        month=_period(decisions, decisions.t),
        dyad=decisions.dyads[ends.dyad],
        ends=(a, b),
        strength=float(ties.strength[row]),
        relations=float(dyads.relations[ends.dyad]),
        severity=float(dyads.severity[ends.dyad]),
        closed=closed,
        plan=plan,
        planned=planned,
        refused_by=(suspended or unwilling) if planned else Suspension.NONE,
        mode=met,
        suspended=suspended,
        since=_period(decisions, int(after.suspended_since[row])) if suspended else None,
        thaw=ends.chance_of_thaw(),
        elsewhere=float(after.exchange[row]) - ends.exchange_in(met),
        ended_by=Suspension(int(after.leaving[row])),
    )


def _period(decisions: Decisions, step: int) -> pd.Period:
    return pd.Period(month_label(decisions.given.world.first_month + step), "M")


def _end(decisions: Decisions, ends: Ends, side: int, suspended: Suspension) -> End:
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
        ending=ends.ending(side, suspended),
        chinese=decisions.chinese(ends.city(side)),
    )


def city_row(setup: Setup, name: str) -> int:
    """Return the row of a city called ``Qingdao`` or, where two have the name, ``CN/Qingdao``.

    Raises:
        CityTiesError: no city, or cities of several nations, have this name; the message offers near ones.
    """
    cities = ordered_cities(setup.tables)
    full = names_of(cities)
    spelt = names_of_world(setup.tables.folder)
    found = [row for row, known in enumerate(full) if name in (known, known.split("/", 1)[1])]
    found = found or [row for row, known in enumerate(full) if known in spelt and name in spelt[known]]
    if not found:
        hint = did_you_mean(name, full if "/" in name else dict.fromkeys(cities["city"]))
        raise CityTiesError(f"the world has no city '{name}'.{hint or ' cities.csv of the world lists them all.'}")
    if len(found) > 1:
        raise CityTiesError(
            f"{len(found)} cities are called '{name}': write {' or '.join(full[row] for row in found)}."
        )
    return found[0]


def month_of_run(setup: Setup, label: str) -> int:
    """Return the number of a month (YYYY-MM), counted from the first of the run.

    Raises:
        CityTiesError: it is no month, or none of the run.
    """
    start, end = setup.scenario.start, setup.scenario.end
    try:
        month = month_index(label)
    except ValueError as error:
        raise CityTiesError(f"{error}.") from None
    if not start <= month <= end:
        raise CityTiesError(f"{label} is outside the run, {month_label(start)} to {month_label(end)}.")
    return month - start


def tie_row(decisions: Decisions, one: int, other: int) -> int:
    """Return the row of the tie between two cities in the month of ``decisions``.

    Raises:
        CityTiesError: they have none; the message names the month in which they sign one, or the first's partners.
    """
    row = decisions.row_of(one, other)
    if row is not None:
        return row
    names, nations = decisions.called, [nation for _, nation in decisions.cities]
    pair, start = listing([names[one], names[other]]), decisions.setup.scenario.start
    if nations[one] == nations[other]:
        raise CityTiesError(f"{pair} are cities of one nation, {nations[one]}; a tie joins cities of two.")
    when = month_label(start + decisions.t)
    ended = _ended(decisions.decided, {one, other})
    later = _signed_later(decisions, {one, other})
    if ended is not None:
        last, ending = ended
        who = " and ".join(names[city] for city in ending)
        anew = "" if later is None else f" They sign anew in {month_label(start + later)}."
        decided = month_label(start + last)
        raise CityTiesError(f"{pair} have no tie in {when}: {who} decided to end it in {decided}.{anew}")
    if later is not None:
        raise CityTiesError(
            f"{pair} have no tie in {when}; in this run theirs is signed in {month_label(start + later)}."
        )
    partners = [f"{names[city]} ({nations[city]})" for city in _partners(decisions.decided.ties, one)]
    known = (
        f" {names[one]}'s partners by then: {', '.join(partners)}." if partners else f" {names[one]} has no ties then."
    )
    raise CityTiesError(f"{pair} have no tie in this run.{known}")


def _ended(state: State, pair: set[int]) -> tuple[int, list[int]] | None:
    """Return the month in which the tie of a pair was last ended, and by which cities; None if it never was."""
    endings, n = state.endings, int(state.ties.n[Count.ENDED])
    rows = [row for row in range(n) if {int(endings.a[row]), int(endings.b[row])} == pair]
    if not rows:
        return None
    ends, by = (endings.a, endings.b), int(endings.by[rows[-1]])
    return int(endings.ended[rows[-1]]) - 1, [int(ends[side][rows[-1]]) for side in SIDES if by & (1 + side)]


def _signed_later(decisions: Decisions, pair: set[int]) -> int | None:
    """Return the month in which a tie is signed after all, found by running on to the end."""
    setup, ties = decisions.setup, decisions.after.ties
    advance(
        setup,
        decisions.given,
        decisions.after,
        empty_record(setup.world, setup.n_months),
        decisions.t + 1,
        setup.n_months,
    )
    endings = decisions.after.endings
    tables: tuple[tuple[TieState | EndedTies, int], ...] = (
        (ties, int(ties.n[Count.EXISTING])),
        (endings, int(ties.n[Count.ENDED])),
    )
    months = [
        int(table.signed[row])
        for table, n in tables
        for row in range(n)
        if {int(table.a[row]), int(table.b[row])} == pair and table.signed[row] > decisions.t
    ]
    return min(months, default=None)


def _partners(ties: TieState, city: int) -> list[int]:
    n = int(ties.n[Count.EXISTING])
    pairs = zip(ties.a[:n].tolist(), ties.b[:n].tolist(), strict=True)
    return [b if a == city else a for a, b in pairs if city in (a, b)]
