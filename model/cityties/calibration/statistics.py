"""Statistics: numbers that the record holds too, each a pure function of one simulated history.

A statistic is named by its kind, a dyad, perhaps a public, and a period. What it takes from a history is declared as
windows of a measure; all windows of a history, and those of each crisis, are summed by compiled code in one go.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cityties.calibration.periods import month_of, months_of_crisis, months_of_years
from cityties.calibration.tie_statistics import Ties, frozen, hit_share, most_partners, one_partner, restored_share
from cityties.experiment.design import Design
from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.record import DyadMeasure as M

REPLAY, ENDOGENOUS = "replay", "endogenous"
"""Histories that statistics are taken from: recorded ties, or ties that cities sign by the model's rule."""
ALL = -1
"""Every dyad together, in place of the row of one."""


class Address(NamedTuple):
    """Which statistic of the record: its kind, dyad, public and period as they are written."""

    kind: str
    dyad: str
    of: str
    period: str

    @property
    def label(self) -> str:
        """Name in tables and figures, such as ``signings CN-JP 1990-1999`` or ``poll CN of CN-JP 2012-05``."""
        public = f"{self.of} of" if self.of else ""
        return " ".join(part for part in (self.kind, public, self.dyad, self.period) if part)


class Place(NamedTuple):
    """What a statistic has to know of its scenario: months of the run, rows of dyads and nations, months of crises.

    ``months`` are the first month and the one after the last, ``crises`` the first month of each counted from the
    start, ``concerns`` the dyad of each that has one of its own.
    """

    months: tuple[int, int]
    dyads: Mapping[str, tuple[str, str]]
    crises: Mapping[str, int]
    concerns: Mapping[str, str]

    def row(self, dyad: str) -> int:
        """Return the row of a dyad, or ``ALL``."""
        return list(self.dyads).index(dyad) if dyad else ALL

    def row_in(self, crisis: str, dyad: str) -> int:
        """Return the row of a dyad in the months of a crisis, which are kept of the dyads that it concerns.

        Raises:
            ValueError: the crisis is that of another dyad.
        """
        own = self.concerns.get(crisis, "")
        if own and dyad and dyad != own:
            raise ValueError(f"asks about {dyad}, but the crisis is one of {own}")
        return self.row(own or dyad)

    def since(self, month: int) -> int:
        """Return a month counted from the start of the run.

        Raises:
            ValueError: the run does not reach it.
        """
        if not self.months[0] <= month <= self.months[1]:
            raise ValueError("lies outside the months of the scenario")
        return month - self.months[0]


class Window(NamedTuple):
    """A sum of a measure over months ``first`` .. ``last`` - 1 of the run, or after a crisis with it or without."""

    measure: M
    dyad: int
    first: int
    last: int
    crisis: str = ""
    happens: bool = True


class Reading(NamedTuple):
    """What a statistic that looks at single ties is given: the design, and the ties at each month that it asked for."""

    design: Design
    ties: Mapping[int, Ties]


@dataclass(frozen=True)
class Plan:
    """Windows whose sums ``combine`` makes a number of; or ``months`` at which ``read`` looks at ties.

    ``attendance`` marks a sum over the forum's meetings of those months in place of windows.
    """

    windows: tuple[Window, ...] = ()
    combine: Callable[[Sequence[float]], float] = sum
    months: tuple[int, ...] = ()
    read: Callable[[Reading], float] | None = None
    attendance: tuple[int, int] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of statistic: its unit, what it means, the history it is taken from, and how it is planned.

    ``needs`` names what an address must have besides its period: a dyad, a public. ``shape`` says in words how the
    period is written.
    """

    unit: str
    meaning: str
    history: str
    plan: Callable[[Address, Place], Plan]
    shape: str
    needs: tuple[str, ...] = field(default=("dyad",))


def _span(address: Address, place: Place) -> tuple[int, int]:
    first, after = months_of_years(address.period)
    return place.since(first), place.since(after - 1) + 1


def _signings(address: Address, place: Place) -> Plan:
    first, last = _span(address, place)
    years = (last - first) / MONTHS_PER_YEAR
    return Plan((Window(M.SIGNED, place.row(address.dyad), first, last),), lambda sums: sums[0] / years)


def _stock_share(address: Address, place: Place) -> Plan:
    first, last = _span(address, place)
    ends = tuple(Window(M.TIES, place.row(address.dyad), end - 1, end) for end in (first + MONTHS_PER_YEAR, last))
    return Plan(ends, lambda sums: _ratio(sums[0], sums[1]))


def _crisis(address: Address, place: Place) -> tuple[str, int, int, int]:
    crisis, first, last = months_of_crisis(address.period)
    if crisis not in place.crises:
        raise ValueError(f"names no crisis of the scenario; they are {', '.join(place.crises)}")
    return crisis, place.crises[crisis], first, last


def _stopped(address: Address, place: Place) -> Plan:
    crisis, _, first, last = _crisis(address, place)
    row = place.row_in(crisis, address.dyad)
    both = tuple(Window(M.OFFICIAL, row, first, last, crisis, happens) for happens in (True, False))
    return Plan(both, lambda sums: 1.0 - _ratio(sums[0], sums[1]))


def _stopped_by_first(address: Address, place: Place) -> Plan:
    crisis, _, first, last = _crisis(address, place)
    row, sides = place.row_in(crisis, address.dyad), (M.REFUSED_A, M.REFUSED_B)
    four = tuple(Window(side, row, first, last, crisis, happens) for side in sides for happens in (True, False))

    def share(sums: Sequence[float]) -> float:
        """Return the first side's part of the refusals that the crisis adds."""
        ours, theirs = max(sums[0] - sums[1], 0.0), max(sums[2] - sums[3], 0.0)
        return _ratio(ours, ours + theirs)

    return Plan(four, share)


