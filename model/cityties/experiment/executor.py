"""The executor: computes what is missing of a run, a part at a time, on threads that need no lock."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from cityties.experiment.design import Design
from cityties.experiment.frames import attendance, crisis_months, histories, sums, ties
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.store import PART_SIZE, missing, write_part

PARTS_AHEAD = 2

Progress = Callable[[int], None]
Work = list[Future[Replicate]]


class StoppedError(Exception):
    """A replicate was not begun because the run was told to stop."""


def execute(design: Design, folder: Path, workers: int, progress: Progress) -> int:
    """Compute the replicates that the folder lacks and return how many those were.

    Parts hold the same replicates whatever the number of workers, so the files are the same to the last byte.
    ``progress`` is told of each finished replicate. An interrupt stops the threads after the replicates in work; the
    parts already written stay. While one part is written the threads are at work on the next.
    """
    todo = missing(folder, design.setup.scenario.replicates, PART_SIZE)
    stop = threading.Event()

    def one(number: int) -> Replicate:
        """Simulate a replicate, unless all is to stop."""
        if stop.is_set():
            raise StoppedError
        return simulate(design, number)

    with ThreadPoolExecutor(workers) as pool:
        try:
            ahead: deque[tuple[int, int, Work]] = deque()
            for first, last in todo:
                ahead.append((first, last, [pool.submit(one, number) for number in range(first, last)]))
                if len(ahead) == PARTS_AHEAD:
                    _finish(design, folder, *ahead.popleft(), progress)
            while ahead:
                _finish(design, folder, *ahead.popleft(), progress)
        except BaseException:
            stop.set()
            raise
    return sum(last - first for first, last in todo)


def _finish(design: Design, folder: Path, first: int, last: int, work: Work, progress: Progress) -> None:
    replicates = []
    for future in work:
        replicates.append(future.result())
        progress(1)
    write_part(folder, first, last, tabulate(design, replicates))


def tabulate(design: Design, replicates: list[Replicate]) -> dict[str, pd.DataFrame]:
    """Return the tables of a part."""
    return {
        "histories": histories(design, replicates),
        "sums": sums(design, replicates),
        "attendance": attendance(design, replicates),
        "crisis_months": crisis_months(design, replicates),
        "ties": ties(design, replicates),
    }
