"""Figures on all cores: processes that learn to draw while units are computed, and then share the figures of a page.

Importing what draws takes half as long as drawing. So a process begins before the computing, when little has been
imported, and imports it meanwhile; when the numbers are there it divides itself, and each part takes one declared
figure after the other. What is drawn is the same to the byte, whoever draws it.

Processes divide on Linux alone. Elsewhere, or where other threads are at work, figures are drawn where they are asked
for, and so they are if anything goes wrong in a process: the error is then raised here.
"""
# ruff: noqa: PLC0415 - what draws is imported where drawing begins

import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
        self._child, self._asked = 0, False
        if processes > 1 and sys.platform == "linux" and threading.active_count() == 1:
            self._begin(min(processes, MOST_PROCESSES), module)

    @property
    def are_elsewhere(self) -> bool:
        """Whether processes of their own draw."""
        return bool(self._child)

    def _begin(self, processes: int, module: str) -> None:
        import pandas as pd  # noqa: F401 - both sides need it, so it is imported once, before the process divides

        theirs, self._requests = os.pipe()
        self._answers, answers = os.pipe()
        self._child = _divided()
        if not self._child:
            os.close(self._requests)
            os.close(self._answers)
            _ending_here(lambda: _serve(theirs, answers, processes, module))
        os.close(theirs)
        os.close(answers)

    def ask(
        self,
        declared: str,
        view: Any,
        tables: Mapping[str, "pd.DataFrame"],
        folder: Path,
    ) -> "Drawing":
        """Ask for all figures that are declared, as :func:`cityties.figures.declared.draw_all` writes them.

        ``declared`` is the place of the declarations, such as ``cityties.figures.run_figures:RUN_FIGURES``: what stands
        there brings along what draws, which who asks can do without.
        """

        def here() -> "list[DrawnFigure]":
            """Draw the figures in this process."""
            from cityties.figures.declared import draw_all

            return draw_all(_declared(declared), view, tables, folder)

        free = self._child and not self._asked
        self._asked = bool(free) and self._sent((declared, view, tables, folder))

        def wait() -> "list[DrawnFigure]":
            """Return the figures that the processes have drawn."""
            parts, self._asked = _received(self._answers), False
            return here() if parts is None else [one for _, drawn in sorted(parts, key=_number) for one in drawn]

        return wait if self._asked else here

    def _sent(self, request: Any) -> bool:
        try:
            _send(self._requests, request)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """End the processes; nothing is asked of them any more."""
        if self._child:
            os.close(self._requests)
            os.close(self._answers)
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


def _serve(requests: int, answers: int, processes: int, module: str) -> None:
    """Import what draws, and answer requests until there are no more."""
    import_module(module)
    while (request := _received(requests)) is not None:
        _send(answers, _shared(request, processes))


def _shared(request: Any, processes: int) -> "Parts | None":
    """Draw what is declared with other processes: each takes the next number as soon as it can."""
    left, numbers = os.pipe()
    os.write(numbers, bytes(range(len(_declared(request[0])))))
    os.close(numbers)
    others = []
    for _ in range(processes - 1):
        found, answer = os.pipe()
        if not _divided():
            _ending_here(lambda to=answer: _send(to, _drawn(request, left)))  # type: ignore[misc]
        os.close(answer)
        others.append(found)
    parts = [_drawn(request, left), *(_received(found) for found in others)]
    for one in (left, *others):
        os.close(one)
    for _ in others:
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


def _send(to: int, content: Any) -> None:
    data = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
    for piece in (len(data).to_bytes(8, "little"), data):
        view = memoryview(piece)
        while view:
            view = view[os.write(to, view) :]


def _received(source: int) -> Any:
    """Return what was sent; None if the other side is gone."""
    begun = _read(source, 8)
    data = _read(source, int.from_bytes(begun, "little")) if len(begun) == 8 else b""
    return pickle.loads(data) if data else None


def _read(source: int, size: int) -> bytes:
    found = bytearray()
    while len(found) < size and (piece := os.read(source, min(size - len(found), 1 << 20))):
        found += piece
    return bytes(found) if len(found) == size else b""
