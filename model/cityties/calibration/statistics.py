"""Statistics: numbers that the record holds too, each a pure function of one simulated history.

A statistic is named by its kind, a dyad, perhaps a public, and a period. What it takes from a history is declared as
windows of a measure; all windows of a history, and those of each crisis, are summed by compiled code in one go.
"""

from collections.abc import Callable, Sequence

import numpy as np

from cityties.analysis.series_distance import log_odds
from cityties.calibration.periods import (
    QUARTER,
    month_of,
    months_compared,
    months_of_crisis,
    months_of_years,
    quarters_within,
)
from cityties.calibration.plans import ENDOGENOUS, REPLAY, Address, Kind, Place, Plan, Reading, Window
from cityties.calibration.tie_statistics import Ties, frozen, hit_share, most_partners, one_partner, restored_share
from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.record import DyadMeasure as M


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


def _public(address: Address, place: Place, first: int, after: int) -> tuple[Window, Window]:
    """Return the windows of mood and anger of the public that an address names."""
    second = place.dyads[address.dyad].index(address.of)
    mood, anger = (M.MOOD_B, M.ANGER_B) if second else (M.MOOD_A, M.ANGER_A)
    row, first, last = place.row(address.dyad), place.since(first), place.since(after - 1) + 1
    return Window(mood, row, first, last), Window(anger, row, first, last)


def _poll(address: Address, place: Place) -> Plan:
    month = month_of(address.period)
    return Plan(_public(address, place, month, month + 1), shares=True)


def _poll_change(address: Address, place: Place) -> Plan:
    later, earlier = months_compared(address.period)
    both = (*_public(address, place, *later), *_public(address, place, *earlier))
    return Plan(both, lambda shares: float(np.subtract(*log_odds(np.array(shares)))), shares=True)


def _relations_score(address: Address, place: Place) -> Plan:
    asked, (first, after) = quarters_within(address.period)
    begins = range(place.since(first), place.since(after - 1) + 1, QUARTER)
    row, mine = place.row(address.dyad), range(place.since(asked[0]), place.since(asked[1] - 1) + 1)
    windows = tuple(Window(M.RELATIONS, row, begin, begin + QUARTER) for begin in begins)

    def score(sums: Sequence[float]) -> float:
        """Return how far the quarters asked for lie from the mean of all, in their standard deviation."""
        quarters = np.array(sums)
        chosen = quarters[[begin in mine for begin in begins]]
        return _ratio(float(chosen.mean() - quarters.mean()), float(quarters.std()))

    return Plan(windows, score)


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
    "poll_change": Kind(
        "log odds",
        "change of friendly answers from earlier months to later ones, whatever level the question has",
        REPLAY,
        _poll_change,
        "months from earlier months, such as 2012-09..2012-11 from 2012-06..2012-08",
        ("dyad", "of"),
    ),
    "relations_score": Kind(
        "standard deviations",
        "relations in quarters less their mean over all quarters of some years, over the standard deviation of these",
        REPLAY,
        _relations_score,
        "quarters in years, such as 2012-07..2012-12 in 2005-2015",
    ),
}
"""All kinds of statistics by name."""
