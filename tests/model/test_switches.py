"""Every switch: off changes no byte where a mechanism is not used, and changes something where it is."""

from typing import Any

import pytest

from builders.plain_worlds import KNOWN, TIED, after, city, dispute, live, plain_world, tie
from builders.worlds import Row, Run
from cityties.kernel.mechanisms import MECHANISMS
from cityties.tables.world_tables import WorldTables
from model.test_invariants import UNUSED, same_bytes

MONTHS = 30
LIVELY = {
    "relations_noise": 0.02,
    "provocation_rate": 0.02,
    "consent_base": 1.0,
    "strength_consent": 1.0,
    "public_pressure": 1.3,
    "strength_decay": 0.1,
    "strength_gain": 0.2,
    "plan_rate": 0.5,
    "initial_strength": 0.3,
    "dormancy_threshold": 0.3,
    "aid_rate": 1.0,
    "aid_strength": 0.3,
    "directive_depth": 0.2,
    "formation_rate": 30.0,
    "forum_cost": 1.0,
    "network_cost": 0.0,
}
USED: dict[str, dict[str, float]] = {
    "contact": {"contact_goodwill": 0.05},
    "outreach": {"outreach": -3.0, "directive_weight": 0.0},
    "over_compliance": {"over_compliance": 12.0},
    "absorption": {"absorption": 1.0},
    "repair": {"repair": 2.0},
    "spillover": {"spillover": 1.0},
    "learning": {"learning_seed": 0.5},
    "imitation": {"imitation": 10.0},
    "incentives": {"incentive_consent": 2.0},
    "advantages": {"competitiveness_affinity": 1.0},
    "capitals": {"capital_consent": -2.0},
    "urbanisation": {"urban_budget": 3.0},
    "gate_lobbying": {"gate_lobbying": 0.1, "gate_lobbying_year": 1990.0},
    "economy": {"economy_relations": 0.1},
    "two_clocks": {"level_share": 0.5},
    "remote_exchange": {"remote_share": 0.5},
    "conciliation": {"conciliation_share": 0.8},
    "ending": {"ending_rate": 1.0, "ending_depth": 0.05},
}
LEVERS: dict[str, Any] = {"start": after(6), "budget": "even", "autonomy_gain": 0.5, "wake_dormant": True}
REDUCED = ("absorption", "repair")
WITHOUT_USE = {"forum": "forum", "networks": "network_meetings", "suspension": "shocks", "budget_limit": "ties"}
"""What a world has to lack for a mechanism to have nothing to do."""


def lively_world(closed: bool = False) -> WorldTables:
    """Return a world of six cities in which every mechanism has something to do; its borders may close for a while."""
    cities = [
        city("Anport", "AA", cluster="Delta", capital="yes", competitiveness=0.5, population=3_000_000),
        city("Anville", "AA", cluster="Delta", strategy=1),
        city("Anton", "AA"),
        city("Bayport", "BB", cluster="Bay", population=3_000_000),
        city("Bayville", "BB", cluster="Bay"),
        city("Bayton", "BB"),
    ]
    members: list[Row] = [{"network": "RING", "city": row["city"], "nation": row["nation"]} for row in cities]
    return plain_world(
        nations=[{"nation": "AA", "urban_share": 0.5}, {"nation": "BB", "urban_share": 0.8}],
        dyads=[KNOWN | {"recognised": after(4), "relations_before": -0.3}],
        cities=cities,
        ties=[row | {"signed": after(4)} for row in (TIED, tie("Anport", "Bayville"), tie("Anville", "Bayport"))]
        + [tie("Anton", "Bayton", after(9))],
        shocks=[dispute(10, 1.2, place="Heartland"), dispute(11, 1.2), dispute(20, 0.9)]
        + ([{"type": "common", "dyad": "all", "date": after(22), "until": after(26)}] if closed else []),
        forum=[{"date": after(month), "host_nation": "AA"} for month in (8, 18, 28)],
        network_members=members,
        network_meetings=[{"network": "RING", "date": after(month)} for month in (7, 17, 27)],
        incentives=[{"date": after(12), "size": 1}],
        disasters=[{"nation": "BB", "date": after(15), "until": after(16)}],
    )


def two_lives(
    mechanism: str, tables: WorldTables, parameters: dict[str, float], levers: dict[str, Any], arm: bool = True
) -> tuple[Run, Run]:
    """Let a world live with a mechanism on and off."""
    chosen: dict[str, Any] = {"engine": "reduced_form" if mechanism in REDUCED else "escalation", "policies": levers}
    if mechanism == "imitation":
        chosen["ties"] = {"history": "endogenous", "endogenous_from": after(6)}
    numbers = LIVELY | parameters
    on, off = (
        live(tables, MONTHS, arm, parameters=numbers, mechanisms={mechanism: is_on}, **chosen)
        for is_on in (True, False)
    )
    return on, off


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_switching_off_a_mechanism_that_is_not_used_changes_no_byte(mechanism: str) -> None:
    tables = lively_world()
    if mechanism in WITHOUT_USE:
        lacking = WITHOUT_USE[mechanism]
        tables = WorldTables(**vars(tables) | {lacking: getattr(tables, lacking).iloc[:0]})
    numbers = UNUSED.get(mechanism, {}) | ({"provocation_rate": 0.0} if mechanism == "suspension" else {})
    levers = {} if mechanism == "policies" else LEVERS
    assert same_bytes(*(life.record for life in two_lives(mechanism, tables, numbers, levers)))


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_switching_off_a_mechanism_that_is_used_changes_something(mechanism: str) -> None:
    on, off = two_lives(mechanism, lively_world(closed=mechanism == "remote_exchange"), USED.get(mechanism, {}), LEVERS)
    assert not same_bytes(on.record, off.record)
