"""Cities and their ties, one mechanism at a time: sign and size in worlds of two to four cities, computed by hand."""

import math

import pytest

from builders.plain_worlds import (
    CLOSED,
    KNOWN,
    TIED,
    after,
    city,
    dispute,
    good_news,
    live,
    lives,
    plain_world,
    seen,
    tie,
)
from builders.worlds import Run
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Suspension

PLAN = 0.125
AT_START = {"parameters": {"consent_base": 1.0, "strength_consent": 2.0}}
"""Propensity 1 + 2 * 0.5 of a new tie before anything else is added."""


def propensities(found: Run, row: int = 0) -> tuple[float, float]:
    return float(found.state.ties.propensity_a[row]), float(found.state.ties.propensity_b[row])


def propensity(**parameters: float) -> dict[str, float]:
    return AT_START["parameters"] | parameters


def test_a_tie_of_mean_attention_is_planned_at_the_mean_rate() -> None:
    assert live(plain_world(), 1).state.ties.plan[0] == pytest.approx(PLAN)


def test_a_second_partner_takes_attention_from_the_first() -> None:
    # budgets are scaled on ends of two ties: 0.6 / (1.2 + 1.2) = 1/4; Anport has one of them so far: 4 * 0.6 / 1.8
    tables = plain_world(
        cities=[city("Anport", "AA"), city("Bayport", "BB", ties_abroad=0), city("Bayville", "BB", ties_abroad=0)],
        ties=[TIED, tie("Anport", "Bayville", after(1))],
    )
    alone, shared = (live(tables, months).state.ties.plan[0] for months in (1, 2))
    assert alone == pytest.approx(PLAN * 4.0 * 0.6 / 1.8)
    assert shared == pytest.approx(PLAN * 4.0 * 0.6 / 2.4)
    assert live(tables, 2, mechanisms={"budget_limit": False}).state.ties.plan[0] == pytest.approx(PLAN)


def test_partners_abroad_take_attention_too() -> None:
    # the scarcer end has 5 partners abroad of 0.6: share 0.6 / 3.6 of its budget, which is scaled so that this is 1
    tables = plain_world(
        cities=[city("Anport", "AA", ties_abroad=5), city("Anville", "AA", ties_abroad=0), city("Bayport", "BB")],
        ties=[TIED, tie("Anville", "Bayport")],
    )
    found = live(tables, 1).state.ties.plan
    budget = 2.0 / (0.6 / 3.6 + 0.6 / 2.4)  # both ends have weight 1; mean of min(1/6, 1/4) and min(1, 1/4)
    assert found[0] == pytest.approx(PLAN * budget * 0.6 / 3.6)
    assert found[1] == pytest.approx(PLAN * budget * 0.6 / 2.4)


def test_larger_cities_have_larger_budgets() -> None:
    # size 4 at both ends of one tie, 1 at both of the other: weights 4^0.5 and 1, that is 2 and 1 over a mean of 3/2
    big = [city("Anport", "AA", population=2_000_000), city("Bayport", "BB", population=2_000_000)]
    tables = plain_world(
        cities=[*big, city("Anville", "AA"), city("Bayville", "BB")], ties=[TIED, tie("Anville", "Bayville")]
    )
    plans = live(tables, 1, parameters={"size_exponent": 0.5}).state.ties.plan
    assert sorted(plans[:2]) == pytest.approx([PLAN / 1.5, PLAN * 2.0 / 1.5])


def test_budgets_grow_with_the_urban_share_along_a_logistic_curve() -> None:
    # half urban in 2000, logit growth 0.1 a year: after 10 years 1 / (1 + e^-1) over 1/2, squared
    nations = [{"nation": "AA", "urban_share": 0.5}, {"nation": "BB", "urban_share": 0.5}]
    given = {"urban_budget": 2.0, "urban_rate": 0.1, "urban_year": 1990.0}
    found = live(plain_world(nations=nations), 1, parameters=given)
    assert found.state.ties.plan[0] == pytest.approx(PLAN * (2.0 / (1.0 + math.exp(-1.0))) ** 2)


