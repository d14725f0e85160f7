"""Formation of ties, one influence at a time: signings happen in just those replicates whose uniform the mean allows.

The uniform of the dyad is taken from the reference model's own hash: nothing is signed where it is below exp(-mean).
"""

import math
from typing import Any

import pytest

from builders.plain_worlds import (
    CLOSED,
    KNOWN,
    TIED,
    after,
    city,
    dispute,
    forum,
    good_news,
    lives,
    plain_world,
    seen,
    tie,
)
from builders.worlds import Row
from cityties.kernel.calendar import month_index
from cityties.tables.world_tables import WorldTables
from oracle import chance

REPLICATES = 150
PLAIN = {"formation_rate": 6.0, "formation_relations": 0.0, "formation_mood": 0.0, "first_tie": 0.0}
OWN: dict[str, Any] = {"history": "endogenous", "endogenous_from": "2000-01"}
BARE: dict[str, Any] = {"ties": []}
ALONE = 6.0 / 12.0


def signs_as_if(mean: float, tables: WorldTables, **parameters: float) -> bool:
    """Return whether ties are signed, to begin next month, in just the replicates with a Poisson number above 0."""
    found = lives(tables, 2, REPLICATES, parameters=PLAIN | parameters, ties=OWN)
    signed = [seen(each, "signed", 1) > 0.0 for each in found]
    dyad, calendar = chance.address("AA-BB"), month_index(after(0))
    return signed == [
        chance.uniform(chance.stream(1, replicate, 15, calendar), dyad) > math.exp(-mean)
        for replicate in range(REPLICATES)
    ]


def test_the_rate_is_a_twelfth_of_the_yearly_one_times_the_dyads_factor() -> None:
    assert signs_as_if(ALONE, plain_world(**BARE))
    assert not signs_as_if(ALONE * 1.3, plain_world(**BARE))
    assert signs_as_if(ALONE * 0.4, plain_world(**BARE, dyads=[KNOWN | {"formation_factor": 0.4}]))


def test_a_dyads_factor_has_a_trend() -> None:
    # 1 + 0.1 * (2000 - 1995), and none before its first year
    since = {"formation_trend_per_year": 0.1, "formation_trend_from": 1995}
    assert signs_as_if(ALONE * 1.5, plain_world(**BARE, dyads=[KNOWN | since]))
    assert signs_as_if(ALONE, plain_world(**BARE, dyads=[KNOWN | since | {"formation_trend_from": 2005}]))


def test_good_relations_and_moods_draw_signings() -> None:
    # relations 0.25 over a reference of 0.05, moods 0.2 under one of 0.5
    given = {"relations_reference": 0.05, "mood_reference": 0.5}
    assert signs_as_if(ALONE * math.exp(2.0 * 0.2), plain_world(**BARE), formation_relations=2.0, **given)
    assert signs_as_if(ALONE * math.exp(1.5 * -0.3), plain_world(**BARE), formation_mood=1.5, **given)


def test_a_directive_stops_signings() -> None:
    assert signs_as_if(0.0, plain_world(**BARE, shocks=[dispute(0, 1.0)]), directive_depth=0.2)


def test_a_grave_dispute_shuts_the_approval_gate_until_good_news_opens_it() -> None:
    given = {"directive_depth": 2.0, "approval_shut_severity": 0.6, "approval_gate": 0.2, "approval_open_level": 2.0}
    shut = plain_world(**BARE, shocks=[dispute(0, 0.6)])
    assert signs_as_if(ALONE * 0.2, shut, **given)
    assert signs_as_if(ALONE, plain_world(**BARE, shocks=[dispute(0, 0.59)]), **given)
    assert signs_as_if(ALONE, plain_world(**BARE, shocks=[dispute(0, 0.6), good_news(0, 2)]), **given)
    assert signs_as_if(ALONE * 0.2, plain_world(**BARE, shocks=[dispute(0, 0.6), good_news(0, 1)]), **given)


def test_nothing_is_signed_while_borders_are_closed() -> None:
    assert signs_as_if(0.0, plain_world(**BARE, shocks=[CLOSED]))


