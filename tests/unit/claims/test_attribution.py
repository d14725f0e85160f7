"""Attribution: sampled orders of switching mechanisms on give Shapley's values."""

from itertools import combinations, permutations

import numpy as np
import pytest

from cityties.claims.attribution import PLAYERS, Coalition, arcs, circles, shapley_of
from cityties.kernel.state import FloatArray


def game(n: int) -> dict[Coalition, FloatArray]:
    """Return a game in which everything depends on everything, for three draws."""
    address = np.random.default_rng(5)
    return {frozenset(one): address.normal(size=3) for size in range(n + 1) for one in combinations(range(n), size)}


def by_definition(n: int, worth: dict[Coalition, FloatArray]) -> FloatArray:
    """Return the mean contribution over all orders of joining, by brute force."""
    found = np.zeros((n, 3))
    orders = list(permutations(range(n)))
    for order in orders:
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            found[player] += worth[before | {player}] - worth[before]
    return found / len(orders)


def test_two_mechanisms_share_a_joint_effect_evenly() -> None:
    worth = {(): 0.0, (0,): 1.0, (1,): 0.0, (0, 1): 3.0}
    values = shapley_of((0, 1), {frozenset(one): np.array([value]) for one, value in worth.items()})
    assert values[:, 0].tolist() == [2.0, 1.0]


def test_over_all_circles_the_estimate_is_the_value_by_definition() -> None:
    worth = game(4)
    estimates = [shapley_of(circle, worth) for circle in permutations(range(4))]
    np.testing.assert_allclose(np.mean(estimates, axis=0), by_definition(4, worth))


def test_a_single_circle_already_adds_up_to_the_whole_and_reads_only_its_arcs() -> None:
    worth = game(5)
    circle = (3, 0, 4, 1, 2)
    alone = {one: worth[one] for one in arcs(circle)}
    assert len(alone) == 5 * 4 + 2
    whole = worth[frozenset(range(5))] - worth[frozenset()]
    np.testing.assert_allclose(shapley_of(circle, alone).sum(axis=0), whole)


def test_more_circles_leave_those_there_as_they_are() -> None:
    assert circles(10, 3, 7)[:2] == circles(10, 2, 7)
    assert sorted(circles(10, 1, 7)[0]) == list(range(10))


@pytest.mark.parametrize("engine", list(PLAYERS))
def test_both_rules_for_relations_share_b_among_ten_mechanisms(engine: str) -> None:
    assert len(set(PLAYERS[engine])) == 11
    assert set(PLAYERS[engine]) >= {"contact", "outreach", "forum", "aid", "provocation", "directive", "spillover"}
