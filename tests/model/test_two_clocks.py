"""Two clocks: what a dispute leaves standing in relations and publics, by hand; off is the model with one clock."""

import hashlib
import math

import numpy as np
import pytest

from builders.plain_worlds import dispute, good_news, live, plain_world, seen, tie
from model.test_nations import CALM
from model.test_switches import LEVERS, LIVELY, MONTHS, lively_world

STANDING = CALM | {"level_share": 0.5, "level_reversion": 0.1, "level_relief": 0.2}
"""Half of a fall stands and a tenth of that heals a month; relations themselves hardly move."""


def log_odds(mood: float) -> float:
    return math.log((1.0 + mood) / (1.0 - mood))


def test_a_share_of_an_incidents_fall_stands_as_the_level_and_heals_by_the_slow_rate() -> None:
    # fall 0.3 * 0.5; half of it stands, of which a tenth heals in the month itself and another in the next
    found = live(plain_world(shocks=[dispute(0, 0.5)], ties=[]), 2, parameters=STANDING)
    assert seen(found, "level", 0) == pytest.approx(-0.075 * 0.9)
    assert seen(found, "level", 1) == pytest.approx(-0.075 * 0.9**2)


def test_relations_return_to_the_baseline_less_what_stands() -> None:
    # month 0: pull 0.5 of (0.25 - 0.09 - 0.25); month 1: level 0.09 for good, pull 0.5 of (0.16 - relations)
    given = STANDING | {"relations_reversion": 0.5, "level_reversion": 0.0}
    found = live(plain_world(shocks=[dispute(0, 0.6)], ties=[]), 60, parameters=given)
    first = 0.25 - 0.18 + 0.5 * (0.25 - 0.09 - 0.25)
    assert seen(found, "relations", 0) == pytest.approx(first)
    assert seen(found, "relations", 1) == pytest.approx(first + 0.5 * (0.16 - first))
    assert seen(found, "relations", 59) == pytest.approx(0.16)


def test_a_share_of_what_escalation_does_stands_too() -> None:
    # nobody is angry enough to matter: E = 1/2 each; dispute 0.4, so the fall is 0.2 * 0.4 / 2 and 0.3 of it stands
    given = {"anger_escalation": 0.0, "lobbying_restraint": 0.0, "escalation_drop": 0.2, "incident_drop": 0.0}
    given |= {"level_share": 0.3, "level_reversion": 0.0}
    found = live(plain_world(shocks=[dispute(0, 0.4)], ties=[]), 1, parameters=given)
    assert seen(found, "level") == pytest.approx(-0.3 * 0.2 * 0.4 * 0.5)


def test_a_positive_event_closes_a_share_of_what_stands() -> None:
    # 0.075 healed by a tenth, then a level of 2 takes 0.2 * 2 of it, then another tenth heals
    found = live(plain_world(shocks=[dispute(0, 0.5), good_news(1, 2)], ties=[]), 2, parameters=STANDING)
    assert seen(found, "level") == pytest.approx(-0.075 * 0.9 * 0.6 * 0.9)


def test_what_stands_never_takes_the_point_of_return_below_the_worst_relations() -> None:
    given = STANDING | {"incident_drop": 1.0, "level_share": 1.0, "level_reversion": 0.0}
    found = live(plain_world(shocks=[dispute(0, 1.0), dispute(1, 1.0)], ties=[]), 2, parameters=given)
    assert seen(found, "level") == pytest.approx(-1.25)


@pytest.mark.parametrize("repair", [0.8, -0.8])
def test_in_the_reduced_form_ties_hasten_or_slow_the_return_on_both_clocks(repair: float) -> None:
    # density 1 / 1, shield 1/2, all of it open: both rates count 1 + repair / 2; the fall 0.5 * 0.4 is half standing
    given = {"relations_reversion": 0.1, "reduced_drop": 0.5, "density_reference": 1.0, "initial_strength": 1.0}
    given |= {"repair": repair, "level_share": 0.5, "level_reversion": 0.2, "review_threshold": 2.0}
    found = live(plain_world(shocks=[dispute(0, 0.4)]), 1, engine="reduced_form", parameters=given)
    faster = 1.0 + repair / 2.0
    assert seen(found, "level") == pytest.approx(-0.1 * (1.0 - 0.2 * faster))
    assert seen(found, "relations") == pytest.approx(0.25 - 0.2 - 0.1 * faster * 0.1)


