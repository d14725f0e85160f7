"""Nations and publics, one mechanism at a time: sign and size in worlds of two to four cities, computed by hand."""

import math

import pytest

from builders.plain_worlds import CLOSED, KNOWN, city, dispute, forum, good_news, live, plain_world, seen, tie
from builders.worlds import Row
from cityties.kernel.calendar import month_index

ONE_CLOCK = {"two_clocks": False}
CALM = {"relations_reversion": 0.001, "escalation_drop": 0.0, "anger_reignition": 0.0, "dispute_settlement": 0.0}
TRAVEL = {"forum_cost": -5.0, "forum_tied": 5.0, "forum_untied": 5.0, "forum_host": 5.0, "forum_depoliticisation": 1.0}


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def test_an_incident_lowers_relations_opens_a_dispute_and_angers_both_publics_as_they_feel_it() -> None:
    # 0.25 - 0.3 * 0.5 = 0.1; anger 0.5 * 1.2 and 0.5 * 0.4, of which a month leaves 1 - 1/4
    tables = plain_world(shocks=[dispute(0, 0.5, factor_a=1.2, factor_b=0.4)], ties=[])
    found = live(tables, 1, parameters=CALM | {"anger_life": 4.0})
    assert seen(found, "relations") == pytest.approx(0.25 - 0.3 * 0.5)
    assert seen(found, "disputes") == pytest.approx(0.5)
    assert seen(found, "anger_a") == pytest.approx(0.6 * 0.75)
    assert seen(found, "anger_b") == pytest.approx(0.2 * 0.75)


def test_good_news_lifts_relations_and_settles_part_of_a_dispute() -> None:
    # a month of pull: 0.001 * (0.25 - 0.1); then 0.05 * 2 up, and 1 - 0.2 * 2 of the dispute is left
    found = live(plain_world(shocks=[dispute(0), good_news(1, 2)], ties=[]), 2, parameters=CALM)
    assert seen(found, "relations") == pytest.approx(0.1 + 0.05 * 2 + 0.001 * (0.25 - 0.1))
    assert seen(found, "disputes") == pytest.approx(0.5 * 0.6)


def test_relations_return_to_their_baseline_by_a_share_of_the_gap_at_the_start_of_the_month() -> None:
    apart = [KNOWN | {"relations_at_recognition": -0.35}]
    found = live(plain_world(dyads=apart), 2, parameters={"relations_reversion": 0.5})
    assert seen(found, "relations", 0) == pytest.approx(-0.35 + 0.5 * 0.6)
    assert seen(found, "relations", 1) == pytest.approx(-0.05 + 0.5 * 0.3)


def test_a_mood_shrinks_towards_its_floor_and_recovers_the_slower_the_nearer_it_is() -> None:
    # floor -0.9, baseline 0.2, speed 0.1: first exp(-1 * 0.5) of the 1.1 above the floor, then logistic recovery
    given = {"mood_loss": 1.0, "mood_reversion_fast": 0.1}
    found = live(plain_world(shocks=[dispute(0)], ties=[]), 2, parameters=given, mechanisms=ONE_CLOCK)
    fallen = -0.9 + 1.1 * math.exp(-0.5)
    assert seen(found, "mood_a", 0) == pytest.approx(fallen)
    assert seen(found, "mood_a", 1) == pytest.approx(fallen + 0.1 * (0.2 - fallen) * (fallen + 0.9) / 1.1)


@pytest.mark.parametrize("goodwill", [0.02, -0.02])
def test_contact_moves_the_moods_of_both_publics_by_activity_in_the_arm_with_ties_only(goodwill: float) -> None:
    # borders are closed, so the only exchange is the forum's dose of 3; activity = 3 / (10 ties * rate 0.1) = 3
    tables = plain_world(shocks=[CLOSED], forum=forum(0))
    given = TRAVEL | {"forum_dose": 3.0, "contact_goodwill": goodwill, "contact_reference_ties": 10.0, "plan_rate": 0.1}
    with_ties, without = (live(tables, 1, arm, parameters=given) for arm in (True, False))
    for public in ("mood_a", "mood_b"):
        level = math.log(1.2 / 0.8) + 2.0 * goodwill * 3.0
        assert seen(with_ties, public) == pytest.approx(math.tanh(level / 2.0))
        assert seen(without, public) == pytest.approx(0.2)


