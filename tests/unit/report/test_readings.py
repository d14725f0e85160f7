"""A buffer index is read by where its whole interval lies."""

import math

import pytest

from cityties.report.readings import Reading, readable, reading


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.06, 0.09, Reading.SOFTEN),
        (-0.09, -0.06, Reading.WORSEN),
        (0.01, 0.05, Reading.NEITHER),
        (0.04, 0.06, Reading.OPEN),
        (-0.2, 0.2, Reading.OPEN),
    ],
)
def test_an_interval_is_read_by_the_side_of_the_threshold_it_lies_on(
    low: float, high: float, expected: Reading
) -> None:
    row = {"has_downturn": True, "buffer_36": (low + high) / 2, "buffer_36_low": low, "buffer_36_high": high}
    assert reading(row, 0.05) is expected


def test_no_buffer_index_is_read_where_there_was_no_downturn() -> None:
    assert reading({"has_downturn": False, "buffer_36": 0.5}, 0.05) is Reading.UNREAD


def test_of_a_single_replicate_the_value_alone_is_read() -> None:
    alone = {"has_downturn": True, "buffer_36": 0.06, "buffer_36_low": math.nan, "buffer_36_high": math.nan}
    assert reading(alone, 0.05) is Reading.SOFTEN
    assert reading(alone, 0.10) is Reading.NEITHER


@pytest.mark.parametrize("row", [{}, {"has_downturn": math.nan}, {"has_downturn": False}])
def test_a_crisis_of_one_arm_or_without_a_downturn_has_no_buffer_index_to_read(row: dict[str, object]) -> None:
    assert not readable(row)