@pytest.mark.parametrize("pull", [0.5, -0.5])
def test_incentive_steps_draw_signings_less_year_by_year_one_of_a_nation_by_half_of_cities_not(pull: float) -> None:
    steps: list[Row] = [
        {"date": "1999-01", "size": 1},
        {"date": "2000-01", "nation": "AA", "size": 1},
        {"date": "2000-01", "cities": "AA/Anport", "size": 1},
        {"date": "2001-01", "size": 1},
    ]
    tables = plain_world(**BARE, incentives=steps)
    fresh = math.exp(-1.0 / 2.0) + 0.5  # the first is a year old and lives for two; the last is yet to come
    assert signs_as_if(ALONE * math.exp(pull * fresh), tables, incentive_formation=pull, incentive_life=2.0)


@pytest.mark.parametrize(("imitation", "factor"), [(2.0, 1 + 2 * 4 / 8), (-1.0, 1 - 4 / 8)])
def test_a_wave_of_signings_draws_or_deters_further_ones(imitation: float, factor: float) -> None:
    # four ties begin this month: a smoothed 4 a year over a reference of 8; room is what four partners leave of it
    cities = [city(f"A{n}", "AA") for n in range(2)] + [city(f"B{n}", "BB") for n in range(3)]
    pairs = [("A0", "B0"), ("A0", "B1"), ("A1", "B0"), ("A1", "B1")]
    later = {"history": "endogenous", "endogenous_from": "2000-02"}
    tables = plain_world(cities=cities, ties=[tie(a, b, after(0)) for a, b in pairs])
    given = PLAIN | {"imitation": imitation, "imitation_reference": 8.0, "saturation_ties": 4.0}
    room = math.exp(-2 / 4) * (2 * math.exp(-2 / 4) + 1.0) / 3.0
    kept = 1.0 - 1.0 / 12.0  # a month later a twelfth of the wave has ebbed away
    mean = ALONE * room * (1.0 + (factor - 1.0) * kept)
    found = lives(tables, 3, REPLICATES, parameters=given, ties=later)
    dyad = chance.address("AA-BB")
    uniforms = [chance.uniform(chance.stream(1, n, 15, month_index(after(1))), dyad) for n in range(REPLICATES)]
    # fewer may begin than were drawn, since a pair that has a tie signs no other
    assert all(u > math.exp(-mean) for u, each in zip(uniforms, found, strict=True) if seen(each, "signed", 2) > 0.0)
    drawn = [seen(each, "signed", 2) for u, each in zip(uniforms, found, strict=True) if u > math.exp(-mean)]
    assert sum(drawn) > 0.1 * len(drawn)


def test_partners_leave_less_room_for_more_the_fewer_the_smaller_the_city() -> None:
    # Anport of size 4 has one partner: nu 4^0.5 = 2, e^(-1 / (2 * 2)); on side b e^(-1 / 2) of one, 1 of the other
    cities = [city("Anport", "AA", population=2_000_000), city("Bayport", "BB"), city("Bayville", "BB")]
    own = {"history": "endogenous", "endogenous_from": "2000-02"}
    tables = plain_world(cities=cities, ties=[TIED])
    given = PLAIN | {"saturation_ties": 2.0, "saturation_exponent": 0.5, "formation_size": 0.0, "first_tie": 1000.0}
    found = lives(tables, 3, REPLICATES, parameters=given, ties=own)
    mean = ALONE * math.exp(-1 / 4) * (math.exp(-1 / 2) + 1.0) / 2.0
    dyad, calendar = chance.address("AA-BB"), month_index(after(1))
    uniforms = [chance.uniform(chance.stream(1, n, 15, calendar), dyad) for n in range(REPLICATES)]
    signed = [seen(each, "signed", 2) > 0.0 for each in found]
    # Bayville, which has no partner, is a thousand times as ready as Bayport, which has one with Anport already
    assert signed == [u > math.exp(-mean) for u in uniforms]


TRAVEL = {"forum_cost": -5.0, "forum_tied": 5.0, "forum_untied": 5.0}


def share_signed(tables: WorldTables, end: str, row: int, **parameters: float) -> float:
    """Return, of the replicates that sign one tie of AA and BB, the share in which a city is the end on one side."""
    found = lives(tables, 2, 400, parameters=PLAIN | TRAVEL | {"formation_rate": 2.0} | parameters, ties=OWN)
    cities = [
        int(getattr(each.state.ties, end)[e])
        for each in found
        for e in range(int(each.state.ties.n[0]))
        if seen(each, "signed", 1) == 1.0 and each.state.ties.signed[e] == 1
    ]
    assert len(cities) > 40
    return cities.count(row) / len(cities)


def candidates(**first: Any) -> list[Row]:
    return [city("Anport", "AA", **first), city("Anville", "AA"), city("Bayport", "BB"), city("Bayville", "BB")]