@pytest.mark.parametrize("goodwill", [0.02, -0.02])
def test_contact_moves_a_mood_with_one_clock_by_its_share_of_the_way_to_full_friendship(goodwill: float) -> None:
    # at its baseline of 0.2 a mood recovers nothing; activity 3 as above
    tables = plain_world(shocks=[CLOSED], forum=forum(0))
    given = TRAVEL | {"forum_dose": 3.0, "contact_goodwill": goodwill, "contact_reference_ties": 10.0, "plan_rate": 0.1}
    for arm, moved in ((True, goodwill * 3.0 * (1.0 - 0.2)), (False, 0.0)):
        found = live(tables, 1, arm, parameters=given, mechanisms=ONE_CLOCK)
        assert [seen(found, mood) for mood in ("mood_a", "mood_b")] == pytest.approx([0.2 + moved] * 2)


def test_a_nation_orders_restraint_below_its_baseline_and_lifts_the_order_only_on_clear_recovery() -> None:
    # order below 0.25 - 0.2 = 0.05; 0.25 - 0.3 * 0.8 = 0.01; half of the gap closes a month: 0.13; lifted above 0.15
    given = {"directive_depth": 0.2, "directive_release": 0.1, "relations_reversion": 0.5}
    given |= {"escalation_drop": 0.0}
    found = live(plain_world(shocks=[dispute(0, 0.8), dispute(1, 0.0)], ties=[]), 4, parameters=given)
    at_reading = [0.01, 0.01 + 0.5 * 0.0, 0.13, 0.19]
    assert at_reading[2] < 0.05 + 0.1 < at_reading[3]
    assert [seen(found, "directive_a", month) for month in range(4)] == [1.0, 1.0, 1.0, 0.0]
    assert [seen(found, "relations", month) for month in range(1, 3)] == pytest.approx([0.13, 0.19])


def test_an_order_stands_below_the_own_baseline_so_a_dyad_of_lower_level_is_not_under_order_for_ever() -> None:
    low = [KNOWN | {"relations_at_recognition": -0.6, "baseline_relations": -0.6}]
    assert seen(live(plain_world(dyads=low), 2), "directive_a") == 0.0


EXPOSED = {
    "provocation_rate": 0.05,
    "provocation_severity": 0.2,
    "walkout": 1.0,
    "plan_rate": 0.001,
    "forum_dose": 12.0,
}


def provoking_world() -> list[Row]:
    return [
        city("Anport", "AA", nationalism=1, autonomy=1),
        city("Bayport", "BB", nationalism=0, autonomy=1),
        city("Bayville", "BB", nationalism=0, autonomy=1),
    ]


def test_a_leader_exposed_by_exchange_provokes_insults_the_other_public_and_loses_the_partner() -> None:
    # chance 0.05 * 1 * 1 * (1 + 12 / 0.001) is above 1 in the month after the forum; without ties it is 0.05
    tables = plain_world(cities=provoking_world(), shocks=[CLOSED], forum=forum(0))
    calm = TRAVEL | EXPOSED | CALM | {"thaw_rate": 0.0, "review_threshold": 2.0}
    with_ties, without = (live(tables, 2, arm, parameters=calm) for arm in (True, False))
    assert seen(with_ties, "provocations", 1) == 1.0
    assert seen(with_ties, "severity", 1) == pytest.approx(0.2)
    assert seen(with_ties, "relations", 1) == pytest.approx(0.25 - 0.3 * 0.2)
    assert (seen(with_ties, "anger_a", 1), seen(with_ties, "suspended", 1)) == (0.0, 1.0)
    assert seen(with_ties, "anger_b", 1) == pytest.approx(0.2 * (1 - 1 / 4.5))
    assert int(with_ties.state.ties.suspended[0]) == 2
    assert seen(without, "suspended", 1) == 0.0
    assert seen(without, "provocations", 1) == 0.0


