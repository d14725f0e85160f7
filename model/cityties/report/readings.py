"""How a buffer index is read in one run: by thresholds fixed beforehand, with its Monte Carlo interval."""

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cityties.analysis.buffering import MAIN_BUFFER
from cityties.tables.language import msg

BUFFER = MAIN_BUFFER

type CrisisRow = Mapping[str, Any]
"""A row of the table of crises."""


class Reading(StrEnum):
    """Where a buffer index lies with respect to a threshold."""

    SOFTEN = msg("softened")
    WORSEN = msg("worsened")
    NEITHER = msg("neither")
    OPEN = msg("open")
    UNREAD = "\N{EN DASH}"


def readable(row: CrisisRow) -> bool:
    """Return whether a crisis had a downturn to buffer, and both arms to compare."""
    return bool(row.get("has_downturn") is True or row.get("has_downturn") == 1)


def reading(row: CrisisRow, threshold: float) -> Reading:
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
