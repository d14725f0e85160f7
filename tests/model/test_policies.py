"""Policy levers, one at a time: neutral before their month, and by hand from it on."""

import math

import pytest

from builders.plain_worlds import (
    CLOSED,
    KNOWN,
    TIED,
    after,
    city,
    dispute,
    forum,
    live,
    network,
    plain_world,
    seen,
    seen_in,
    tie,
)
from builders.worlds import Row
from model.test_ties import held_for_certain

LATER = {"start": after(1)}
PLAN = 0.125
TRAVEL = {"forum_cost": -5.0, "network_cost": -5.0}


def one_city_with_many_ties() -> dict[str, list[Row]]:
    """Tie Anport to four cities; three ties start later and so have had less time to grow."""
    others = [city(f"B{n}", "BB", ties_abroad=0) for n in range(4)]
    return {
        "cities": [city("Anport", "AA", ties_abroad=0), *others],
        "ties": [tie("Anport", f"B{n}", after(0) if n else "1990-01") for n in range(4)],
    }


def test_even_budgets_give_every_tie_the_same_however_strong() -> None:
    # forum-grown strengths differ; under the policy each of two ties asks 0.6 of Anport's budget, and the sum stays
    cities = [city("Anport", "AA", ties_abroad=0), city("B0", "BB", ties_abroad=0), city("B1", "BB", ties_abroad=0)]
    tables = plain_world(cities=cities, ties=[tie("Anport", "B0"), tie("Anport", "B1", after(1))], forum=forum(0))
    given = TRAVEL | {"strength_gain": 0.5, "forum_dose": 1.0, "plan_rate": 0.1}
    before = live(tables, 2, parameters=given).state.ties
    even = live(tables, 2, parameters=given, policies=LATER | {"budget": "even"}).state.ties
    # budgets: both recorded ties share Anport, min(1, 0.6 / 1.2) = 1/2, so its budget is 2
    assert before.strength[0] == pytest.approx(0.75)
    assert before.plan[:2] == pytest.approx([0.1 * 2 * 0.85 / 1.45, 0.1 * 2 * 0.6 / 1.45])
    assert even.plan[:2] == pytest.approx([0.1 * 2 * 0.6 / 1.2] * 2)


def test_concentrated_budgets_keep_the_strongest_third_rounded_up_at_both_ends() -> None:
    # of four ties the strongest two are kept, among equals the oldest row: 0.6 / 1.2 of a budget of 4 each
    tables = plain_world(**one_city_with_many_ties())
    plain, kept = (
        live(tables, 2, parameters={"plan_rate": 0.1}, policies=policy).state.ties.plan[:4]
        for policy in ({}, LATER | {"budget": "concentrated"})
    )
    assert plain == pytest.approx([0.1 * 4 * 0.6 / 2.4] * 4)
    assert sorted(kept) == pytest.approx([0.0, 0.0, 0.1 * 4 * 0.6 / 1.2, 0.1 * 4 * 0.6 / 1.2])
    assert kept[0] > 0.0


@pytest.mark.parametrize("way", ["even", "concentrated"])
@pytest.mark.parametrize("ceiling", [1.0, 0.4])
def test_a_policy_of_the_budget_moves_events_between_ties_and_plans_as_many(way: str, ceiling: float) -> None:
    # eight ties with an end in Anport, Anville or both of two cities of BB, grown apart by a forum that two attend
    cities = [city(name, name[0] * 2, ties_abroad=0) for name in ("Anport", "Anville", "B0", "B1", "B2", "B3")]
    for row in cities:
        row["nation"] = "AA" if row["city"][0] == "A" else "BB"
    ties = [tie(a, f"B{n}") for a in ("Anport", "Anville") for n in range(4)]
    tables = plain_world(cities=cities, ties=ties, forum=forum(0))
    given = TRAVEL | {"strength_gain": 0.5, "plan_rate": 0.1, "plan_ceiling": ceiling, "consent_base": 1.0}
    before = live(tables, 2, parameters=given).state.ties.plan[:8]
    after_it = live(tables, 2, parameters=given, policies=LATER | {"budget": way}).state.ties.plan[:8]
    assert sum(after_it) == pytest.approx(sum(before), rel=1e-6)
    assert max(after_it) <= ceiling
    assert max(abs(after_it - before)) > 0.01