def test_habit_and_strength_make_the_propensity_for_exchange() -> None:
    assert propensities(live(plain_world(), 1, parameters=propensity())) == pytest.approx((1 + 2 * 0.5, 1 + 2 * 0.5))


@pytest.mark.parametrize("outreach", [1.5, -1.5])
def test_in_bad_times_cities_reach_out_or_pull_back_by_the_strength_of_their_tie(outreach: float) -> None:
    # relations -0.4, and nothing in good times
    bad = plain_world(dyads=[KNOWN | {"relations_at_recognition": -0.4}])
    assert propensities(live(bad, 1, parameters=propensity(outreach=outreach, directive_weight=0)))[0] == pytest.approx(
        2 + outreach * 0.4 * 0.5
    )
    assert propensities(live(plain_world(), 1, parameters=propensity(outreach=outreach, directive_weight=0)))[
        0
    ] == pytest.approx(2.0)


@pytest.mark.parametrize("pressure", [1.3, -1.3])
def test_each_citys_own_public_presses_by_its_mood_less_its_anger(pressure: float) -> None:
    tables = plain_world(
        shocks=[dispute(0, 0.5, factor_b=0.2)], publics=[{"of": "BB", "about": "AA", "mood_baseline": 0.6}]
    )
    a, b = propensities(live(tables, 1, parameters=propensity(public_pressure=pressure)))
    assert a == pytest.approx(2 + pressure * (0.2 - 0.5))
    assert b == pytest.approx(2 + pressure * (0.6 - 0.1))


def test_a_directive_weighs_on_cities_by_centralisation_and_want_of_autonomy() -> None:
    # obedience 1/2 * 1/2 and 1/2 * (1 - 0.9)
    cities = [city("Anport", "AA"), city("Bayport", "BB", autonomy=0.9)]
    tables = plain_world(cities=cities, shocks=[dispute(0, 1.0)])
    a, b = propensities(live(tables, 1, parameters=propensity(directive_depth=0.2, directive_weight=2.0)))
    assert (a, b) == pytest.approx((2 - 2 * 0.25, 2 - 2 * 0.05))


def test_a_dormant_tie_is_approached_with_reluctance() -> None:
    found = live(plain_world(), 1, parameters=propensity(dormancy_threshold=0.6, dormancy_penalty=1.5))
    assert propensities(found)[0] == pytest.approx(2 - 1.5)
    assert seen(found, "dormant") == 1.0


def test_standing_as_capital_strategy_and_the_age_of_a_tie_add_to_the_propensity() -> None:
    # Anport is a capital and half a node of a strategy; the tie is five months old: 5/120 of ten years
    cities = [city("Anport", "AA", capital="yes", strategy=0.5), city("Bayport", "BB")]
    given = propensity(capital_consent=0.4, strategy_consent=-0.6, age_consent=2.4)
    a, b = propensities(live(plain_world(cities=cities), 6, parameters=given))
    assert a == pytest.approx(2 + 0.4 - 0.3 + 2.4 * 5 / 120)
    assert b == pytest.approx(2 + 2.4 * 5 / 120)


def test_the_age_of_a_tie_counts_up_to_ten_years() -> None:
    assert propensities(live(plain_world(), 126, parameters=propensity(age_consent=2.4)))[0] == pytest.approx(2 + 2.4)


def test_capitals_obey_more_and_never_less_than_not_at_all() -> None:
    cities = [city("Anport", "AA", capital="yes"), city("Bayport", "BB")]
    tables = plain_world(cities=cities, shocks=[dispute(0, 1.0)])
    a, b = propensities(
        live(tables, 1, parameters=propensity(directive_depth=0.2, directive_weight=2.0, capital_obedience=0.5))
    )
    assert (a, b) == pytest.approx((2 - 2 * 0.25 * 1.5, 2 - 2 * 0.25))
    free, _ = propensities(
        live(tables, 1, parameters=propensity(directive_depth=0.2, directive_weight=2.0, capital_obedience=-1.0))
    )
    assert free == pytest.approx(2.0)


