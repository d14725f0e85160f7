"""Pages on a telephone and on paper: no table is wider than either, and every number keeps the head of its column."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders.browser import Tab, browser_program, chromium
from builders.runs_on_disk import computed
from cityties.report.page import write_report

WIDE = """[...document.querySelectorAll('.scroll')].filter((box) => box.querySelector('table')
  && box.scrollWidth > box.clientWidth + 1).map((box) => box.dataset.label)"""
UNNAMED = """[...document.querySelectorAll('table.fold tbody td')].filter((cell) => cell.textContent.trim()
  && !cell.dataset.l).length"""
FOLDED = "document.querySelectorAll('table.fold').length"
DEPTH = """[...document.querySelectorAll('table.fold td')].map((cell) => cell.dataset.l).find((head) =>
  head && head.startsWith('Depth') && head.includes(','))"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(computed(tmp_path_factory.mktemp("narrow")))


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    program = browser_program()
    if program is None:
        pytest.skip("no Chromium here")
    with chromium(program) as new_tab:
        yield new_tab()


def opened(tab: Tab, page: Path, width: int) -> Any:
    tab.look(width, 900)
    tab.open(page.as_uri())
    tab.wait("document.readyState === 'complete'")
    return tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; }); 1")


def test_a_table_that_does_not_fit_becomes_a_list_with_the_heads_of_its_columns(tab: Tab, page: Path) -> None:
    opened(tab, page, 390)
    tab.wait(f"{FOLDED} > 2")
    tab.wait(f"({WIDE}).length === 0")
    assert tab.run(UNNAMED) == 0
    assert tab.run(DEPTH) in ("Depth (R), with", "Depth (R), with ties")  # a head of two rows


def test_on_a_wide_screen_tables_stay_tables(tab: Tab, page: Path) -> None:
    opened(tab, page, 1280)
    assert tab.run("getComputedStyle(document.querySelector('table.wide td')).display") == "table-cell"


def test_on_paper_no_table_is_cut_off(tab: Tab, page: Path) -> None:
    opened(tab, page, 794)  # A4
    tab.call("Emulation.setEmulatedMedia", media="print")
    tab.run("document.body.style.width = '688px'; 1")  # less its margins
    assert tab.run(WIDE) == []
    tab.call("Emulation.setEmulatedMedia", media="")
