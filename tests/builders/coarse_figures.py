"""Figures of few dots, for tests in which only their texts and numbers matter."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cityties.figures import style


@contextmanager
def coarse_figures() -> Iterator[None]:
    """Draw figures with a few dots an inch meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(style, "DOTS_PER_INCH", 40)
        yield
