"""A switch that is reported as inert moves no outcome when it is switched over, and each other one does."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from builders.scenario_runs import read, tables
from builders.worlds import run
from cityties.kernel.mechanisms import MECHANISMS, Need
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.record import NationMeasure
from cityties.scenario.models import Scenario
from cityties.scenario.sweeps import with_settings
from cityties.setup.inertness import Surroundings, inert_mechanisms
from cityties.setup.initialization import Setup, prepare
from cityties.setup.redraw import prepare_again

pytestmark = pytest.mark.compiled

ALL_ON = {f"mechanisms.{name}": True for name in MECHANISMS}
NO_OUTCOME = [M.ECONOMY, M.POSITION_A, M.POSITION_B]
"""Measures that are written down and from which no outcome is computed."""
OUTCOME_OF_NATIONS = [NationMeasure.FORUM_ATTENDANCE]
WOKEN: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "reduced form": {"engine": "reduced_form", "absorption": 0.5, "repair": 0.5},
    "signed by cities": {"ties.history": "endogenous", "ties.endogenous_from": "1990-01", "imitation": 1.0},
    "without ties": {"ties.history": "none", "economy_relations": 0.05},
    # without disputes noise alone makes relations fall, by less than the depths at which nations and councils act
    "no disputes": {
        "shocks.drop": [],
        "provocation_rate": 0.0,
        "directive_depth": 0.02,
        "ending_depth": 0.02,
        "ending_rate": 0.01,
    },
    "weights": {
        "contact_goodwill": 0.001,
        "outreach": 1.0,
        "learning_gain": 0.5,
        "economy_exchange": 0.2,
        "strategy_consent": 1.0,
        "capital_consent": 1.0,
        "urban_budget": 1.0,
        "gate_lobbying": 0.02,
        "policies.provocation_factor": 0.2,
    },
    "weights that lack something": {
        "imitation": 1.0,
        "absorption": 0.5,
        "urban_budget": 1.0,
        "mechanisms.budget_limit": False,
        "gate_lobbying": 0.1,
        "gate_lobbying_year": 2030.0,
        "policies.start": "2027-01",
        "policies.autonomy_gain": 1.0,
        "lobbying_restraint": 0.0,
    },
}


@cache
def scenario(name: str) -> Scenario:
    """Return the recorded history with all mechanisms on, and with what the case adds."""
    changes = ALL_ON | WOKEN[name]
    if "shocks.drop" in changes:
        shocks = tables().shocks
        changes["shocks.drop"] = list(shocks.loc[shocks["type"] == "political", "shock"])
    return with_settings(read("historical"), changes)


@cache
def prepared(name: str) -> Setup:
    return prepare(scenario(name), tables())


def outcomes(setup: Setup) -> list[bytes]:
    """Return all that outcomes are computed from, in both arms."""
    found: list[bytes] = []
    for arm in (True, False):
        life = run(setup, 3, arm)
        dyads = np.delete(life.record.dyads, NO_OUTCOME, axis=2)
        nations = life.record.nations[..., OUTCOME_OF_NATIONS]
        found += [dyads.tobytes(), nations.tobytes(), life.state.ties.strength.tobytes()]
    return found


@cache
def before(name: str) -> list[bytes]:
    return outcomes(prepared(name))


@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("name", WOKEN)
def test_switching_over_moves_an_outcome_unless_the_switch_is_reported_as_inert(name: str, mechanism: str) -> None:
    given = scenario(name)
    is_on = getattr(given.mechanisms, mechanism)
    switched = with_settings(given, {f"mechanisms.{mechanism}": not is_on})
    on = given if is_on else switched
    inert = mechanism in {one.mechanism for one in inert_mechanisms(on, tables())}
    assert inert == (outcomes(prepare_again(prepared(name), switched)) == before(name))


def test_a_mechanism_that_is_off_is_not_reported() -> None:
    off = with_settings(read("historical"), {"mechanisms.contact": False})
    assert "contact" not in {one.mechanism for one in inert_mechanisms(off, tables())}


def test_the_parameter_that_wakes_a_mechanism_is_named() -> None:
    learning = with_settings(read("historical"), {"mechanisms.learning": True})
    (found,) = (one for one in inert_mechanisms(learning, tables()) if one.mechanism == "learning")
    assert (found.because, found.wakes) == ("learning_gain is 0", ("learning_gain",))


@pytest.mark.parametrize(
    "design",
    [
        {"draws": 2},
        {"draws": 2, "parameters": ["contact_goodwill"]},
        {"sweep": {"grid": {"contact_goodwill": [0, 0.001]}}},
        {"sweep": {"sobol": {"points": 2, "over": {"parameters.contact_goodwill": "prior"}}}},
    ],
)
def test_what_a_design_varies_is_awake(design: dict[str, Any]) -> None:
    given = Scenario.model_validate(read("historical").resolved() | {"design": design})
    assert "contact" not in {one.mechanism for one in inert_mechanisms(given, tables())}


def test_a_mechanism_that_only_some_points_of_a_sweep_have_on_is_looked_at_there() -> None:
    design = {"sweep": {"list": [{"mechanisms.spillover": True}, {"mechanisms.spillover": False}]}}
    off = {"mechanisms.spillover": False, "parameters.spillover": 0.0, "parameters.coordination_cost": 0.0}
    plain = with_settings(read("historical"), off).resolved()
    scenario = Scenario.model_validate(plain | {"design": design}, context={"world_folder": tables().folder})
    assert "spillover" in {one.mechanism for one in inert_mechanisms(scenario, tables())}


def test_a_lever_at_any_point_of_a_sweep_makes_policies_awake() -> None:
    design = {"sweep": {"grid": {"policies.autonomy_gain": [0, 1]}}}
    given = Scenario.model_validate(read("historical").resolved() | {"design": design})
    assert "policies" not in {one.mechanism for one in inert_mechanisms(given, tables())}


@pytest.mark.parametrize("need", Need)
def test_every_need_is_looked_for(need: Need) -> None:
    assert Surroundings(scenario("as shipped"), tables(), ()).has(need) in (True, False)