DISPUTED = CALM | {"nationalism_lobbying": 0.0, "over_compliance": 0.0, "anger_escalation": 0.0, "stake_scale": 2.0}


def test_tied_cities_have_a_stake_in_calm_weighted_by_their_voice_and_restrain_their_nation() -> None:
    # stake 0.5 * 1, voice 3/4 of one of two cities of weight 1: 0.75 * tanh(2 * 0.5) / 2
    cities = [city("Anport", "AA"), city("Anville", "AA"), city("Bayport", "BB"), city("Bayville", "BB")]
    tables = plain_world(cities=cities, shocks=[dispute(0, 0.1)])
    given = DISPUTED | {"lobbying_restraint": 3.0, "escalation_drop": 0.5, "anger_pivot": 0.0}
    found, off = (live(tables, 1, arm, parameters=given) for arm in (True, False))
    position = 0.75 * math.tanh(2.0 * 0.5) / 2.0
    assert seen(found, "position_a") == pytest.approx(position)
    assert seen(found, "escalation_a") == pytest.approx(logistic(-3.0 * position))
    assert seen(found, "relations") == pytest.approx(0.25 - 0.3 * 0.1 - 0.5 * 0.1 * logistic(-3.0 * position))
    assert seen(off, "position_a") == 0.0
    assert seen(off, "relations") == pytest.approx(0.25 - 0.3 * 0.1 - 0.5 * 0.1 * 0.5)


def test_local_nationalism_speaks_against_calm_in_both_arms() -> None:
    # anger 0.5: tanh(-1 * 0.4 * 0.5), heard with a voice of 3/4
    given = DISPUTED | {"nationalism_lobbying": 1.0, "stake_scale": 0.0}
    for arm in (True, False):
        found = live(plain_world(shocks=[dispute(0)]), 1, arm, parameters=given)
        assert seen(found, "position_a") == pytest.approx(0.75 * math.tanh(-0.4 * 0.5))


def test_over_compliance_of_one_turns_stakes_hawkish_at_the_peak_of_a_crisis_of_severity_one() -> None:
    # anger is 1 at the peak, loyalty 1 - 1 = 0; a month later anger is 1/2 and loyalty 1/2: stake 0.5, voice 0.75
    given = DISPUTED | {"over_compliance": 1.0, "anger_life": 2.0}
    found = live(plain_world(shocks=[dispute(0, 1.0)]), 2, parameters=given)
    assert seen(found, "position_b", 0) == pytest.approx(0.0, abs=1e-12)
    assert seen(found, "position_b", 1) == pytest.approx(0.75 * math.tanh(2.0 * 0.5 * 0.5))


def test_earlier_disputes_do_not_change_at_what_anger_a_stake_turns() -> None:
    # anger 0.4 in month 6 whatever was before, since it fades within a month: loyalty 1 - 4 * 0.4
    given = DISPUTED | {"over_compliance": 4.0, "anger_life": 1.0}
    for earlier in ([], [dispute(0, 0.1), dispute(3, 0.9)]):
        found = live(plain_world(shocks=[*earlier, dispute(6, 0.4)]), 7, parameters=given)
        assert seen(found, "position_b", 6) == pytest.approx(0.75 * math.tanh(2.0 * -0.6 * 0.5))


def test_anger_lit_again_never_passes_the_peak_of_a_crisis_of_severity_one() -> None:
    given = {"anger_escalation": 10.0, "anger_pivot": 0.0, "lobbying_restraint": 0.0, "dispute_settlement": 0.0}
    given |= {"anger_reignition": 1.0, "dispute_cap": 10.0, "anger_life": 60.0}
    found = live(plain_world(shocks=[dispute(0, 1.0)]), 60, parameters=given)
    assert max(seen(found, "anger_a", month) for month in range(60)) <= 1.0


