"""A record whose level comes out faster than its event part does not tell the two clocks apart: nothing is learned."""

import numpy as np
import pytest

from cityties.analysis.clocks import clock_table
from cityties.analysis.series_fit import ProfilePoint
from cityties.analysis.series_record import EVENT, LEVEL, ClockProfile, SeriesRecord


def profile(clock: str, best: float) -> ClockProfile:
    """Return a sharp profile about a half-life."""
    months = np.geomspace(0.2, 600.0, 60)
    points = tuple(ProfilePoint(float(m), -30.0 * float(np.log(m / best)) ** 2) for m in months)
    return ClockProfile("scores", "relations", clock, best, points)


@pytest.mark.parametrize(("event", "level", "learned"), [(2.0, 60.0, True), (60.0, 2.0, False), (3.0, 3.0, False)])
def test_clocks_that_changed_places_teach_nothing(event: float, level: float, learned: bool) -> None:
    table = clock_table(SeriesRecord((), (profile(EVENT, event), profile(LEVEL, level))))
    assert table["learned"].tolist() == [learned, learned]
    assert table["half_life"].tolist() == [event, level]
