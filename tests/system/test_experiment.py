"""A run gives the same bytes whoever computes it, can be cut off and resumed, and measures one crisis at a time."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from builders.paths import HISTORICAL
from cityties.experiment import executor
from cityties.experiment.design import Arm, Design, plan
from cityties.experiment.executor import execute
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.store import missing, parts, read_table
from cityties.kernel.record import DyadMeasure
from cityties.scenario.reader import override, read_scenario
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables

ON, OFF = Arm(tie_pathways=True, political_shocks=True), Arm(tie_pathways=False, political_shocks=True)


def design(replicates: int = 6) -> Design:
    scenario = override(read_scenario(HISTORICAL), replicates=replicates)
    return plan(prepare(scenario, read_tables(scenario.world_folder)))


@pytest.fixture(scope="module")
def historical() -> Design:
    return design()


@pytest.fixture(scope="module")
def replicate(historical: Design) -> Replicate:
    return simulate(historical, 0)


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted((folder / "parts").rglob("*.parquet")):
        found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def quiet(_: int) -> None: ...


def test_one_and_two_workers_write_the_same_bytes(historical: Design, tmp_path: Path) -> None:
    for workers in (1, 2):
        execute(historical, tmp_path / str(workers), workers, quiet)
    assert digest(tmp_path / "1") == digest(tmp_path / "2")


def test_a_second_call_computes_nothing(historical: Design, tmp_path: Path) -> None:
    assert execute(historical, tmp_path, 2, quiet) == 6
    assert execute(historical, tmp_path, 2, quiet) == 0


def test_more_replicates_are_added_to_those_there(
    historical: Design, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "PART_SIZE", 4)
    execute(historical, tmp_path, 2, quiet)
    before = read_table(tmp_path, "histories", 6)
    assert execute(design(9), tmp_path, 2, quiet) == 3
    after = read_table(tmp_path, "histories", 9)
    assert after[after["replicate"] < 6].equals(before)
    assert sorted(after["replicate"].unique()) == list(range(9))


def test_an_interrupt_keeps_whole_parts_and_the_run_goes_on(
    historical: Design, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "PART_SIZE", 2)
    undisturbed, cut = tmp_path / "undisturbed", tmp_path / "cut"
    execute(historical, undisturbed, 2, quiet)
    finished = 0

    def interrupt(n: int) -> None:
        nonlocal finished
        finished += n
        if finished == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        execute(historical, cut, 2, interrupt)
    assert [(first, last) for first, last, _ in parts(cut)] == [(0, 2)]
    assert not list(cut.rglob(".tmp-*"))
    execute(historical, cut, 2, quiet)
    assert digest(cut) == digest(undisturbed)


def test_missing_ranges_fill_gaps_without_crossing_part_borders(tmp_path: Path) -> None:
    for name in ("part-0000000-0000010", "part-0000030-0000040"):
        (tmp_path / "parts" / name).mkdir(parents=True)
    assert missing(tmp_path, 60, 25) == [(10, 25), (25, 30), (40, 50), (50, 60)]


def test_before_a_crisis_and_in_its_branches_the_past_is_shared(historical: Design, replicate: Replicate) -> None:
    """The branch without a crisis starts from the state of the history, so nothing differs before it."""
    arm = historical.arms.index(ON)
    place, branch = next((i, b) for i, b in enumerate(historical.branches) if b.crisis.name == "CN-JP 2012-09")
    first = replicate.branches[arm, place, True][0], replicate.branches[arm, place, False][0]
    korea = list(historical.setup.tables.dyads["dyad"]).index("CN-KR")
    for measure in (DyadMeasure.TIES, DyadMeasure.SIGNED):
        assert first[0][:, measure].tolist() == first[1][:, measure].tolist()
    assert first[0][korea].tolist() == first[1][korea].tolist()
    assert branch.crisis.severity > 0


def test_the_gap_of_a_crisis_opens_by_its_drop_and_closes(historical: Design, replicate: Replicate) -> None:
    for row, arm in enumerate(historical.arms):
        if arm.political_shocks:
            for place, branch in enumerate(historical.branches):
                if branch.crisis.dyad >= 0:
                    with_it, without = (replicate.branches[row, place, happens] for happens in (True, False))
                    gap = without[:, branch.crisis.dyad, 0] - with_it[:, branch.crisis.dyad, 0]
                    drop = historical.setup.rules.p.incident_drop * branch.crisis.severity
                    assert gap[0] > 0.9 * drop
                    assert abs(gap[-12:].mean()) < 0.35 * gap.max() or len(gap) < 60


def test_a_later_crisis_of_the_dyad_is_left_out_of_both_branches(historical: Design, replicate: Replicate) -> None:
    """2010 is followed for five years, into 2012; neither of its branches may feel the islands quarrel."""
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
