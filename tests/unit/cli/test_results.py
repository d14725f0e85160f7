"""What there is in a folder of results is listed, whoever wrote it; that alone can be deleted, and nothing else."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders.batches_on_disk import call, write, write_folder
from builders.runs_on_disk import write_old_run
from cityties.calibration.study import StudyFolder
from cityties.cli import opening
from cityties.cli.batch import Request, open_batch
from cityties.cli.inventory import StoredResult
from cityties.cli.listing import spoken_age, spoken_size, told_apart
from cityties.cli.screen import columns, plain
from cityties.cli.wrapping import cells
from cityties.errors import CityTiesError
from cityties.experiment.batch_description import write_inputs
from cityties.experiment.batch_folder import BATCH
from cityties.experiment.store import locked


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """A folder of results with a batch of two cases, begun, a comparison, and a folder of the user's own."""
    folder = write_folder(tmp_path)
    files = [folder / "plain.yaml", write(folder, "calm", "seed: 3\n")]
    batch = open_batch(files, Request(out=tmp_path / "runs"))
    write_inputs(batch, [batch.asked])
    compared = tmp_path / "runs" / "compare-01234567"
    compared.mkdir()
    (compared / "compare.html").write_text("<p>")
    (tmp_path / "runs" / "notes").mkdir()
    (tmp_path / "runs" / "notes" / "mine.txt").write_text("mine")
    return tmp_path / "runs"


def batch_in(runs: Path) -> Path:
    return next(runs.glob("plain-and-calm-*"))


def test_a_batch_is_named_after_its_scenarios(runs: Path) -> None:
    assert batch_in(runs).is_dir()


def test_the_list_has_a_header_and_a_line_for_each_result(runs: Path) -> None:
    head, *lines = call("list", "--runs", runs).splitlines()
    assert head.split() == ["name", "kind", "cases", "replicates", "size", "age", "title"]
    (batch,) = (line for line in lines if line.startswith("plain-and-calm-"))
    assert "batch      " in batch
    assert "0 of 8" in batch
    assert batch.endswith("An invented dispute | calm")
    assert any(line.startswith("compare-01234567") for line in lines)
    assert not any("notes" in line for line in lines)


def test_the_list_is_filtered_by_text_and_kind(runs: Path) -> None:
    assert "compare" not in call("list", "INVENTED", "--runs", runs)
    assert "plain-and" not in call("list", "--kind", "comparison", "--runs", runs)
    assert "Did you mean 'batch'?" in call("list", "--kind", "bach", "--runs", runs, code=2)
    assert "nothing among 2 results fits" in call("list", "nowhere", "--runs", runs)


def test_the_list_for_programs_holds_what_the_table_shows(runs: Path) -> None:
    (row,) = json.loads(call("list", "--kind", "batch", "--json", "--runs", runs))
    assert (row["name"], row["cases"], row["replicates"], row["wanted"]) == (batch_in(runs).name, 2, 0, 8)
    assert row["bytes"] > 0


def test_runs_of_one_title_are_listed_with_the_settings_in_which_they_differ() -> None:
    def stored(kind: str, settings: Mapping[str, object]) -> StoredResult:
        return StoredResult(Path("toy"), kind, datetime.now(UTC), 0, "Toy", settings=settings)

    found = told_apart(
        [
            stored("run", {"seed": 1, "parameters.outreach": 0}),
            stored("run", {"seed": 1, "parameters.outreach": 2, "shocks.change.X.severity": 0.9}),
            stored("run", {"seed": 1, "parameters.outreach": 0, "parameters.newer": 1}),
            stored("batch", {}),
        ]
    )
    assert [one.title for one in found] == [
        "Toy (parameters.outreach=0)",
        "Toy (parameters.outreach=2, shocks.change.X.severity=0.9)",
        "Toy (parameters.outreach=0)",
        "Toy",
    ]


def test_studies_and_what_they_share_are_listed_and_deleted(runs: Path) -> None:
    study, shared = runs / "calibration-toy-01234567", runs / "ensemble-01234567"
    for folder, files in (
        (study, ("calibration.html", "sample.csv", "tables/targets.csv", "figures/posterior.svg")),
        (shared, ("ensemble.json", "000001.parquet")),
    ):
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("{}")
    StudyFolder(study).begin("calibration", "Calibration of the toy", {"draws": 3})
    lines = call("list", "--runs", runs)
    assert "Calibration of the toy" in lines
    assert "draws that studies share" in lines
    assert call("open", "calibration", "--runs", runs).splitlines()[-1].endswith("calibration.html")
    (shared / "mine.txt").write_text("mine")
    assert "mine.txt" in call("rm", "ensemble", "--yes", "--runs", runs, code=2)
    (shared / "mine.txt").unlink()
    call("rm", "ensemble", "calibration", "--yes", "--runs", runs)
    assert not study.exists()
    assert not shared.exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"kind": 7}', '{"kind": "settle", "history": 3}', "[" * 100_000]
)
def test_a_study_that_cannot_be_read_is_listed_begun_again_and_deleted(runs: Path, text: str) -> None:
    study = runs / "settle-toy-01234567"
    study.mkdir()
    (study / "study.json").write_text(text)
    (line,) = (line for line in call("list", "--runs", runs).splitlines() if "settle-toy" in line)
    assert "cannot be read: delete the folder and give the command again" in line
    StudyFolder(study).begin("settle", "What would settle it", {})
    assert [one["begun"] for one in StudyFolder(study).content["history"]]
    (study / "study.json").write_text(text)
    call("rm", "settle", "--yes", "--runs", runs)
    assert not study.exists()


