"""The periods of targets: years, months, changes, quarters or months of a crisis, as they are written in the file."""

import re
from typing import NamedTuple

from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_index

QUARTER = 3
YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
MONTH = re.compile(r"\d{4}-\d{2}")
SPAN = r"(\d{4}-\d{2})\.\.(\d{4}-\d{2})"
CHANGE = re.compile(f"{SPAN} from {SPAN}")
WITHIN = re.compile(rf"{SPAN} in (\d{{4}})-(\d{{4}})")
OF_CRISIS = re.compile(r"(?P<crisis>.+?)(?: months (?P<first>\d+)-(?P<last>\d+)| after (?P<after>\d+) months)?")


class CrisisMonths(NamedTuple):
    """Months ``first`` .. ``last`` - 1 after the beginning of a crisis."""

    crisis: str
    first: int
    last: int


def months_of_years(period: str) -> tuple[int, int]:
    """Return the first month of a year or of years YYYY-YYYY and the month after the last (months since year 0).

    Raises:
        ValueError: it is neither.
    """
    found = YEARS.fullmatch(period)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise ValueError("is neither a year (2006) nor years (1990-1999)")
    return first * MONTHS_PER_YEAR, (last + 1) * MONTHS_PER_YEAR


def month_of(period: str) -> int:
    """Return the month of a period YYYY-MM (months since year 0).

    Raises:
        ValueError: it is no month.
    """
    if not MONTH.fullmatch(period):
        raise ValueError("is no month, such as 2012-09")
    return month_index(period)


def months_compared(period: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the months of a change such as ``2012-09..2012-11 from 2012-06..2012-08``, the later ones first.

    Each pair is the first month and the one after the last (months since year 0).

    Raises:
        ValueError: it is no such period.
    """
    found = CHANGE.fullmatch(period)
    spans = _spans(*found.groups()) if found else []
    if len(spans) != 2 or spans[0][0] < spans[1][1]:
        raise ValueError("is no change, such as 2012-09..2012-11 from 2012-06..2012-08")
    return spans[0], spans[1]


def quarters_within(period: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the months of quarters within years, such as ``2012-07..2012-12 in 2005-2015``, and those of the years.

    Each pair is the first month and the one after the last (months since year 0).

    Raises:
        ValueError: it is no such period.
    """
    found = WITHIN.fullmatch(period)
    spans = _spans(found[1], found[2]) if found else []
    years = months_of_years(f"{found[3]}-{found[4]}") if found else (0, 0)
    whole = spans and all(month % QUARTER == 0 for month in spans[0])
    if not whole or not years[0] <= spans[0][0] <= spans[0][1] <= years[1]:
        raise ValueError("is no quarter or quarters within years, such as 2012-07..2012-12 in 2005-2015")
    return spans[0], years


def _spans(*months: str) -> list[tuple[int, int]]:
    """Return first months and those after the last ones; none if a month is none, or a span runs backwards."""
    try:
        numbers = [month_index(month) for month in months]
    except ValueError:
        return []
    spans = [(first, last + 1) for first, last in zip(numbers[::2], numbers[1::2], strict=True)]
    return spans if all(first < after for first, after in spans) else []


def months_of_crisis(period: str) -> CrisisMonths:
    """Return the crisis and the months of a period such as ``CN-JP 2010-09 months 6-10``.

    Without months the first four are meant, in which it is seen what exchange a crisis stops; ``after 18 months`` is
    that month alone.

    Raises:
        ValueError: the months run backwards.
    """
    found = OF_CRISIS.fullmatch(period)
    if found is None:
        raise ValueError("names no crisis")
    if found["after"]:
        return CrisisMonths(found["crisis"], int(found["after"]), int(found["after"]) + 1)
    if not found["first"]:
        return CrisisMonths(found["crisis"], 0, SUSPENSION_MONTHS)
    first, last = int(found["first"]), int(found["last"])
    if first > last:
        raise ValueError("ends before it begins")
    return CrisisMonths(found["crisis"], first, last + 1)


def end_of(period: str) -> int:
    """Return the last month that a period speaks of (months since year 0), by the month in the name of a crisis.

    It says whether a target may enter a fit that must know nothing later; a crisis is named after its first month.

    Raises:
        ValueError: it is no period.
    """
    if YEARS.fullmatch(period):
        return months_of_years(period)[1] - 1
    if MONTH.fullmatch(period):
        return month_of(period)
    if CHANGE.fullmatch(period):
        return months_compared(period)[0][1] - 1
    if WITHIN.fullmatch(period):
        return quarters_within(period)[1][1] - 1
    months = months_of_crisis(period)
    begun = re.search(r"\d{4}-\d{2}", months.crisis)
    return (month_index(begun[0]) if begun else 0) + months.last - 1
