"""Calling commands in this process under a time limit, and judging how they end."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from typer.testing import CliRunner

from cityties.cli.main import app

SECONDS = 60
"""Seconds of work that a command may take; waiting, on a machine with other work, it may take ten times as long."""
FINE = (0, 2)


class TooLongError(Exception):
    """A command did not end."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: ``fault`` is empty if it ended as it may."""

    words: tuple[str, ...]
    code: int
    output: str
    fault: str


@contextmanager
def limited(seconds: int = SECONDS) -> Iterator[None]:
    """Raise an error in what takes too long, such as waiting at a pipe.

    Raises:
        TooLongError: the time is over.
    """

    def over(number: int, frame: FrameType | None) -> None:
        raise TooLongError(f"has not ended after {seconds} s of work, or ten times as long in all")

    timers = ((signal.SIGALRM, signal.ITIMER_REAL, 10 * seconds), (signal.SIGPROF, signal.ITIMER_PROF, seconds))
    before = [signal.signal(sign, over) for sign, _, _ in timers]
    for _, timer, after in timers:
        signal.setitimer(timer, after)
    try:
        yield
    finally:
        for (sign, timer, _), handler in zip(timers, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(sign, handler)


def called(words: Sequence[object], allowed: Sequence[int] = FINE, seconds: int = SECONDS) -> Ended:
    """Call a command; it may end with one of the codes that are allowed, and its last words must be a clear line."""
    named = tuple(str(word) for word in words)
    try:
        with limited(seconds):
            result = CliRunner().invoke(app, list(named))
    except TooLongError as error:
        return Ended(named, -1, "", str(error))
    raised = result.exception
    if raised is not None and not isinstance(raised, SystemExit):
        return Ended(named, -1, result.output, f"raises {type(raised).__name__}: {raised}")
    return Ended(named, result.exit_code, result.output, _fault(result.exit_code, result.output, allowed))


def _fault(code: int, output: str, allowed: Sequence[int]) -> str:
    if "Traceback (most recent call last)" in output:
        return "prints a traceback"
    if "This is a fault of CityTies" in output:
        return f"ends unexpectedly: {output.strip().splitlines()[-1][:300]}"
    if "\x1b[2J" in output:
        return "lets an escape sequence through"
    if code not in allowed:
        return f"ends with code {code}: {(output.strip().splitlines() or [''])[-1][:300]}"
    if code == 2 and not output.strip():
        return "ends with code 2 without a word"
    return ""