@pytest.mark.parametrize(("used_to", "ordered"), [(0.0, 1.0), (1.0, 0.0)])
def test_orders_count_the_standing_damage_or_not(used_to: float, ordered: float) -> None:
    # after years relations rest at 0.25 - 0.3: 0.3 below the baseline, and nothing below the level
    given = {"incident_drop": 0.3, "level_share": 1.0, "level_reversion": 0.0, "escalation_drop": 0.0}
    given |= {"directive_depth": 0.2, "directive_release": 0.05, "level_orders": used_to}
    found = live(plain_world(shocks=[dispute(0, 1.0)], ties=[]), 60, parameters=given)
    assert seen(found, "level") == pytest.approx(-0.3)
    assert seen(found, "directive_a") == ordered


@pytest.mark.parametrize("pull", [4.0, -4.0])
def test_the_standing_damage_moves_consent_by_a_weight_of_free_sign(pull: float) -> None:
    # month 1: level -0.075 * 0.9; both ends of the only tie
    given = STANDING | {"level_consent": pull, "review_threshold": 2.0, "directive_depth": 2.0}
    found, without = (
        live(plain_world(shocks=[dispute(0, 0.5)]), 2, parameters=given | {"level_consent": weight})
        for weight in (pull, 0.0)
    )
    moved = found.state.ties.propensity_a[0] - without.state.ties.propensity_a[0]
    assert moved == pytest.approx(pull * -0.075 * 0.9)


def test_a_public_falls_in_log_odds_by_what_it_feels_and_recovers_by_a_share() -> None:
    # from mood 0.2: 0.8 * 0.5 lower, then a tenth of the way back
    given = {"mood_loss": 0.8, "mood_reversion_fast": 0.1}
    found = live(plain_world(shocks=[dispute(0)], ties=[]), 2, parameters=given)
    rest = log_odds(0.2)
    assert seen(found, "mood_a", 0) == pytest.approx(math.tanh((rest - 0.4) / 2.0))
    assert seen(found, "mood_a", 1) == pytest.approx(math.tanh((rest - 0.4 + 0.1 * 0.4) / 2.0))


def test_a_public_without_disputes_keeps_its_baseline_to_the_last_bit() -> None:
    assert seen(live(plain_world(ties=[]), 12), "mood_a") == 0.2


OLD = {
    "relations_reversion": 0.35,
    "mood_loss": 1.26,
    "mood_reversion_fast": 0.046,
    "mood_reversion_slow": 0.008,
    "anger_life": 2.8,
    "over_compliance": 3.6,
    "relations_noise": 0.028,
    "provocation_rate": 0.01,
    "public_pressure": 1.3,
    "strength_decay": 0.015,
    "strength_gain": 0.12,
    "consent_base": 2.35,
    "repair": 0.5,
    "absorption": 0.3,
    "mood_relations": 0.02,
    "contact_goodwill": 0.01,
    "outreach": -1.0,
}
BEFORE = {
    ("escalation", True): "26ed31b7689cecc450652860",
    ("escalation", False): "7cafaf7f0cde40da90200cc3",
    ("reduced_form", True): "96f64d5b013afc7346b8e99d",
    ("reduced_form", False): "37db4c5ff411fecb7fccdc37",
}
"""Sums over record and state of a lively world, taken from the version before there were two clocks."""
N_MEASURES = 33
"""Measures of the record at that time."""


@pytest.mark.parametrize(("engine", "arm"), list(BEFORE))
def test_off_gives_the_bytes_of_the_version_with_one_clock(engine: str, arm: bool) -> None:
    off = dict.fromkeys(("two_clocks", "remote_exchange", "conciliation"), False)
    found = live(lively_world(), MONTHS, arm, engine=engine, policies=LEVERS, parameters=LIVELY | OLD, mechanisms=off)
    digest = hashlib.sha256(found.record.dyads[:, :, :N_MEASURES].tobytes() + found.record.nations.tobytes())
    n, publics, ties = found.state.ties.n[0], found.state.publics, found.state.ties
    columns = (found.state.dyads.relations, publics.mood, publics.mood_memory, publics.anger)
    for column in (*columns, ties.strength[:n], ties.suspended_since[:n]):
        digest.update(np.ascontiguousarray(column).tobytes())
    assert digest.hexdigest()[:24] == BEFORE[engine, arm]
    assert not found.state.dyads.level.any()


def test_ties_reach_the_level_only_in_the_arm_with_their_pathways() -> None:
    # cities with a stake restrain their nations, so that less is done and less stands
    given = {"lobbying_restraint": 4.0, "over_compliance": 0.0, "nationalism_lobbying": 0.0, "level_share": 0.5}
    tables = plain_world(shocks=[dispute(0, 1.0)], ties=[tie("Anport", "Bayport")])
    on, off = (seen(live(tables, 12, arm, parameters=given), "level") for arm in (True, False))
    assert on > off
