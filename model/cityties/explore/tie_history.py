"""The ties of one history, month by month: what the map shows, and how strong the ties of a city are over time."""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cityties.experiment.design import Design
from cityties.explore.stopping import StoppedError
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.kernel.state import Count, IntArray, State, Suspension
from cityties.setup.branching import empty_record
from cityties.setup.initialization import begin
from cityties.setup.periods import advance

MOST_KEPT = 20_000_000
"""Values kept of one history at most; of a larger world every second or third month is kept, and the page says so."""
OPEN, DORMANT, SUSPENDED = 0, 1, 2


@dataclass(frozen=True)
class TieHistory:
    """Strength and look (open, dormant, suspended) of every tie at the end of the months ``steps``.

    ``a`` and ``b`` are the rows of its cities. All are lists by month, since a tie that ends leaves its row to others.
    """

    steps: IntArray
    a: list[IntArray]
    b: list[IntArray]
    strength: list[NDArray[np.float16]]
    look: list[NDArray[np.uint8]]

    def at(self, step: int) -> int:
        """Return the place of the last month kept up to a month of the run."""
        return max(int(np.searchsorted(self.steps, step, side="right")) - 1, 0)

    def of_city(self, city: int) -> list[dict[int, int]]:
        """Return for every month kept the rows of the ties of a city, by the row of the partner."""
        found = []
        for a, b in zip(self.a, self.b, strict=True):
            rows = np.flatnonzero((a == city) | (b == city)).tolist()
            found.append({int(b[row] if a[row] == city else a[row]): row for row in rows})
        return found


def tie_history(design: Design, replicate: int, stop: threading.Event) -> TieHistory:
    """Compute one replicate of the arm with ties again and keep its ties.

    Raises:
        StoppedError: nobody waits for it any more.
    """
    setup = design.setup
    address = RandomAddress(setup.scenario.seed, replicate, tie_pathways=True)
    given = Conditions(setup.world, design.events[True], setup.rules, address)
    state, record = begin(setup, replicate), empty_record(setup.world, setup.n_months)
    every = max(-(-len(setup.pairs) * setup.n_months // MOST_KEPT), 1)
    ends = [*range(every, setup.n_months, every), setup.n_months]
    found = TieHistory(np.array(ends, dtype=np.int64) - 1, [], [], [], [])
    now = 0
    for end in ends:
        if stop.is_set():
            raise StoppedError
        advance(setup, given, state, record, now, end)
        now = end
        _note(found, state, setup.rules.p.dormancy_threshold)
    return found


def _note(found: TieHistory, state: State, threshold: float) -> None:
    """Note the ties of a month; the cities of ties that are those of the month before are kept once."""
    n = int(state.ties.n[Count.EXISTING])
    for kept, rows in ((found.a, state.ties.a), (found.b, state.ties.b)):
        same = bool(kept) and np.array_equal(kept[-1], rows[:n])
        kept.append(kept[-1] if same else rows[:n].astype(np.int64))
    strength = state.ties.strength[:n]
    look = np.where(strength < threshold, DORMANT, OPEN).astype(np.uint8)
    look[state.ties.suspended[:n] != Suspension.NONE] = SUSPENDED
    found.strength.append(strength.astype(np.float16))
    found.look.append(look)
