"""The periods of targets: a year, years, a month, or months of a crisis, as they are written in the file."""

import re
from typing import NamedTuple

from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_index

YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
MONTH = re.compile(r"\d{4}-\d{2}")
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
    months = months_of_crisis(period)
    begun = re.search(r"\d{4}-\d{2}", months.crisis)
    return (month_index(begun[0]) if begun else 0) + months.last - 1
