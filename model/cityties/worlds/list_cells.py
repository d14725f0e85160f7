"""Cells of lists as people write them: dates in many forms, numbers with separators, degrees and points."""

import re

from cityties.kernel.calendar import MONTHS_PER_YEAR

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_QUOTE = 60
_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "janv fevr mars avr mai juin juil aout sept octo nove dece",
    "januar februar maerz april mai juni juli august september oktober november dezember",
)
_MONTH_OF = {name: number for names in _MONTHS for number, name in enumerate(names.split(), 1)} | {
    "mär": 3,
    "dez": 12,
    "okt": 10,
}
_ABOUT = re.compile(r"^(?:c\.|ca\.?|circa|c|about|around|um|~|≈)\s*(?=\d|\w)|\s*\(?\?\)?$", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})[-/.]\s?(\d{4})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_IN_WORDS = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?([^\W\d]{3,})\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(\d{4})")
_GROUPED = re.compile(r"\d{1,3}(?:([,.' \u2009])\d{3})(?:\1\d{3})*", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d*)?(?:[eE]\+?\d{1,2})?", re.ASCII)
_DEGREES = re.compile(r"([+-]?\d+(?:[.,]\d*)?(?:[eE][+-]?\d+)?)\s*°?\s*([NSEWOnsewo]?)", re.ASCII)
_POINT = re.compile(r"Point\s*\(\s*(\S+)\s+(\S+)\s*\)", re.IGNORECASE)
_TWO = re.compile(r"\(?\s*([^\s,;]+)\s*[,;]\s*([^\s,;]+)\s*\)?")


def signing_date(cell: str) -> tuple[str, str]:
    """Return YYYY-MM, YYYY or nothing, and a note where that is not all that the cell says.

    A time of Wikidata on the first of January is a bare year. Of 5/6/1990 nobody can tell the month.
    """
    text = cell.strip().removeprefix("+")
    if not text:
        return "", ""
    exact = _ABOUT.sub("", text).strip()
    date, doubt = _date(exact)
    quoted = f"date in the list: '{text[:LONGEST_QUOTE]}'"
    if not date or doubt:
        return date, quoted
    return date, f"about; {quoted}" if exact != text else ""


def _date(text: str) -> tuple[str, bool]:
    """Return a date, and whether its month is in doubt."""
    if found := _YEAR.fullmatch(text):
        return _valid(found[1]), False
    if found := _YEAR_FIRST.fullmatch(text):
        whole_year = "T" in text and (found[2], found[3]) == ("01", "01")
        return _valid(found[1], 0 if whole_year else int(found[2])), False
    if found := _MONTH_FIRST.fullmatch(text):
        return _valid(found[2], int(found[1])), False
    if found := _DAY_FIRST.fullmatch(text):
        return _day_first(int(found[1]), found[2], int(found[3]), found[4])
    if found := _IN_WORDS.fullmatch(text):
        name = found[1].casefold()
        month = _MONTH_OF.get(name) or _MONTH_OF.get(name[:3], 0)
        return _valid(found[2], month) if month else "", False
    return "", False


def _day_first(one: int, mark: str, other: int, year: str) -> tuple[str, bool]:
    """Return the date of 12.05.1990, 25/5/1990, 5/25/1990, or 5/6/1990, of which the year alone is sure."""
    if mark == "." or one > MONTHS_PER_YEAR or one == other:
        return _valid(year, other), False
    return (_valid(year, one), False) if other > MONTHS_PER_YEAR else (_valid(year), True)


def _valid(year: str, month: int = 0) -> str:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR or not 0 <= month <= MONTHS_PER_YEAR:
        return ""
    return f"{int(year)}-{month:02d}" if month else f"{int(year)}"


def people(cell: str) -> float | None:
    """Return a number of people, one at least, with or without separators of thousands; None if the cell is none."""
    text = cell.strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    if not _PLAIN.fullmatch(text) or float(text) < 1.0:
        return None
    return float(text)


def degrees(cell: str, highest: float) -> float | None:
    """Return degrees, north and east positive, within bounds; None if the cell is none."""
    found = _DEGREES.fullmatch(cell.strip())
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    value = -value if found[2].upper() in ("S", "W") else value
    return value if -highest <= value <= highest else None


def point(cell: str) -> tuple[str, str] | None:
    """Return the texts of latitude and longitude of ``Point(longitude latitude)`` or ``latitude, longitude``."""
    if found := _POINT.fullmatch(cell.strip()):
        return found[2], found[1]
    found = _TWO.fullmatch(cell.strip())
    return (found[1], found[2]) if found else None
