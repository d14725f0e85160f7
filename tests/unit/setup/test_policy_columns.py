"""Networks, incentive steps and levers by month: who is in, from when, and by how much."""

import pytest

from builders.plain_worlds import after, city, network, plain_world, quiet, tie
from builders.worlds import Row
from cityties.kernel.state import FAR_FUTURE, Budget, Incentives
from cityties.setup.policy_columns import build_incentives, build_networks, build_policies

MONTHS = 6
LEVERS = {
    "budget": "even",
    "wake_dormant": True,
    "autonomy_gain": 0.25,
    "people_share_factor": 2.0,
    "provocation_factor": 0.5,
    "coordination_factor": 0.0,
}


def incentives(**cells: object) -> Incentives:
    step: Row = {"date": after(2), "size": 2} | cells
    return build_incentives(plain_world(incentives=[step]), quiet(MONTHS))


def test_an_incentive_step_for_all_counts_in_full_for_cities_and_dyads() -> None:
    found = incentives()
    assert found.month.tolist() == [2]
    assert (found.cities.tolist(), found.sizes.tolist(), found.dyads.tolist()) == ([[1.0, 1.0]], [[2.0]], [[2.0]])


def test_a_step_of_one_nation_counts_half_for_its_dyads() -> None:
    found = incentives(nation="AA")
    assert (found.cities.tolist(), found.dyads.tolist()) == ([[1.0, 0.0]], [[1.0]])


def test_a_step_for_named_cities_counts_for_no_dyad() -> None:
    found = incentives(cities="BB/Bayport")
    assert (found.cities.tolist(), found.sizes.tolist(), found.dyads.tolist()) == ([[0.0, 1.0]], [[2.0]], [[0.0]])


def test_a_network_without_dated_meetings_is_left_out() -> None:
    tables = plain_world(**network(1, 4))
    assert build_networks(tables, quiet(MONTHS), MONTHS).meets[:, 0].tolist() == [0, 1, 0, 0, 1, 0]
    silent = plain_world(network_members=network()["network_members"])
    assert build_networks(silent, quiet(MONTHS), MONTHS).meets.shape == (MONTHS, 0)


def test_a_city_that_is_no_member_never_joins_and_one_without_a_date_was_there_before() -> None:
    cities = [city("Anport", "AA"), city("Anville", "AA"), city("Bayport", "BB")]
    found = build_networks(plain_world(cities=cities, **network(1)), quiet(MONTHS), MONTHS)
    assert found.joined.tolist() == [[0, FAR_FUTURE, 0]]


def test_a_new_network_takes_the_largest_tied_cities_of_each_nation_in_equal_numbers() -> None:
    large, small, untied = {"population": 900_000}, {"population": 100_000}, {"population": 9_000_000}
    cities = [city("Anport", "AA", **small), city("Anville", "AA", **large), city("Anton", "AA", **untied)]
    cities += [city("Bayport", "BB")]
    tables = plain_world(cities=cities, ties=[tie("Anport", "Bayport"), tie("Anville", "Bayport")])
    levers = {"start": after(1), "new_network": {"members": 2, "every_months": 3}}
    found = build_networks(tables, quiet(MONTHS, policies=levers), MONTHS)
    assert found.joined.tolist() == [[FAR_FUTURE, 1, FAR_FUTURE, 1]]
    assert found.meets[:, 0].tolist() == [0, 1, 0, 0, 1, 0]


def test_levers_are_neutral_before_their_month_and_dormant_ties_are_woken_once() -> None:
    found = build_policies(quiet(MONTHS, policies=LEVERS | {"start": after(4)}), MONTHS)
    neutral, even = int(Budget.PROPORTIONAL), int(Budget.EVEN)
    assert found.budget.tolist() == [neutral] * 4 + [even] * 2
    assert found.wake.tolist() == [0, 0, 0, 0, 1, 0]
    assert found.obedience.tolist() == [1.0] * 4 + [0.75] * 2
    assert found.people.tolist() == [1.0] * 4 + [2.0] * 2
    assert found.provocation.tolist() == [1.0] * 4 + [0.5] * 2
    assert found.coordination.tolist() == [1.0] * 4 + [0.0] * 2


@pytest.mark.parametrize("start", [after(-3), after(MONTHS)])
def test_dormant_ties_are_not_woken_by_a_policy_that_begins_outside_the_run(start: str) -> None:
    assert not build_policies(quiet(MONTHS, policies=LEVERS | {"start": start}), MONTHS).wake.any()


def test_switched_off_policies_are_neutral_throughout() -> None:
    off = quiet(MONTHS, policies=LEVERS | {"start": after(0)}, mechanisms={"policies": False})
    assert build_policies(off, MONTHS).obedience.tolist() == [1.0] * MONTHS
