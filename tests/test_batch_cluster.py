"""A cluster that loses one worker and gains another writes the bytes of one thread (a minute: slow)."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from test_batch_killed import START, TEXT, digest

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow
ADDRESS = "tcp://127.0.0.1:18787"
REPLICATES = 400


@pytest.fixture
def processes() -> Iterator[list["subprocess.Popen[bytes]"]]:
    begun: list[subprocess.Popen[bytes]] = []
    yield begun
    for process in begun:
        process.kill()
        process.wait()


def begin(*words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def worker(name: str) -> "subprocess.Popen[bytes]":
    return begin("-m", "distributed.cli.dask_worker", ADDRESS, "--nthreads", "1", "--no-nanny", "--name", name)


def batch(file: Path, out: Path, *words: str) -> "subprocess.Popen[bytes]":
    return begin("-c", START, "batch", str(file), "--out", str(out), "--replicates", str(REPLICATES), *words)


def test_a_worker_killed_and_one_added_change_no_byte(
    tmp_path: Path, processes: list["subprocess.Popen[bytes]"]
) -> None:
    file = tmp_path / "killed.yaml"
    file.write_text(TEXT, encoding="utf-8")
    processes.append(begin("-m", "distributed.cli.dask_scheduler", "--port", "18787", "--dashboard-address", ":0"))
    time.sleep(5)
    processes += [worker("first"), worker("second")]
    shared = batch(file, tmp_path / "cluster", "--cluster", ADDRESS)
    processes.append(shared)
    while not list((tmp_path / "cluster").glob("*/journal.jsonl")):
        assert shared.poll() is None
        time.sleep(0.2)
    processes[1].send_signal(signal.SIGKILL)
    processes.append(worker("third"))
    assert shared.wait(600) == 0
    alone = batch(file, tmp_path / "alone", "--workers", "1")
    processes.append(alone)
    assert alone.wait(600) == 0
    assert digest(tmp_path / "cluster") == digest(tmp_path / "alone")
