"""What is laid out for a replicate: arms, branches of crises, and the months at which ties are noted."""

from pathlib import Path

import pytest

from builders.batches_on_disk import PLAIN
from builders.worlds_on_disk import write_small_world
from cityties.experiment.design import Arm, Design, plan, plan_for_batch
from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.kernel.calendar import month_index
from cityties.scenario.reader import read_scenario
from cityties.setup.initialization import Setup, prepare
from cityties.tables.world_tables import read_tables


def setup(folder: Path, text: str) -> Setup:
    write_small_world(folder / "world")
    (folder / "mine.yaml").write_text(PLAIN + text, encoding="utf-8")
    scenario = read_scenario(folder / "mine.yaml")
    return prepare(scenario, read_tables(scenario.world_folder))


@pytest.fixture
def design(tmp_path: Path) -> Design:
    return plan(setup(tmp_path, "record: {ties_at: [2013-06]}\n"))


def test_every_combination_of_the_switches_is_an_arm(design: Design) -> None:
    assert set(design.arms) == {Arm(ties, shocks) for ties in (True, False) for shocks in (True, False)}


def test_a_run_notes_ties_when_asked_and_in_the_fourth_month_of_each_crisis(design: Design) -> None:
    start = design.setup.scenario.start
    early = {branch.crisis.month + SUSPENSION_MONTHS - 1 for branch in design.branches}
    inside = {month for month in early if month < design.setup.n_months}
    assert set(design.ties_at) == inside | {month_index("2013-06") - start}
    assert design.detail


def test_a_batch_notes_ties_only_when_asked_and_computes_the_same_months(design: Design) -> None:
    brief = plan_for_batch(design.setup)
    assert brief.ties_at == (month_index("2013-06") - design.setup.scenario.start,)
    assert not brief.detail
    assert brief.months_per_replicate == design.months_per_replicate


def test_the_cost_of_a_replicate_counts_every_arm_and_each_branch_of_the_arms_with_shocks(tmp_path: Path) -> None:
    calm = plan(setup(tmp_path, "arms: {political_shocks: [false]}\n"))
    assert calm.branches == ()
    assert calm.months_per_replicate == 2 * calm.setup.n_months


def test_a_branch_ends_after_the_months_followed_or_with_the_run(design: Design) -> None:
    follow = design.setup.scenario.crises.follow_months
    for branch in design.branches:
        assert branch.end == min(branch.crisis.month + follow, design.setup.n_months)
