"""The calendar: a month is one integer, the number of months since January of year 0."""

import re

MONTHS_PER_YEAR = 12
_LABEL = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_index(label: str) -> int:
    """Turn a label such as ``1972-09`` into its month number.

    Raises:
        ValueError: the label is not of the form YYYY-MM.
    """
    match = _LABEL.fullmatch(label)
    if match is None:
        raise ValueError(f"'{label}' is not a month; write it as YYYY-MM, for example 2012-09")
    return int(match[1]) * MONTHS_PER_YEAR + int(match[2]) - 1


def month_label(month: int) -> str:
    """Turn a month number back into its label, the inverse of :func:`month_index`."""
    return f"{month // MONTHS_PER_YEAR:04d}-{month % MONTHS_PER_YEAR + 1:02d}"
