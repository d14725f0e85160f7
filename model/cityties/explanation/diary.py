"""A diary: what cities and nations decided in every month of one run, kept to see where two runs first part.

A history is computed in one go otherwise; here it stops after every month, and a few columns are copied. That takes
some hundredths of a second and nothing is drawn that the run did not draw.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cityties.kernel.schedule import Conditions
from cityties.kernel.state import CodeArray, Count, FloatArray, IdArray, IntArray
from cityties.setup.branching import empty_record
from cityties.setup.city_names import city_names
from cityties.setup.initialization import Setup, begin
from cityties.setup.periods import advance


@dataclass(frozen=True)
class Diary:
    """One run, month by month (T), tie by tie (E, in the order of their signing), dyad by dyad (D) and side.

    ``mode`` and ``suspended`` (T, E) are codes, 0 before a tie begins; ``directive`` and ``position`` (T, D, 2) belong
    to the two sides, ``relations`` (T, D) to both. ``ids`` are the lasting addresses of the pairs of cities, ``signed``
    the calendar months in which ties begin, ``a`` and ``b`` rows of cities.
    """

    setup: Setup
    given: Conditions
    ids: IdArray
    signed: IntArray
    a: IntArray
    b: IntArray
    dyad: IntArray
    mode: CodeArray
    suspended: CodeArray
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
    ties, n_months = state.ties, setup.n_months
    mode, suspended = (np.zeros((n_months, len(ties.id)), dtype=np.int8) for _ in range(2))
    directive = np.empty((n_months, *state.dyads.directive.shape), dtype=np.int8)
    position, relations = np.empty(directive.shape), np.empty(directive.shape[:2])
    for month in range(n_months):
        advance(setup, given, state, record, month, month + 1)
        n = int(ties.n[Count.EXISTING])
        mode[month, :n], suspended[month, :n] = ties.mode[:n], ties.suspended[:n]
        directive[month], position[month] = state.dyads.directive, state.publics.position
        relations[month] = state.dyads.relations
    n = int(ties.n[Count.EXISTING])
    return Diary(
        setup,
        given,
        ids=ties.id[:n].copy(),
        signed=setup.scenario.start + ties.signed[:n].astype(np.int64),
        a=ties.a[:n].astype(np.int64),
        b=ties.b[:n].astype(np.int64),
        dyad=ties.dyad[:n].astype(np.int64),
        mode=mode[:, :n],
        suspended=suspended[:, :n],
        directive=directive,
        position=position,
        relations=relations,
    )
