"""What one history, and an anecdote of it, can show of the claim."""

import math

import numpy as np
import pytest

from builders.stub_evidence import StubEvidence
from cityties.claims.power import (
    NEITHER,
    NOT_SOFTEN,
    OBSERVED,
    anecdotes,
    cross_predicted,
    likelihood_ratio,
    recovery_table,
)


def test_an_anecdote_as_frequent_with_buffering_as_without_has_a_likelihood_ratio_near_one() -> None:
    buffer = np.repeat([0.2, -0.2], 200)
    message = np.tile([1.0, 1.0, 1.0, 0.0], 100)
    one = likelihood_ratio("a tie went on", message, buffer, 0.05)
    assert one.ratio == pytest.approx(1.0)
    assert one.low < 1.0 < one.high
    reporting = likelihood_ratio("only where ties buffer", (buffer > 0).astype(float), buffer, 0.05)
    assert reporting.low > 20.0


def test_an_anecdote_can_be_compared_with_draws_in_which_ties_do_neither() -> None:
    buffer = np.repeat([0.2, 0.0, -0.2], 200)
    holds = np.repeat([1.0, 1.0, 0.0], 200)
    assert likelihood_ratio("holds unless ties harm", holds, buffer, 0.05, NOT_SOFTEN).ratio == pytest.approx(
        2.0, abs=0.02
    )
    assert likelihood_ratio("holds unless ties harm", holds, buffer, 0.05, NEITHER).ratio == pytest.approx(1.0)


def test_a_reader_predicts_what_the_observables_hold_and_nothing_else() -> None:
    address = np.random.default_rng(2)
    seen = address.normal(size=(300, 4))
    message = cross_predicted(seen, seen[:, 0] - seen[:, 1])
    assert np.corrcoef(message, seen[:, 0] - seen[:, 1])[0, 1] > 0.99
    unreported = cross_predicted(seen, address.normal(size=300))
    assert abs(np.corrcoef(unreported, seen[:, 0])[0, 1]) < 1.0


def histories(buffer: list[float], signal: list[float]) -> StubEvidence:
    """Return histories of known B of which a reader sees one signal."""
    n = len(buffer)
    seen = {(name, True): signal if name == OBSERVED[0] else [0.0] * n for name in OBSERVED}
    losses = {("loss_36", True): [2.0 * (1.0 - b) for b in buffer], ("loss_36", False): [2.0] * n}
    return StubEvidence(
        n,
        crises={"one": seen | losses | {("survival_any", True): [0.9] * n}},
        panel={"famous_ties_met": [math.nan] * n},
    )


def test_the_sign_is_recovered_where_the_observables_show_it_and_not_where_they_do_not() -> None:
    true = [0.2, -0.2] * 100
    shown, hidden = (recovery_table(histories(true, signal), 0.05) for signal in (true, [1.0, 1.0, 2.0, 2.0] * 50))
    assert shown.loc[shown["true_b"] == 0.2, ["histories", "right", "enough"]].to_numpy().tolist() == [[100, 1.0, True]]
    assert not hidden.loc[hidden["true_b"] == 0.2, "enough"].any()


def test_an_anecdote_of_which_nothing_was_read_is_left_out() -> None:
    found, _ = anecdotes(histories([0.2, -0.2] * 20, [0.0] * 40), 0.05, "Aland\N{EN DASH}Beland")
    assert {one.anecdote for one in found} == {"over half of all ties still met in the year after a dispute"}
    assert {one.elsewhere for one in found} == {NOT_SOFTEN, NEITHER}