def test_a_tie_is_kept_only_if_it_is_among_the_strongest_of_both_its_cities() -> None:
    # Anport has three ties and keeps the one to B0, grown at the forum; B1 keeps its stronger tie to Anville
    cities = [city("Anport", "AA", ties_abroad=0), city("Anville", "AA", ties_abroad=0)]
    cities += [city(f"B{n}", "BB", ties_abroad=0) for n in range(3)]
    ties = [tie("Anport", f"B{n}") for n in range(3)] + [tie("Anville", "B1")]
    members = [{"network": "RING", "city": name, "nation": name[0] * 2} for name in ("Anport", "B0")]
    members = [row | {"nation": "AA" if row["city"][0] == "A" else "BB"} for row in members]
    held = network(0) | {"network_members": members}
    given = TRAVEL | {"strength_gain": 0.5, "plan_rate": 0.01}
    found = live(
        plain_world(cities=cities, ties=ties, **held), 2, parameters=given, policies=LATER | {"budget": "concentrated"}
    )
    at = {(int(found.state.ties.a[e]), int(found.state.ties.b[e])): found.state.ties.plan[e] > 0 for e in range(4)}
    assert at[0, 2]
    assert not at[0, 3]
    assert not at[0, 4]


def test_dormant_ties_are_woken_in_the_month_of_the_policy_and_not_again() -> None:
    # signed at 0.1 below a threshold of 0.2; woken to 0.3 in month 1; a half of it is lost in month 2, and stays lost
    given = {"initial_strength": 0.1, "dormancy_threshold": 0.2, "wake_strength": 0.3, "strength_decay": 0.5}
    found = live(plain_world(shocks=[CLOSED]), 3, parameters=given, policies=LATER | {"wake_dormant": True})
    assert [seen(found, "strength", month) for month in range(3)] == pytest.approx([0.05, 0.3, 0.15])
    assert [seen(found, "dormant", month) for month in range(3)] == [1.0, 0.0, 1.0]


def test_a_strong_tie_is_not_touched_by_waking() -> None:
    policy = {"start": after(0), "wake_dormant": True}
    found = live(plain_world(shocks=[CLOSED]), 1, parameters={"wake_strength": 0.3}, policies=policy)
    assert seen(found, "strength") == pytest.approx(0.5)


@pytest.mark.parametrize(("factor", "left"), [(2.0, 0.6), (0.5, 0.15), (10.0, 1.0)])
def test_a_factor_on_exchange_at_the_peoples_level_leaves_at_most_a_whole_exchange(factor: float, left: float) -> None:
    given = {"plan_rate": 0.6, "consent_base": -10.0, "strength_consent": -10.0, "people_share": 0.3}
    found = live(
        plain_world(**held_for_certain()), 2, parameters=given, policies=LATER | {"people_share_factor": factor}
    )
    assert [seen(found, "exchange", month) for month in range(2)] == pytest.approx([0.3, left])


def test_more_autonomy_lowers_obedience_and_gives_cities_a_louder_voice() -> None:
    # obedience 1/4 and voice 1 - 1/4 before; the policy takes 0.8 of what is lacking: 1/20, and 1 - 1/20
    given = {"consent_base": 1.0, "strength_consent": 0.0, "directive_weight": 2.0, "directive_depth": 0.2}
    given |= {"nationalism_lobbying": 0.0, "over_compliance": 0.0, "stake_scale": 2.0, "relations_reversion": 0.001}
    tables = plain_world(shocks=[dispute(0, 1.0)])
    for months, lack in ((1, 0.25), (2, 0.25 * 0.2)):
        found = live(tables, months, parameters=given, policies=LATER | {"autonomy_gain": 0.8})
        assert found.state.ties.propensity_a[0] == pytest.approx(1.0 - 2.0 * lack)
        assert seen(found, "position_a") == pytest.approx((1.0 - lack) * math.tanh(2.0 * 0.5))


def test_more_autonomy_frees_the_cities_outside_the_table_too() -> None:
    given = {"nationalism_lobbying": 1.0, "stake_scale": 0.0, "untied_weight": 9.0}
    found = live(
        plain_world(shocks=[dispute(0, 0.5)]), 1, parameters=given, policies={"start": after(0), "autonomy_gain": 0.8}
    )
    assert seen(found, "position_a") == pytest.approx(0.95 * math.tanh(-0.4 * 0.5))


EXPOSED = {"provocation_rate": 0.001, "walkout": 0.0, "plan_rate": 0.01, "forum_dose": 12.0, "review_threshold": 2.0}


