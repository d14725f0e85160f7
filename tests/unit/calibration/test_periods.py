"""Periods of targets: years, months and months of a crisis, as people write them."""

import pytest

from cityties.calibration.periods import end_of, month_of, months_of_crisis, months_of_years
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


def test_the_last_month_of_a_period_says_what_may_be_known_of_it() -> None:
    assert end_of("2003-2015") == month_index("2015-12")
    assert end_of("2011-07") == month_of("2011-07")
    assert end_of("CN-JP 2010-09 months 6-10") == month_index("2011-07")
    assert end_of("JP-KR 2005-03 after 35 months") == month_index("2008-02")
