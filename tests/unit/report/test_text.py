"""The sentences of the report follow the numbers, and claim no more than they allow."""

import math
from typing import Any

import numpy as np
import pytest

from cityties.analysis.healing import healing
from cityties.kernel.calendar import month_index
from cityties.report.healing_text import healing_answer
from cityties.report.text import (
    answer,
    common_answer,
    exchange_answer,
    followed,
    left_out,
    long_date,
    refusers,
    verdict,
)


def row(b: float, low: float | None = None, high: float | None = None, **more: Any) -> dict[str, Any]:
    """Return a row of the table of crises; without bounds the interval is narrow."""
    plain = {"severity": 0.9, "has_downturn": True, "suspension": 0.4, "stopped_by_first_nation": 0.25}
    depths = {"depth_with_ties": 0.3, "depth_without_ties": 0.3, "loss_36_with_ties": 1.5, "loss_36_without_ties": 2.0}
    ends = {"low": b - 0.001 if low is None else low, "high": b + 0.001 if high is None else high}
    indices = {f"{name}{end}": value for name in ("buffer_36", "buffer_depth") for end, value in (("", b),)}
    bounds = {f"{name}_{end}": value for name in ("buffer_36", "buffer_depth") for end, value in ends.items()}
    return plain | depths | indices | bounds | more


def plain(words: Any) -> str:
    return str(words.striptags())


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (row(0.2), "in the model ties softened this crisis"),
        (row(-0.2), "in the model ties made this crisis worse"),
        (row(0.01), "no buffering worth the name"),
        (row(0.05, 0.0, 0.1), "too close to the threshold of 0.05 to call"),
        (row(0.2, math.nan, math.nan), "A single replicate gives no interval."),
        (row(0.2, has_downturn=False), "no downturn to buffer"),
        (row(0.2, severity=0), "A common crisis is no dispute"),
        ({"severity": 0.9}, "Only one arm was run"),
    ],
)
def test_a_crisis_is_called_what_its_buffer_index_shows(found: dict[str, Any], message: str) -> None:
    assert message in plain(verdict(found))


def test_two_opposite_effects_are_named_where_their_sum_is_small() -> None:
    deeper = row(0.01, buffer_depth=-0.1, buffer_depth_low=-0.12, buffer_depth_high=-0.08, depth_with_ties=0.33)
    assert "the fall was a little deeper (0.330 against 0.300) and then shorter" in plain(verdict(deeper))
    same = deeper | {"buffer_36": -0.01}
    assert "opposite" not in verdict(same)


def test_the_answer_counts_the_disputes_by_what_ties_did_and_names_the_extremes() -> None:
    rows, names = [row(0.2), row(-0.2), row(0.0)], ["first", "second", "third"]
    words = plain(answer(rows, names, 3, 2))
    assert words.startswith(
        "Of the 3 disputes below, ties made no difference worth the name in 1, softened 1 and worsened 1."
    )
    assert words.index("(second:") < words.index("(first:")
    assert "third" not in words


def test_an_answer_is_not_given_where_there_is_none() -> None:
    assert "cannot say" in answer([], [], 0, 2)
    assert "Only one arm was run" in answer([row(0.2)], ["a"], 1, 1)
    assert "has no answer" in answer([row(0.2, has_downturn=False)], ["a"], 1, 2)
    assert "exactly 0" in answer([row(0.0, 0.0, 0.0)], ["a"], 1, 2)


def test_exchange_that_stopped_is_given_from_the_least_to_the_most() -> None:
    words = plain(exchange_answer([row(0.0), row(0.0, suspension=0.1)], ["many", "few"]))
    assert words.endswith("between 10 % (few) and 40 % (many) of official events stopped.")
    assert exchange_answer([row(0.0, suspension=math.nan)], ["a"]) == ""
    assert "40 % of official events stopped" in plain(exchange_answer([row(0.0)], ["a"]))


def test_a_common_crisis_is_answered_with_the_largest_damage_of_any_pair() -> None:
    rows = [row(0.0, depth_with_ties=0.002), row(0.0, depth_with_ties=0.4)]
    assert "at no time more than 0.400 R" in plain(common_answer(rows, "Flood"))


def test_notes_are_made_only_where_there_is_something_to_note() -> None:
    assert "25 % were by cities of Aland" in plain(refusers(row(0.0), "Aland"))
    assert refusers(row(0.0, stopped_by_first_nation=math.nan), "Aland") == ""
    assert left_out([]) == ""
    assert left_out(["one", "two"]).endswith("one, two.")
    assert "over 4 months only" in followed(4, 24155)
    assert long_date(12 * 1998) == "January 1998"


@pytest.mark.parametrize(
    ("gap", "without", "message"),
    [
        ([0.5, 0.4, 0.04, 0.01], [0.5, 0.04, 0.04, 0.01], "heals by 2012-11: nine tenths"),
        ([0.5, 0.04, 0.4, 0.3], [0.5, 0.04, 0.04, 0.01], "of 0.500 R of damage 0.300 R are left"),
        ([0.5, 0.4, 0.4, 0.01], None, "does not heal by 2012-12"),
    ],
)  # fmt: skip
def test_a_dispute_heals_when_its_damage_is_gone_for_good(
    gap: list[float], without: list[float] | None, message: str
) -> None:
    """Month 0 is September 2012; a dip that comes back, or one in the last month alone, heals nothing."""
    beside = None if without is None else healing(np.array(without))
    words = plain(healing_answer("The dispute", month_index("2012-09"), healing(np.array(gap)), beside))
    assert message in words
    assert ("without" in words) == (without is not None)
