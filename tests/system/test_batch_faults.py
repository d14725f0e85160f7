"""What goes wrong with a batch is reported in one line with what to do, and nothing that was finished is lost."""

import errno
import json
import re
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from builders.batches_on_disk import call, digest, run, write, write_folder
from builders.worlds_on_disk import replace_in
from cityties.experiment import journal, units, work
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.design import Design
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.store import NotWrittenError, locked, write_whole


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def listed(folder: Path) -> dict[str, str]:
    """Return the cells of the only row that the list shows, by the heads of their columns."""
    head, row = (re.split(" {2,}", line) for line in call("list", "--runs", folder / "runs").splitlines())
    return dict(zip(head, row, strict=True))


def test_a_run_of_a_design_is_sent_to_batch(folder: Path) -> None:
    assert "cityties batch" in call("run", write(folder, "mine", "design: {draws: 2}\n"), code=2)


def test_faults_of_all_files_are_reported_before_anything_starts(folder: Path) -> None:
    files = [write(folder, "one", "replicats: 3\n"), write(folder, "two", "design: {draw: 3}\n")]
    message = call("batch", *files, "--out", folder / "runs", code=2)
    assert "Did you mean 'replicates'?" in message
    assert "Did you mean 'draws'?" in message
    assert not (folder / "runs").exists()


def test_a_file_of_claims_among_scenarios_is_left_out_and_alone_it_is_refused(folder: Path) -> None:
    claims = folder / "claims.yaml"
    claims.write_text("claims: {}\n", encoding="utf-8")
    message = call("plan", claims, folder / "plain.yaml", "--out", folder / "runs")
    assert f"{claims}: left out, it holds claims" in message
    assert "1 variant, " in message
    assert "`cityties claims`" in call("batch", claims, "--out", folder / "runs", code=2)


def test_what_the_disk_refuses_is_reported_in_one_line(folder: Path) -> None:
    (folder / "taken").write_text("a file", encoding="utf-8")
    message = call("batch", folder / "plain.yaml", "--out", folder / "taken", code=2)
    assert "not a directory. Correct the path" in message
    assert "Traceback" not in message


def test_a_full_disk_keeps_what_was_finished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "LEAST_CHUNK", 4)
    file = write(folder, "mine", "replicates: 2\ndesign: {draws: 4}\n")
    undisturbed = run(folder, file, runs="undisturbed")
    room = 1

    def full(path: Path, entry: journal.Entry) -> None:
        nonlocal room
        room -= 1
        if room < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        append(path, entry)

    append = journal.append
    monkeypatch.setattr(journal, "append", full)
    assert "the disk is full" in call("batch", file, "--out", folder / "runs", code=2)
    monkeypatch.setattr(journal, "append", append)
    assert digest(run(folder, file)) == digest(undisturbed)


def test_a_full_disk_is_reported_with_the_file_that_found_no_room(tmp_path: Path) -> None:
    """Not the file that it was copied from, nor the temporary name; and nothing half-written stays."""

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "scenarios/worlds/there/cities.csv")

    with pytest.raises(OSError, match="No space left") as caught:
        write_whole(tmp_path / "world" / "cities.csv", full)
    assert caught.value.filename == str(tmp_path / "world" / "cities.csv")
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(NotWrittenError, match="Not a directory") as refused:
        write_whole(tmp_path / "taken" / "parts" / "outcomes.parquet", full)
    assert refused.value.filename == str(tmp_path / "taken" / "parts" / "outcomes.parquet")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["taken"]


def test_a_batch_that_another_process_writes_is_left_alone(folder: Path) -> None:
    file = write(folder, "mine", "replicates: 2\n")
    with locked(run(folder, file).path):
        message = call("batch", file, "--replicates", 4, "--out", folder / "runs", code=2)
    assert "another process is at work here" in message


def test_a_batch_leaves_the_pace_of_the_interpreter_as_it_was(folder: Path) -> None:
    before = sys.getswitchinterval()
    run(folder, write(folder, "mine", "replicates: 2\n"))
    assert sys.getswitchinterval() == before


def test_a_run_whose_replicates_fail_names_them_and_has_no_page_until_they_are_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raises(design: Design, number: int) -> Replicate:
        raise RuntimeError("made to raise")

    monkeypatch.setattr(work, "simulate", raises)
    file = write(folder, "mine", "replicates: 2\nend: 2013-06\n")
    message = call("run", file, "--out", folder / "runs", code=1)
    path = next((folder / "runs").iterdir())
    assert "v0-d0-r0-2 failed: RuntimeError: made to raise" in message
    assert f"cityties reproduce {path} --unit v0-d0-r0-2" in message.replace("\n", "")
    assert not (path / "report.html").exists()
    row = listed(folder)
    assert (row["kind"], row["cases"], row["replicates"]) == ("run", "1", "0 of 2 (1 unit failed)")
    monkeypatch.setattr(work, "simulate", simulate)
    assert "2 computed" in call("run", file, "--out", folder / "runs")
    assert (path / "report.html").is_file()


