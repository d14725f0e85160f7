"""``cityties sensitivity`` on a small world: tables, page, what is taken over, and what is refused."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from builders.in_chinese import chinese, read_through
from cityties.calibration.sensitivity.factors import CHANCE, REST
from cityties.cli.main import app

WORDS = ("sensitivity", "toy", "--samples", "8", "--factors", "3", "--constants", "8", "--quiet")


def call(*words: str) -> Result:
    return CliRunner().invoke(app, words, prog_name="cityties")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def folder(runs: Path) -> Path:
    result = call(*WORDS, "--out", str(runs))
    assert result.exit_code == 0, result.output
    return Path(result.stdout.splitlines()[-1])


def test_the_last_line_is_the_folder_and_it_holds_tables_figure_and_page(folder: Path) -> None:
    assert {path.name for path in (folder / "tables").iterdir()} == {
        "indices.csv", "screening.csv", "outcomes.csv", "constants.csv", "columns.csv",
    }  # fmt: skip
    assert (folder / "figures" / "sensitivity-indices.svg").is_file()
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "chance" in page
    assert "Nothing here comes from history" in page
    table = pd.read_csv(folder / "tables" / "indices.csv")
    told = dict(zip(table["outcome"].unique(), page.split("<dt>")[1:], strict=False))
    for outcome, rows in table[table["factor"] != REST].groupby("outcome"):
        in_words = told[outcome].split("</dd>", 1)[0]
        assert ("Turns on" in in_words) is bool((rows["low"] > 0.0).any()), in_words


def test_indices_have_a_row_for_every_factor_alone_chance_and_the_rest(folder: Path) -> None:
    table = pd.read_csv(folder / "tables" / "indices.csv")
    assert list(table.columns[:6]) == ["outcome", "factor", "first", "total", "low", "high"]
    for _, rows in table.groupby("outcome"):
        assert len(rows) == 5
        assert {CHANCE, REST} < set(rows["factor"])
    meanings = pd.read_csv(folder / "tables" / "columns.csv")
    assert set(table.columns) == set(meanings.loc[meanings["table"] == "indices", "column"])


def test_the_same_command_computes_nothing_again_and_gives_the_same_table(folder: Path, runs: Path) -> None:
    parts = {path: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()}
    table = (folder / "tables" / "indices.csv").read_bytes()
    assert call(*WORDS, "--out", str(runs)).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()} == parts
    assert (folder / "tables" / "indices.csv").read_bytes() == table


def test_another_outcome_of_the_same_rows_is_screened_without_computing(folder: Path, runs: Path) -> None:
    before = {path for path in (folder / "parts").iterdir() if path.name.startswith("morris")}
    result = call(*WORDS, "--out", str(runs), "--outcome", "exchange")
    assert Path(result.stdout.splitlines()[-1]) == folder
    assert {path for path in (folder / "parts").iterdir() if path.name.startswith("morris")} == before
    assert set(pd.read_csv(folder / "tables" / "indices.csv")["outcome"]) == {"exchange"}


def test_constants_change_a_share_of_the_labels(folder: Path) -> None:
    table = pd.read_csv(folder / "tables" / "constants.csv").dropna()
    assert (table["low"] <= table["label_changed"] + 1e-12).all()
    assert (table["label_changed"] <= table["high"] + 1e-12).all()
    assert (table["sign_changed"] <= table["label_changed"] + 1e-12).all()
    assert (table["value"] != table["default"]).all()


def test_the_folder_says_what_was_asked_for_and_by_which_code(folder: Path) -> None:
    study = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    assert study["kind"] == "sensitivity"
    assert study["asked"]["samples"] == 8
    assert study["history"][0]["code"]["model"]


def test_it_is_listed_and_can_be_deleted(folder: Path, runs: Path) -> None:
    listed = call("list", "--runs", str(runs), "--json")
    assert [one["kind"] for one in json.loads(listed.stdout)] == ["sensitivity"]
    assert call("rm", folder.name, "--runs", str(runs), "--yes").exit_code == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--samples", "100"), "--samples 100: takes a power of 2, such as 128."),
        (("--outcome", "dept"), "--outcome dept: no such outcome. Did you mean 'depth'?"),
        (("--crisis", "XX 2000-01"), "--crisis XX 2000-01: no such crisis of two nations in toy."),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    result = call("sensitivity", "toy", *words, "--out", str(tmp_path))
    assert result.exit_code == 2
    assert result.stderr.startswith(message)
    assert len(result.stderr.splitlines()) == 1


def test_in_chinese_no_english_is_left(folder: Path, runs: Path) -> None:
    with chinese() as drawn:
        assert call(*WORDS, "--out", str(runs)).exit_code == 0
    read_through(folder, drawn)
