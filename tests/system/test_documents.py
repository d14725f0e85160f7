"""What README.md and model/README.md show can be done as it is written there."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from builders.paths import ROOT, SCENARIOS
from cityties.cli.main import app

FRONT, MANUAL = ROOT / "README.md", ROOT / "model" / "README.md"
MOST_LINES = 100
FEW = "2"


def blocks(page: Path, kind: str = "") -> list[str]:
    """Return the blocks of code of a page."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the scenarios, in which the program is called."""
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_front_page_is_short_and_links_to_what_is_there() -> None:
    text = FRONT.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    for page in (FRONT, MANUAL, ROOT / "runs" / "README.md"):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_the_two_commands_stand_on_the_front_page() -> None:
    commands = [line for block in blocks(FRONT) for line in block.splitlines()]
    assert commands[:2] == [
        "python3 -m pip install uv && python3 -m uv run cityties run scenarios/historical.yaml",
        "python3 -m pip install uv && python3 -m uv run pytest",
    ]


def test_the_three_minutes_can_be_done_as_written(clone: Path) -> None:
    path = next(block for block in blocks(FRONT) if "cityties compare s090 calmer" in block)
    outputs: dict[str, str] = {}
    for line in path.splitlines():
        words = shlex.split(line, comments=True)
        if words[0] == "echo":
            file = clone / words[-1]
            file.write_text(f"{file.read_text(encoding='utf-8')}{words[1]}\n", encoding="utf-8")
            continue
        words = [FEW if before == "--replicates" else word for before, word in zip(["", *words], words, strict=False)]
        answer = CliRunner().invoke(app, words[1:])
        assert answer.exit_code == 0, answer.output
        outputs[words[1]] = answer.output
    assert "parameters.over_compliance: 3; 0 in " in outputs["compare"]
    page = Path(outputs["compare"].splitlines()[-1])
    assert (clone / page).is_file()


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize("page", [FRONT, MANUAL], ids=["front", "manual"])
def test_python_on_a_page_runs(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks(page, "python")
    exec(compile(code.replace("replicates=40", f"replicates={FEW}"), str(page), "exec"), {})
    assert "Nagoya" in capsys.readouterr().out


def test_every_command_on_a_page_is_one_of_the_program() -> None:
    listed = CliRunner().invoke(app, ["--help"]).output
    for page in (FRONT, MANUAL):
        for block in blocks(page):
            for name in re.findall(r"^cityties ([a-z-]+)", block, re.MULTILINE):
                assert re.search(rf"^  {name} ", listed, re.MULTILINE), f"{page.name} names {name}"
