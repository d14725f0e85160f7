"""Progress of long work: a bar on a terminal, a line now and then in a file, where bars cannot be drawn."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from cityties.cli.screen import say
from cityties.cli.warmup import make_ready
from cityties.tables.language import tr

SECONDS_BETWEEN_LINES, SECONDS_OF_SILENCE = 30.0, 2.0

type Report = Callable[[int], None]


@contextmanager
def progress(title: str, total: int, console: Console, done: int = 0) -> Iterator[Report]:
    """Yield what takes every finished piece of work, and show how far the work is and how long it will take.

    ``done`` of ``total`` pieces were there before.
    """
    if console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console) as bar:
            task = bar.add_task(title, total=total, completed=done)
            yield lambda n: bar.update(task, advance=n)
    else:
        lines = _Lines(title, total, done, console)
        yield lines.advance
        lines.end()


@contextmanager
def meanwhile(text: str, console: Console) -> Iterator[None]:
    """Show what is being done: at once on a terminal, and in a file once it takes longer than one likes to wait."""
    if console.is_terminal:
        with console.status(text):
            yield
        return
    told = Timer(SECONDS_OF_SILENCE, say, (console, f"{text} ..."))
    told.daemon = True  # what is over needs no more telling
    told.start()
    try:
        yield
    finally:
        told.cancel()


def with_bar(title: str, total: int, console: Console, work: Callable[[Report], int]) -> int:
    """Do some work of the model that reports its progress, and show it; show nothing if there is nothing to do."""
    if not total:
        return work(lambda _: None)
    make_ready(console)
    with progress(title, total, console) as report:
        return work(report)


class _Lines:
    """Lines of progress in a log.

    What is left is told from the pieces after the first, which alone waits for whatever has to be set up.
    """

    def __init__(self, title: str, total: int, done: int, console: Console) -> None:
        self.title, self.total, self.console = title, total, console
        self.done = self.before = done
        self.started = self.message = time.monotonic()
        self.first: tuple[float, int] | None = None
        self.lock = Lock()

    def advance(self, n: int) -> None:
        """Count finished work, of any thread, and write a line if the last is old."""
        now = time.monotonic()
        with self.lock:
            self.done += n
            if self.first is None and self.done > self.before:
                self.first = now, self.done
            if now - self.message < SECONDS_BETWEEN_LINES or self.done == self.before:
                return
            self.message = now
            self._write(tr("{gone} gone{left}").format(gone=clock(now - self.started), left=self._left(now)))

    def _left(self, now: float) -> str:
        """Return how long it will take, in words; nothing as long as that is not known."""
        begun, there = self.first or (now, self.done)
        if self.done == there:
            return ""
        left = (now - begun) * (self.total - self.done) / (self.done - there)
        return tr(", about {left} left").format(left=clock(left))

    def end(self) -> None:
        """Write how much was done in the end, if there was anything to do."""
        if self.done > self.before:
            self._write(tr("in {time}").format(time=clock(time.monotonic() - self.started)))

    def _write(self, message: str) -> None:
        so_far = tr("{title}: {done:,} of {total:,}, {message}")
        line = so_far.format(title=self.title, done=self.done, total=self.total, message=message)
        self.console.print(line, highlight=False, soft_wrap=True)


def clock(seconds: float) -> str:
    """Return a duration as hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
