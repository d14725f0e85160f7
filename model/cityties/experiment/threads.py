"""Units on the threads of one machine: replicate by replicate, so that small batches keep all cores busy too."""

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from cityties.experiment.design import Design
from cityties.experiment.reduction import Reduced
from cityties.experiment.units import Unit
from cityties.experiment.work import Gathered, UnitPlanner, UnitResult, compute_replicate, failed

AHEAD = 8
"""Replicates for each thread that are computed while the tables of a unit are laid out."""
PATIENCE_SECONDS = 0.0005
Progress = Callable[[int], None]


class StoppedError(Exception):
    """A replicate was not begun because the batch was stopped."""


def on_threads(planner: UnitPlanner, units: Iterable[Unit], workers: int, progress: Progress) -> Iterator[UnitResult]:
    """Yield every unit in the order given, computed on ``workers`` threads; few replicates more are held at once."""
    stop = threading.Event()
    with _impatient(), ThreadPoolExecutor(workers) as pool:
        try:
            yield from _Queue(planner, iter(units), pool, AHEAD * workers, stop).results(progress)
        finally:
            stop.set()


@dataclass
class _Begun:
    """A unit of which replicates are being computed, those in ``futures``, and others are ``left`` to be."""

    unit: Unit
    design: Design | Exception
    left: Iterator[int]
    futures: deque[Future[Reduced]] = field(default_factory=deque)


@dataclass
class _Queue:
    """Replicates in their order, across units, of which a few are computed ahead of those that are asked for.

    A replicate of a long run with detailed tables takes megabytes, so not all of the next unit are computed ahead.
    """

    planner: UnitPlanner
    units: Iterator[Unit]
    pool: ThreadPoolExecutor
    most: int
    stop: threading.Event
    waiting: deque[_Begun] = field(default_factory=deque)
    ahead: int = 0

    def results(self, progress: Progress) -> Iterator[UnitResult]:
        """Yield the units."""
        self._compute_ahead()
        while self.waiting:
            yield self._finish(self.waiting[0], progress)
            self.waiting.popleft()
            self._compute_ahead()

    def _compute_ahead(self) -> None:
        while self.ahead < self.most:
            replicate = next(self.waiting[-1].left, None) if self.waiting else None
            if replicate is not None:
                self.waiting[-1].futures.append(self.pool.submit(self._one, self.waiting[-1], replicate))
                self.ahead += 1
            elif (unit := next(self.units, None)) is not None:
                self.waiting.append(_begin(self.planner, unit))
            else:
                return

    def _one(self, begun: _Begun, replicate: int) -> Reduced:
        """Compute a replicate of a unit, unless all is to stop."""
        if self.stop.is_set() or isinstance(begun.design, Exception):
            raise StoppedError
        return compute_replicate(begun.design, begun.unit, replicate)

    def _finish(self, begun: _Begun, progress: Progress) -> UnitResult:
        unit, design = begun.unit, begun.design
        if isinstance(design, Exception):
            progress(unit.replicates)
            return failed(unit, design)
        gathered = Gathered(design, unit)
        error: BaseException | None = None
        for _ in range(unit.replicates):
            self._compute_ahead()
            future = begun.futures.popleft()
            raised = future.exception()
            self.ahead -= 1
            progress(1)
            if raised is None:
                gathered.add(future.result())
            error = error or raised
        self._compute_ahead()
        if error is not None and not isinstance(error, Exception):
            raise error
        if error is not None:
            return failed(unit, error)
        try:
            return gathered.tabulated()
        except Exception as unexpected:
            return failed(unit, unexpected)


def _begin(planner: UnitPlanner, unit: Unit) -> _Begun:
    try:
        return _Begun(unit, planner.design(unit), iter(range(unit.first, unit.last)))
    except Exception as error:
        return _Begun(unit, error, iter(()))


@contextmanager
def _impatient() -> Iterator[None]:
    """Let a thread that comes back from compiled code wait less for one that lays out tables.

    Python's own interval of 5 ms is a third of a replicate; two threads then lose 2-3 % of their time waiting.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(PATIENCE_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
