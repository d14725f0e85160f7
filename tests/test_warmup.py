"""Warming up compiles what all runs need: there is one compiled month, whatever the world."""

import pytest

from cityties.initialization import prepare
from cityties.schedule import months
from cityties.warming import warm
from worlds import run, shipped


@pytest.mark.compiled
def test_the_shipped_history_needs_nothing_that_warming_up_has_not_compiled() -> None:
    warm()
    known = len(months.signatures)  # type: ignore[attr-defined]
    run(prepare(*shipped()))
    assert len(months.signatures) == known  # type: ignore[attr-defined]
