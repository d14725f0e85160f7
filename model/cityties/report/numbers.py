"""Numbers on the page: rounded for the eye, whole for the machine, and marked where they do not exist."""

import math
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

MINUS = "\N{MINUS SIGN}"
NONE = Markup('<span class="none" title="not defined in this run">\N{EN DASH}</span>')


def number(value: Any, digits: int = 2, percent: bool = False, signed: bool = False) -> Markup:
    """Print a number to ``digits`` decimals; the attribute ``value`` holds it as it stands in the tables."""
    if value is None or math.isnan(value):
        return NONE
    shown = round(100.0 * value if percent else float(value), digits) + 0.0
    text = f"{shown:+.{digits}f}" if signed and shown else f"{shown:.{digits}f}"
    unit = "\N{NO-BREAK SPACE}%" if percent else ""
    return Markup('<data value="{}">{}</data>').format(repr(float(value)), text.replace("-", MINUS) + unit)


def interval(row: Mapping[str, Any], name: str, digits: int = 2, percent: bool = False) -> Markup:
    """Print the 95 % interval of a statistic in brackets, or nothing where a single replicate leaves it undefined."""
    low, high = row.get(f"{name}_low", math.nan), row.get(f"{name}_high", math.nan)
    if math.isnan(low) or math.isnan(high):
        return Markup("")
    ends = (number(end, digits, percent) for end in (low, high))
    return Markup('<span class="interval">[{}, {}]</span>').format(*ends)


def estimate(row: Mapping[str, Any], name: str, digits: int = 2, percent: bool = False) -> Markup:
    """Print a statistic with its interval."""
    return Markup("{} {}").format(
        number(row.get(name, math.nan), digits, percent), interval(row, name, digits, percent)
    )
