"""Meetings, aid, learning, clusters and incentives: sign and size in worlds of two to four cities, by hand."""

import math

import pytest

from builders.plain_worlds import (
    CLOSED,
    START,
    TIED,
    after,
    city,
    dispute,
    forum,
    live,
    lives,
    network,
    plain_world,
    seen,
    seen_in,
    tie,
)
from builders.worlds import Row
from cityties.kernel.calendar import month_index
from cityties.tables.world_tables import WorldTables
from oracle import chance

GLADLY = {"forum_cost": -5.0, "network_cost": -5.0, "forum_dose": 1.5, "network_dose": 2.5}
SHUT = {"forum": forum(0), "shocks": [CLOSED]}


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


REPLICATES = 60
DRAWS = {"forum": 13, "network": 19}


def came_as_if(propensities: dict[str, float], meeting: str, tables: WorldTables, **parameters: float) -> bool:
    """Return whether each nation sends, in every replicate, just the cities whose uniform is below their propensity."""
    found = lives(tables, 1, REPLICATES, parameters=parameters)
    nations = {name[:2] for name in propensities}
    return all(
        seen_in(each, f"{meeting}_attendance", "AABBCC".index(nation) // 2)
        == sum(
            uniform_of(name, meeting, replicate) < logistic(z) for name, z in propensities.items() if name[:2] == nation
        )
        for replicate, each in enumerate(found)
        for nation in nations
    )


def uniform_of(name: str, meeting: str, replicate: int) -> float:
    key = chance.stream(1, replicate, DRAWS[meeting], month_index(START))
    if meeting == "network":
        key = chance.substream(key, chance.address("RING"))
    return chance.uniform(key, chance.address(name))


def test_partners_that_both_attend_the_forum_have_an_exchange_of_its_dose_even_with_borders_closed() -> None:
    found = live(plain_world(**SHUT), 1, parameters=GLADLY)
    assert [seen(found, name) for name in ("forum_meetings", "exchange", "planned")] == [1.0, 1.5, 0.0]
    assert [seen_in(found, "forum_attendance", nation) for nation in (0, 1)] == [1.0, 1.0]


def test_before_the_forum_opens_only_cities_with_a_partner_may_come() -> None:
    cities = [city("Anport", "AA"), city("Anville", "AA"), city("Bayport", "BB")]
    closed, opened = (
        live(plain_world(cities=cities, forum=[row | {"eligibility": who} for row in forum(0)]), 1, parameters=GLADLY)
        for who in ("tied", "open")
    )
    assert [seen_in(closed, "forum_attendance", nation) for nation in (0, 1)] == [1.0, 1.0]
    assert [seen_in(opened, "forum_attendance", nation) for nation in (0, 1)] == [2.0, 1.0]


def test_attendance_follows_cost_trend_host_size_and_standing() -> None:
    # Anport, of a size e times the median, tied, in the host nation; Bayport is tied and neither large nor host
    cities = [
        city("Anport", "AA", population=round(500_000 * math.e)),
        city("Anville", "AA", population=round(500_000 / math.e)),
        city("Anton", "AA"),
        city("Bayport", "BB"),
    ]
    given = {"consent_base": 1.0, "forum_cost": 3.0, "forum_trend": 0.1, "forum_trend_year": 1995.0}
    given |= {"forum_host": 0.8, "forum_size": 0.6, "forum_size_scale": 1.5, "forum_tied": 0.4, "forum_untied": -0.7}
    base = 1.0 - 3.0 + 0.1 * (2000 - 1995)
    propensities = {
        "AA/Anport": base + 0.8 + 0.6 * 1 / 1.5 + 0.4,
        "AA/Anville": base + 0.8 - 0.6 * 1 / 1.5 - 0.7,
        "AA/Anton": base + 0.8 - 0.7,
        "BB/Bayport": base + 0.4,
    }
    assert came_as_if(propensities, "forum", plain_world(cities=cities, forum=forum(0)), **given)


POLITICS = {
    "consent_base": 0.0,
    "forum_cost": 0.0,
    "network_cost": 0.0,
    "forum_trend": 0.0,
    "forum_host": 0.0,
    "forum_tied": 0.0,
    "public_pressure": 1.5,
    "directive_weight": 6.0,
    "directive_depth": 0.2,
    "forum_depoliticisation": 0.4,
    "network_depoliticisation": 0.4,
}


@pytest.mark.parametrize("meeting", ["forum", "network"])
@pytest.mark.parametrize("shield", [0.4, -0.5])
def test_meetings_feel_mood_anger_and_directives_as_far_as_they_are_not_shielded(meeting: str, shield: float) -> None:
    # the public of AA: 0.2 - 1.0; that of BB, which felt a fifth: 0.2 - 0.2; orders count 6 * 1/2 * (1 - autonomy), but
    # only a half in AA, the host of the forum, whose order is not against the host
    cities = [city("Anport", "AA"), city("Bayport", "BB", autonomy=0.9)]
    held: dict[str, list[Row]] = {"forum": forum(0)} if meeting == "forum" else network(0)
    tables = plain_world(cities=cities, shocks=[dispute(0, 1.0, factor_b=0.2)], **held)
    propensities = {
        "AA/Anport": (1.0 - shield) * (1.5 * (0.2 - 1.0) - 6.0 * 0.5 * 0.5 * (0.5 if meeting == "forum" else 1.0)),
        "BB/Bayport": (1.0 - shield) * (1.5 * (0.2 - 0.2) - 6.0 * 0.5 * 0.1),
    }
    shields = {"forum_depoliticisation": shield, "network_depoliticisation": shield}
    assert came_as_if(propensities, meeting, tables, **POLITICS | shields)


@pytest.mark.parametrize("meeting", ["forum", "network"])
def test_a_directive_against_a_nation_that_is_not_the_host_counts_by_half_at_the_forum_only(meeting: str) -> None:
    # AA and CC in dispute, BB is host: an order of 6 * 1/4, by half at its forum; the mean public of AA: 0.2 - 1 / 2
    nations: list[Row] = [{"nation": nation} for nation in ("AA", "BB", "CC")]
    dyads: list[Row] = [
        {"nation_a": "AA", "nation_b": other, "relations_at_recognition": 0.25} for other in ("BB", "CC")
    ]
    held: dict[str, list[Row]] = (
        network(0) if meeting == "network" else {"forum": [{"date": START, "host_nation": "BB"}]}
    )
    tables = plain_world(
        nations=nations,
        dyads=dyads,
        cities=[city("Anport", "AA"), city("Bayport", "BB"), city("Cayport", "CC")],
        ties=[TIED],
        shocks=[dispute(0, 1.0, dyad="AA-CC")],
        **held,
    )
    weight = 0.5 if meeting == "forum" else 1.0
    propensities = {
        "AA/Anport": 0.6 * (1.5 * (0.2 - 0.5) - 6.0 * 0.25 * weight),
        "BB/Bayport": 0.6 * 1.5 * 0.2,
    }
    assert came_as_if(propensities, meeting, tables, **POLITICS | {"forum_directive_elsewhere": 0.5})


def test_more_autonomy_takes_the_weight_off_directives_at_meetings_too() -> None:
    # 0.6 * (1.5 * -0.8 - 6 * 1/4 * (1 - 0.8)) at the network, by half at the forum, of which AA is the host
    policy = {"start": START, "autonomy_gain": 0.8}
    tables = plain_world(shocks=[dispute(0, 1.0)], forum=forum(0), **network(0))
    found = lives(tables, 1, REPLICATES, parameters=POLITICS, policies=policy)
    for meeting, weight in (("forum", 0.5), ("network", 1.0)):
        propensity = logistic(0.6 * (1.5 * (0.2 - 1.0) - 6.0 * 0.25 * 0.2 * weight))
        came = [seen_in(each, f"{meeting}_attendance", 0) > 0 for each in found]
        assert came == [uniform_of("AA/Anport", meeting, n) < propensity for n in range(REPLICATES)]


def test_partners_that_meet_in_a_network_have_an_exchange_of_its_dose_in_the_months_of_its_meetings() -> None:
    found = live(plain_world(**network(1), shocks=[CLOSED]), 3, parameters=GLADLY)
    assert [seen(found, "network_meetings", month) for month in range(3)] == [0.0, 1.0, 0.0]
    assert [seen(found, "exchange", month) for month in range(3)] == [0.0, 2.5, 0.0]
    assert [seen_in(found, "network_attendance", nation, 1) for nation in (0, 1)] == [1.0, 1.0]
    assert (
        seen(live(plain_world(**network(0)), 1, parameters=GLADLY, mechanisms={"networks": False}), "network_meetings")
        == 0.0
    )


def test_a_city_comes_to_a_network_from_the_month_in_which_it_joins() -> None:
    tables = network(0, 1, 2)
    tables["network_members"][1] |= {"joined": after(1)}
    found = live(plain_world(**tables), 3, parameters=GLADLY)
    assert [seen(found, "network_meetings", month) for month in range(3)] == [0.0, 1.0, 1.0]


FLOOD = {"nation": "AA", "date": START, "until": START}


def test_partners_give_aid_to_the_nation_that_is_struck_which_strengthens_ties_and_warms_its_public() -> None:
    # all give for certain: strength 0.5 + 0.2 * 0.5; the receiving public gains 2 * 0.1 * share 1 in log odds
    given = {"aid_rate": 1.0, "aid_strength": 0.2, "aid_mood": 0.1}
    tables = plain_world(disasters=[FLOOD])
    found, off = (live(tables, 1, arm, parameters=given) for arm in (True, False))
    assert [seen(found, name) for name in ("aid_a", "aid_b", "gift_a", "gift_b")] == [1.0, 0.0, 1.0, 0.0]
    assert seen(found, "strength") == seen(off, "strength") == pytest.approx(0.6)
    warmed = math.tanh((math.log(1.2 / 0.8) + 0.2) / 2.0)
    assert [seen(found, name) for name in ("mood_a", "mood_b")] == pytest.approx([warmed, 0.2])
    assert seen(off, "mood_a") == pytest.approx(0.2)


def test_a_gift_is_returned_tenfold_once_the_giver_is_struck_itself_and_then_forgotten() -> None:
    # no spread: the first gift is 1, the return 10; the third is counted from what the second brought
    floods = [FLOOD, *(FLOOD | {"nation": n, "date": after(t), "until": after(t)} for n, t in (("BB", 1), ("AA", 2)))]
    given = {"aid_rate": 1.0, "reciprocity": 10.0, "reciprocity_spread": 0.0}
    found = live(plain_world(disasters=floods), 3, parameters=given)
    assert [seen(found, "gift_a", month) for month in range(3)] == pytest.approx([1.0, 0.0, 100.0])
    assert [seen(found, "gift_b", month) for month in range(3)] == pytest.approx([0.0, 10.0, 0.0])
    assert [found.state.ties.received_a[0], found.state.ties.received_b[0]] == pytest.approx([100.0, 0.0])


def test_the_ratio_of_a_returned_gift_is_spread_by_the_address_of_the_tie() -> None:
    floods = [FLOOD, FLOOD | {"nation": "BB", "date": after(1), "until": after(1)}]
    given = {"aid_rate": 1.0, "reciprocity": 10.0, "reciprocity_spread": 0.5}
    found = live(plain_world(disasters=floods), 2, parameters=given)
    key = chance.stream(1, 0, 21, month_index(after(1)))
    z = chance.normal(key, chance.pair_address(chance.address("AA/Anport"), chance.address("BB/Bayport")))
    assert seen(found, "gift_b", 1) == pytest.approx(10.0 * math.exp(0.5 * z))


def test_well_suited_partners_give_aid_more_readily() -> None:
    # affinities 4/3 and 2/3 of the mean: logistic(-2 + 3 / 3) and logistic(-2 - 3 / 3) of the rate
    cities = [city("Anport", "AA"), city("Bayport", "BB"), city("Bayville", "BB", population=2_000_000)]
    tables = plain_world(cities=cities, ties=[TIED, tie("Anport", "Bayville")], disasters=[FLOOD])
    given = {"aid_rate": 0.8, "consent_base": -2.0, "strength_consent": 0.0, "aid_affinity": 3.0, "affinity_size": 2.0}
    propensities = {"BB/Bayport": 0.8 * logistic(-2.0 + 3.0 / 3.0), "BB/Bayville": 0.8 * logistic(-2.0 - 3.0 / 3.0)}
    for replicate, each in enumerate(lives(tables, 1, REPLICATES, parameters=given)):
        key = chance.stream(1, replicate, 14, month_index(START))
        pairs = {name: chance.pair_address(chance.address("AA/Anport"), chance.address(name)) for name in propensities}
        assert seen(each, "aid_a") == sum(
            chance.uniform(key, pairs[name]) < propensity for name, propensity in propensities.items()
        )


def test_practices_pass_along_exchange_cheap_ones_sooner_one_tie_a_month() -> None:
    # a forum dose of 4 a month: chance 0.25 / cost * 4 = 1, 1/2, 1/20; a chain of three cities learns in two months
    cities = [city("Anport", "AA"), city("Bayport", "BB"), city("Anville", "AA")]
    tables = plain_world(
        cities=cities, ties=[TIED, tie("Anville", "Bayport")], shocks=[CLOSED], forum=forum(*range(1, 4))
    )
    given = GLADLY | {"forum_dose": 4.0, "learning_rate": 0.25, "learning_seed": 0.5}
    given |= {"practice_cost_low": 1.0, "practice_cost_middle": 2.0, "practice_cost_high": 20.0}
    held = []
    for each in lives(tables, 4, 100, parameters=given, mechanisms={"learning": True}):
        at = [
            [seen_in(each, f"practice_{cost}", 0, t) + seen_in(each, f"practice_{cost}", 1, t) for t in range(4)]
            for cost in ("low", "middle", "high")
        ]
        held.append(at)
    cheap = [low for low, _, _ in held if low[0] > 0]
    assert {low[0] for low, _, _ in held} == {0.0, 1.0, 2.0, 3.0}
    assert all(low[2] == low[3] == 3.0 for low in cheap)
    assert any(low[:2] == [1.0, 2.0] for low in cheap)
    taught = [middle for _, middle, _ in held if middle[0] == 2.0]
    seldom = [high for _, _, high in held if high[0] == 2.0]
    # with two of three cities holding it, either one open tie (chance c) or two ties to one pupil (1 - (1 - c)^2)
    assert sum(middle[1] == 3.0 for middle in taught) / len(taught) > 0.5 - 4 * 0.5 / math.sqrt(len(taught))
    assert sum(high[1] == 3.0 for high in seldom) / len(seldom) < 0.0975 + 4 * 0.3 / math.sqrt(len(seldom))


def test_shared_practices_make_an_exchange_count_for_more() -> None:
    # all hold all three from the start: 0.5 + 0.1 * (1 + 0.4 * 3) * 2 * 0.5
    given = GLADLY | {"learning_seed": 1.0, "learning_gain": 0.4, "strength_gain": 0.1, "forum_dose": 2.0}
    found = live(plain_world(**SHUT), 1, parameters=given, mechanisms={"learning": True})
    assert seen(found, "strength") == pytest.approx(0.5 + 0.1 * 2.2 * 2.0 * 0.5)
    assert [seen_in(found, f"practice_{cost}", 0) for cost in ("low", "middle", "high")] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("spillover", [0.3, -0.3])
def test_the_centre_of_a_cluster_lifts_or_drains_the_budgets_of_its_other_cities(spillover: float) -> None:
    # Anport, the largest of the delta, has 0.5 / 0.125 = 4 times the mean exchange; memory 2 months: activity 2
    cities = [
        city("Anport", "AA", cluster="Delta", population=501_000),
        city("Anville", "AA", cluster="Delta", ties_abroad=5),
        city("Bayport", "BB", ties_abroad=0),
    ]
    tables = plain_world(cities=cities, ties=[tie("Anville", "Bayport"), TIED], **SHUT)
    given = GLADLY | {"forum_dose": 0.5, "activity_memory": 2.0, "spillover": spillover, "coordination_cost": 0.1}
    found = live(tables, 2, parameters=given | {"size_exponent": 0.0}, mechanisms={"spillover": True})
    lift = 1.0 + spillover * 2.0 - 0.1
    assert found.state.cities.activity[0] == pytest.approx(2.0 - 2.0 / 2.0)
    plain = live(tables, 2, parameters=given | {"size_exponent": 0.0})
    at = {int(found.state.ties.a[e]): found.state.ties.plan[e] / plain.state.ties.plan[e] for e in range(2)}
    assert at == pytest.approx({0: 1.0, 1: lift})


def test_incentive_steps_add_to_the_propensity_of_their_cities_from_their_month_on() -> None:
    # the first step, of size 0.5, is for cities of AA; the second, of size 2, for Bayport by name
    steps = [
        {"date": after(1), "nation": "AA", "size": 0.5},
        {"date": after(2), "dyad": "AA-BB", "cities": "BB/Bayport", "size": 2},
    ]
    tables = plain_world(incentives=steps)
    given = {"consent_base": 1.0, "strength_consent": 0.0, "incentive_consent": 0.4}
    propensities = []
    for months in (1, 2, 3):
        ties = live(tables, months, parameters=given).state.ties
        propensities.append((ties.propensity_a[0], ties.propensity_b[0]))
    assert propensities == [pytest.approx(pair) for pair in ((1.0, 1.0), (1.2, 1.0), (1.2, 1.8))]
