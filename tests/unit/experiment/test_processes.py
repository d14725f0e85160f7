"""Units in processes of their own: the same tables as on threads, and a crash or an endless loop costs one unit."""

import os
import pickle
import signal
from collections.abc import Iterator

import pandas as pd
import pytest

from builders.worlds import changed, scenario, world
from cityties.experiment import processes
from cityties.experiment.processes import Worker, WorkerEndedError, on_processes
from cityties.experiment.threads import on_threads
from cityties.experiment.units import Unit
from cityties.experiment.variants import Variant
from cityties.experiment.work import UnitPlanner

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent as on Unix")


@pytest.fixture
def planner() -> UnitPlanner:
    return UnitPlanner(
        [Variant(scenario(), "first"), Variant(changed(scenario(), seed=2), "second")],
        {scenario().world_folder: world()},
    )


UNITS = [Unit(0, 0, 0, 2), Unit(0, 0, 2, 3), Unit(1, 0, 0, 2)]


@pytest.fixture
def worker(planner: UnitPlanner) -> Iterator[Worker]:
    one = Worker(pickle.dumps((planner.variants, planner.worlds, planner.detail)))
    yield one
    one.end()


@pytest.mark.compiled
def test_the_tables_are_those_of_threads_and_come_in_order(planner: UnitPlanner) -> None:
    counted: list[int] = []
    made = list(on_processes(planner, UNITS, 2, counted.append))
    expected = list(on_threads(planner, UNITS, 2, lambda _: None))
    assert [one.unit for one in made] == UNITS
    assert [one.error for one in made] == ["", "", ""]
    assert counted == [2, 1, 2]
    for one, other in zip(made, expected, strict=True):
        assert one.tables is not None
        assert other.tables is not None
        assert one.tables.keys() == other.tables.keys()
        for name, table in one.tables.items():
            pd.testing.assert_frame_equal(table.to_pandas(), other.tables[name].to_pandas(), check_exact=True)


def test_a_process_that_crashes_is_named_by_its_signal(worker: Worker) -> None:
    os.kill(worker._process.pid, signal.SIGSEGV)
    with pytest.raises(WorkerEndedError, match=r"ended \(signal SIGSEGV\); try the rules with `cityties conform`"):
        worker.compute(UNITS[0], None)


def test_one_that_takes_too_long_is_ended(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "COMPILING_SECONDS", 0.0)
    with pytest.raises(WorkerEndedError, match=r"took more than 0\.01 s; look for a loop without an end"):
        worker.compute(UNITS[0], 0.01)
    assert worker._process.poll() == -signal.SIGKILL


def test_what_was_not_begun_ends_with_the_batch(planner: UnitPlanner) -> None:
    going = on_processes(planner, iter(UNITS * 4), 1, lambda _: None)
    next(going)
    going.close()  # hangs if a process is left
