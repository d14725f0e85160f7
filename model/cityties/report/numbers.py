"""Numbers on the page: rounded for the eye, whole for the machine, and marked where they do not exist."""

import math
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from cityties.tables.language import tr

MOST_TIMES = 1000
LEAST_FOR_PERCENT = 10
MINUS = "\N{MINUS SIGN}"
MONTH = re.compile(r"\b[0-9]{4}-[0-9]{2}\b(?!-)")


def held(text: str) -> Markup:
    """Print text so that no month in it, such as 2012-09, breaks at its hyphen; markup stays as it is."""
    return (
        text if isinstance(text, Markup) else Markup(MONTH.sub(r'<span class="held">\g<0></span>', str(escape(text))))
    )


def missing() -> Markup:
    """Return what stands where there is no number."""
    return Markup('<span class="none" title="{}">\N{EN DASH}</span>').format(tr("not defined in this run"))


def number(value: Any, digits: int = 2, percent: bool = False, signed: bool = False) -> Markup:
    """Print a number to ``digits`` decimals; the attribute ``value`` holds it as it stands in the tables."""
    if value is None or math.isnan(value):
        return missing()
    shown = round(100.0 * value if percent else float(value), digits) + 0.0
    text = f"{shown:+.{digits}f}" if signed and shown else f"{shown:.{digits}f}"
    unit = "\N{NO-BREAK SPACE}%" if percent else ""
    return Markup('<data value="{}">{}</data>').format(repr(float(value)), text.replace("-", MINUS) + unit)


def percent(share: float) -> Markup:
    """Print a share as a whole percentage."""
    return number(share, 0, percent=True)


def share_of(share: float, n: float) -> Markup:
    """Print a share of ``n`` histories, draws or pairs in per cent; of fewer than ten, as the counts they are."""
    if math.isnan(share) or n >= LEAST_FOR_PERCENT:
        return percent(share)
    return Markup(tr("{}\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}{}")).format(count(round(share * n)), count(n))


def count(n: float) -> Markup:
    """Print a count, such as ``1,600``."""
    return missing() if math.isnan(n) else Markup('<data value="{}">{:,.0f}</data>').format(repr(float(n)), n)


def times(factor: float) -> Markup | str:
    """Print how many times as many replicates something takes; without end where all pairs are equal."""
    if math.isinf(factor):
        return tr("all pairs equal")
    text = tr("over {most_times}×").format(most_times=MOST_TIMES) if factor > MOST_TIMES else ""
    return text or (missing() if math.isnan(factor) else Markup("{}\N{MULTIPLICATION SIGN}").format(number(factor, 1)))


def bounds(low: float, high: float, digits: int = 2, percent: bool = False) -> Markup:
    """Print an interval in brackets, or nothing where a single replicate leaves it undefined."""
    if math.isnan(low) or math.isnan(high):
        return Markup("")
    ends = (number(end, digits, percent) for end in (low, high))
    return Markup('<span class="interval">[{}, {}]</span>').format(*ends)


def interval(row: Mapping[str, Any], name: str, digits: int = 2, percent: bool = False) -> Markup:
    """Print the 95 % interval of a statistic of a row."""
    return bounds(row.get(f"{name}_low", math.nan), row.get(f"{name}_high", math.nan), digits, percent)


def estimate(row: Mapping[str, Any], name: str, digits: int = 2, percent: bool = False) -> Markup:
    """Print a statistic with its interval."""
    return Markup("{} {}").format(
        number(row.get(name, math.nan), digits, percent), interval(row, name, digits, percent)
    )


def difference(row: Mapping[str, Any], digits: int = 2) -> Markup:
    """Print a difference with its interval; exactly 0, without an interval, where not a single pair differs."""
    value, low, high = (float(row[end]) for end in ("difference", "low", "high"))
    if value == low == high == 0.0:
        return number(0.0, 0)
    return Markup("{} {}").format(number(value, digits), bounds(low, high, digits))


def is_clear(row: Mapping[str, Any], digits: int = 2) -> bool:
    """Return whether an interval leaves out 0 as it is printed; what is printed as 0 is not worth bold letters."""
    low, high = (round(float(row[end]), digits) for end in ("low", "high"))
    return low > 0.0 or high < 0.0
