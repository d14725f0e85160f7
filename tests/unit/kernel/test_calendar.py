"""Months are integers that count on from one year to the next, and only labels of the form YYYY-MM are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityties.kernel.calendar import month_index, month_label


@given(st.integers(0, 9999 * 12 + 11))
def test_a_month_comes_back_from_its_label(month: int) -> None:
    assert month_index(month_label(month)) == month


def test_january_follows_december() -> None:
    assert month_index("1973-01") == month_index("1972-12") + 1


@pytest.mark.parametrize("label", ["2012", "2012-9", "2012-00", "2012-13", "12-09", "2012-09-18", "2012-09\n", ""])
def test_another_label_is_refused_with_an_example(label: str) -> None:
    with pytest.raises(ValueError, match="write it as YYYY-MM"):
        month_index(label)
