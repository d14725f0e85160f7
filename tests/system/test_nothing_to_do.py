"""Asked again for what is there, a run or batch reads, draws and writes nothing; what is damaged is made again."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from builders.paths import SCENARIOS
from cityties.cli.main import app
from cityties.report import batch_page, claims_page, page

CLAIMS = """\
scenario: {folder}/toy.yaml
crises: [EM-WM 2012-04]
deciding: {{escalation: [over_compliance]}}
worlds:
  history: {{shocks: both}}
claims:
  H1: {{statement: Ties soften bad times, estimand: buffer}}
  H9: {{statement: Nobody knows, not_tested: nothing here could}}
"""
TOY = str(SCENARIOS / "toy.yaml")


def asked(command: str, runs: Path, *words: str) -> Result:
    answer = CliRunner().invoke(app, [command, TOY, "--replicates", "2", "--out", str(runs), *words])
    assert answer.exit_code == 0, answer.output
    return answer


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return time and bytes of every file."""
    return {
        str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.parametrize("command", ["run", "batch"])
def test_a_second_call_draws_and_writes_nothing(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = asked(command, tmp_path)
    before = files(tmp_path)

    def fails(*_: object) -> None:
        raise AssertionError("summed up and drawn again")

    monkeypatch.setattr(page, "write_report", fails)
    monkeypatch.setattr(batch_page, "write_batch", fails)
    second = asked(command, tmp_path)
    assert "Nothing to do" in second.stderr
    assert second.stdout == first.stdout
    assert files(tmp_path) == before


def test_a_table_that_was_deleted_and_a_figure_that_was_damaged_are_made_again(tmp_path: Path) -> None:
    folder = Path(asked("run", tmp_path).stdout.strip())
    table, figure = folder / "tables" / "crises.csv", folder / "figures" / "relations.svg"
    kept = table.read_bytes(), figure.read_bytes()
    table.unlink()
    figure.write_bytes(b"<svg/>")
    assert "Nothing to do" not in asked("run", tmp_path).stderr
    assert (table.read_bytes(), figure.read_bytes()) == kept


def test_other_amounts_are_not_taken_for_the_same(tmp_path: Path) -> None:
    asked("run", tmp_path)
    assert "Nothing to do" not in asked("run", tmp_path, "--seed", "5").stderr


def test_claims_asked_again_are_printed_from_their_tables_and_a_deleted_table_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, runs = tmp_path / "claims.yaml", tmp_path / "runs"
    file.write_text(CLAIMS.format(folder=SCENARIOS), encoding="utf-8")
    words = ["claims", str(file), "--draws", "2", "--out", str(runs)]
    first = CliRunner().invoke(app, words)
    assert first.exit_code == 0, first.output
    before = files(runs)

    def fails(*_: object) -> None:
        raise AssertionError("drawn again")

    with monkeypatch.context() as patched:
        patched.setattr(claims_page, "write_claims", fails)
        second = CliRunner().invoke(app, words)
    assert second.exit_code == 0, second.stderr
    assert "Nothing to do" in second.stderr
    assert (second.stdout, files(runs)) == (first.stdout, before)
    table = next(runs.glob("claims-*/tables/power.csv"))
    kept = table.read_bytes()
    table.unlink()
    third = CliRunner().invoke(app, words)
    assert (third.exit_code, third.stdout, table.read_bytes()) == (0, first.stdout, kept)
