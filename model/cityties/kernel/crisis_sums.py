"""How the months after a crisis become one number: the kinds of sums, without the compiled code that adds them up."""

from enum import IntEnum


class CrisisSum(IntEnum):
    """How the months after a crisis become one number; each takes months ``first`` .. ``last`` - 1 of those followed.

    The gap is relations without the crisis less relations with it. A share is the measure over the number of ties.
    """

    GREATEST_GAP = 0
    GAP_SUM = 1
    SUM = 2
    MEAN = 3
    GREATEST_SHARE = 4
