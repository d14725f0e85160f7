"""Mending: a stored table that turns out to be damaged is thrown away and computed again, and that is reported."""

from collections.abc import Callable

from rich.console import Console

from cityties.cli.logs import LOG
from cityties.cli.screen import say
from cityties.experiment.stored import DamagedPartError, discard


def mended[T](work: Callable[[], T], console: Console) -> T:
    """Do work, and do it again without each damaged part that it meets; work computes whatever is not there.

    Raises:
        DamagedPartError: the same part is damaged again, so the disk is to blame, or whoever else writes there.
    """
    met = set()
    while True:
        try:
            return work()
        except DamagedPartError as error:
            if error.path in met:
                raise
            met.add(error.path)
            LOG.warning("%s", error)
            discard(error.path)
            say(console, f"{error.path}: was damaged; it is computed again.", style="yellow")