def test_competitive_and_alike_cities_suit_each_other_relative_to_the_mean_of_all_ties() -> None:
    # raw affinities: e^(0.5 * (0.6 + 0)) for the first, e^(-ln 4 / 2) = 1/2 for the second
    cities = [
        city("Anport", "AA", competitiveness=0.6),
        city("Bayport", "BB"),
        city("Anville", "AA", population=2_000_000),
    ]
    tables = plain_world(cities=cities, ties=[TIED, tie("Anville", "Bayport")])
    found = live(tables, 1, parameters={"competitiveness_affinity": 0.5, "affinity_size": 2.0}).state.ties
    mean = (math.exp(0.3) + 0.5) / 2.0
    assert sorted(found.affinity[:2]) == pytest.approx([0.5 / mean, math.exp(0.3) / mean])


def test_far_cities_suit_each_other_less() -> None:
    # a quarter of the earth's circumference apart, and next door
    cities = [city("Anport", "AA", latitude=0, longitude=0), city("Bayport", "BB", latitude=0, longitude=0)]
    cities.append(city("Bayville", "BB", latitude=0, longitude=90))
    tables = plain_world(cities=cities, ties=[TIED, tie("Anport", "Bayville")])
    found = sorted(live(tables, 1, parameters={"affinity_km": 10_000.0}).state.ties.affinity[:2])
    assert found[0] / found[1] == pytest.approx(math.exp(-6371 * math.pi / 2 / 10_000))


STRICT = {"consent_base": -10.0, "strength_consent": -10.0, "review_full_severity": 0.4, "thaw_rate": 1.0}


def test_a_dispute_makes_unwilling_sides_suspend_ties_by_how_much_they_feel_it() -> None:
    # side a feels 0.4 of 0.4: always; side b feels nothing: never
    found = live(plain_world(shocks=[dispute(0, 0.4, factor_b=0)]), 1, parameters=STRICT)
    assert found.state.ties.suspended[0] == Suspension.BY_A
    assert (
        seen(
            live(plain_world(shocks=[dispute(0, 0.4)]), 1, mechanisms={"suspension": False}, parameters=STRICT),
            "suspended",
        )
        == 0.0
    )
    minor = {"review_threshold": 0.4}
    assert seen(live(plain_world(shocks=[dispute(0, 0.4)]), 1, parameters=STRICT | minor), "suspended") == 0.0


def test_a_side_suspends_with_the_share_that_it_feels_of_the_full_severity() -> None:
    # 0.1 / 0.4: a quarter of the replicates, give or take four standard errors
    tables = plain_world(shocks=[dispute(0, 0.2, factor_a=0.5, factor_b=0)])
    found = [seen(each, "suspended") for each in lives(tables, 1, 300, parameters=STRICT)]
    assert sum(found) / 300 == pytest.approx(0.25, abs=4 * math.sqrt(0.25 * 0.75 / 300))


def test_suspended_ties_thaw_when_both_sides_want_it_and_only_then() -> None:
    # outreach makes both want it once relations are bad enough; the trait is the median times e^(0 z) = 1
    shocks = [dispute(0, 0.4), good_news(3, 3)]
    given = {"consent_base": -10.0, "strength_consent": -10.0, "outreach": 10.0, "thaw_rate": 1.0, "thaw_spread": 0.0}
    unwilling = live(plain_world(shocks=shocks), 3, parameters=given | {"outreach": 0.0, "review_full_severity": 0.4})
    assert [seen(unwilling, "suspended", month) for month in range(3)] == [1.0, 1.0, 1.0]
    message = {"public_pressure": 10.0, "place_emphasis": 10.0, "thaw_rate": 1.0, "thaw_spread": 0.0, "anger_life": 1.0}
    placed = plain_world(shocks=[dispute(0, 0.5, place="Heartland")])
    willing = live(placed, 2, parameters=message)
    assert [seen(willing, "suspended", month) for month in range(2)] == [1.0, 0.0]


def test_an_incident_is_felt_more_where_it_happened() -> None:
    # outside, propensity 15 - 10 * 0.3 = 12; in the place 10 * 10 * 0.5 less, so that its tie is suspended
    cities = [city("Anport", "AA"), city("Anville", "AA", province="Island"), city("Bayport", "BB")]
    tables = plain_world(
        cities=cities, ties=[TIED, tie("Anville", "Bayport")], shocks=[dispute(0, 0.5, place="Island")]
    )
    found = live(tables, 1, parameters={"public_pressure": 10.0, "place_emphasis": 10.0}).state
    rows = {int(found.ties.a[e]): int(found.ties.suspended[e]) for e in range(2)}
    assert rows == {0: Suspension.NONE, 1: Suspension.BY_BOTH}


