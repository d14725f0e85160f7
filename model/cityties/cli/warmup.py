"""``cityties warmup``: compile the month now, so that the first run begins at once."""

import time

import typer

from cityties.compiling import kernel_folder
from cityties.warming import warm


def warm_up() -> None:
    """Compile what runs need, or find it done, and say where it is kept."""
    begun = time.perf_counter()
    warm()
    took = time.perf_counter() - begun
    typer.echo(f"ready after {took:.1f} s; what was made is kept in {kernel_folder()}", err=True)