def test_a_world_that_does_not_fit_its_scenario_is_named_before_a_run_begins(folder: Path) -> None:
    replace_in(folder / "world", "shocks.csv", "AA-BB,2012-09,,political,0.9", "AA-BB,2012-09,,territorial,0.9")
    message = call("run", folder / "plain.yaml", "--out", folder / "runs", code=2)
    assert "type 'territorial' is not one of" in message
    assert not (folder / "runs").exists()


def test_a_name_with_a_slash_is_refused(folder: Path) -> None:
    assert "cannot name a folder" in call("plan", folder / "plain.yaml", "--name", "a/b", code=2)


def test_list_shows_a_batch_and_rm_deletes_nothing_else(folder: Path) -> None:
    batch = run(folder, write(folder, "mine", "replicates: 2\n"))
    row = listed(folder)
    assert (row["name"], row["kind"], row["cases"], row["replicates"]) == (batch.path.name, "batch", "1", "2")
    assert "world: no result." in call("rm", folder / "world", "--yes", "--runs", folder / "runs", code=2)
    call("rm", "mine", "--yes", "--runs", folder / "runs")
    assert not batch.path.exists()
    assert (folder / "world").exists()


def test_a_folder_without_a_batch_is_refused(folder: Path) -> None:
    assert not BatchFolder(folder).exists
    assert "no run or batch" in call("reproduce", "nothing", "--runs", folder / "runs", code=2)


def test_a_file_that_was_lost_or_cut_is_computed_again(folder: Path) -> None:
    file = write(folder, "mine", "replicates: 2\n")
    batch = run(folder, file)
    before = digest(batch)
    batch.part("years", batch.chunks()[0].name).unlink()
    assert digest(run(folder, file)) == before
    path = batch.part("outcomes", batch.chunks()[0].name)
    path.write_bytes(path.read_bytes()[:-7])
    assert digest(run(folder, file)) == before


def test_a_file_with_foreign_bytes_is_named(folder: Path) -> None:
    batch = run(folder, write(folder, "mine", "replicates: 2\n"))
    path = batch.part("outcomes", batch.chunks()[0].name)
    path.write_bytes(bytes(path.stat().st_size))
    message = call("reproduce", batch.path, code=2)
    assert f"{path}: is damaged. Delete it, and give the command that computed it again." in message


def older(batch: BatchFolder) -> None:
    """Make a batch look like one of an older version: sizes unknown, other code, another Python, a measure less."""
    journal_file, content = batch.path / journal.JOURNAL, batch.content
    entries = [json.loads(line) for line in journal_file.read_text(encoding="utf-8").splitlines()]
    journal_file.write_text(
        "".join(json.dumps({k: v for k, v in entry.items() if k != "sizes"}) + "\n" for entry in entries),
        encoding="utf-8",
    )
    content["history"][-1]["code"] |= {"cityties": "0.1.0", "model": "0123456789abcdef", "commit": None}
    content["history"][-1]["software"]["python"] = "2.7"
    batch.write_content(content)
    path = batch.part("outcomes", batch.chunks()[0].name)
    pq.write_table(pq.read_table(path, filters=[("measure", "!=", "depth")]), path)


def test_a_batch_of_an_older_version_is_listed_and_reproduced_with_what_changed_since(folder: Path) -> None:
    batch = run(folder, write(folder, "mine", "replicates: 2\n"))
    older(batch)
    row = listed(folder)
    assert (row["name"], row["kind"], row["cases"], row["replicates"]) == (batch.path.name, "batch", "1", "2")
    message = call("reproduce", batch.path, code=1)
    assert "note: computed by other code of the model: CityTies 0.1.0, model 01234567; this is CityTies" in message
    assert "note: other versions: python 2.7 then, " in message
    assert "520 now; measure depth: new" in message


def test_what_cannot_be_compared_is_named(folder: Path) -> None:
    whole, empty = (run(folder, write(folder, name, "replicates: 2\n")) for name in ("whole", "empty"))
    (empty.path / journal.JOURNAL).unlink()
    message = call("compare", whole.path, empty.path, "--runs", folder / "runs", code=2)
    assert f"{empty.path}: nothing has been computed yet, or its files are lost." in message
