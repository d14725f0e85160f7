"""``cityties warmup``: compile the month now, so that the first run begins at once."""

import time

import typer
from rich.console import Console

from cityties.experiment.warmup import is_warm, warm
from cityties.kernel.compiling import kernel_folder

COMPILING = "Compiling the model, once for each version (under a minute)."


def warm_up() -> None:
    """Compile what runs need, or find it done, and say where it is kept."""
    begun = time.perf_counter()
    warm()
    took = time.perf_counter() - begun
    typer.echo(f"ready after {took:.1f} s; what was made is kept in {kernel_folder()}", err=True)


def make_ready(console: Console) -> None:
    """Compile the model if this version was not, and say so; the time left of work then is that of work alone."""
    if not is_warm():
        console.print(COMPILING, highlight=False)
    warm()
