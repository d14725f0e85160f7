"""Kinds of outcomes: how a number is taken from a crisis, a gap, the ties awake before it, or a whole history.

Compiled code is imported where it is called: whoever only reads results needs the declarations, not the compiler.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityties.kernel.crisis_sums import CrisisSum
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.state import Exchange, FloatArray, IntArray
from cityties.kernel.world import World


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number that sums up a replicate: its unit and its meaning."""

    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class CrisisOutcome(Outcome):
    """A number of one crisis in one dyad: how it is summed, of which measure, in which branch and months."""

    how: CrisisSum
    measure: M = M.RELATIONS
    happens: bool = True
    first: int = 0
    last: int = np.iinfo(np.int32).max

    @property
    def term(self) -> tuple[int, ...]:
        """The row that the compiled sums take (:func:`cityties.kernel.reductions.sum_crisis`)."""
        return self.how, self.measure, self.happens, self.first, self.last


@dataclass(frozen=True, slots=True)
class GapOutcome(Outcome):
    """A number of the gap of one crisis: ``compute`` takes gaps (dyads, months); ``nan`` where there is none."""

    compute: Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class SurvivalOutcome(Outcome):
    """A share of the ties awake before a crisis: those that met in one of these ways in the year after it."""

    modes: tuple[Exchange, ...]


@dataclass(frozen=True)
class Histories:
    """The whole histories of one replicate, one an arm.

    ``dyads`` (arms, T, D, DyadMeasure), ``nations`` (arms, T, K, NationMeasure); ``ties`` are the columns of the ties
    of each arm at the end.
    """

    dyads: FloatArray
    nations: FloatArray
    ties: Sequence[Mapping[str, NDArray[Any]]]
    world: World

    @cached_property
    def total(self) -> FloatArray:
        """Sums of every measure over all months (arms, D, DyadMeasure)."""
        from cityties.kernel.reductions import sum_months

        total = np.empty(self.dyads[:, -1].shape)
        sum_months(self.dyads, total)
        return total

    @property
    def end(self) -> FloatArray:
        """The last month (arms, D, DyadMeasure)."""
        return self.dyads[:, -1]

    @cached_property
    def strengths(self) -> list[tuple[FloatArray, IntArray]]:
        """By arm: strengths of ties at the end, sorted by dyad and size, and the place where each dyad begins."""
        found = []
        for ties in self.ties:
            order = np.lexsort((ties["strength"], ties["dyad"]))
            bounds = np.searchsorted(ties["dyad"][order], np.arange(self.dyads.shape[2] + 1))
            found.append((ties["strength"][order], bounds))
        return found


@dataclass(frozen=True, slots=True)
class HistoryOutcome(Outcome):
    """A number of a whole history in one dyad, or of one nation: ``compute`` returns (arms, D) or (arms, K)."""

    compute: Callable[[Histories], FloatArray]
