"""Healing: when the damage of a crisis is gone for good, and how much of it is left at the end."""

from dataclasses import dataclass

import numpy as np

from cityties.experiment.recovery import HEALED
from cityties.kernel.state import FloatArray


@dataclass(frozen=True)
class Healing:
    """How a crisis heals: months until the damage is below a tenth of its greatest for good (None: never in the run).

    ``left`` (R) is the damage in the last month followed, ``greatest`` (R) the greatest, ``months`` how many were
    followed.
    """

    after: int | None
    left: float
    greatest: float
    months: int


def healing(gap: FloatArray) -> Healing:
    """Return how a mean gap by month, shape (months,), month 0 being that of the shock, heals.

    ``after`` is None too where the damage is below a tenth in the last month alone, which shows nothing for good.
    """
    greatest = float(np.max(gap, initial=0.0))
    above = np.flatnonzero(gap > HEALED * greatest)
    after = int(above[-1]) + 1 if len(above) else 0
    return Healing(after if after < len(gap) - 1 else None, float(gap[-1]), greatest, len(gap))
