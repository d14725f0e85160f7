"""The documents agree with the repository: links and named files are there, and each scenario asks one question."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.paths import ROOT, SCENARIOS
from cityties.cli.commands_page import PLACE
from cityties.report.odd_tables import MANUAL, OF_DOCUMENTS, filled
from cityties.report.reference_pages import PAGES
from cityties.scenario.keys import keys_below
from cityties.scenario.reader import read_scenario

DOCUMENTS = sorted(
    {
        *ROOT.glob("*.md"),
        *(ROOT / "model").glob("*.md"),
        *(ROOT / "model" / "handbook").rglob("*.md"),
        *(ROOT / "runs").glob("*.md"),
        *(ROOT / "tests").rglob("*.md"),
        *SCENARIOS.rglob("*.md"),
    }
)
SHIPPED = sorted(file for file in SCENARIOS.rglob("*.yaml") if file.name not in ("claims.yaml", "observables.yaml"))
FILE = re.compile(r"(?:[\w-]+/)+[\w.-]+\.(?:py|md|csv|yaml|c|png|toml|css)")
MADE_BY_THE_READER = ("mine", "calmer", "NAME", "schema", "compare")
"""Names of files in examples, which the reader is to make."""
MADE_BY_THE_BUILD = {*PAGES, PLACE, "figures/buffer-index.svg", "figures/sweep-buffer_36.svg"}
"""Pages and figures of the handbook that are there only in the site."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """Return a document without its blocks of code, whose names are examples."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def links(path: Path) -> Iterator[tuple[str, str]]:
    """Yield file and section of each link into the repository."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if "://" not in target:
            file, _, section = target.partition("#")
            yield file, section


def sections(path: Path) -> set[str]:
    """Return the names by which GitHub links to the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", prose(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named_files(path: Path) -> Iterator[str]:
    """Yield the paths that a document names between backticks."""
    for written in re.findall(r"`([^`\n]+)`", prose(path)):
        if FILE.fullmatch(written) and not any(part in written for part in MADE_BY_THE_READER):
            yield written


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_to_a_file_and_a_section_of_it(document: Path) -> None:
    for file, section in links(document):
        target = document.parent / file if file else document
        if f"{target.parent.name}/{target.name}" in MADE_BY_THE_BUILD:
            continue
        assert target.exists(), f"{name(document)} links to {file}"
        assert not section or section in sections(target), f"{name(document)} links to {file}#{section}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_file_named_in_a_document_is_there(document: Path) -> None:
    for file in named_files(document):
        near = (document.parent / file, ROOT / file, ROOT / "model" / "cityties" / file)
        assert any(place.exists() for place in near), f"{name(document)} names {file}"


def files_made(path: Path) -> set[str]:
    """Return the files that a reader who follows a document writes, or has written by ``cityties new``."""
    text = path.read_text(encoding="utf-8")
    titled = re.findall(r'^```\w+ title="([^"]+)"$', text, flags=re.MULTILINE)
    return {*titled, *(f"scenarios/{new}.yaml" for new in re.findall(r"^cityties new ([\w/]+)", text, re.MULTILINE))}


def test_no_document_overwrites_what_another_had_its_reader_write() -> None:
    """One folder is enough for all pages, in any order: a second file of one name would also confuse the results."""
    first: dict[str, str] = {}
    for document in DOCUMENTS:
        if document.suffix == ".md" and ".zh" not in document.suffixes:  # a translation writes the same files
            for file in files_made(document):
                assert file not in first, f"{name(document)} and {first[file]} both write {file}"
                first[file] = name(document)
    assert first["scenarios/calmer.yaml"] == "README.md"


def test_a_link_to_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One Heading, twice\n[a](b.md#c) and [d](https://e.org) and `f/g.py`\n```\n[h](i.md)\n```\n")
    assert list(links(page)) == [("b.md", "c")]
    assert sections(page) == {"one-heading-twice"}
    assert list(named_files(page)) == ["f/g.py"]


@pytest.mark.parametrize("document", OF_DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_lists_what_is_declared_as_the_code_has_it(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert filled(text, OF_DOCUMENTS[document]) == text, "run `python -m cityties.report.odd_tables`"


def test_the_manual_explains_every_section_of_a_scenario_file() -> None:
    text = MANUAL.read_text(encoding="utf-8").split("<!-- keys: generated -->")[0]
    assert [key for key in keys_below(()) if key != "name" and f"`{key}`" not in text] == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(SCENARIOS)))
def test_a_shipped_scenario_asks_one_question_under_a_short_title(file: Path) -> None:
    scenario = read_scenario(file)
    inside = re.sub(r"\([^)]*\)", "", scenario.question)[:-1]
    assert scenario.question.endswith("?")
    assert not re.search(r"[?!]|\. ", inside), scenario.question
    assert len(scenario.title) <= 70
    assert not scenario.title.endswith((".", "?"))


def unguarded_schedulers(text: str) -> list[str]:
    """Return the lines of code and the sentences that start a Dask scheduler on every interface without encryption."""
    code = "\n".join(re.findall(r"^```.*?^```", text, flags=re.MULTILINE | re.DOTALL)).splitlines()
    sentences = re.split(r"(?<=[.:;])\s", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    shown = [part for part in (*code, *sentences) if "dask scheduler" in part]
    return [part for part in shown if "--host 127.0.0.1" not in part and "tls" not in part]


def test_a_scheduler_is_shown_only_as_it_is_safe() -> None:
    sources = [*DOCUMENTS, *sorted((ROOT / "model" / "cityties").rglob("*.py"))]
    found = {name(path): unguarded_schedulers(path.read_text(encoding="utf-8")) for path in sources}
    assert {path: parts for path, parts in found.items() if parts} == {}


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("```bash\ndask scheduler &\n```\n", 1),
        ("```bash\ndask scheduler --host 127.0.0.1\n```\n", 0),
        ("```bash\ndask scheduler --protocol tls\n```\n", 0),
        ("Start one with `dask scheduler`.", 1),
        ("Start it so: `dask scheduler --host 0.0.0.0`.", 1),
    ],
)
def test_a_scheduler_open_to_all_is_found(text: str, n: int) -> None:
    assert len(unguarded_schedulers(text)) == n
