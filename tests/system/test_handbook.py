"""The handbook: every block of its pages does what the page says, and no page is longer than people read."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builders.handbook_blocks import Reader, blocks_of, is_output
from builders.paths import ROOT, SCENARIOS

HANDBOOK = ROOT / "model" / "handbook"
PAGES = sorted(path for path in HANDBOOK.rglob("*.md"))
MOST_LINES = {"tutorial.md": 300, "gallery.md": 500}  # an entry a scenario, to be looked at and not read through
MOST_LINES_OF_A_GUIDE = 150


def name(path: Path) -> str:
    return path.relative_to(HANDBOOK).as_posix()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of a reader."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITYTIES_RUNS", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("MPLBACKEND", "agg")
    return tmp_path


def follow(page: Path, folder: Path, slow: bool) -> None:
    """Do what a page says, without its slow blocks or with them."""
    reader, skipped, text = Reader(folder), False, page.read_text(encoding="utf-8")
    if "cityties init\n" not in text:
        shutil.copytree(SCENARIOS, folder / "scenarios", ignore=shutil.ignore_patterns("runs"))
    for block in blocks_of(text):
        skipped = (block.how == "slow" and not slow) or (skipped and block.kind == "text")
        if not skipped:
            reader.follow(block)


RUN = [path for path in PAGES if "```" in path.read_text(encoding="utf-8")]
SLOW = [path for path in RUN if "<!-- slow -->" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", RUN, ids=name)
def test_what_a_page_shows_can_be_done_as_written(page: Path, folder: Path) -> None:
    follow(page, folder, slow=False)


@pytest.mark.slow
@pytest.mark.parametrize("page", SLOW, ids=name)
def test_what_a_page_shows_can_be_done_with_all_that_takes_long(page: Path, folder: Path) -> None:
    follow(page, folder, slow=True)


def test_the_figures_of_the_tutorial_are_those_that_its_commands_make() -> None:
    command = [sys.executable, str(HANDBOOK / "site" / "figures.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_is_no_longer_than_people_read(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES.get(name(page), MOST_LINES_OF_A_GUIDE)


def test_no_page_repeats_another() -> None:
    """Sentences of more than eight words stand once in the handbook and the manuals."""
    manuals = [ROOT / "README.md", ROOT / "model" / "README.md", ROOT / "runs" / "README.md", SCENARIOS / "README.md"]
    seen: dict[str, Path] = {}
    for page in (*manuals, *PAGES):
        prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for sentence in {" ".join(part.split()) for part in re.split(r"(?<=[.!?])\s|\n\n|\|", prose)}:
            if len(sentence.split()) > 8 and not sentence.startswith(("-", "[")):
                assert sentence not in seen, f"{page.name} repeats {seen[sentence].name}: {sentence}"
                seen[sentence] = page


def test_a_wrong_page_is_noticed(tmp_path: Path) -> None:
    page = "```bash\necho one two\n```\n\n```text\none three\n```\n"
    command, shown = blocks_of(page)
    reader = Reader(tmp_path)
    reader.follow(command)
    with pytest.raises(AssertionError, match="one two"):
        reader.follow(shown)
    with pytest.raises(AssertionError, match="indented"):
        blocks_of("```\nls\n```\n")
    assert is_output("a\nDrawing ...\nb\n", "a\nb\n")
    assert is_output("a\nb\nc 3 s\n", "a\n...\nc ... s\n")
    assert not is_output("a\nb\nc 3 s\n", "a\nc ... s\n")
