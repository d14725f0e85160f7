"""Units in processes of their own: a custom rule that crashes or never ends costs one unit and not the batch."""

import contextlib
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue

from cityties.experiment.units import Unit
from cityties.experiment.work import UnitPlanner, UnitResult, failed

type Progress = Callable[[int], None]

AHEAD = 2
"""Units given out for each process before the first of them has to be whole."""

COMPILING_SECONDS = 300.0
"""Granted beside the limit to the first replicate of a process, which loads and compiles."""


class WorkerEndedError(Exception):
    """The process of a unit ended, by itself or because it took too long."""


def on_processes(
    planner: UnitPlanner, units: Iterable[Unit], workers: int, progress: Progress, limit: float | None = None
) -> Generator[UnitResult]:
    """Yield every unit in the order given, computed by ``workers`` processes.

    A process that crashes, or needs more than ``limit`` seconds for one replicate, loses its unit, and another takes
    its place.
    """
    crew = Crew(planner, limit)
    waiting: deque[tuple[Unit, Future[UnitResult]]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for unit in units:
                waiting.append((unit, pool.submit(crew.compute, unit)))
                if len(waiting) >= AHEAD * workers:
                    yield _taken(*waiting.popleft(), progress)
            while waiting:
                yield _taken(*waiting.popleft(), progress)
        finally:
            for _, future in waiting:
                future.cancel()
            crew.dismiss()


def _taken(unit: Unit, future: "Future[UnitResult]", progress: Progress) -> UnitResult:
    made = future.result()
    progress(unit.replicates)
    return made


class Crew:
    """Processes that wait for units; one is started whenever none is free."""

    def __init__(self, planner: UnitPlanner, limit: float | None) -> None:
        self._parcel = pickle.dumps((planner.variants, planner.worlds, planner.detail))
        self._limit = limit
        self._all: list[Worker] = []
        self._free: SimpleQueue[Worker] = SimpleQueue()
        self._lock = threading.Lock()
        self._dismissed = False

    def compute(self, unit: Unit) -> UnitResult:
        """Return what became of a unit; one whose process ended has failed."""
        try:
            worker = self._worker()
            made = worker.compute(unit, self._limit)
        except WorkerEndedError as error:
            return UnitResult(unit, None, str(error))
        except Exception as error:
            return failed(unit, error)
        self._free.put(worker)
        return made

    def dismiss(self) -> None:
        """End all processes, whatever they are doing."""
        with self._lock:
            self._dismissed = True
            for worker in self._all:
                worker.end()

    def _worker(self) -> "Worker":
        try:
            return self._free.get_nowait()
        except Empty:
            pass
        with self._lock:
            if self._dismissed:
                raise WorkerEndedError("not begun because the batch was stopped")
            worker = Worker(self._parcel)
            self._all.append(worker)
            return worker


class Worker:
    """One process that has the plan of the batch."""

    def __init__(self, parcel: bytes) -> None:
        call = [sys.executable, "-P", "-m", "cityties.experiment.worker"]
        self._process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._parcel: bytes | None = parcel
        self._late = False

    def compute(self, unit: Unit, limit: float | None) -> UnitResult:
        """Return a unit that the process computed.

        Raises:
            WorkerEndedError: it ended, or a replicate took more than ``limit`` seconds.
        """
        beginning = COMPILING_SECONDS if self._parcel is not None else 0.0
        answer: int | UnitResult = -1
        try:
            self._ask(unit)
            while not isinstance(answer, UnitResult):
                answer = self._answer(None if limit is None else limit + beginning)
                beginning = 0.0
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):  # ended, or closed meanwhile
            self.end()
            raise WorkerEndedError(self._reason(unit, limit)) from None
        return answer

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not yet sent to it
                if pipe:
                    pipe.close()

    def _ask(self, unit: Unit) -> None:
        assert self._process.stdin
        if self._parcel is not None:
            self._process.stdin.write(self._parcel)
            self._parcel = None
        self._process.stdin.write(pickle.dumps(unit))
        self._process.stdin.flush()

    def _answer(self, seconds: float | None) -> int | UnitResult:
        assert self._process.stdout
        if seconds is None:
            return pickle.load(self._process.stdout)  # type: ignore[no-any-return]
        clock = threading.Timer(seconds, self._too_late)
        clock.start()
        try:
            return pickle.load(self._process.stdout)  # type: ignore[no-any-return]
        finally:
            clock.cancel()

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def _reason(self, unit: Unit, limit: float | None) -> str:
        if self._late:
            return f"a replicate took more than {limit:g} s; look for a loop without an end in the rules"
        code = self._process.returncode
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        return f"the process that computed it ended ({how}); try the rules with `cityties conform`"
