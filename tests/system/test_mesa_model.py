"""The Mesa model shows the compiled model, changes nothing about it, and does what users of Mesa expect."""

import copy
import gc
import pickle
import subprocess
import sys
import warnings
import weakref
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

from builders.paths import HISTORICAL, SCENARIOS
from cityties.errors import ScenarioError
from cityties.experiment.design import Arm, plan
from cityties.experiment.replicate import simulate
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Suspension
from cityties.mesa_model.model import CityDiplomacyModel, replicate_number
from cityties.scenario.reader import override, read_scenario
from cityties.setup.initialization import Setup, prepare
from cityties.tables.world_tables import read_tables

FIRST_MONTHS = 24


@pytest.fixture(scope="module")
def setup() -> Setup:
    scenario = read_scenario(HISTORICAL)
    return prepare(scenario, read_tables(scenario.world_folder))


@pytest.fixture(scope="module")
def finished(setup: Setup) -> CityDiplomacyModel:
    model = CityDiplomacyModel(setup, replicate=3)
    model.run_model()
    return model


@pytest.fixture(scope="module")
def short(setup: Setup) -> Setup:
    """The first years only."""
    return prepare(override(setup.scenario, end="1973-12", record={}), setup.tables)


def rows_of_batch(scenario: Setup | str, **words: Any) -> list[dict[str, Any]]:
    """Run a batch of Mesa quietly, also by those words that Mesa itself warns of."""
    parameters = {"scenario": [scenario], **words.pop("parameters", {})}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        rows: list[dict[str, Any]] = mesa.batch_run(CityDiplomacyModel, parameters, display_progress=False, **words)
    return rows


def bytes_of(model: CityDiplomacyModel) -> bytes:
    return model.record.dyads.tobytes() + b"".join(np.asarray(column).tobytes() for column in model.state.ties)


def test_stepping_month_by_month_gives_the_same_bits_as_one_run(setup: Setup, finished: CityDiplomacyModel) -> None:
    stepped = CityDiplomacyModel(setup, replicate=3)
    while stepped.running:
        stepped.step()
    assert bytes_of(stepped) == bytes_of(finished)
    assert stepped.steps == finished.steps == setup.n_months
    assert stepped.time == finished.time == setup.n_months
    collected = stepped.datacollector.get_model_vars_dataframe()
    assert collected.equals(finished.datacollector.get_model_vars_dataframe())
    assert len(collected) == setup.n_months


def test_the_mesa_model_equals_the_arm_of_an_experiment(setup: Setup, finished: CityDiplomacyModel) -> None:
    design = plan(setup)
    arm = design.arms.index(Arm(tie_pathways=True, political_shocks=True))
    assert simulate(design, 3).dyads[arm].tobytes() == finished.record.dyads.tobytes()


def test_without_political_shocks_no_severity_but_that_of_provocations_is_recorded(setup: Setup) -> None:
    model = CityDiplomacyModel(setup, replicate=0, political_shocks=False)
    model.run_model()
    severities = model.record.dyads[:, :, DyadMeasure.SEVERITY]
    assert severities.max() <= 3 * setup.rules.p.provocation_severity


def test_cities_are_mesa_agents_that_know_their_ties(finished: CityDiplomacyModel) -> None:
    qingdao = finished.city("Qingdao")
    partners = {tie.partner_of(qingdao).name for tie in qingdao.ties}
    assert partners == {"Shimonoseki", "Daegu", "Incheon"}
    assert qingdao.n_partners == 3
    chinese = finished.agents.select(lambda city: city.nation == "CN")
    assert len(chinese) == 257
    assert sum(finished.agents.get("n_partners")) == 2 * len(finished.ties)
    assert len(finished.agents_by_type) == 1


def test_a_name_that_no_city_has_is_refused(finished: CityDiplomacyModel) -> None:
    with pytest.raises(KeyError, match="0 cities are called 'Atlantis'"):
        finished.city("Atlantis")


def test_a_suspended_tie_names_the_nations_that_suspended_it(setup: Setup) -> None:
    model = CityDiplomacyModel(setup, replicate=0)
    model.run_to("2012-12")
    sides = {row: Suspension(int(code)) for row, code in enumerate(model.state.ties.suspended[: len(model.ties)])}
    named = {side: model.ties[row].suspended_by for row, side in sides.items()}
    assert named[Suspension.NONE] is None
    for row, side in sides.items():
        a, b = (city.nation for city in model.ties[row].cities)
        expected = {Suspension.BY_A: (a,), Suspension.BY_B: (b,), Suspension.BY_BOTH: (a, b)}
        assert model.ties[row].suspended_by == expected.get(side)
    assert len(named) > 1


def test_months_are_periods(finished: CityDiplomacyModel) -> None:
    assert finished.month == pd.Period("2026-12", "M")
    nagoya = finished.city("Nagoya")
    assert nagoya.ties[0].signed == pd.Period("1978-12", "M")
    assert nagoya.last_forum is None or nagoya.last_forum < finished.month
    collected = finished.datacollector.get_model_vars_dataframe()
    assert collected["month"].dtype == "period[M]"
    assert collected["month"].iloc[0] == pd.Period("1972-01", "M")