def test_scenarios_that_go_by_name_are_listed_with_their_titles() -> None:
    line = next(line for line in call("list", "--scenarios").splitlines() if line.startswith("toy "))
    assert line.endswith("Six cities in a toy world")


def test_a_torn_folder_and_a_run_of_an_older_version_are_listed_beside_the_others(runs: Path) -> None:
    old = write_old_run(runs)
    for name, text in (
        ("torn-01234567", "{"),
        ("strange-01234567", '{"name": 1, "variants": 2, "generations": 3, "history": 4}'),
    ):
        (runs / name).mkdir()
        (runs / name / BATCH).write_text(text, encoding="utf-8")
    lines = call("list", "--runs", runs).splitlines()
    assert any(old.name in line and "run of CityTies 0.1.0 (model 1a1cb6e5)" in line for line in lines)
    for name in ("torn", "strange"):
        assert any(line.startswith(name) and "delete the folder and give the command again" in line for line in lines)
    assert any(line.startswith("plain-and-calm-") for line in lines)


@pytest.mark.parametrize("words", [("reproduce",), ("compare",)])
def test_a_command_that_cannot_read_an_old_run_names_its_version_and_what_to_do(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    old = write_old_run(tmp_path)
    message = call(*words, old, "--runs", tmp_path, code=2)
    assert "a run of CityTies 0.1.0 (model 1a1cb6e5), which kept its results in another way" in message
    assert f"cityties run {old / 'scenario.yaml'}" in message


def test_why_names_the_version_of_an_old_run_too(tmp_path: Path) -> None:
    old = write_old_run(tmp_path)
    assert "a run of CityTies 0.1.0" in call("why", f"{old.name}/v0-d0-r0-25", "--runs", tmp_path, code=2)


def test_results_of_every_kind_can_be_deleted(runs: Path) -> None:
    names = [write_old_run(runs).name, batch_in(runs).name, "compare-01234567"]
    call("rm", *names, "--yes", "--runs", runs)
    assert sorted(path.name for path in runs.iterdir()) == ["notes"]


@pytest.mark.parametrize("name", ["", " ", ".", "..", "notes", "../runs", "./", "/"])
def test_what_is_no_result_cannot_be_deleted(runs: Path, name: str) -> None:
    before = sorted(runs.rglob("*"))
    call("rm", name, "--yes", "--runs", runs, code=2)
    assert sorted(runs.rglob("*")) == before


def test_a_result_of_another_folder_cannot_be_deleted(runs: Path, tmp_path: Path) -> None:
    message = call("rm", batch_in(runs), "--yes", "--runs", tmp_path / "other", code=2)
    assert f"--runs {runs}" in message
    assert batch_in(runs).is_dir()


def test_files_of_the_user_are_named_and_kept(runs: Path) -> None:
    (batch_in(runs) / "world" / "thoughts.docx").write_text("mine")
    message = call("rm", batch_in(runs).name, "compare-01234567", "--yes", "--runs", runs, code=2)
    assert "world/thoughts.docx" in message
    assert (batch_in(runs) / "world" / "thoughts.docx").is_file()
    assert (runs / "compare-01234567").is_dir()


def test_a_result_that_is_being_written_cannot_be_deleted(runs: Path) -> None:
    with locked(batch_in(runs)):
        assert "is being written" in call("rm", batch_in(runs).name, "--yes", "--runs", runs, code=2)
    assert batch_in(runs).is_dir()


def test_a_link_is_not_followed(runs: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    batch_in(runs).rename(elsewhere)
    (runs / "linked").symlink_to(elsewhere, target_is_directory=True)
    call("rm", "linked", "--yes", "--runs", runs, code=2)
    assert (elsewhere / BATCH).is_file()


def test_a_page_is_opened_or_its_path_is_printed(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(page: str) -> bool:
        opened.append(page)
        return True

    monkeypatch.setattr(opening, "has_browser", lambda: bool(opened) is False)
    monkeypatch.setattr("webbrowser.open", note)
    assert call("open", "compare", "--runs", runs).splitlines() == [str(runs / "compare-01234567" / "compare.html")]
    assert opened == [(runs / "compare-01234567" / "compare.html").as_uri()]
    assert "There is no browser here" in call("open", "compare", "--runs", runs)
    assert "has no page yet" in call("open", "plain", "--runs", runs, code=2)


@pytest.mark.parametrize("name", ["a/b", "a:b", "q?", "CON", "aux.txt", "x. ", "", ".", "n" * 81])
def test_a_batch_cannot_be_called_what_some_system_cannot_call_a_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(CityTiesError, match="--name"):
        open_batch([write_folder(tmp_path) / "plain.yaml"], Request(name=name, out=tmp_path))


def test_sizes_and_ages_read_in_their_largest_unit() -> None:
    assert [spoken_size(n) for n in (1, 999_000, 2_500_000, 3_000_000_000)] == ["1 kB", "999 kB", "2.5 MB", "3.0 GB"]
    assert [spoken_age(n) for n in (5, 60, 7200, 200000)] == ["now", "1 min", "2 h", "2 d"]


def test_text_of_files_is_one_printable_line() -> None:
    assert plain("a\x1b[31mred\nb\u202e") == "a?[31mred b?"
    assert len(plain("x" * 500)) == 200


def test_columns_stand_below_each_other_whatever_the_writing() -> None:
    lines = columns(("name", "n", "title"), [("青島市", "1", "a"), ("Q", "10", "b")], frozenset({1}))
    assert {cells(line[: line.rindex(" ")]) for line in lines} == {11}
