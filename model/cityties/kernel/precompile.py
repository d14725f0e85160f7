"""Compiling the kernel on several processor cores: workers compile its parts, which meet on disk.

numba compiles under a lock, so threads do not help; processes do, since each finds on disk what another has compiled.
``python -m cityties.kernel.precompile`` is such a worker: it reads names of doors, compiles each and answers with it.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from queue import SimpleQueue

from cityties.kernel.doors import Door, doors, parts

MOST_WORKERS = 4
"""More do not help: the month itself, put together last, is a fifth of the work and cannot be divided."""

type Worker = subprocess.Popen[str]


def precompile(on_done: Callable[[int, int], object] = lambda done, of: None) -> None:
    """Compile every door of the kernel, parts first, on as many processes as there are cores.

    ``on_done`` is told how many of how many functions are done. A worker that fails leaves its function to whoever
    calls it first; nothing is lost but time.
    """
    # the parts of the month first, then the month that is put together from them, beside all that is short
    stages = parts(), doors()
    total, done = sum(len(stage) for stage in stages), 0
    with workers(min(os.cpu_count() or 1, MOST_WORKERS)) as idle:
        for stage in stages:
            with ThreadPoolExecutor(idle.qsize()) as threads:
                asked = [threads.submit(compile_by, idle, one.name) for one in stage]
                for _ in as_completed(asked):
                    done += 1
                    on_done(done, total)


@contextmanager
def workers(number: int) -> Iterator["SimpleQueue[Worker]"]:
    """Start worker processes and yield the queue of those that have nothing to do; end them afterwards."""
    command = [sys.executable, "-m", "cityties.kernel.precompile"]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for _ in range(number)
    ]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in started:
        idle.put(worker)
    try:
        yield idle
    finally:
        for worker in started:
            worker.kill()
            worker.communicate()


def compile_by(idle: "SimpleQueue[Worker]", name: str) -> None:
    """Have the next worker that is free compile a door, and wait for it."""
    worker = idle.get()
    try:
        if worker.stdin and worker.stdout:
            worker.stdin.write(f"{name}\n")
            worker.stdin.flush()
            worker.stdout.readline()
    except BrokenPipeError:
        pass
    finally:
        idle.put(worker)


def work(names: Iterator[str], known: Sequence[Door]) -> Iterator[str]:
    """Compile the doors that are named, one by one, and yield each name when it is done."""
    by_name = {one.name: one for one in known}
    for name in names:
        by_name[name].compile()
        yield name


if __name__ == "__main__":
    for finished in work((line.strip() for line in sys.stdin), [*parts(), *doors()]):
        print(finished, flush=True)