def held_for_certain() -> dict[str, object]:
    """Give a tie of two large cities a plan of more than 1: 0.6 * 2 * W / (W + w), with W = 30^0.6 and w = 0.05^0.6."""
    cities = [
        city("Anport", "AA", population=20_000_000, ties_abroad=0),
        city("Bayport", "BB", population=20_000_000, ties_abroad=0),
        city("Anville", "AA", population=20_000, ties_abroad=0),
        city("Bayville", "BB", population=20_000, ties_abroad=0),
    ]
    return {"cities": cities, "ties": [TIED, tie("Anville", "Bayville", after(60))]}


def test_planned_events_are_held_officially_if_both_sides_consent() -> None:
    found = live(plain_world(**held_for_certain()), 1, parameters={"plan_rate": 0.6})
    assert [seen(found, name) for name in ("planned", "official", "people", "exchange")] == [1.0, 1.0, 0.0, 1.0]


def test_a_refused_event_leaves_a_share_at_the_peoples_level_unless_the_tie_is_dormant() -> None:
    given = {"plan_rate": 0.6, "consent_base": -10.0, "strength_consent": -10.0, "people_share": 0.3}
    tables = plain_world(**held_for_certain())
    found = live(tables, 1, parameters=given)
    assert [seen(found, name) for name in ("planned", "official", "refused_a", "refused_b")] == [1.0, 0.0, 1.0, 1.0]
    assert [seen(found, name) for name in ("people", "exchange")] == pytest.approx([1.0, 0.3])
    asleep = live(tables, 1, parameters=given | {"dormancy_threshold": 1.0})
    assert [seen(asleep, name) for name in ("people", "exchange")] == [0.0, 0.0]


@pytest.mark.parametrize(("remote", "planned"), [(1.0, 1.0), (0.5, 0.5), (0.0, 0.0)])
def test_while_borders_are_closed_a_share_of_the_plans_is_held_on_line_or_by_post(
    remote: float, planned: float
) -> None:
    # plan rate 0.5; the error of a share of 120 months is 0.046, and four of these are exceeded once in 16,000 times
    tables = plain_world(shocks=[CLOSED])
    given = {"plan_rate": 0.5, "remote_share": remote}
    found = live(tables, 120, parameters=given).record.dyads[:, 0]
    held = found[:, DyadMeasure.PLANNED].sum()
    assert held == found[:, DyadMeasure.OFFICIAL].sum()
    assert held / 120 == pytest.approx(0.5 * planned, abs=0.19)
    if remote == 1.0:
        opened = live(plain_world(), 120, parameters=given).record.dyads[:, 0]
        assert found[:, DyadMeasure.STRENGTH].tolist() == opened[:, DyadMeasure.STRENGTH].tolist()


def test_nothing_is_planned_while_borders_are_closed_if_nothing_can_be_held_on_line() -> None:
    found = live(plain_world(**held_for_certain(), shocks=[CLOSED]), 3, parameters={"plan_rate": 0.6})
    assert [seen(found, "planned", month) for month in range(3)] == [0.0, 0.0, 0.0]


def test_exchange_builds_strength_and_time_and_incidents_wear_it_down() -> None:
    # one event a month: 0.5 + 0.2 * 0.5 - 0.1 * 0.5; then the incident of 0.4 takes 0.5 * 0.4 * (1 - w) of it
    given = {
        "plan_rate": 0.6,
        "strength_gain": 0.2,
        "strength_decay": 0.1,
        "crisis_damage": 0.5,
        "review_threshold": 2.0,
    }
    found = live(plain_world(**held_for_certain(), shocks=[dispute(0, 0.4)]), 1, parameters=given)
    w = 0.5 + 0.2 * 0.5 - 0.1 * 0.5
    assert seen(found, "strength") == pytest.approx(w * (1.0 - 0.5 * 0.4 * (1.0 - w)))
