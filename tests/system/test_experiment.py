"""A run gives the same bytes whoever computes it, can be cut off and resumed, and measures one crisis at a time."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from builders.batches_on_disk import call, digest, write, write_folder
from builders.paths import HISTORICAL
from cityties.experiment import units
from cityties.experiment.batch import Batch, compute_here, make_batch
from cityties.experiment.design import Arm, Design, plan
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.results import results_of
from cityties.experiment.run import open_run
from cityties.kernel.calendar import month_index
from cityties.kernel.record import DyadMeasure
from cityties.scenario.reader import override, read_scenario
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables

ON, OFF = Arm(tie_pathways=True, political_shocks=True), Arm(tie_pathways=False, political_shocks=True)


@pytest.fixture(scope="module")
def historical() -> Design:
    scenario = read_scenario(HISTORICAL)
    return plan(prepare(scenario, read_tables(scenario.world_folder)))


@pytest.fixture(scope="module")
def replicate(historical: Design) -> Replicate:
    return simulate(historical, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def run_of(folder: Path, replicates: int, runs: str = "runs", name: str = "plain") -> Batch:
    scenario = override(read_scenario(folder / f"{name}.yaml"), replicates=replicates)
    return open_run(scenario, read_tables(scenario.world_folder), folder / runs)


def quiet(_: int) -> None: ...


def test_one_and_two_workers_write_the_same_bytes(folder: Path) -> None:
    runs = [run_of(folder, 6, runs=str(workers)) for workers in (1, 2)]
    for workers, run in enumerate(runs, start=1):
        assert compute_here(run, workers, quiet) == 6
    assert digest(runs[0].folder) == digest(runs[1].folder)


def test_a_second_call_computes_nothing(folder: Path) -> None:
    assert [compute_here(run_of(folder, 3), 2, quiet) for _ in range(2)] == [3, 0]


def test_more_replicates_are_added_to_those_there_and_of_fewer_only_those_are_read(folder: Path) -> None:
    compute_here(run_of(folder, 3), 2, quiet)
    before = results_of(run_of(folder, 3)).histories
    assert compute_here(run_of(folder, 5), 2, quiet) == 2
    after = results_of(run_of(folder, 5)).histories
    assert after[after["replicate"] < 3].equals(before)
    assert sorted(after["replicate"].unique()) == list(range(5))
    assert results_of(run_of(folder, 3)).histories.equals(before)


def test_an_interrupt_keeps_whole_units_and_the_run_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "UNIT_SIZE", 2)
    undisturbed, cut = run_of(folder, 6, "undisturbed"), run_of(folder, 6, "cut")
    compute_here(undisturbed, 2, quiet)
    finished = 0

    def interrupt(n: int) -> None:
        nonlocal finished
        finished += n
        if finished == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_here(cut, 2, interrupt)
    assert sorted(unit.name for unit in cut.folder.units_done()) == ["v0-d0-r0-2"]
    assert not list(cut.folder.path.rglob(".tmp-*"))
    compute_here(cut, 2, quiet)
    assert digest(cut.folder) == digest(undisturbed.folder)


def test_a_run_takes_no_unit_over_that_lacks_its_tables_and_a_batch_takes_a_run_over(folder: Path) -> None:
    run = run_of(folder, 3)
    brief = make_batch("brief", run.variants, run.worlds, folder / "runs")
    compute_here(brief, 2, quiet)
    assert compute_here(run, 2, quiet) == 3
    shutil.rmtree(brief.folder.path)
    taken = make_batch("brief", run.variants, run.worlds, folder / "runs")
    assert compute_here(taken, 2, quiet) == 0
    alone = make_batch("brief", run.variants, run.worlds, folder / "elsewhere")
    compute_here(alone, 2, quiet)
    assert digest(taken.folder) == digest(alone.folder)


def test_a_run_is_run_again_and_reproduced_from_its_own_folder(folder: Path) -> None:
    run = run_of(folder, 2)
    compute_here(run, 2, quiet)
    again = read_scenario(run.folder.path / "scenario.yaml")
    theirs = open_run(again, read_tables(again.world_folder), folder / "runs")
    assert theirs.folder.path == run.folder.path
    assert compute_here(theirs, 2, quiet) == 0
    assert "identical, 1 unit compared" in call("reproduce", run.folder.path)


def test_files_say_months_and_nations_in_words_and_results_give_numbers_of_months(folder: Path) -> None:
    write(folder, "noted", "record: {ties_at: [2013-01]}\n")
    run = run_of(folder, 2, name="noted")
    compute_here(run, 2, quiet)
    stored = run.folder.read_table("crisis_ties").to_pandas()
    assert "2012-12" in set(stored["month"])
    assert set(stored["suspended_by"].dropna()) <= {"AA", "BB", "CC", "AA;BB", "AA;CC", "BB;CC"}
    assert (stored["suspended_by"].notna() == stored["suspended_since"].notna()).all()
    ties = results_of(run).ties
    assert {month_index("2012-12"), month_index("2013-01")} <= set(ties["month"])
    assert len(ties) == len(stored) + len(run.folder.read_table("ties"))


def test_before_a_crisis_and_in_its_branches_the_past_is_shared(historical: Design, replicate: Replicate) -> None:
    """The branch without a crisis starts from the state of the history, so nothing differs before it."""
    arm = historical.arms.index(ON)
    place, branch = next((i, b) for i, b in enumerate(historical.branches) if b.crisis.name == "CN-JP 2012-09")
    first = replicate.branches[arm, place, True][0], replicate.branches[arm, place, False][0]
    for measure in (DyadMeasure.TIES, DyadMeasure.SIGNED):
        assert first[0][:, measure].tolist() == first[1][:, measure].tolist()
    assert first[0].shape[0] == 1  # of a crisis of one pair no other is kept
    assert branch.crisis.severity > 0


def test_the_gap_of_a_crisis_opens_by_its_drop_and_closes_but_for_damage_that_heals_slowly(
    historical: Design, replicate: Replicate
) -> None:
    """Five years on, no more is left of the gap in relations than the gap in standing damage, which heals at its rate.

    At that rate it would heal without positive events, whose relief comes on top.
    """
    p = historical.setup.rules.p
    for row, arm in enumerate(historical.arms):
        if arm.political_shocks:
            for place, branch in enumerate(historical.branches):
                if branch.crisis.dyad >= 0:
                    with_it, without = (replicate.branches[row, place, happens] for happens in (True, False))
                    gaps = (without - with_it)[:, 0]
                    gap, standing = gaps[:, DyadMeasure.RELATIONS], gaps[:, DyadMeasure.LEVEL]
                    assert gap[0] > 0.9 * p.incident_drop * branch.crisis.severity
                    if len(gap) >= 60:
                        assert abs((gap - standing)[-12:].mean()) < 0.05 * gap.max()
                        peak = int(standing.argmax())
                        healed = (1.0 - p.level_reversion) ** (len(gap) - 1 - peak)
                        assert peak < 24
                        assert 0.0 < standing[-1] < healed * standing[peak]


def test_a_later_crisis_of_the_dyad_is_left_out_of_both_branches(historical: Design, replicate: Replicate) -> None:
    """2010 is followed for five years, into 2012; neither of its branches may feel the islands dispute."""
    place = next(i for i, b in enumerate(historical.branches) if b.crisis.name == "CN-JP 2010-09")
    arm = historical.arms.index(ON)
    for happens in (True, False):
        severity = replicate.branches[arm, place, happens][24, 0, DyadMeasure.SEVERITY]
        assert severity <= 3 * historical.setup.rules.p.provocation_severity
    assert replicate.dyads[arm, 464 + 24, 0, DyadMeasure.SEVERITY] >= 0.9


def test_switching_every_feedback_off_gives_no_difference_at_all() -> None:
    scenario = override(read_scenario(HISTORICAL.with_name("no_feedback.yaml")), replicates=1)
    blind = plan(prepare(scenario, read_tables(scenario.world_folder)))
    result = simulate(blind, 0)
    on, off = blind.arms.index(ON), blind.arms.index(OFF)
    assert np.array_equal(result.dyads[on], result.dyads[off])


def test_political_shocks_off_leaves_positive_events_and_the_pandemic(historical: Design) -> None:
    calm = historical.events[False]
    assert calm.severity.sum() == 0.0
    assert calm.felt.sum() == 0.0
    assert calm.level.sum() == historical.events[True].level.sum() > 0
    assert calm.closed.sum() == 35
