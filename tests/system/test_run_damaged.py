"""A single run with a damaged part: readers name it, and the command given again computes it anew."""

from pathlib import Path

import pytest

from builders.batches_on_disk import call, digest, write, write_folder
from campaign.damage import DAMAGES
from campaign.stored import undrawn
from cityties.experiment.batch_folder import BatchFolder, batches


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> BatchFolder:
    """A run of one unit."""
    folder = write_folder(tmp_path_factory.mktemp("damaged"))
    again(folder)
    return batches(folder / "runs")[0]


def again(folder: Path) -> str:
    """Give the command of the run, which draws nothing."""
    scenario = folder / "mine.yaml"
    if not scenario.exists():
        write(folder, "mine", "replicates: 2\nend: 2013-06\n")
    with undrawn():
        return call("run", scenario, "--out", folder / "runs", "--workers", 1)


@pytest.mark.parametrize("table", ["outcomes", "histories"])
@pytest.mark.parametrize("kind", ["torn", "empty", "of noughts", "foreign", "gone"])
def test_a_damaged_part_is_named_and_computed_again(run: BatchFolder, table: str, kind: str) -> None:
    runs, before = run.path.parent, digest(run)
    part = run.part(table, run.chunks()[0].name)
    DAMAGES[kind](part, part)
    if kind == "gone":
        assert f"table '{table}' is new" in call("reproduce", run.path, "--workers", 1, code=1)
    else:
        said = call("reproduce", run.path, "--workers", 1, code=2)
        assert f"{part}: is damaged" in said
        assert "Delete it, and give the command that computed it again." in said
    assert "report.html" in call("open", run.path, "--runs", runs)
    again(runs.parent)
    assert digest(run) == before
    assert "identical" in call("reproduce", run.path, "--workers", 1)


@pytest.mark.parametrize(
    ("unit", "report"),
    [
        ("v0-d0-r0-1000000000", "it would hold 1,000,000,000 replicates, a unit holds 1 to 25"),
        ("v0-d0-r1000000-1000025", "variant 0 has draw 0 of 2 replicates each, cut into units such as v0-d0-r0-2."),
        ("v0-d7-r0-2", "variant 0 has draw 0 of 2 replicates each"),
        ("v1-d0-r0-2", "its variants are numbered 0 to 0"),
    ],
)
def test_a_unit_that_was_never_asked_for_is_refused(run: BatchFolder, unit: str, report: str) -> None:
    assert report in call("reproduce", run.path, "--unit", unit, code=2)
