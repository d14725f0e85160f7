"""What a run writes down each month: the columns of its record (ODD 4.11), addressed by name."""

from enum import IntEnum
from typing import NamedTuple

from cityties.kernel.state import FloatArray


class DyadMeasure(IntEnum):
    """Columns of the dyad record (T, D, :)."""

    RELATIONS = 0
    DISPUTES = 1
    MOOD_A = 2
    MOOD_B = 3
    ANGER_A = 4
    ANGER_B = 5
    DIRECTIVE_A = 6
    DIRECTIVE_B = 7
    POSITION_A = 8
    POSITION_B = 9
    ESCALATION_A = 10
    ESCALATION_B = 11
    SEVERITY = 12
    PROVOCATIONS = 13
    TIES = 14
    SIGNED = 15
    DORMANT = 16
    SUSPENDED = 17
    PLANNED = 18
    OFFICIAL = 19
    REFUSED_A = 20
    REFUSED_B = 21
    PEOPLE = 22
    FORUM_MEETINGS = 23
    AID_A = 24
    AID_B = 25
    GIFT_A = 26
    GIFT_B = 27
    EXCHANGE = 28
    STRENGTH = 29
    GATE_SHUT = 30
    NETWORK_MEETINGS = 31
    ECONOMY = 32


class NationMeasure(IntEnum):
    """Columns of the nation record (T, K, :)."""

    FORUM_ATTENDANCE = 0
    NETWORK_ATTENDANCE = 1
    PRACTICE_LOW = 2
    PRACTICE_MIDDLE = 3
    PRACTICE_HIGH = 4


class Record(NamedTuple):
    """The record of one run: dyads (T, D, DyadMeasure) and nations (T, K, NationMeasure)."""

    dyads: FloatArray
    nations: FloatArray
