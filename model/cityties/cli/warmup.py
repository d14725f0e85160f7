"""``cityties warmup``: compile the model now, so that the first run begins at once."""
# ruff: noqa: PLC0415 - the compiler is imported where something is compiled

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

COMPILING = "Compiling the model, once for each version (half a minute to a minute on two cores)"
SECONDS_BETWEEN_LINES = 10.0


def warm_up() -> None:
    """Compile what runs need, or find it done, and say where it is kept."""
    from cityties.kernel.compiling import kernel_folder

    begun = time.perf_counter()
    make_ready(Console(stderr=True))
    took = time.perf_counter() - begun
    typer.echo(f"ready after {took:.1f} s; compiled code is kept in {kernel_folder()}", err=True)


def make_ready(console: Console) -> None:
    """Compile the model if this version was not, and show it; the time left of work then is that of work alone.

    Raises:
        CityTiesError: the system allows too little memory.
    """
    from cityties.experiment.memory import require_address_space
    from cityties.experiment.warmup import is_warm, warm

    require_address_space()
    if not is_warm():
        with shown(console) as report:
            warm(report)


@contextmanager
def shown(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Yield what is told of every compiled function: a bar with the time gone, or in a log a line now and then.

    No time left is shown, since functions take from a tenth of a second to ten.
    """
    if console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(COMPILING, total=None)
            yield lambda done, of: bar.update(task, completed=done, total=of)
    else:
        console.print(f"{COMPILING}.", highlight=False)
        begun = before = time.monotonic()

        def report(done: int, of: int) -> None:
            """Write a line if the last is old."""
            nonlocal before
            now = time.monotonic()
            if now - before >= SECONDS_BETWEEN_LINES:
                before = now
                console.print(f"{done} of {of} functions compiled, {now - begun:.0f} s gone", highlight=False)

        yield report
