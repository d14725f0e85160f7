"""The handbook as a site: built by one command without a warning, complete, and in need of no network."""

import os
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest
import typer

from builders.browser import browser_program, chromium
from builders.paths import ROOT
from cityties.claims.estimands import ESTIMANDS
from cityties.cli.commands_page import commands_page, described
from cityties.cli.main import app
from cityties.experiment.columns import OF_TABLE, SHARED
from cityties.experiment.outcomes import OUTCOMES
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.kernel.record import DyadMeasure
from cityties.report.reference_pages import BESIDE, reference_pages
from cityties.scenario.keys import all_keys
from cityties.tables.declared_model import TABLES

pytest.importorskip("mkdocs")
LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=["']?(?:https?:)?//|"""
    r"""<link\b(?=[^>]*\brel=["']?(?:stylesheet|preload|preconnect|icon|modulepreload))[^>]*\bhref=["']?(?:https?:)?//"""
)
"""Tags by which a browser asks another machine; a link that people may click is none."""
OF_STYLE = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built as CI and people build it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return folder


def declared() -> dict[str, set[str]]:
    """Return the names that each page of the reference must hold."""
    group: typing.Any = typer.main.get_command(app)
    in_tables = {column.name for table in (*TABLES, *BESIDE) for column in table.columns}
    of_results = {column for own in OF_TABLE.values() for column in own} | SHARED.keys()
    listed_apart = ("parameters", "mechanisms")
    return {
        "keys": {key.text for key in all_keys().values() if key.path[0] not in listed_apart},
        "parameters": {*DECLARED, *MECHANISMS},
        "measures": {*OUTCOMES, *(measure.column for measure in DyadMeasure)},
        "estimands": {*ESTIMANDS},
        "tables": in_tables,
        "columns": of_results,
        "commands": {word for _, one in described(group) for parameter in one.params for word in parameter.opts[:1]},
    }


@pytest.mark.parametrize("page", declared())
def test_everything_declared_is_on_its_page(page: str) -> None:
    pages = {**reference_pages(), "reference/commands.md": commands_page()}
    text = pages[f"reference/{page}.md"]
    known = set(re.findall(r"`\[?([^`\]]+)\]?`", text))
    assert {one for one in declared()[page] if one not in known and one.upper() not in known} == set()


def test_every_command_has_a_heading() -> None:
    group: typing.Any = typer.main.get_command(app)
    text = commands_page()
    assert [name for name, _ in described(group) if f"\n## {name}\n" not in text] == []


def test_the_site_is_built_without_a_warning_and_holds_every_page(site: Path) -> None:
    pages = [path.relative_to(ROOT / "model" / "handbook") for path in (ROOT / "model" / "handbook").rglob("*.md")]
    assert [page for page in pages if not (site / page).with_suffix(".html").is_file()] == []
    assert sorted(path.name for path in (site / "figures").iterdir()) == ["buffer-index.svg", "sweep-buffer_36.svg"]


def test_nothing_is_loaded_from_another_machine(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert not LOADED.search(page.read_text(encoding="utf-8")), page
    for sheet in (*site.rglob("*.css"), *site.rglob("*.svg")):
        assert not OF_STYLE.search(sheet.read_text(encoding="utf-8")), sheet
    assert LOADED.search('<script src="https://example.org/a.js">')
    assert LOADED.search('<link rel="stylesheet" href="//example.org/a.css">')


def test_the_keys_are_listed_once_and_links_into_the_repository_stay_within_the_site(site: Path) -> None:
    text = (site / "repository" / "scenarios" / "index.html").read_text(encoding="utf-8")
    assert "design.until.half_width" not in text
    assert 'href="../../reference/keys.html"' in text
    assert 'href="../../tutorial.html"' in text


@pytest.mark.skipif(browser_program() is None, reason="needs Chromium")
def test_opened_from_a_file_the_site_asks_no_network_and_its_search_finds(site: Path) -> None:
    with chromium(str(browser_program())) as new_tab:
        tab = new_tab()
        tab.open((site / "tutorial.html").as_uri())
        tab.wait("document.readyState === 'complete'")
        tab.run("document.querySelector('[data-md-toggle=search]').click()")
        tab.focus("input.md-search__input")
        tab.type("over_compliance")
        tab.press("End")  # the search listens to keys, which text put in by a program has none of
        tab.wait("document.querySelectorAll('.md-search-result__item').length")
        assert [url for url in tab.requests if url.startswith(("http:", "https:", "ws:"))] == []
        assert tab.console == []


def test_a_page_shows_what_looks_like_a_tag_as_it_is(site: Path) -> None:
    assert "nations.&lt;nation&gt;" in (site / "reference" / "keys.html").read_text(encoding="utf-8")


def test_every_formula_of_the_description_is_shown_without_a_script(site: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / "model" / "ODD.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    formulas = len(re.findall(r"\$\$.+?\$\$|\$[^$]+\$", text, re.DOTALL))
    page = (site / "repository" / "model" / "ODD.html").read_text(encoding="utf-8")
    shown = re.findall(r"<math.*?</math>", page, re.DOTALL)
    assert len(shown) == formulas > 400
    outside = re.sub(r"<math.*?</math>|<code>.*?</code>", "", page, flags=re.DOTALL)
    assert not re.search(r"FORMULA\d|\\begin|\$\S[^$\n]*\$", outside)
    assert not any("<mi>&</mi>" in one or "begin" in one for one in shown)