def _planned(address: Address, place: Place) -> Plan:
    first, last = _span(address, place)
    both = tuple(Window(measure, place.row(address.dyad), first, last) for measure in (M.PLANNED, M.TIES))
    return Plan(both, lambda sums: MONTHS_PER_YEAR * _ratio(sums[0], sums[1]))


def _provocations(address: Address, place: Place) -> Plan:
    first, last = _span(address, place)
    decades = (last - first) / (10 * MONTHS_PER_YEAR)
    return Plan((Window(M.PROVOCATIONS, place.row(address.dyad), first, last),), lambda sums: sums[0] / decades)


def _ended(address: Address, place: Place) -> Plan:
    first, last = _span(address, place)
    return Plan((Window(M.ENDED, place.row(address.dyad), first, last),), lambda sums: sums[0])


def _attendance(address: Address, place: Place) -> Plan:
    return Plan(attendance=_span(address, place))


def _poll(address: Address, place: Place) -> Plan:
    month, row = place.since(month_of(address.period)), place.row(address.dyad)
    second = place.dyads[address.dyad].index(address.of)
    both = (M.MOOD_B, M.ANGER_B) if second else (M.MOOD_A, M.ANGER_A)
    return Plan(tuple(Window(measure, row, month, month + 1) for measure in both))


def _hit(address: Address, place: Place) -> Plan:
    _, begun, _, last = _crisis(address, place)
    row, seen = place.row(address.dyad), begun + last - 1
    return Plan(months=(seen,), read=lambda given: hit_share(given.design, given.ties[seen], row, begun))


def _restored(address: Address, place: Place) -> Plan:
    _, begun, _, last = _crisis(address, place)
    row, early, late = place.row(address.dyad), begun + SUSPENSION_MONTHS - 1, begun + last - 1

    def share(given: Reading) -> float:
        """Return the share of the ties hit that are open at the later month."""
        return restored_share(given.design, given.ties[early], given.ties[late], row, begun)

    return Plan(months=(early, late), read=share)


def _at_end(read: Callable[[Ties, int, int], float]) -> Callable[[Address, Place], Plan]:
    """Plan a statistic of the ties at the end of a year."""

    def plan(address: Address, place: Place) -> Plan:
        """Plan it."""
        month, row = _span(address, place)[1] - 1, place.row(address.dyad)
        return Plan(months=(month,), read=lambda given: read(given.ties[month], row, month))

    return plan


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else float("nan")


YEAR_OR_YEARS, OF_A_CRISIS = "a year or years, such as 1990-1999", "a crisis, such as CN-JP 2012-09"
KINDS: dict[str, Kind] = {
    "signings": Kind("ties a year", "ties signed a year", ENDOGENOUS, _signings, YEAR_OR_YEARS),
    "stock_share": Kind(
        "ratio",
        "ties at the end of the first year over those at the end of the last",
        ENDOGENOUS,
        _stock_share,
        "years",
    ),
    "one_partner": Kind(
        "share",
        "cities with one partner among those that have any, at the end of the year",
        ENDOGENOUS,
        _at_end(lambda ties, _row, _month: one_partner(ties)),
        "a year",
        (),
    ),
    "most_partners": Kind(
        "ties",
        "largest number of partners of a city, at the end of the year",
        ENDOGENOUS,
        _at_end(lambda ties, _row, _month: most_partners(ties)),
        "a year",
        (),
    ),
    "planned": Kind("events a tie-year", "official events planned", REPLAY, _planned, YEAR_OR_YEARS, ()),
    "provocations": Kind("a decade", "provocations by city leaders", REPLAY, _provocations, YEAR_OR_YEARS, ()),
    "ended": Kind("ties", "ties that ended by decision of a council", REPLAY, _ended, YEAR_OR_YEARS, ()),
    "attendance": Kind("cities", "cities at the forum in the year", REPLAY, _attendance, "a year", ()),
    "stopped": Kind(
        "share",
        "official events that the crisis stops, in its first four months or those named",
        REPLAY,
        _stopped,
        OF_A_CRISIS,
    ),
    "stopped_by_first": Kind(
        "share",
        "of the refusals that the crisis adds, those of the dyad's first state",
        REPLAY,
        _stopped_by_first,
        OF_A_CRISIS,
    ),
    "hit": Kind(
        "share", "ties in the place of the crisis suspended in its first four months", REPLAY, _hit, OF_A_CRISIS
    ),
    "restored": Kind(
        "share",
        "of these, ties open again",
        REPLAY,
        _restored,
        "a crisis and months, such as JP-KR 2005-03 after 18 months",
    ),
    "frozen": Kind(
        "ties", "ties suspended for more than ten years, at the end of the year", REPLAY, _at_end(frozen), "a year"
    ),
    "poll": Kind("share", "friendly answers that a poll would find", REPLAY, _poll, "a month", ("dyad", "of")),
}
"""All kinds of statistics by name."""
