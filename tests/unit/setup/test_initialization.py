"""A set-up is scaled by the recorded ties, and a run begins with them laid out in the order of their signing."""

import numpy as np
import pytest

from builders.plain_worlds import after, city, plain_world, quiet, tie
from builders.worlds import shipped
from cityties.kernel.state import Count
from cityties.setup.initialization import ROOM_LEAST, begin, prepare, scaled_budget

CITIES = [
    city("Anport", "AA", population=9_000_000),
    city("Anville", "AA"),
    city("Bayport", "BB"),
    city("Bayville", "BB"),
]
PAIRS = [("Anport", "Bayport"), ("Anport", "Bayville"), ("Anville", "Bayport")]


def test_the_less_attentive_end_of_the_mean_recorded_tie_has_a_share_of_one() -> None:
    setup = prepare(quiet(1), plain_world(cities=CITIES, ties=[tie(*pair) for pair in PAIRS]))
    cities, p = setup.world.cities, setup.rules.p
    a, b = setup.recorded["a"], setup.recorded["b"]
    asked = p.initial_strength + p.attention_floor
    n_ties = np.bincount(np.concatenate([a, b]), minlength=4)
    share = cities.budget * asked / (asked * n_ties + p.abroad_attention * cities.abroad)
    assert np.minimum(share[a], share[b]).mean() == pytest.approx(1.0)


def test_scaling_budgets_twice_changes_nothing() -> None:
    setup = prepare(*shipped())
    again = scaled_budget(setup.world.cities, setup.recorded["a"], setup.recorded["b"], setup.rules.p)
    np.testing.assert_allclose(again, setup.world.cities.budget, rtol=1e-12)


def test_ties_are_laid_out_by_month_and_within_a_month_city_by_city() -> None:
    setup = prepare(*shipped())
    ties = begin(setup, 3).ties
    n = int(ties.n[Count.LAID_OUT])
    order = np.lexsort((ties.id[:n], ties.a[:n], ties.signed[:n]))
    assert order.tolist() == list(range(n))
    assert ties.n[Count.EXISTING] == 0


def test_ties_signed_before_the_run_begin_with_it() -> None:
    ties = begin(prepare(quiet(12), plain_world(ties=[tie("Anport", "Bayport", "1990-01")])), 0).ties
    assert ties.signed[0] == 0


def test_cities_that_sign_by_themselves_have_room_and_keep_the_ties_recorded_before() -> None:
    dates = (after(0), after(5), after(6))
    ties = [tie(*pair, date) for pair, date in zip(PAIRS, dates, strict=True)]
    own = {"history": "endogenous", "endogenous_from": after(6)}
    setup = prepare(quiet(12, ties=own), plain_world(cities=CITIES, ties=ties))
    found = begin(setup, 0).ties
    assert found.signed[: found.n[Count.LAID_OUT]].tolist() == [0, 5]
    assert len(found.a) == setup.room == ROOM_LEAST


def test_without_recorded_ties_none_is_laid_out_and_the_world_is_not_scaled() -> None:
    setup = prepare(quiet(12, ties={"history": "none"}), plain_world())
    assert begin(setup, 0).ties.n[Count.LAID_OUT] == 0
    assert setup.world.mean_affinity == 1.0
