"""What a run writes down each month: the columns of its record (ODD 4.11), each declared once and addressed by name.

A new measure takes one line here and one where a submodel writes it. Its place in the record is its place in the list,
and every table that shows or keeps measures takes them from here. Sides A and B of one quantity stand next to each
other, because compiled code adds the number of the side to the column of A.
"""

from enum import Flag, IntEnum, auto
from typing import NamedTuple, Self

from cityties.kernel.state import FloatArray


class Kept(Flag):
    """What is kept of a measure beyond its sum over replicates, which is kept of all."""

    HISTORY = auto()
    """every month of every replicate of a run"""
    CRISIS = auto()
    """every month that a crisis is followed, with it and without, of every replicate of a run"""
    YEARS = auto()
    """yearly means of a batch"""


NOTHING, ALL = Kept(0), Kept.HISTORY | Kept.CRISIS | Kept.YEARS
COUNTED = ("ties", "events", "incidents", "cities", "0 or 1")
"""Units in which the values of one run are whole numbers."""


class Measure(IntEnum):
    """A column of a record with its ``unit``, its ``meaning`` and what is ``kept`` of it.

    Members are declared by these three and numbered in their order; in compiled code they are that number.
    """

    unit: str
    meaning: str
    kept: Kept

    def __new__(cls, unit: str, meaning: str, kept: Kept = NOTHING) -> Self:
        """Number a member by its place."""
        number = len(cls.__members__)
        member = int.__new__(cls, number)
        member._value_ = number
        member.unit, member.meaning, member.kept = unit, meaning, kept
        return member

    @property
    def column(self) -> str:
        """Its name in tables."""
        return self.name.lower()

    @property
    def is_count(self) -> bool:
        """Whether the values of one run are whole numbers."""
        return self.unit in COUNTED


class DyadMeasure(Measure):
    """Columns of the dyad record (T, D, :)."""

    RELATIONS = "-1 to 1", "official relations at the end of the month", ALL
    DISPUTES = "severity", "open disputes"
    MOOD_A = "-1 to 1", "slow mood of the first nation's public about the second", ALL
    MOOD_B = "-1 to 1", "slow mood of the second nation's public about the first", ALL
    ANGER_A = "severity", "anger of the first nation's public"
    ANGER_B = "severity", "anger of the second nation's public"
    DIRECTIVE_A = "0 or 1", "the first nation's directive against official exchange"
    DIRECTIVE_B = "0 or 1", "the second nation's directive against official exchange"
    POSITION_A = "-1 to 1", "position of the first nation's cities on the dispute (above 0: calm it)"
    POSITION_B = "-1 to 1", "position of the second nation's cities on the dispute (above 0: calm it)"
    ESCALATION_A = "share", "escalation of the first nation"
    ESCALATION_B = "share", "escalation of the second nation"
    SEVERITY = "severity", "severity of the month's incidents, provocations included"
    PROVOCATIONS = "incidents", "provocations by city leaders this month"
    TIES = "ties", "existing ties", Kept.HISTORY | Kept.YEARS
    SIGNED = "ties", "ties signed this month", Kept.HISTORY
    DORMANT = "ties", "ties whose strength is below the dormancy threshold"
    SUSPENDED = "ties", "ties suspended by at least one side", ALL
    PLANNED = "events", "official events planned this month", Kept.HISTORY | Kept.CRISIS
    OFFICIAL = "events", "planned events held officially", ALL
    REFUSED_A = "events", "planned events refused by the first nation's city", Kept.CRISIS
    REFUSED_B = "events", "planned events refused by the second nation's city", Kept.CRISIS
    PEOPLE = "events", "refused events held at the people's level", Kept.CRISIS | Kept.YEARS
    FORUM_MEETINGS = "ties", "ties whose two cities met at the forum"
    AID_A = "ties", "ties over which the first nation's city received aid"
    AID_B = "ties", "ties over which the second nation's city received aid"
    GIFT_A = "gifts", "size of those gifts, a first gift counting 1"
    GIFT_B = "gifts", "size of those gifts, a first gift counting 1"
    EXCHANGE = "exchanges", "sum of exchange over all ties, an official event counting 1", Kept.YEARS
    STRENGTH = "0 to 1", "mean strength of the existing ties"
    GATE_SHUT = "0 or 1", "whether the approval gate for new ties is shut"
    NETWORK_MEETINGS = "ties", "ties whose two cities met in a network"
    ECONOMY = (
        "standard deviations",
        "business climate of the dyad, which the model does not move (0: usual)",
        Kept.YEARS,
    )
    LEVEL = "R", "standing damage to relations: what lasts when the dispute itself is over (0: none)", ALL
    CONCILIATIONS = "incidents", "helping acts by city leaders this month"
    ENDED = "ties", "ties that ended with the month before, by decision of a council", Kept.HISTORY


class NationMeasure(Measure):
    """Columns of the nation record (T, K, :)."""

    FORUM_ATTENDANCE = "cities", "cities that attended the forum this month", Kept.HISTORY
    NETWORK_ATTENDANCE = "cities", "cities that attended a meeting of their network this month, once for each meeting"
    PRACTICE_LOW = "cities", "cities that hold the cheapest practice"
    PRACTICE_MIDDLE = "cities", "cities that hold the practice of middle cost"
    PRACTICE_HIGH = "cities", "cities that hold the dearest practice"


def kept(what: Kept) -> tuple[DyadMeasure, ...]:
    """Return the measures of dyads of which this is kept, in the order of their columns."""
    return tuple(measure for measure in DyadMeasure if what in measure.kept)


class Record(NamedTuple):
    """The record of one run: dyads (T, D, DyadMeasure) and nations (T, K, NationMeasure)."""

    dyads: FloatArray
    nations: FloatArray
