"""Cells: a text becomes its value, or a message that finishes the sentence about it."""

import math

import pytest

from cityties.tables.cells import EMPTY_DATE, resolution, value
from cityties.tables.columns import choice, count, date, flag, month, number, optional, share, text, year


@pytest.mark.parametrize(
    ("cell", "column", "expected"),
    [
        ("Anport", text("city", "name"), "Anport"),
        ("", optional("note", "remark"), ""),
        ("0.25", share("autonomy", "freedom"), 0.25),
        (".5e0", share("autonomy", "freedom"), 0.5),
        ("12", count("ties", "partners", "ties"), 12),
        ("2012", year("year", "when"), 2012),
        ("2012-09", month("date", "when"), 2012 * 12 + 8),
        ("2012", date("signed", "when"), 2012 * 12),
        ("", date("signed", "when", required=False), EMPTY_DATE),
        ("yes", flag("held", "whether"), True),
        ("no", flag("held", "whether"), False),
        ("open", choice("eligibility", "who", "tied", "open"), "open"),
    ],
)
def test_a_cell_becomes_its_value(cell: str, column: object, expected: object) -> None:
    assert value(cell, column) == expected  # type: ignore[arg-type]


def test_an_empty_number_is_no_number() -> None:
    assert math.isnan(value("", share("autonomy", "freedom", required=False)))


@pytest.mark.parametrize(
    ("cell", "column", "message"),
    [
        ("", text("city", "name"), "is empty; it must say: name"),
        ("1.5", share("autonomy", "freedom"), "is not between 0 and 1 (share)"),
        ("1,5", share("autonomy", "freedom"), "is not a number"),
        ("nan", share("autonomy", "freedom"), "is not a number"),
        ("1.0", count("ties", "partners", "ties"), "is not a whole number"),
        ("-1", count("ties", "partners", "ties"), "is not between 0 and 1e+12 (ties)"),
        ("2012", month("date", "when"), "is not a month; write it as YYYY-MM"),
        ("2012-13", date("signed", "when"), "is not a date; write it as YYYY-MM or YYYY"),
        ("1899", date("signed", "when"), "is not between 1900 and 2100"),
        ("true", flag("held", "whether"), "is neither yes nor no"),
        ("closed", choice("eligibility", "who", "tied", "open"), "is not one of tied, open"),
        ("tide", choice("eligibility", "who", "tied", "open"), "is not one of tied, open; write tied"),
        ("70 %", share("autonomy", "freedom"), "is not a number; write 0.7"),
        ("700%", share("autonomy", "freedom"), "is not a number; write it like 12.5"),
        ("91", number("latitude", "north", "degrees", (-90, 90)), "is not between -90 and 90 (degrees)"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_what_to_write(cell: str, column: object, message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        value(cell, column)  # type: ignore[arg-type]
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(("cell", "fine"), [("", "unknown"), ("2012", "year"), ("2012-09", "month")])
def test_a_date_is_as_fine_as_it_is_written(cell: str, fine: str) -> None:
    assert resolution(cell) == fine
