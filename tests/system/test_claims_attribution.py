"""Attribution: sampled orders give Shapley's values, and what is broken off goes on where it stopped."""

from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from builders.paths import SCENARIOS
from cityties.claims.attribution import (
    FELT_WITHOUT_TIES,
    PLAYERS,
    Attribution,
    Coalition,
    Effort,
    arcs,
    attribution_table,
    circles,
    compute_attribution,
    loss_of,
    open_attribution,
    shapley_of,
)
from cityties.claims.reading import read_claims
from cityties.experiment.design import plan, plan_again
from cityties.kernel.state import FloatArray
from cityties.scenario.sweeps import with_settings
from cityties.setup.initialization import prepare


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
    assert len(set(PLAYERS[engine])) == 10
    assert set(PLAYERS[engine]) >= {"contact", "outreach", "forum", "aid", "provocation", "directive", "spillover"}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PLAYERS)))
def test_without_effects_of_ties_relations_feel_no_mechanism_but_provocation(number: int, tmp_path: Path) -> None:
    asked = open_attribution(read_claims(SCENARIOS / "claims.yaml"), Effort(draws=3, circles=1), tmp_path, tmp_path)
    variant = asked.batch.variants[number]
    plain = plan(prepare(variant.scenario, asked.batch.worlds[variant.scenario.world_folder]))
    felt = set()
    for draw in (1, 2, 3):
        scenario = variant.drawn_scenario(draw)
        losses = {
            name: loss_of(plan_again(plain, with_settings(scenario, {f"mechanisms.{name}": False})), draw, False)
            for name in PLAYERS[scenario.engine]
        }
        base = loss_of(plan_again(plain, with_settings(scenario, {"mechanisms.spillover": True})), draw, False)
        felt |= {name for name, loss in losses.items() if loss != base}
    assert felt == set(FELT_WITHOUT_TIES)


@pytest.mark.slow
def test_values_add_up_to_b_and_do_not_depend_on_workers_or_interruption(tmp_path: Path) -> None:
    claim_set = read_claims(SCENARIOS / "claims.yaml")

    def asked(where: str) -> Attribution:
        return open_attribution(claim_set, Effort(draws=2, circles=1), tmp_path, tmp_path / where)

    compute_attribution(asked("two"), 2, lambda _: None)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_attribution(asked("one"), 1, interrupt)
    assert 0 < len(asked("one").missing()) < 4
    assert compute_attribution(asked("one"), 1, lambda _: None) < 4
    assert compute_attribution(asked("one"), 1, lambda _: None) == 0
    one, two = attribution_table(asked("one")), attribution_table(asked("two"))
    pd.testing.assert_frame_equal(one, two)
    for _, rows in two.groupby("engine"):
        assert rows["mean"].sum() == pytest.approx(rows["all_on"].iloc[0], abs=1e-12)