def test_cities_outside_the_table_have_nationalism_and_no_stake() -> None:
    # mean of the tied city, 0.75 tanh(2 * 0.5 - 0.4 * 0.5), and three times 0.75 tanh(-0.4 * 0.5)
    given = DISPUTED | {"nationalism_lobbying": 1.0, "untied_weight": 3.0}
    found = live(plain_world(shocks=[dispute(0)]), 1, parameters=given)
    expected = (0.75 * math.tanh(2.0 * 0.5 - 0.2) + 3.0 * 0.75 * math.tanh(-0.2)) / 4.0
    assert seen(found, "position_a") == pytest.approx(expected)


def test_anger_keeps_a_dispute_open_and_each_side_angers_the_other() -> None:
    # anger 1 and 0.2: E = logistic(2 (1 - 0.3)) and logistic(2 (0.2 - 0.3)); dispute 1, capped at 0.5 where it burns
    given = {"anger_escalation": 2.0, "anger_pivot": 0.3, "lobbying_restraint": 0.0, "escalation_drop": 0.2}
    given |= {"dispute_settlement": 0.4, "dispute_cap": 0.5, "anger_reignition": 0.15, "anger_life": 2.0}
    found = live(plain_world(shocks=[dispute(0, 1.0, factor_b=0.2)]), 1, parameters=given)
    a, b = logistic(2 * 0.7), logistic(2 * -0.1)
    mean = (a + b) / 2.0
    assert seen(found, "escalation_a") == pytest.approx(a)
    assert seen(found, "relations") == pytest.approx(0.25 - 0.3 - 0.2 * 0.5 * mean)
    assert seen(found, "disputes") == pytest.approx(1.0 - 0.4 * (1.0 - mean))
    assert seen(found, "anger_a") == pytest.approx(1.0 * 0.5 + 0.15 * 0.5 * b * 0.0)
    assert seen(found, "anger_b") == pytest.approx(0.2 * 0.5 + 0.15 * 0.5 * a * 0.8)


REDUCED = {"relations_reversion": 0.1, "reduced_drop": 0.5, "density_reference": 1.0, "initial_strength": 1.0}


@pytest.mark.parametrize("absorption", [0.6, -0.6])
def test_absorption_takes_a_share_of_an_incidents_fall_set_by_last_months_net_of_ties(absorption: float) -> None:
    # density 1 * 1 / 1 = 1, shield 1/2: the fall of 0.5 * 0.4 counts by 1 - 0.6 / 2
    tables = plain_world(shocks=[dispute(1, 0.4)])
    given = REDUCED | {"absorption": absorption}
    on, off = (live(tables, 2, arm, engine="reduced_form", parameters=given) for arm in (True, False))
    assert seen(on, "relations") == pytest.approx(0.25 - 0.2 * (1.0 - absorption / 2.0))
    assert seen(off, "relations") == pytest.approx(0.25 - 0.2)
    assert seen(on, "disputes") == 0.0


@pytest.mark.parametrize("repair", [0.8, -0.8])
def test_repair_speeds_the_return_to_the_baseline_by_the_share_of_open_ties(repair: float) -> None:
    # density 2 / 2 = 1, shield 1/2; the tie in the place of the dispute is suspended, so half of the strength is open
    cities = [city("Anport", "AA"), city("Anville", "AA", province="Island"), city("Bayport", "BB")]
    tables = plain_world(
        cities=cities,
        dyads=[KNOWN | {"relations_at_recognition": -0.35}],
        ties=[tie("Anport", "Bayport"), tie("Anville", "Bayport")],
        shocks=[dispute(0, 0.5, place="Island")],
    )
    given = REDUCED | {"density_reference": 2.0, "reduced_drop": 0.0, "repair": repair}
    given |= {"public_pressure": 10.0, "place_emphasis": 10.0}
    found, off = (live(tables, 1, arm, engine="reduced_form", parameters=given) for arm in (True, False))
    assert seen(found, "suspended") == seen(off, "suspended") == 1.0
    assert seen(found, "relations") == pytest.approx(-0.35 + 0.1 * (1.0 + repair / 2.0 / 2.0) * 0.6)
    assert seen(off, "relations") == pytest.approx(-0.35 + 0.1 * 0.6)


