"""The Mesa face shows the compiled model and changes nothing about it."""

import gc
import weakref

import mesa
import numpy as np
import pytest

from builders.paths import HISTORICAL
from cityties.experiment.design import Arm, plan
from cityties.experiment.replicate import simulate
from cityties.mesa_model import CityDiplomacyModel
from cityties.scenario.reader import read_scenario
from cityties.setup.initialization import Setup, prepare
from cityties.tables.world_tables import read_tables


@pytest.fixture(scope="module")
def setup() -> Setup:
    scenario = read_scenario(HISTORICAL)
    return prepare(scenario, read_tables(scenario.world_folder))


@pytest.fixture(scope="module")
def finished(setup: Setup) -> CityDiplomacyModel:
    model = CityDiplomacyModel(setup, rng=3)
    model.run_model()
    return model


def test_stepping_month_by_month_gives_the_same_bits_as_one_run(setup: Setup, finished: CityDiplomacyModel) -> None:
    stepped = CityDiplomacyModel(setup, rng=3)
    while stepped.running:
        stepped.step()
    assert stepped.record.dyads.tobytes() == finished.record.dyads.tobytes()
    for one, other in zip(stepped.state.ties, finished.state.ties, strict=True):
        assert np.asarray(one).tobytes() == np.asarray(other).tobytes()
    assert stepped.steps == finished.steps == setup.n_months
    collected = stepped.datacollector.get_model_vars_dataframe()
    assert collected.equals(finished.datacollector.get_model_vars_dataframe())


def test_the_mesa_model_equals_the_arm_of_an_experiment(setup: Setup, finished: CityDiplomacyModel) -> None:
    design = plan(setup)
    arm = design.arms.index(Arm(tie_pathways=True, political_shocks=True))
    assert simulate(design, 3).dyads[arm].tobytes() == finished.record.dyads.tobytes()


def test_without_political_shocks_no_severity_but_that_of_provocations_is_recorded(setup: Setup) -> None:
    model = CityDiplomacyModel(setup, political_shocks=False)
    model.run_model()
    assert model.record.dyads[:, :, 12].max() <= 3 * setup.rules.p.provocation_severity


def test_cities_are_mesa_agents_that_know_their_ties(finished: CityDiplomacyModel) -> None:
    qingdao = finished.city("Qingdao")
    partners = {tie.partner_of(qingdao).name for tie in qingdao.ties}
    assert partners == {"Shimonoseki", "Daegu", "Incheon"}
    assert qingdao.n_partners == 3
    chinese = finished.agents.select(lambda city: city.nation == "CN")
    assert len(chinese) == 257
    assert sum(finished.agents.get("n_partners")) == 2 * len(finished.ties)
    assert len(finished.agents_by_type) == 1


def test_a_name_that_two_cities_share_must_be_told_apart(finished: CityDiplomacyModel) -> None:
    with pytest.raises(KeyError, match="0 cities are called 'Atlantis'"):
        finished.city("Atlantis")


def test_a_data_collector_of_ones_own_sees_every_month(setup: Setup) -> None:
    model = CityDiplomacyModel(setup, rng=3)
    model.datacollector = mesa.DataCollector(model_reporters={"month": "month"})
    model.run_model()
    months = model.datacollector.get_model_vars_dataframe()["month"]
    assert len(months) == setup.n_months
    assert (months.iloc[0], months.iloc[-1]) == ("1972-01", "2026-12")


def test_batch_run_of_mesa_pairs_arms_by_rng(setup: Setup) -> None:
    rows = mesa.batch_run(
        CityDiplomacyModel,
        {"scenario": [setup], "tie_pathways": [True, False]},
        rng=[0, 1],
        max_steps=setup.n_months,
        display_progress=False,
    )
    relations = np.array([row["relations CN-JP"] for row in rows])
    assert len(rows) == 4
    assert len(set(relations.round(6))) >= 2


def test_a_finished_model_is_freed(setup: Setup) -> None:
    model = CityDiplomacyModel(setup)
    model.step()
    assert len(model.agents) == 708
    ghost = weakref.ref(model)
    del model
    gc.collect()
    assert ghost() is None