@pytest.mark.parametrize(("policy", "happens"), [({}, 1.0), ({"provocation_factor": 0.0}, 0.0)])
def test_media_training_lowers_provocations(policy: dict[str, float], happens: float) -> None:
    # 0.001 * 1 * 1 * (1 + 12 / 0.01) = 1.2 of one city, times the factor
    cities = [city("Anport", "AA", nationalism=1, autonomy=1), city("Bayport", "BB", nationalism=0)]
    tables = plain_world(cities=cities, shocks=[CLOSED], forum=forum(0))
    found = live(tables, 2, parameters=TRAVEL | EXPOSED, policies=LATER | policy)
    assert seen(found, "provocations", 1) == happens


def test_more_autonomy_lets_leaders_provoke_more() -> None:
    # without autonomy 0.05 * 1 * 0 * ..., with all of it 0.05 * 1 * 1 * (1 + 12 / 0.01)
    cities = [city("Anport", "AA", nationalism=1, autonomy=0), city("Bayport", "BB", nationalism=0)]
    tables = plain_world(cities=cities, shocks=[CLOSED], forum=forum(0))
    bound, free = (
        live(tables, 2, parameters=TRAVEL | EXPOSED, policies=LATER | {"autonomy_gain": gain}) for gain in (0.0, 1.0)
    )
    assert [seen(found, "provocations", 1) for found in (bound, free)] == [0.0, 1.0]


def test_cheaper_coordination_leaves_more_to_the_cities_of_a_cluster() -> None:
    # 1 + 0 - 0.4, and 1 - 0.4 * 0.25 from the month of the policy on
    cities = [city("Anport", "AA", cluster="Delta", population=600_000), city("Anville", "AA", cluster="Delta")]
    tables = plain_world(cities=[*cities, city("Bayport", "BB")])
    given = {"spillover": 0.0, "coordination_cost": 0.4}
    lifts = [
        live(
            tables,
            months,
            parameters=given,
            mechanisms={"spillover": True},
            policies=LATER | {"coordination_factor": 0.25},
        )
        .state.cities.lift[:3]
        .tolist()
        for months in (1, 2)
    ]
    assert lifts == [pytest.approx([1.0, 0.6, 1.0]), pytest.approx([1.0, 0.9, 1.0])]


def test_a_new_network_of_the_largest_tied_cities_meets_from_the_month_of_the_policy_on() -> None:
    # two members in two nations: the largest tied city of each; every second month from month 1 on
    cities = [
        city("Anport", "AA"),
        city("Anville", "AA", population=900_000),
        city("Ancity", "AA", population=9_000_000),
        city("Bayport", "BB"),
    ]
    tables = plain_world(cities=cities, ties=[TIED, tie("Anville", "Bayport")], shocks=[CLOSED])
    given = TRAVEL | {"network_dose": 2.0}
    policy = LATER | {"new_network": {"members": 2, "every_months": 2}}
    found = live(tables, 4, parameters=given, policies=policy)
    assert [seen(found, "network_meetings", month) for month in range(4)] == [0.0, 1.0, 0.0, 1.0]
    assert [seen_in(found, "network_attendance", nation, 1) for nation in (0, 1)] == [1.0, 1.0]
    assert int(found.state.cities.at_network[1]) > 0
    assert (
        seen(live(tables, 4, parameters=given, policies=policy, mechanisms={"networks": False}), "network_meetings", 1)
        == 0.0
    )


def test_a_network_founded_before_the_run_meets_in_its_rhythm() -> None:
    policy = {"start": after(-3), "new_network": {"members": 2, "every_months": 4}}
    found = live(plain_world(shocks=[CLOSED]), 6, parameters=TRAVEL, policies=policy)
    assert [seen(found, "network_meetings", month) for month in range(6)] == [0.0, 1.0, 0.0, 0.0, 0.0, 1.0]


def test_levers_do_nothing_when_policies_are_off() -> None:
    late = plain_world(dyads=[KNOWN], shocks=[dispute(1, 1.0)])
    levers = {"start": after(0), "budget": "even", "autonomy_gain": 1.0, "people_share_factor": 3.0}
    levers |= {"new_network": {"members": 2, "every_months": 1}}
    off = live(late, 4, policies=levers, mechanisms={"policies": False})
    assert off.record.dyads.tobytes() == live(late, 4).record.dyads.tobytes()
