"""A diary: what cities and nations decided in every month of one run, kept to see where two runs first part.

A history is computed in one go otherwise; here it stops after every month, and a few columns are copied. That takes
some hundredths of a second and nothing is drawn that the run did not draw.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cityties.kernel.schedule import Conditions
from cityties.kernel.state import CodeArray, Count, FloatArray, IdArray, IntArray, TieState
from cityties.setup.branching import empty_record
from cityties.setup.city_names import city_names
from cityties.setup.initialization import Setup, begin
from cityties.setup.periods import advance


@dataclass(frozen=True)
class Diary:
    """One run, month by month (T), tie by tie (E, in the order of their signing), dyad by dyad (D) and side.

    ``exists`` (T, E) is whether there is a tie, ``mode``, ``suspended`` and ``leaving`` (T, E) are codes, 0 where there
    is none; ``directive`` and ``position`` (T, D, 2) belong to the two sides, ``relations`` (T, D) to both. ``ids`` are
    the lasting addresses of the pairs of cities, ``signed`` the calendar months in which ties first begin, ``a`` and
    ``b`` rows of cities.
    """

    setup: Setup
    given: Conditions
    ids: IdArray
    signed: IntArray
    a: IntArray
    b: IntArray
    dyad: IntArray
    exists: NDArray[np.bool_]
    mode: CodeArray
    suspended: CodeArray
    leaving: CodeArray
    directive: CodeArray
    position: FloatArray
    relations: FloatArray

    @property
    def first_month(self) -> int:
        """Calendar month in which the run begins."""
        return self.setup.scenario.start

    @property
    def dyads(self) -> list[str]:
        """Codes of the dyads."""
        return list(self.setup.tables.dyads["dyad"])

    @cached_property
    def cities(self) -> list[str]:
        """Lasting names of the cities, such as ``CN/Qingdao``."""
        return city_names(self.setup.tables)


def keep_diary(setup: Setup, given: Conditions) -> Diary:
    """Compute a run from its first month to its last and keep what was decided in each."""
    record, state = empty_record(setup.world, setup.n_months), begin(setup, given.address.replicate)
    ties, n_months, seen = state.ties, setup.n_months, _Seen()
    exists = np.zeros((n_months, len(ties.id)), dtype=bool)
    mode, suspended, leaving = (np.zeros((n_months, len(ties.id)), dtype=np.int8) for _ in range(3))
    directive = np.empty((n_months, *state.dyads.directive.shape), dtype=np.int8)
    position, relations = np.empty(directive.shape), np.empty(directive.shape[:2])
    for month in range(n_months):
        advance(setup, given, state, record, month, month + 1)
        n, places = int(ties.n[Count.EXISTING]), seen.places(ties)
        exists[month, places] = True
        mode[month, places], suspended[month, places] = ties.mode[:n], ties.suspended[:n]
        leaving[month, places] = ties.leaving[:n]
        directive[month], position[month] = state.dyads.directive, state.publics.position
        relations[month] = state.dyads.relations
    n = len(seen.place_of)
    return Diary(
        setup,
        given,
        ids=np.array(list(seen.place_of), dtype=np.uint64),
        signed=setup.scenario.start + np.array(seen.signed, dtype=np.int64),
        a=np.array(seen.a, dtype=np.int64),
        b=np.array(seen.b, dtype=np.int64),
        dyad=np.array(seen.dyad, dtype=np.int64),
        exists=exists[:, :n],
        mode=mode[:, :n],
        suspended=suspended[:, :n],
        leaving=leaving[:, :n],
        directive=directive,
        position=position,
        relations=relations,
    )


class _Seen:
    """The ties seen so far, each with a place of its own: rows close up when a tie ends, places do not."""

    def __init__(self) -> None:
        self.place_of: dict[int, int] = {}
        self.signed: list[int] = []
        self.a: list[int] = []
        self.b: list[int] = []
        self.dyad: list[int] = []
        self._counts: tuple[int, int] = (0, 0)
        self._places: IntArray = np.zeros(0, dtype=np.int64)

    def places(self, ties: TieState) -> IntArray:
        """Return the places of the ties that exist, in the order of their rows; new ones get the next."""
        counts = int(ties.n[Count.EXISTING]), int(ties.n[Count.ENDED])
        if counts != self._counts:
            self._counts = counts
            self._places = np.array([self._place(ties, row) for row in range(counts[0])], dtype=np.int64)
        return self._places

    def _place(self, ties: TieState, row: int) -> int:
        address = int(ties.id[row])
        if address not in self.place_of:
            self.place_of[address] = len(self.place_of)
            self.signed.append(int(ties.signed[row]))
            self.a.append(int(ties.a[row]))
            self.b.append(int(ties.b[row]))
            self.dyad.append(int(ties.dyad[row]))
        return self.place_of[address]