def test_mood_over_its_remembered_mean_pulls_relations_in_the_reduced_form() -> None:
    # mood falls from 0.2 to -0.9 + 1.1 e^-0.5; memory of 10 months takes a tenth of it: the gap is 0.9 of the fall
    given = {"mood_relations": 0.3, "memory": 10.0, "mood_loss": 1.0, "reduced_drop": 0.0}
    found = live(
        plain_world(shocks=[dispute(0)], ties=[]),
        1,
        engine="reduced_form",
        parameters=given | {"anger_life": 2.8},
        mechanisms=ONE_CLOCK,
    )
    gap = 0.9 * (-0.9 + 1.1 * math.exp(-0.5) - 0.2)
    assert seen(found, "relations") == pytest.approx(0.25 + 0.3 * gap)
    assert seen(found, "anger_a") == pytest.approx(0.5 * (1.0 - 1.0 / 2.8))


@pytest.mark.parametrize(("push", "opens"), [(0.1, True), (-0.1, False)])
def test_cities_that_hope_for_partners_move_relations_before_recognition_and_may_bring_it_forward(
    push: float, opens: bool
) -> None:
    # each city's best affinity is 1: prospect 0.75 tanh(1); from -0.1 lobbying lifts by 0.1 * 0.571 a month: twice
    late = [KNOWN | {"recognised": "2005-01", "relations_before": -0.1}]
    tables = plain_world(dyads=late, ties=[tie("Anport", "Bayport", "2005-01")])
    given = {"gate_lobbying": push, "gate_opening": 0.0, "stake_scale": 1.0, "gate_lobbying_year": 2000.0}
    found = live(tables, 3, parameters=given)
    prospect = 0.75 * math.tanh(1.0)
    assert seen(found, "relations", 0) == pytest.approx(-0.1 + push * prospect)
    assert seen(found, "relations", 1) == pytest.approx(0.25 if opens else -0.1 + 2 * push * prospect)
    assert seen(live(tables, 3, parameters=given | {"gate_lobbying_year": 2001.0}), "relations") == -0.1


def test_cities_hope_for_partners_where_no_tie_was_ever_recorded() -> None:
    # the text takes 1 for the mean affinity there: prospect 0.75 tanh(1)
    late = [KNOWN | {"recognised": "2005-01", "relations_before": -0.1}]
    given = {"gate_lobbying": 0.05, "stake_scale": 1.0, "gate_lobbying_year": 2000.0}
    found = live(plain_world(dyads=late, ties=[]), 1, parameters=given)
    assert seen(found, "relations") == pytest.approx(-0.1 + 0.05 * 0.75 * math.tanh(1.0))


@pytest.mark.parametrize(
    ("recognised", "heard", "asked"),
    [("2005-01", 2000.0, True), ("2005-01", 2005.0, False), ("2005-02", 2004.5, True), ("2001-01", 2000.0, True)],
)
def test_prospects_are_known_wherever_lobbying_for_recognition_can_be_heard(
    recognised: str, heard: float, asked: bool
) -> None:
    """Hope is worked out only for states that recognise each other after the year from which it is heard."""
    tables = plain_world(
        dyads=[KNOWN | {"recognised": recognised, "relations_before": -0.1}], ties=[tie("Anport", "Bayport", "2005-03")]
    )
    given = {"gate_lobbying": 0.001, "gate_lobbying_year": heard, "stake_scale": 1.0, "gate_opening": 0.9}
    found = live(tables, 64, parameters=given)
    before = seen(found, "relations", month_index(recognised) - month_index("2000-01") - 1)
    assert (before > -0.1) == asked
