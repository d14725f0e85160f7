"""Helping acts by leaders of cities, by hand: the mirror image of provocation, and nothing where it is off."""

import math
from typing import Any

import pytest

from builders.plain_worlds import CLOSED, city, dispute, forum, live, plain_world, seen
from builders.worlds import Row
from model.test_nations import CALM, EXPOSED, ONE_CLOCK, TRAVEL

# odds of 0.95 / 0.05 on a rate of 0.05, in a city without nationalism and with full autonomy: 0.95 a month, and above 1
# where an exchange exposes it
HELPING = EXPOSED | {"conciliation_share": 0.95, "review_threshold": 2.0, "thaw_rate": 0.0}


def gentle_world() -> list[Row]:
    """Return a city that can only help and one that can do neither, being without autonomy of its own."""
    return [city("Anport", "AA", nationalism=0, autonomy=1), city("Bayport", "BB", nationalism=1, autonomy=0)]


BOUND: list[Row] = [{"nation": "AA"}, {"nation": "BB", "centralisation": 1}]


def test_a_helping_act_lifts_relations_and_their_level_and_eases_dispute_anger_and_public() -> None:
    # month 0: fall 0.3 * 0.5, half of it standing, anger 0.5; month 1: 0.2 of it all the other way
    given = TRAVEL | CALM | HELPING | {"level_share": 0.5, "level_reversion": 0.0, "anger_life": 4.0, "mood_loss": 1.0}
    given |= {"mood_reversion_fast": 0.0}
    tables = plain_world(cities=gentle_world(), shocks=[dispute(0, 0.5), CLOSED], forum=forum(0), nations=BOUND)
    found = live(tables, 2, parameters=given)
    assert seen(found, "conciliations", 1) == 1.0
    before, lifted = 0.3 * 0.2 * seen(found, "conciliations", 0), 0.3 * 0.2
    first = 0.25 - 0.15 + before + 0.001 * (-0.075 + before / 2)
    assert seen(found, "level", 1) == pytest.approx(-0.075 + before / 2 + lifted / 2)
    assert seen(found, "relations", 0) == pytest.approx(first)
    rest = 0.25 - 0.075 + before / 2 + lifted / 2
    assert seen(found, "relations", 1) == pytest.approx(first + lifted + 0.001 * (rest - first))
    n = 1.0 + seen(found, "conciliations", 0)
    assert seen(found, "disputes", 1) == pytest.approx(0.5 - 0.2 * n)
    eased = 0.2 * seen(found, "conciliations", 0)
    assert seen(found, "anger_b", 1) == pytest.approx(((0.5 - eased) * 0.75 - 0.2) * 0.75)
    assert seen(found, "anger_a", 1) == pytest.approx(0.5 * 0.75**2)
    level = math.log(1.2 / 0.8) - 0.5 + 0.2 * n
    assert seen(found, "mood_b", 1) == pytest.approx(math.tanh(level / 2.0))


def test_a_dispute_and_anger_are_never_eased_below_nothing() -> None:
    given = TRAVEL | CALM | HELPING
    tables = plain_world(cities=gentle_world(), shocks=[CLOSED], forum=forum(0), nations=BOUND)
    found = live(tables, 2, parameters=given)
    assert (seen(found, "conciliations", 1), seen(found, "disputes", 1), seen(found, "anger_b", 1)) == (1.0, 0.0, 0.0)
    assert seen(found, "relations", 1) > 0.25


def test_with_one_clock_a_helping_act_undoes_what_an_incident_of_its_size_did_to_a_public() -> None:
    # a provocation shrinks the distance to the floor by e^-0.2; a helping act stretches it by e^0.2
    given = TRAVEL | CALM | HELPING | {"mood_loss": 1.0, "mood_reversion_fast": 0.0}
    tables = plain_world(cities=gentle_world(), shocks=[dispute(0, 0.5), CLOSED], forum=forum(0), nations=BOUND)
    found = live(tables, 2, parameters=given, mechanisms=ONE_CLOCK)
    n = 1.0 + seen(found, "conciliations", 0)
    assert seen(found, "mood_b", 1) == pytest.approx(-0.9 + 1.1 * math.exp(-0.5 + 0.2 * n))


def test_exchange_exposes_a_leader_in_the_arm_with_ties_only() -> None:
    given = TRAVEL | CALM | HELPING | {"conciliation_share": 0.5}
    tables = plain_world(cities=gentle_world(), shocks=[CLOSED], forum=forum(0), nations=BOUND)
    on, off = (seen(live(tables, 2, arm, 1, parameters=given), "conciliations", 1) for arm in (True, False))
    assert (on, off) == (1.0, 0.0)


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_at_middling_nationalism_the_declared_share_of_acts_helps(share: float) -> None:
    # 24 cities for ten years at 0.05 / 2 a month: some 72 acts that hurt; the error of the share is 0.045 at most
    cities = [city(f"{n}{i}", n, nationalism=0.5, autonomy=1) for n in ("AA", "BB") for i in range(12)]
    tables = plain_world(cities=cities, ties=[])
    found = live(tables, 120, parameters={"provocation_rate": 0.05, "conciliation_share": share})
    helps, hurts = (sum(seen(found, name, t) for t in range(120)) for name in ("conciliations", "provocations"))
    assert helps / (helps + hurts) == pytest.approx(share, abs=0.15)


def acts(**settings: Any) -> tuple[list[float], list[float]]:
    """Return what leaders of one free city that neither loves nor hates did in each month of a hundred years."""
    cities = [city("Anport", "AA", nationalism=0.5, autonomy=1), city("Bayport", "BB", nationalism=0.5, autonomy=0)]
    tables = plain_world(cities=cities, ties=[])
    found = live(tables, 1200, parameters={"provocation_rate": 0.05, "conciliation_share": 0.9}, **settings)
    helped, hurt = ([seen(found, name, t) for t in range(1200)] for name in ("conciliations", "provocations"))
    return helped, hurt


def test_either_sign_is_a_process_of_its_own_that_the_other_leaves_alone() -> None:
    helped, hurt = acts()
    assert acts(mechanisms={"provocation": False}) == (helped, [0.0] * 1200)
    assert acts(mechanisms={"conciliation": False}) == ([0.0] * 1200, hurt)
    # 0.05 / 2 a month hurt, 9 times as many help: 30 and 270 are expected, 6.75 months have both (4 standard errors)
    both = sum(a * b for a, b in zip(helped, hurt, strict=True))
    assert sum(hurt) == pytest.approx(30, abs=4 * math.sqrt(30))
    assert sum(helped) == pytest.approx(270, abs=4 * math.sqrt(270))
    assert 0 < both < 6.75 + 4 * math.sqrt(6.75)
