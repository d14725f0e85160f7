"""The rule of verdicts: nine draws of ten, corrected for how many claims are tested."""

import numpy as np
import pytest

from cityties.claims.verdicts import DrawShares, holm, interval, is_settled, label, shares


def found(expected: float, inside: float, n: int = 100) -> DrawShares:
    return DrawShares(expected, inside, 1.0 - expected - inside, n, 0, 0.0)


def test_draws_are_counted_beyond_inside_and_on_the_other_side_of_the_band() -> None:
    values = np.array([0.2, 0.06, 0.05, 0.0, -0.05, -0.3, np.nan, 0.1, 0.0, 0.0])
    one = shares(values, 0.0, 0.05, "above")
    assert (one.expected, one.inside, one.other) == pytest.approx((3 / 9, 5 / 9, 1 / 9))
    assert (one.n, one.undefined) == (9, 1)
    other = shares(values, 0.0, 0.05, "below")
    assert (other.expected, other.inside, other.other) == pytest.approx((1 / 9, 5 / 9, 3 / 9))


def test_a_claim_of_no_effect_is_borne_out_inside_the_band() -> None:
    one = shares(np.array([0.0, 0.01, -0.2, 0.3]), 0.0, 0.05, "near")
    assert (one.expected, one.inside, one.other) == (0.5, 0.0, 0.5)


@pytest.mark.parametrize(
    ("expected", "inside", "verdict"),
    [(0.9, 0.1, "supported"), (0.05, 0.0, "refuted-harm"), (0.0, 0.95, "refuted-null"), (0.5, 0.3, "inconclusive")],
)
def test_nine_draws_of_ten_make_a_verdict(expected: float, inside: float, verdict: str) -> None:
    assert label(found(expected, inside), 0.9) == verdict


def test_a_handful_of_draws_decides_nothing() -> None:
    assert label(found(1.0, 0.0, n=5), 0.9) == "inconclusive"


def test_among_two_claims_the_first_needs_twice_the_certainty() -> None:
    both = {"a": found(0.96, 0.0), "b": found(0.91, 0.0)}
    assert holm(both, 0.9) == {"a": "supported", "b": "supported"}
    neither = {"a": found(0.94, 0.0), "b": found(0.91, 0.0)}
    assert holm(neither, 0.9) == {"a": "inconclusive", "b": "inconclusive"}


def test_the_correction_keeps_the_order_of_the_claims_and_the_label_of_each() -> None:
    mixed = {"z": found(0.0, 1.0), "a": found(0.5, 0.2), "m": found(0.0, 0.0)}
    assert list(holm(mixed, 0.9).items()) == [("z", "refuted-null"), ("a", "inconclusive"), ("m", "refuted-harm")]


def test_an_interval_of_a_share_covers_it_and_shrinks_with_the_draws() -> None:
    low, high = interval(0.5, 100)
    assert (low, high) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert interval(1.0, 30)[0] == pytest.approx(0.8865, abs=1e-4)


def test_a_label_is_settled_once_more_draws_would_hardly_turn_it() -> None:
    assert not is_settled(found(1.0, 0.0, n=30), 0.9)
    assert is_settled(found(1.0, 0.0, n=100), 0.9)
    assert is_settled(found(0.5, 0.3), 0.9)
