"""Months as people read them: periods out of the numbers that the model counts with, and back."""

import pandas as pd
import pytest

from cityties.analysis.months import month_of, period_of, with_periods
from cityties.kernel.calendar import month_index, month_label

LABELS = ["1000-01", "1969-12", "1970-01", "2012-09", "2199-12"]


@pytest.mark.parametrize("label", LABELS)
def test_a_month_is_the_same_as_number_period_and_label(label: str) -> None:
    number = month_index(label)
    assert str(period_of(number)) == month_label(number) == label
    assert month_of(period_of(number)) == month_of(label) == number


def test_a_label_that_is_no_month_is_refused() -> None:
    with pytest.raises(ValueError, match="'2012-13' is not a month"):
        month_of("2012-13")


def test_only_the_named_columns_become_periods_and_no_month_stays_empty() -> None:
    table = pd.DataFrame({"month": [24152, 24153], "signed": [3, 4], "since": [-1, 24152], "label": [None, "2012-09"]})
    found = with_periods(table, ("month", "since", "label", "absent"))
    assert found["label"].equals(found["since"])
    assert found["month"].astype(str).tolist() == ["2012-09", "2012-10"]
    assert found["signed"].tolist() == [3, 4]
    assert found["since"].isna().tolist() == [True, False]
    assert table["month"].tolist() == [24152, 24153]


def test_the_month_before_the_first_is_none_and_the_first_is_one() -> None:
    found = with_periods(pd.DataFrame({"since": [-1, 0, 1]}), ("since",))
    assert found["since"].isna().tolist() == [True, False, False]
