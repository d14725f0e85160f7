"""Commands in processes of their own: forked from one that has loaded the program, so that a kill meets work.

Of a command of five seconds Python and its libraries take two or three, each time. A command that needs other variables
of the environment is started afresh.
"""

import multiprocessing
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Protocol

import cityties
from cityties.cli.main import run

START = "from cityties.cli.main import run; run()"
LOADED_LATE = ("__main__", "precompile", "trial")
"""Last names of modules that are programs of their own."""


class Begun(Protocol):
    """A command that was started."""

    def ended(self) -> bool:
        """Return whether it has ended."""

    def worked(self) -> float:
        """Return the seconds of processor that it and its children took, or of the clock where nobody counts them."""

    def kill(self) -> None:
        """Kill it with all its children."""

    def wait(self) -> tuple[int, str]:
        """Wait for its end, and return its code, below zero for a signal, and what it said."""


class Forked:
    """A command in a fork of the process that has loaded everything."""

    def __init__(self, words: Sequence[str]) -> None:
        handle, self._said = tempfile.mkstemp()
        os.close(handle)
        self._process = _server().Process(target=_become, args=(list(words), self._said))
        self._process.start()
        self._begun = time.monotonic()

    def ended(self) -> bool:
        """Return whether it has ended."""
        return not self._process.is_alive()

    def worked(self) -> float:
        """Return its seconds of processor."""
        return _worked(self._process.pid or 0, self._begun)

    def kill(self) -> None:
        """Kill it with all its children."""
        _kill(self._process)

    def wait(self) -> tuple[int, str]:
        """Wait for its end, and return its code and what it said."""
        self._process.join()
        said = Path(self._said)
        found = said.read_text(encoding="utf-8", errors="replace")
        said.unlink()
        return self._process.exitcode or 0, found


class Afresh:
    """A command in a new Python with variables of its own."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | dict(environment),
            start_new_session=True,
        )
        self._begun = time.monotonic()

    def ended(self) -> bool:
        """Return whether it has ended."""
        return self._process.poll() is not None

    def worked(self) -> float:
        """Return its seconds of processor."""
        return _worked(self._process.pid, self._begun)

    def kill(self) -> None:
        """Kill it with all its children."""
        os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self) -> tuple[int, str]:
        """Wait for its end, and return its code and what it said."""
        _, said = self._process.communicate()
        return self._process.returncode, said


def begin(words: Sequence[str], environment: Mapping[str, str]) -> Begun:
    """Start a command."""
    return Afresh(words, environment) if environment else Forked(words)


def _server() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    found = (one.name for one in pkgutil.walk_packages(cityties.__path__, "cityties."))
    context.set_forkserver_preload([name for name in found if name.rpartition(".")[2] not in LOADED_LATE])
    return context


def _become(words: list[str], said: str) -> None:
    """Be the command from now on, with a group of processes of its own."""
    os.setsid()
    for path, number in ((os.devnull, 1), (said, 2)):
        os.dup2(os.open(path, os.O_WRONLY), number)
    sys.argv = ["cityties", *words]
    run()


def _kill(process: ForkServerProcess) -> None:
    pid = process.pid or 0
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # so early that it has no group of its own yet
        process.kill()


def _worked(session: int, begun: float) -> float:
    """Return the seconds of processor of all processes of a session, whatever else the machine does meanwhile."""
    if not Path("/proc/self/stat").is_file():
        return time.monotonic() - begun
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            fields = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15])) if int(fields[3]) == session else 0
    return ticks / os.sysconf("SC_CLK_TCK")
