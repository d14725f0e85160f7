"""The business climate outside the model, by hand: what it moves, and what it leaves alone."""

import math

import numpy as np
import pytest

from builders.plain_worlds import CLOSED, KNOWN, TIED, city, live, plain_world, seen
from builders.worlds import Run, scenario
from cityties.kernel.randomness import entity_id
from cityties.kernel.record import DyadMeasure
from oracle.chance import Draw, normal, stream

BOOM = {"economy": True}
MONTH = 24_000


def climate(months: int, persistence: float, spread: float) -> list[float]:
    """Return the climate of AA-BB by hand."""
    found, now = [], 0.0
    for month in range(months):
        z = normal(stream(scenario().seed, 0, Draw.ECONOMY, MONTH + month), entity_id("AA-BB"))
        now = persistence * now + spread * math.sqrt(1.0 - persistence**2) * z
        found.append(now)
    return found


def lived(months: int, **given: float) -> Run:
    return live(plain_world(), months, parameters=given, mechanisms=BOOM)


def test_the_climate_keeps_a_share_of_itself_and_is_pushed_by_its_own_random_numbers() -> None:
    found = lived(4, economy_persistence=0.8, economy_spread=2.0)
    assert [seen(found, "economy", month) for month in range(4)] == pytest.approx(climate(4, 0.8, 2.0))


def test_its_spread_in_the_long_run_is_as_declared() -> None:
    series = lived(1200, economy_persistence=0.5, economy_spread=2.0).record.dyads[:, 0, DyadMeasure.ECONOMY]
    assert np.std(series) == pytest.approx(2.0, abs=0.15)


@pytest.mark.parametrize("engine", ["escalation", "reduced_form"])
@pytest.mark.parametrize("pull", [0.2, -0.2])
def test_relations_are_drawn_to_a_baseline_that_moves_with_it(engine: str, pull: float) -> None:
    # from 0.25, a share 0.5 of the way to 0.25 + pull X
    given = {"economy_persistence": 0.0, "economy_relations": pull, "relations_reversion": 0.5}
    found = live(plain_world(), 1, parameters=given, mechanisms=BOOM, engine=engine)
    x = climate(1, 0.0, 1.0)[0]
    assert seen(found, "relations") == pytest.approx(0.25 + 0.5 * pull * x)


@pytest.mark.parametrize("pull", [0.4, -0.4])
def test_the_chance_of_a_planned_event_is_multiplied_by_it(pull: float) -> None:
    found = lived(1, economy_exchange=pull, economy_persistence=0.0, plan_rate=0.1)
    assert found.state.ties.plan[0] == pytest.approx(0.1 * math.exp(pull * climate(1, 0.0, 1.0)[0]))


def test_no_boom_lifts_a_plan_above_its_ceiling() -> None:
    x = climate(1, 0.0, 3.0)[0]
    given = {"economy_exchange": math.copysign(2.0, x), "economy_spread": 3.0, "economy_persistence": 0.0}
    assert math.exp(2.0 * abs(x)) > 2.0
    assert lived(1, plan_rate=0.3, plan_ceiling=0.35, **given).state.ties.plan[0] == 0.35
    unlimited = live(
        plain_world(),
        1,
        parameters=given | {"plan_rate": 0.5, "plan_ceiling": 0.35},
        mechanisms=BOOM | {"budget_limit": False},
    )
    assert unlimited.state.ties.plan[0] == 0.5


def test_signings_follow_it() -> None:
    # a pull of 2 in a boom of two deviations multiplies signings by e^4, the same pull the other way silences them
    cities = [city(f"{nation}{n}", nation) for nation in ("AA", "BB") for n in range(6)]
    tables = plain_world(cities=cities, ties=[])
    given = {"economy_spread": 3.0, "economy_persistence": 0.0, "formation_rate": 24.0}
    series = [1.0 if x > 0.0 else -1.0 for x in climate(40, 0.0, 3.0)]
    signed = {}
    for pull in (2.0, -2.0):
        found = live(
            tables,
            40,
            parameters=given | {"economy_formation": pull},
            mechanisms=BOOM,
            ties={"history": "endogenous", "endogenous_from": "2000-01"},
        )
        # a tie signed in a month begins in the next
        signed[pull] = [seen(found, "signed", month + 1) * series[month] for month in range(39)]
    assert sum(signed[2.0]) > 3.0
    assert sum(signed[-2.0]) < -3.0


def test_it_is_unaffected_by_ties_or_borders() -> None:
    without, closed = (
        live(plain_world(**tables), 12, arm, mechanisms=BOOM, parameters={"economy_relations": 0.1})
        for tables, arm in (({"ties": [], "dyads": [KNOWN]}, False), ({"ties": [TIED], "shocks": [CLOSED]}, True))
    )
    assert [seen(without, "economy", month) for month in range(12)] == [
        seen(closed, "economy", month) for month in range(12)
    ]


def test_held_fixed_it_moves_nothing() -> None:
    given = {"economy_relations": 0.5, "economy_exchange": 1.0, "economy_formation": 1.0, "economy_spread": 0.0}
    off = live(plain_world(), 12, parameters=given)
    assert lived(12, **given).record.dyads.tobytes() == off.record.dyads.tobytes()
