"""The matrix: what a mark says of an effect and its interval."""

from math import nan

import pytest

from cityties.analysis.matrix import MEASURES, Effect, Mark, compared

BUFFER, LOSS = MEASURES[0], MEASURES[1]


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (Effect(0.03, 0.01, 0.05), Mark.UP),
        (Effect(-0.03, -0.05, -0.01), Mark.DOWN),
        (Effect(0.01, 0.005, 0.015), Mark.SMALL),
        (Effect(0.0, 0.0, 0.0), Mark.NOTHING),
        (Effect(0.001, -0.01, 0.012), Mark.NOTHING),
        (Effect(0.0002, 0.0001, 0.0003), Mark.NOTHING),
        (Effect(0.03, -0.01, 0.07), Mark.OPEN),
        (Effect(0.03, nan, nan), Mark.OPEN),
        (Effect(), Mark.UNKNOWN),
    ],
)
def test_a_mark_says_whether_an_effect_is_clear_large_nothing_or_open(effect: Effect, expected: Mark) -> None:
    assert effect.mark(BUFFER) is expected


def test_a_measure_without_a_threshold_calls_every_clear_effect_large() -> None:
    assert Effect(0.02, 0.01, 0.03).mark(LOSS) is Mark.UP
    assert Effect(0.0, -0.5, 0.5).mark(LOSS) is Mark.OPEN


def test_a_crisis_that_one_case_alone_has_is_no_column() -> None:
    known, unknown = Effect(0.1, 0.0, 0.2), Effect()
    assert compared([[], [known, unknown, unknown], [unknown, unknown, known]]) == [0, 2]
    assert compared([[], [unknown]]) == compared([[]]) == []
