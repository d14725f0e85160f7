"""A process that computes units for another one: ``python -P -m cityties.experiment.worker``.

It reads pickles from standard input, first the plan of a batch and then units, and answers on what was its standard
output: the number of each replicate that is done, and each unit once it is whole. Only the process that started it
speaks to it, so the pickles come from no file and no network.
"""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from cityties.experiment.units import Unit
from cityties.experiment.variants import Variant
from cityties.experiment.work import Gathered, UnitPlanner, UnitResult, compute_replicate, failed
from cityties.tables.world_tables import WorldTables

LEFT_ALONE = 3
"""Exit code of a worker whose batch has gone."""

type Parcel = tuple[Sequence[Variant], Mapping[Path, WorldTables], bool]


def main() -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the batch, which ends its workers
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a rule may print
    asked: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    planner = UnitPlanner(*asked.get())
    while True:
        unit = asked.get()
        _answer(answers, _computed(planner, unit, answers))


def _listen(questions: BinaryIO, asked: "SimpleQueue[Any]") -> None:
    """Take in what is asked; when the asking process has gone, end, even from within a rule that never ends."""
    try:
        while True:
            asked.put(pickle.load(questions))
    except EOFError:
        os._exit(LEFT_ALONE)


def _computed(planner: UnitPlanner, unit: Unit, answers: BinaryIO) -> UnitResult:
    try:
        design = planner.design(unit)
        gathered = Gathered(design, unit)
        for replicate in range(unit.first, unit.last):
            gathered.add(compute_replicate(design, unit, replicate))
            _answer(answers, replicate)
        return gathered.tabulated()
    except Exception as error:
        return failed(unit, error)


def _answer(answers: BinaryIO, answer: int | UnitResult) -> None:
    pickle.dump(answer, answers)
    answers.flush()


if __name__ == "__main__":
    main()
