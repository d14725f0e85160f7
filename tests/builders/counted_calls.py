"""How much work something is, counted in calls: the same on any machine, however busy, where seconds are not."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Calls:
    """The calls of Python functions, and of functions written in C from them, made so far."""

    def __init__(self) -> None:
        self.made = 0

    def see(self, frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            self.made += 1


@contextmanager
def counted_calls() -> Iterator[Calls]:
    """Count the calls made by this thread in the body; whoever watched calls before watches them again after."""
    calls, before = Calls(), sys.getprofile()
    sys.setprofile(calls.see)
    try:
        yield calls
    finally:
        sys.setprofile(before)