def test_a_model_runs_to_a_month_and_stops_there(short: Setup) -> None:
    model = CityDiplomacyModel(short, replicate=1)
    model.run_to("1972-09")
    assert (model.month, model.steps, model.running) == (pd.Period("1972-09", "M"), 9, True)
    model.run_to(pd.Period("1972-03", "M"))
    assert model.steps == 9
    with pytest.raises(ValueError, match="1974-01 is outside the run, 1972-01 to 1973-12"):
        model.run_to("1974-01")


def test_a_data_collector_of_the_user_sees_every_month(short: Setup) -> None:
    model = CityDiplomacyModel(short, replicate=3)
    model.datacollector = mesa.DataCollector(model_reporters={"month": "month", "ties": lambda m: len(m.ties)})
    model.run_model()
    seen = model.datacollector.get_model_vars_dataframe()
    own = CityDiplomacyModel(short, replicate=3)
    own.run_model()
    assert seen["ties"].tolist() == [
        sum(row) for row in own.datacollector.get_model_vars_dataframe().filter(like="ties ").to_numpy()
    ]
    assert len(seen) == FIRST_MONTHS


def test_an_event_of_mesa_sees_the_month_in_which_it_happens(short: Setup) -> None:
    model, seen = CityDiplomacyModel(short, replicate=3), []

    def look() -> None:
        seen.append((model.month, len(model.ties)))

    model.schedule_event(look, at=12.5)
    model.run_model()
    stepped = CityDiplomacyModel(short, replicate=3)
    stepped.run_to("1972-12")
    assert seen == [(stepped.month, len(stepped.ties))]


def test_a_step_of_a_subclass_is_taken_in_every_month(short: Setup) -> None:
    class Counting(CityDiplomacyModel):
        counted = 0

        def step(self) -> None:
            super().step()
            self.counted += 1

    model = Counting(short, replicate=0)
    model.run_model()
    assert model.counted == FIRST_MONTHS


@pytest.mark.parametrize(
    ("words", "distinct"),
    [({"iterations": 3}, 3), ({"rng": [None] * 3}, 3), ({"rng": [0, 1, 2]}, 3), ({"rng": [5, 5]}, 1), ({"rng": 5}, 1)],
    ids=str,
)
def test_a_batch_of_mesa_gives_as_many_runs_as_it_has_seeds(short: Setup, words: Any, distinct: int) -> None:
    rows = rows_of_batch(short, **words)
    assert len({row["relations CN-JP"] for row in rows}) == distinct


def test_a_batch_of_mesa_varies_parameters_and_mechanisms_by_name(setup: Setup) -> None:
    axes = {"over_compliance": [0, np.float64(3.0)], "aid": [True, False]}
    rows = rows_of_batch(setup, parameters=axes, rng=[4])
    found = {(row["over_compliance"], row["aid"]): row["relations CN-JP"] for row in rows}
    assert len(set(found.values())) == len(found) == 4
    assert found[3.0, True] == rows_of_batch(setup, rng=[4])[0]["relations CN-JP"]


def test_arms_of_one_seed_share_their_random_numbers(setup: Setup) -> None:
    rows = rows_of_batch(setup, parameters={"tie_pathways": [True, False]}, rng=[0, 1])
    by_arm = {(row["tie_pathways"], row["rng"]): row["ties CN-JP"] for row in rows}
    assert by_arm[True, 0] == by_arm[False, 0]
    assert len({row["relations CN-JP"] for row in rows}) == 4


def test_a_batch_of_mesa_runs_in_several_processes(short: Setup) -> None:
    alone = rows_of_batch(short, rng=[0, 1])
    together = rows_of_batch(short, rng=[0, 1], number_processes=2)
    assert sorted(row["relations CN-JP"] for row in together) == sorted(row["relations CN-JP"] for row in alone)


def test_parameters_give_the_run_of_a_scenario_file_that_sets_them(setup: Setup, tmp_path: Path) -> None:
    file = tmp_path / "calmer.yaml"
    file.write_text(f"extends: {HISTORICAL}\ntitle: calmer\nparameters: {{over_compliance: 0}}\n")
    models = [
        CityDiplomacyModel(file, replicate=2),
        CityDiplomacyModel(str(HISTORICAL), replicate=2, parameters={"over_compliance": 0}),
        CityDiplomacyModel(setup, replicate=2, over_compliance=0),
    ]
    for model in models:
        model.run_model()
    assert len({bytes_of(model) for model in models}) == 1


