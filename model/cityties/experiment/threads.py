"""Units on the threads of one machine: replicate by replicate, so that small batches keep all cores busy too."""

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from cityties.experiment.design import Design
from cityties.experiment.reduction import Reduced
from cityties.experiment.units import Unit
from cityties.experiment.work import UnitPlanner, UnitResult, compute_replicate, failed, tabulated

AHEAD = 4
PATIENCE_SECONDS = 0.0005
Progress = Callable[[int], None]


class StoppedError(Exception):
    """A replicate was not begun because the batch was stopped."""


def on_threads(planner: UnitPlanner, units: Iterable[Unit], workers: int, progress: Progress) -> Iterator[UnitResult]:
    """Yield every unit in the order given, computed on ``workers`` threads; no more than a few are held at once."""
    stop = threading.Event()
    waiting: deque[tuple[Unit, Design | Exception, list[Future[Reduced]]]] = deque()
    with _impatient(), ThreadPoolExecutor(workers) as pool:
        try:
            for unit in units:
                waiting.append(_begin(planner, unit, pool, stop))
                ahead = sum(len(futures) for _, _, futures in waiting)
                if len(waiting) > 1 and ahead - len(waiting[0][2]) >= AHEAD * workers:
                    yield _finish(*waiting.popleft(), progress)
            while waiting:
                yield _finish(*waiting.popleft(), progress)
        finally:
            stop.set()


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


def _begin(
    planner: UnitPlanner, unit: Unit, pool: ThreadPoolExecutor, stop: threading.Event
) -> tuple[Unit, Design | Exception, list[Future[Reduced]]]:
    try:
        design = planner.design(unit)
    except Exception as error:
        return unit, error, []

    def one(replicate: int) -> Reduced:
        """Compute a replicate of the unit, unless all is to stop."""
        if stop.is_set():
            raise StoppedError
        return compute_replicate(design, unit, replicate)

    return unit, design, [pool.submit(one, replicate) for replicate in range(unit.first, unit.last)]


def _finish(unit: Unit, design: Design | Exception, work: list[Future[Reduced]], progress: Progress) -> UnitResult:
    if isinstance(design, Exception):
        progress(unit.replicates)
        return failed(unit, design)
    kept: list[Reduced] = []
    error: BaseException | None = None
    for future in work:
        raised = future.exception()
        progress(1)
        if raised is None:
            kept.append(future.result())
        error = error or raised
    if error is not None and not isinstance(error, Exception):
        raise error
    if error is not None:
        return failed(unit, error)
    try:
        return tabulated(design, unit, kept)
    except Exception as unexpected:
        return failed(unit, unexpected)
