"""Figures on all cores: processes that learn to draw while units are computed, and then share the figures of a page.

Importing what draws takes half as long as drawing. So a process begins before the computing, when little has been
imported, and imports it meanwhile; when the numbers are there it divides itself, and each part takes one declared
figure after the other. What is drawn is the same to the byte, whoever draws it.

Processes divide on Linux alone. Elsewhere, or where other threads are at work, figures are drawn where they are asked
for, and so they are if anything goes wrong in a process: the error is then raised here.
"""
# ruff: noqa: PLC0415 - what draws is imported where drawing begins

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cityties.figures.mailbox import Mailbox

if TYPE_CHECKING:
    import pandas as pd

    from cityties.figures.declared import DeclaredFigure
    from cityties.figures.drawn import DrawnFigure

type Drawing = Callable[[], list[DrawnFigure]]
"""Waits for figures that were asked for, and returns them."""
type Parts = list[tuple[int, list[DrawnFigure]]]
"""Figures with the numbers of their declarations."""
MOST_PROCESSES = 4


class Painters:
    """Whoever draws the figures of a page: processes of their own, or this one."""

    def __init__(self, processes: int = 1, module: str = "cityties.figures.declared") -> None:
        self._child, self._asked = 0, 0
        self._answered: list[Parts | None] = []
        if processes > 1 and sys.platform == "linux" and threading.active_count() == 1:
            with suppress(OSError):  # nowhere to leave what is asked for: then figures are drawn here
                self._begin(min(processes, MOST_PROCESSES), module)

    @property
    def are_elsewhere(self) -> bool:
        """Whether processes of their own draw."""
        return bool(self._child)

    def _begin(self, processes: int, module: str) -> None:
        import pandas as pd  # noqa: F401 - both sides need it, so it is imported once, before the process divides

        self._requests, self._answers = Mailbox(), Mailbox()
        self._child = _divided()
        if not self._child:
            self._requests.only_taken_from()
            self._answers.only_put_into()
            _ending_here(lambda: _serve(self._requests, self._answers, processes, module))
        self._requests.only_put_into()
        self._answers.only_taken_from()

    def ask(
        self,
        declared: str,
        view: Any,
        tables: Mapping[str, "pd.DataFrame"],
        folder: Path,
    ) -> "Drawing":
        """Ask for all figures that are declared, as :func:`cityties.figures.declared.draw_all` writes them.

        ``declared`` is the place of the declarations, such as ``cityties.figures.run_figures:OTHER_FIGURES``: what
        stands there brings along what draws, which who asks can do without. More can be asked for before the first
        figures are there.
        """

        def here() -> "list[DrawnFigure]":
            """Draw the figures in this process."""
            from cityties.figures.declared import draw_all

            return draw_all(_declared(declared), view, tables, folder)

        if not self._child or not self._sent((declared, view, tables, folder)):
            return here
        self._asked += 1
        number = self._asked

        def wait() -> "list[DrawnFigure]":
            """Return the figures that the processes have drawn."""
            parts = self._answer(number)
            return here() if parts is None else [one for _, drawn in sorted(parts, key=_number) for one in drawn]

        return wait

    def _sent(self, request: Any) -> bool:
        try:
            self._requests.put(request)
        except OSError:
            return False
        return True

    def _answer(self, number: int) -> "Parts | None":
        while len(self._answered) < number:
            self._answered.append(self._answers.take())
        return self._answered[number - 1]

    def close(self) -> None:
        """End the processes; nothing is asked of them any more."""
        if self._child:
            self._requests.close()
            self._answers.close()
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)  # it may be importing, and holds nothing that is open
            os.waitpid(self._child, 0)
            self._child = 0


@contextmanager
def painters(processes: int, module: str = "cityties.figures.declared") -> Iterator[Painters]:
    """Yield who draws, with so many processes at most, and end them; ``module`` holds what they will be asked for."""
    found = Painters(processes, module)
    try:
        yield found
    finally:
        found.close()


def _divided() -> int:
    with warnings.catch_warnings():
        # of libraries that keep threads for sums, which the new process never had and makes anew where it needs them
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _ending_here(work: Callable[[], None]) -> None:
    """Do the work of a process that was divided off, and end it without anything that its origin does at its end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        work()
    finally:
        os._exit(0)


def _serve(requests: Mailbox, answers: Mailbox, processes: int, module: str) -> None:
    """Import what draws, and answer requests until there are no more."""
    import_module(module)
    while (request := requests.take()) is not None:
        answers.put(_shared(request, processes))


def _shared(request: Any, processes: int) -> "Parts | None":
    """Draw what is declared with other processes: each takes the next number as soon as it can."""
    left, numbers = os.pipe()
    os.write(numbers, bytes(range(len(_declared(request[0])))))
    os.close(numbers)
    others = []
    for _ in range(processes - 1):
        found = Mailbox()
        if not _divided():
            _ending_here(lambda to=found: to.put(_drawn(request, left)))  # type: ignore[misc]
        found.only_taken_from()
        others.append(found)
    parts = [_drawn(request, left), *(found.take() for found in others)]
    os.close(left)
    for found in others:
        found.close()
        os.wait()
    return None if any(part is None for part in parts) else [one for part in parts for one in part or ()]


def _drawn(request: Any, left: int) -> "Parts | None":
    """Draw one number of those left after the other; None if one cannot be drawn."""
    from cityties.figures.declared import draw_all

    place, view, tables, folder = request
    declared = _declared(place)
    numbers = iter(lambda: _next(left), -1)
    try:
        return [(number, draw_all([declared[number]], view, tables, folder)) for number in numbers]
    except Exception:
        return None  # whoever asked draws it, and meets the error


def _declared(place: str) -> "Sequence[DeclaredFigure[Any]]":
    module, _, name = place.partition(":")
    found: Sequence[DeclaredFigure[Any]] = getattr(import_module(module), name)
    return found


def _next(left: int) -> int:
    found = os.read(left, 1)
    return found[0] if found else -1


def _number(part: tuple[int, Any]) -> int:
    return part[0]