def test_settings_of_the_world_are_parameters_too(setup: Setup) -> None:
    model = CityDiplomacyModel(setup, replicate=2, parameters={"shocks.CN-JP-2012-09.severity": 0.2})
    same = CityDiplomacyModel(SCENARIOS / "severity" / "s020.yaml", replicate=2)
    for one in (model, same):
        one.run_model()
    assert model.record.dyads.tobytes() == same.record.dyads.tobytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"over_complience": 1}, "'over_complience' is no parameter.* Did you mean 'over_compliance'?"),
        ({"parameters": {"outreach": 1}, "outreach": 2}, "'outreach' and 'outreach' are the same setting"),
        ({"parameters": {"outreach": 1, "parameters.outreach": 2}}, "are the same setting; give it once"),
        ({"people_share": 2}, "parameters, people_share: 2 is not between 0 and 1"),
        ({"parameters": "outreach"}, "takes names with values"),
        ({"parameters": {"replicates": 3}}, "no parameter, mechanism or other setting"),
        ({"parameters": {"shocks.CN-JP-2012-9.severity": 1}}, "Did you mean 'CN-JP-2012-09'?"),
    ],
    ids=str,
)
def test_an_unknown_or_wrong_setting_is_refused_with_the_nearest_name(setup: Setup, words: Any, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        CityDiplomacyModel(setup, **words)


def test_a_seed_of_any_kind_that_mesa_takes_gives_one_replicate() -> None:
    numbers = replicate_number
    assert numbers(7) == numbers(np.int64(7)) == 7
    assert numbers([1, 2]) == numbers([1, 2]) != numbers([2, 1])
    assert numbers(np.random.SeedSequence(3)) == numbers(np.random.default_rng(3))
    assert numbers(None) != numbers(None)
    assert numbers(2**80) == numbers(2**80)
    generator = np.random.default_rng(1)
    assert numbers(generator) != numbers(generator)
    assert 0 <= numbers(np.random.PCG64(1)) < 2**53


@pytest.mark.parametrize(
    "seed", [True, "7", 0.5, -1, [1.5], object()], ids=lambda seed: type(seed).__name__ + str(seed)[:5]
)
def test_what_is_no_seed_is_refused_in_one_line(short: Setup, seed: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"^[^\n]+ is no seed[^\n]+$"):
        CityDiplomacyModel(short, rng=seed)


def test_a_replicate_has_one_name_at_a_time(short: Setup) -> None:
    with pytest.raises(ValueError, match="give one of replicate, rng and seed"):
        CityDiplomacyModel(short, rng=1, replicate=1)
    assert CityDiplomacyModel(short, seed=4).replicate == CityDiplomacyModel(short, rng=4).replicate == 4


def test_a_run_at_random_can_be_repeated_by_its_number(short: Setup) -> None:
    model = CityDiplomacyModel(short)
    again = CityDiplomacyModel(short, replicate=model.replicate)
    for one in (model, again):
        one.run_model()
    assert bytes_of(model) == bytes_of(again)


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))], ids=["copy", "pickle"]
)
def test_a_copy_goes_on_with_the_same_numbers_and_leaves_the_model_as_it_is(
    setup: Setup, finished: CityDiplomacyModel, copied: Any
) -> None:
    model = CityDiplomacyModel(setup, replicate=3)
    model.run_to("1990-06")
    assert len(model.agents) == 708
    before = bytes_of(model)
    twin = copied(model)
    twin.run_model()
    assert bytes_of(model) == before
    assert bytes_of(twin) == bytes_of(finished)
    collected = twin.datacollector.get_model_vars_dataframe()
    assert collected.equals(finished.datacollector.get_model_vars_dataframe())
    assert twin.city("Nagoya").model is twin


def test_another_process_goes_on_without_compiling(short: Setup, tmp_path: Path) -> None:
    model = CityDiplomacyModel(short, replicate=3)
    model.step()
    (tmp_path / "model").write_bytes(pickle.dumps(model))
    code = (
        "import pickle, sys; model = pickle.load(open(sys.argv[1], 'rb')); model.run_model(); "
        "months = model.setup.months; print(sum(months.stats.cache_misses.values()), model.record.dyads.sum())"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "model"], capture_output=True, text=True, check=True
    ).stdout.split()
    model.run_model()
    assert answer == ["0", str(model.record.dyads.sum())]


def test_the_file_of_a_scenario_is_read_again_when_it_was_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    for seed in (1, 22):
        file.write_text(f"extends: {HISTORICAL}\ntitle: mine\nseed: {seed}\n")
        assert CityDiplomacyModel(file, replicate=0).setup.scenario.seed == seed
    assert CityDiplomacyModel(file, replicate=0).setup is CityDiplomacyModel(file, replicate=1).setup


def test_a_finished_model_is_freed(short: Setup) -> None:
    model = CityDiplomacyModel(short)
    model.run_model()
    assert len(model.datacollector.get_model_vars_dataframe()) == FIRST_MONTHS
    assert len(model.agents) == 708
    ghost = weakref.ref(model)
    del model
    gc.collect()
    assert ghost() is None


def test_a_scenario_goes_by_its_name_as_on_the_command_line() -> None:
    by_name = CityDiplomacyModel("toy", replicate=3)
    by_path = CityDiplomacyModel(SCENARIOS / "toy.yaml", replicate=3)
    assert by_name.setup.scenario.title == by_path.setup.scenario.title
    with pytest.raises(ScenarioError, match="Did you mean 'toy'"):
        CityDiplomacyModel("toyy")
