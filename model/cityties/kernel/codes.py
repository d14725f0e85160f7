"""Codes: what the small whole numbers in columns of a run stand for (ODD 2)."""

from enum import IntEnum


class Suspension(IntEnum):
    """Who suspended a tie; the numbers add up when both sides did."""

    NONE = 0
    BY_A = 1
    BY_B = 2
    BY_BOTH = 3


class Budget(IntEnum):
    """How a city spreads its attention over its ties."""

    PROPORTIONAL = 0
    CONCENTRATED = 1
    EVEN = 2


class Exchange(IntEnum):
    """How a tie met last month."""

    NONE = 0
    PEOPLE = 1
    OFFICIAL = 2


class Count(IntEnum):
    """Places in the counts of ties, ``ties.n``."""

    EXISTING = 0
    """Ties that have begun."""
    LAID_OUT = 1
    """Rows that are filled; those from ``EXISTING`` on begin in a later month."""
    DECIDING = 2
    """Ties whose ends have something to decide this month."""
    MET_BESIDES = 3
    """Meetings of ties at this month's forum and networks, whether or not they had planned an event."""
    LEAVING = 4
    """Existing ties that a council has decided to end with this month."""
    ENDED = 5
    """Ties that have ended: rows of ``EndedTies`` that are filled."""
