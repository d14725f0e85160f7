"""Periods of targets: years, months and months of a crisis, as people write them."""

import pytest

from cityties.calibration.periods import (
    end_of,
    month_of,
    months_compared,
    months_of_crisis,
    months_of_years,
    quarters_within,
)
from cityties.kernel.calendar import month_index


def test_years_run_from_january_to_december() -> None:
    assert months_of_years("1990-1999") == (month_index("1990-01"), month_index("2000-01"))
    assert months_of_years("2006") == (month_index("2006-01"), month_index("2007-01"))


@pytest.mark.parametrize("period", ["1999-1990", "2012-09", "90s", ""])
def test_other_texts_are_no_years(period: str) -> None:
    with pytest.raises(ValueError, match="neither a year"):
        months_of_years(period)


def test_a_crisis_by_itself_means_its_first_four_months() -> None:
    assert months_of_crisis("CN-JP 2012-09") == ("CN-JP 2012-09", 0, 4)
    assert months_of_crisis("CN-JP 2010-09 months 6-10") == ("CN-JP 2010-09", 6, 11)
    assert months_of_crisis("JP-KR 2005-03 after 18 months") == ("JP-KR 2005-03", 18, 19)


def test_months_that_run_backwards_are_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        months_of_crisis("CN-JP 2010-09 months 10-6")


def test_a_change_has_later_months_and_earlier_ones() -> None:
    later, earlier = months_compared("2012-09..2012-11 from 2012-06..2012-08")
    assert later == (month_index("2012-09"), month_index("2012-12"))
    assert earlier == (month_index("2012-06"), month_index("2012-09"))


@pytest.mark.parametrize(
    "period",
    [
        "2012-09..2012-11",
        "2012-06..2012-08 from 2012-09..2012-11",
        "2012-09..2012-11 from 2012-06..2012-09",
        "2012-11..2012-09 from 2012-06..2012-08",
        "2012-09..2012-13 from 2012-06..2012-08",
    ],
)
def test_other_texts_are_no_change(period: str) -> None:
    with pytest.raises(ValueError, match="is no change, such as"):
        months_compared(period)


def test_quarters_stand_within_the_years_that_they_are_measured_by() -> None:
    asked, years = quarters_within("2012-07..2012-12 in 2005-2015")
    assert asked == (month_index("2012-07"), month_index("2013-01"))
    assert years == (month_index("2005-01"), month_index("2016-01"))


@pytest.mark.parametrize(
    "period",
    [
        "2012-07..2012-12",
        "2012-08..2012-12 in 2005-2015",
        "2012-07..2012-11 in 2005-2015",
        "2016-01..2016-03 in 2005-2015",
        "2012-07..2012-12 in 2015-2005",
    ],
)
def test_other_texts_are_no_quarters_within_years(period: str) -> None:
    with pytest.raises(ValueError, match=r"is no quarter|neither a year"):
        quarters_within(period)


def test_the_last_month_of_a_period_says_what_may_be_known_of_it() -> None:
    assert end_of("2003-2015") == month_index("2015-12")
    assert end_of("2011-07") == month_of("2011-07")
    assert end_of("2010-10..2010-12 from 2010-06..2010-08") == month_of("2010-12")
    assert end_of("2006-01..2006-12 in 2005-2011") == month_of("2011-12")  # the measure is taken from all years
    assert end_of("CN-JP 2010-09 months 6-10") == month_index("2011-07")
    assert end_of("JP-KR 2005-03 after 35 months") == month_index("2008-02")
