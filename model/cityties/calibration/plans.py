"""What a statistic is made of: its address in the record, where it looks in a history, how it makes a number of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cityties.calibration.tie_statistics import Ties
from cityties.experiment.design import Design
from cityties.kernel.record import DyadMeasure as M

REPLAY, ENDOGENOUS = "replay", "endogenous"
"""Histories that statistics are taken from: recorded ties, or ties that cities sign by the model's rule."""
ALL = -1
"""Every dyad together, in place of the row of one."""


class Address(NamedTuple):
    """Which statistic of the record: its kind, dyad, public and period as they are written."""

    kind: str
    dyad: str
    of: str
    period: str

    @property
    def label(self) -> str:
        """Name in tables and figures, such as ``signings CN-JP 1990-1999`` or ``poll CN of CN-JP 2012-05``."""
        public = f"{self.of} of" if self.of else ""
        return " ".join(part for part in (self.kind, public, self.dyad, self.period) if part)


class Place(NamedTuple):
    """What a statistic has to know of its scenario: months of the run, rows of dyads and nations, months of crises.

    ``months`` are the first month and the one after the last, ``crises`` the first month of each counted from the
    start, ``concerns`` the dyad of each that has one of its own.
    """

    months: tuple[int, int]
    dyads: Mapping[str, tuple[str, str]]
    crises: Mapping[str, int]
    concerns: Mapping[str, str]

    def row(self, dyad: str) -> int:
        """Return the row of a dyad, or ``ALL``."""
        return list(self.dyads).index(dyad) if dyad else ALL

    def row_in(self, crisis: str, dyad: str) -> int:
        """Return the row of a dyad in the months of a crisis, which are kept of the dyads that it concerns.

        Raises:
            ValueError: the crisis is that of another dyad.
        """
        own = self.concerns.get(crisis, "")
        if own and dyad and dyad != own:
            raise ValueError(f"asks about {dyad}, but the crisis is one of {own}")
        return self.row(own or dyad)

    def since(self, month: int) -> int:
        """Return a month counted from the start of the run.

        Raises:
            ValueError: the run does not reach it.
        """
        if not self.months[0] <= month <= self.months[1]:
            raise ValueError("lies outside the months of the scenario")
        return month - self.months[0]


class Window(NamedTuple):
    """A sum of a measure over months ``first`` .. ``last`` - 1 of the run, or after a crisis with it or without."""

    measure: M
    dyad: int
    first: int
    last: int
    crisis: str = ""
    happens: bool = True


class Reading(NamedTuple):
    """What a statistic that looks at single ties is given: the design, and the ties at each month that it asked for."""

    design: Design
    ties: Mapping[int, Ties]


@dataclass(frozen=True)
class Plan:
    """Windows whose sums ``combine`` makes a number of; or ``months`` at which ``read`` looks at ties.

    ``attendance`` marks a sum over the forum's meetings of those months in place of windows. With ``shares`` the
    windows are pairs of mood and anger, and ``combine`` is given the share of friendly answers of each.
    """

    windows: tuple[Window, ...] = ()
    combine: Callable[[Sequence[float]], float] = sum
    months: tuple[int, ...] = ()
    read: Callable[[Reading], float] | None = None
    attendance: tuple[int, int] | None = None
    shares: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of statistic: its unit, what it means, the history it is taken from, and how it is planned.

    ``needs`` names what an address must have besides its period: a dyad, a public. ``shape`` says in words how the
    period is written.
    """

    unit: str
    meaning: str
    history: str
    plan: Callable[[Address, Place], Plan]
    shape: str
    needs: tuple[str, ...] = field(default=("dyad",))
