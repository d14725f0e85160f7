"""The executor: computes what is missing of a run, a part at a time, on threads that need no lock."""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

import pandas as pd

from cityties.experiment.design import Design
from cityties.experiment.frames import attendance, crisis_months, histories, sums, ties
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.store import PART_SIZE, missing, write_part

Progress = Callable[[int], None]


def execute(design: Design, folder: Path, workers: int, progress: Progress) -> int:
    """Compute the replicates that the folder lacks and return how many those were.

    Parts hold the same replicates whatever the number of workers, so the files are the same to the last byte.
    ``progress`` is told of each finished replicate. An interrupt stops the threads after the replicates in work; the
    parts already written stay.
    """
    todo = missing(folder, design.setup.scenario.replicates, PART_SIZE)
    stop = threading.Event()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for first, last in todo:
                write_part(
                    folder, first, last, tabulate(design, _compute(pool, design, range(first, last), stop, progress))
                )
        except BaseException:
            stop.set()
            raise
    return sum(last - first for first, last in todo)


def _compute(
    pool: ThreadPoolExecutor, design: Design, numbers: range, stop: threading.Event, progress: Progress
) -> list[Replicate]:
    """Compute replicates on the pool and return them in the order of their numbers."""

    def one(number: int) -> Replicate | None:
        return None if stop.is_set() else simulate(design, number)

    waiting: set[Future[Replicate | None]] = {pool.submit(one, number) for number in numbers}
    done: list[Replicate] = []
    while waiting:
        finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in finished:
            replicate = future.result()
            if replicate is not None:
                done.append(replicate)
            progress(1)
    return sorted(done, key=lambda replicate: replicate.number)


def tabulate(design: Design, replicates: list[Replicate]) -> dict[str, pd.DataFrame]:
    """Return the tables of a part."""
    return {
        "histories": histories(design, replicates),
        "sums": sums(design, replicates),
        "attendance": attendance(design, replicates),
        "crisis_months": crisis_months(design, replicates),
        "ties": ties(design, replicates),
    }
