"""Paths that become text as they would on Windows, to see that none of that text is stored."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePath
from unittest.mock import patch

STORING = (
    "cityties.experiment.",
    "cityties.scenario.",
    "cityties.calibration.",
    "cityties.claims.",
    "cityties.worlds.",
)
"""Beginnings of the names of modules whose paths may be stored; others start compilers and other programs."""
NEVER = ("cityties.experiment.provenance",)
"""What asks other programs, for which a path must stay what it is."""


class Backslashed(str):
    """A path with backslashes, which the constructor of paths understands again."""

    __slots__ = ()


@contextmanager
def as_on_windows() -> Iterator[None]:
    """Let a path have backslashes wherever modules that store something make text of it.

    Files are opened as ever: what is handed to the system keeps its form.
    """
    plain, made, relative = PurePath.__str__, PurePath.__init__, os.path.relpath

    def text(self: PurePath) -> str:
        found = plain(self)
        asks = sys._getframe(1).f_globals.get("__name__", "")
        storing = asks.startswith(STORING) and asks not in NEVER
        return Backslashed(found.replace("/", "\\")) if storing else found

    def beside(path: str | Path, start: str | Path) -> str:
        return Backslashed(relative(path, start).replace("/", "\\"))

    def init(self: PurePath, *parts: str | PurePath) -> None:
        made(self, *(part.replace("\\", "/") if isinstance(part, Backslashed) else part for part in parts))

    with ExitStack() as stack:
        stack.enter_context(patch.object(PurePath, "__str__", text))
        stack.enter_context(patch.object(PurePath, "__fspath__", plain))
        stack.enter_context(patch.object(PurePath, "__init__", init))
        stack.enter_context(patch("os.path.relpath", beside))
        yield
