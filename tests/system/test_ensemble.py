"""The ensemble: draws that equal fresh runs of their scenario, and the same bytes however they are computed."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from builders.paths import HISTORICAL, SCENARIOS
from cityties.calibration.ensemble import Ensemble, Part, read_ensemble, simulate_ensemble
from cityties.calibration.problem import Problem, open_problem
from cityties.calibration.proposal import Proposal
from cityties.errors import CityTiesError
from cityties.experiment.design import Design, plan_for_batch
from cityties.experiment.drawn_severities import SeverityPlanner
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.sampling import BoundedPrior
from cityties.kernel.priors import LogNormal, Uniform
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.state import FloatArray
from cityties.scenario.reader import override, read_scenario
from cityties.scenario.sweeps import with_settings
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables


@dataclass(frozen=True)
class Ends:
    """Reads relations in the last month."""

    columns: tuple[str, ...] = ("relations",)

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        return replicate.dyads[0, -1, :1, M.RELATIONS]


PRIORS: dict[str, BoundedPrior] = {
    "anger_life": (Uniform(2.0, 8.0), 1.0, 60.0),
    "shocks.EM-WM-2003-09.severity": (LogNormal(0.5, 0.4), 0.0, 1.5),
}


def toy(folder: Path) -> Ensemble:
    scenario = override(read_scenario(SCENARIOS / "toy.yaml"), record={})
    tables = read_tables(scenario.world_folder)
    proposal = Proposal(scenario.seed, PRIORS)
    part = Part("only", scenario, Ends(), "ends")
    return Ensemble((part,), proposal, tables, 2, folder, "calibration/reading.py")


def contents(ensemble: Ensemble) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(ensemble.path.glob("*.parquet"))}


def test_a_draw_with_other_severities_has_the_design_that_a_fresh_plan_has(tmp_path: Path) -> None:
    scenario = override(read_scenario(HISTORICAL), record={})
    tables = read_tables(scenario.world_folder)
    base = plan_for_batch(prepare(scenario, tables))
    drawn = with_settings(
        scenario,
        {
            "anger_life": 3.0,
            "shocks.CN-JP-2012-09.severity": 0.33,
            "shocks.JP-KR-2018-10.severity": 0.7,
            "shocks.CN-KR-2017-03.severity": 0.1,
        },
    )
    quick, fresh = SeverityPlanner(base).plan(drawn), plan_for_batch(prepare(drawn, tables))
    assert [one.crisis for one in quick.branches] == [one.crisis for one in fresh.branches]
    pairs = [(quick.events[shocked], fresh.events[shocked]) for shocked in (True, False)]
    for one, other in zip(quick.branches, fresh.branches, strict=True):
        pairs.append((one.without, other.without))
        assert (one.with_crisis is None) == (other.with_crisis is None)
        if one.with_crisis is not None and other.with_crisis is not None:
            pairs.append((one.with_crisis, other.with_crisis))
    for ours, theirs in pairs:
        for name in ours._fields:
            np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)
    np.testing.assert_array_equal(simulate(quick, 3).dyads, simulate(fresh, 3).dyads)


def test_the_bytes_do_not_depend_on_the_number_of_workers_or_on_a_stop(tmp_path: Path) -> None:
    one, three = toy(tmp_path / "one"), toy(tmp_path / "three")
    simulate_ensemble(one, 100, 1, lambda _: None)
    simulate_ensemble(three, 40, 3, lambda _: None)
    assert three.missing(100) == 50
    simulate_ensemble(three, 100, 2, lambda _: None)
    assert contents(one) == contents(three)


def test_progress_counts_what_was_missing(tmp_path: Path) -> None:
    counted: list[int] = []
    ensemble = toy(tmp_path)
    simulate_ensemble(ensemble, 60, 2, counted.append)
    assert sum(counted) == 100
    simulate_ensemble(ensemble, 60, 2, counted.append)
    assert sum(counted) == 100


def test_a_damaged_chunk_is_simulated_again(tmp_path: Path) -> None:
    ensemble = toy(tmp_path)
    simulate_ensemble(ensemble, 100, 2, lambda _: None)
    whole = contents(ensemble)
    first, second = sorted(ensemble.path.glob("*.parquet"))
    second.write_bytes(first.read_bytes())
    first.write_bytes(first.read_bytes()[:1000])
    with pytest.raises(CityTiesError, match="give the command again"):
        read_ensemble(ensemble, 100)
    simulate_ensemble(ensemble, 100, 2, lambda _: None)
    assert contents(ensemble) == whole


def test_a_draw_is_a_run_of_its_scenario(tmp_path: Path) -> None:
    ensemble = toy(tmp_path)
    simulate_ensemble(ensemble, 1, 1, lambda _: None)
    simulated = read_ensemble(ensemble, 1)
    scenario = with_settings(ensemble.parts[0].scenario, dict(zip(simulated.keys, simulated.values[0], strict=True)))
    design = plan_for_batch(prepare(scenario, ensemble.tables))
    expected = [simulate(design, 2**20 + number).dyads[0, -1, 0, M.RELATIONS] for number in (0, 1)]
    np.testing.assert_array_equal(simulated.column("only: relations")[0], expected)


def test_other_rounds_readers_and_values_are_other_ensembles(tmp_path: Path) -> None:
    one = toy(tmp_path)
    listed = one.proposal.of_rows(np.array([[3.0, 0.4]]))
    others = [
        replace(one, round=1),
        replace(one, proposal=listed),
        replace(one, proposal=one.proposal.of_rows(np.array([[3.0, 0.5]]))),
        replace(one, replicates=3),
        replace(one, parts=(replace(one.parts[0], identity="beginnings"),)),
    ]
    assert len({ensemble.identity for ensemble in (one, *others)}) == 6


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    scenario = read_scenario(HISTORICAL)
    return open_problem(scenario, read_tables(scenario.world_folder), tmp_path_factory.mktemp("runs"))


def test_statistics_are_those_of_the_history_itself(problem: Problem) -> None:
    ensemble = problem.ensemble
    replay, endogenous = ensemble.parts
    values = ensemble.proposal.values(1)
    numbers = dict(zip(ensemble.columns, ensemble.read_draw(1)[0], strict=True))
    design = plan_for_batch(prepare(with_settings(replay.scenario, values), problem.tables))
    history = simulate(design, 2**20)
    place = next(k for k, one in enumerate(design.branches) if one.crisis.name == "CN-JP 2012-09")
    official = [history.branches[0, place, happens][:4, 0, M.OFFICIAL].sum() for happens in (True, False)]
    assert numbers["replay: stopped CN-JP CN-JP 2012-09"] == pytest.approx(1 - official[0] / official[1], rel=1e-12)
    signed = simulate(plan_for_batch(prepare(with_settings(endogenous.scenario, values), problem.tables)), 2**20)
    first = (1990 - 1972) * 12
    expected = signed.dyads[0, first : first + 120, 0, M.SIGNED].sum() / 10
    assert numbers["endogenous: signings CN-JP 1990-1999"] == pytest.approx(expected, rel=1e-12)
    attendance = history.nations[0, (2006 - 1972) * 12 : (2007 - 1972) * 12, :, 0].sum()
    assert numbers["replay: attendance 2006"] == attendance