def test_larger_cities_sign_more() -> None:
    # 16^0.5 = 4 against 1
    tables = plain_world(**BARE, cities=candidates(population=8_000_000))
    assert share_signed(tables, "a", 0, formation_size=0.5, affinity_size=100.0) == pytest.approx(4 / 5, abs=0.15)


def test_cities_sign_with_those_that_suit_them() -> None:
    # affinity 1 against e^-(ln 9 / 1) = 1/9
    cities = [city("Anport", "AA"), city("Bayport", "BB"), city("Bayville", "BB", population=4_500_000)]
    tables = plain_world(**BARE, cities=cities)
    assert share_signed(tables, "b", 1, affinity_size=1.0, formation_size=0.0) == pytest.approx(0.9, abs=0.12)


def three_nations() -> WorldTables:
    """Anport and Bayport are tied to Cayport and so may attend the forum; Anville and Bayville are not."""
    return plain_world(
        nations=[{"nation": nation} for nation in ("AA", "BB", "CC")],
        dyads=[KNOWN, *({"nation_a": nation, "nation_b": "CC", "formation_factor": 0} for nation in ("AA", "BB"))],
        cities=[*candidates(), city("Cayport", "CC")],
        ties=[
            {"dyad": f"{name[0] * 2}-CC", "city_a": name, "city_b": "Cayport", "signed": "1995-01"}
            for name in ("Anport", "Bayport")
        ],
        forum=[row | {"eligibility": "tied"} for row in forum(0)],
    )


ROWS = {"AA/Anport": 0, "AA/Anville": 1, "BB/Bayport": 2, "BB/Bayville": 3}


def winner(process: int, replicate: int, month: int, weights: dict[str, float]) -> str:
    """Return the city whose clock strikes first, by the random numbers of the first signing of the month."""
    stream = chance.stream(1, replicate, process, month_index(after(month)))
    key = chance.substream(chance.substream(stream, 0), 0)
    return min(weights, key=lambda name: -math.log(1.0 - chance.uniform(key, chance.address(name))) / weights[name])


def signed_as_raced(
    month: int, firsts: dict[str, float], partners: dict[str, dict[str, float]], **given: float
) -> bool:
    """Return whether whoever wins the races by these weights has signed, wherever a tie of AA and BB was signed."""
    own = {"history": "endogenous", "endogenous_from": after(month)}
    found = lives(three_nations(), month + 2, REPLICATES, parameters=PLAIN | TRAVEL | given, ties=own)
    checked = 0
    for replicate, each in enumerate(found):
        ties = each.state.ties
        signed = {(int(ties.a[e]), int(ties.b[e])) for e in range(int(ties.n[0])) if ties.dyad[e] == 0}
        if signed:
            checked += 1
            first = winner(16, replicate, month, firsts)
            if (ROWS[first], ROWS[winner(17, replicate, month, partners[first])]) not in signed:
                return False
    return checked > 20


EVEN_A, EVEN_B = {"AA/Anport": 1.0, "AA/Anville": 1.0}, {"BB/Bayport": 1.0, "BB/Bayville": 1.0}


def test_cities_that_attended_the_forum_take_the_initiative_and_find_each_other() -> None:
    # Anport is 1 + 0.5 * 6 times as ready; if it wins, Bayport, met at the forum, is 1 + 6 times as likely
    firsts = {"AA/Anport": 4.0, "AA/Anville": 1.0}
    partners = {"AA/Anport": {"BB/Bayport": 7.0, "BB/Bayville": 1.0}, "AA/Anville": EVEN_B}
    for month in (1, 11):
        assert signed_as_raced(month, firsts, partners, forum_formation=6.0, forum_initiative=0.5)


def test_the_forum_is_forgotten_after_some_months() -> None:
    partners = {"AA/Anport": EVEN_B, "AA/Anville": EVEN_B}
    assert signed_as_raced(4, EVEN_A, partners, forum_formation=6.0, forum_initiative=0.5, meeting_memory=4.0)


def test_cities_without_any_partner_sign_more_readily() -> None:
    # Anville and Bayville have none and are 1 + 3 times as ready
    partners = {first: {"BB/Bayport": 1.0, "BB/Bayville": 4.0} for first in EVEN_A}
    assert signed_as_raced(1, {"AA/Anport": 1.0, "AA/Anville": 4.0}, partners, first_tie=3.0, forum_formation=0.0)
