"""A cluster that loses a worker, by death or by silence, writes the bytes of one thread (minutes: slow)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from system.test_batch_killed import START, TEXT, digest

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow
ADDRESS = "tcp://127.0.0.1:18787"
REPLICATES = 400
IMPATIENT = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s"}
"""The scheduler gives a worker up that is silent for so long; five minutes if nothing is said."""


@pytest.fixture
def processes() -> Iterator[list["subprocess.Popen[bytes]"]]:
    begun: list[subprocess.Popen[bytes]] = []
    yield begun
    for process in begun:
        process.kill()
        process.wait()


def begin(*words: str) -> "subprocess.Popen[bytes]":
    silent = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, *words], stdout=silent, stderr=silent, env=os.environ | IMPATIENT)


def scheduler() -> "subprocess.Popen[bytes]":
    begun = begin("-m", "distributed.cli.dask_scheduler", "--port", "18787", "--dashboard-address", ":0")
    time.sleep(5)
    return begun


def worker(name: str) -> "subprocess.Popen[bytes]":
    return begin("-m", "distributed.cli.dask_worker", ADDRESS, "--nthreads", "1", "--no-nanny", "--name", name)


def batch(file: Path, out: Path, *words: str) -> "subprocess.Popen[bytes]":
    return begin("-c", START, "batch", str(file), "--out", str(out), "--replicates", str(REPLICATES), *words)


def begun_on_cluster(folder: Path) -> "subprocess.Popen[bytes]":
    """Start the batch on the cluster and wait until its first unit is done."""
    (folder / "killed.yaml").write_text(TEXT, encoding="utf-8")
    shared = batch(folder / "killed.yaml", folder / "cluster", "--cluster", ADDRESS)
    while not list((folder / "cluster").glob("*/journal.jsonl")):
        assert shared.poll() is None
        time.sleep(0.2)
    return shared


def equals_one_thread(folder: Path) -> bool:
    alone = batch(folder / "killed.yaml", folder / "alone", "--workers", "1")
    assert alone.wait(600) == 0
    return digest(folder / "cluster") == digest(folder / "alone")


def test_a_worker_killed_and_one_added_change_no_byte(
    tmp_path: Path, processes: list["subprocess.Popen[bytes]"]
) -> None:
    processes += [scheduler(), worker("first"), worker("second")]
    shared = begun_on_cluster(tmp_path)
    processes.append(shared)
    processes[1].send_signal(signal.SIGKILL)
    processes.append(worker("third"))
    assert shared.wait(600) == 0
    assert equals_one_thread(tmp_path)


def test_one_of_three_workers_cut_off_changes_no_byte(
    tmp_path: Path, processes: list["subprocess.Popen[bytes]"]
) -> None:
    processes += [scheduler(), worker("first"), worker("second"), worker("third")]
    shared = begun_on_cluster(tmp_path)
    processes.append(shared)
    processes[2].send_signal(signal.SIGSTOP)
    assert shared.wait(600) == 0
    assert processes[2].poll() is None
    assert equals_one_thread(tmp_path)
