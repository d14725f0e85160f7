"""What a buffer index says, by the thresholds fixed beforehand, for one run: luck is weighed, parameters are not."""

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cityties.analysis.buffering import MAIN_BUFFER

BUFFER = MAIN_BUFFER


class Reading(StrEnum):
    """Where a buffer index lies with respect to a threshold."""

    SOFTEN = "softened"
    WORSEN = "worsened"
    NEITHER = "neither"
    OPEN = "open"
    UNREAD = "\N{EN DASH}"


def readable(row: Mapping[str, Any]) -> bool:
    """Return whether a crisis had a downturn to buffer, and both arms to compare."""
    return bool(row.get("has_downturn") is True or row.get("has_downturn") == 1)


def reading(row: Mapping[str, Any], threshold: float) -> Reading:
    """Return where the interval of B lies: beyond the threshold, within it on both sides, or across it.

    With one replicate there is no interval, and the value alone decides.
    """
    if not readable(row):
        return Reading.UNREAD
    value = row[BUFFER]
    low, high = (row[f"{BUFFER}{end}"] for end in ("_low", "_high"))
    if math.isnan(low):
        low = high = value
    if low > threshold:
        return Reading.SOFTEN
    if high < -threshold:
        return Reading.WORSEN
    return Reading.NEITHER if -threshold <= low and high <= threshold else Reading.OPEN
