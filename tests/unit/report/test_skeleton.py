"""Every page has the same frame: answer, contents of all its sections, and where its numbers come from."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from cityties.figures.drawn import DrawnFigure
from cityties.report import skeleton
from cityties.report.skeleton import Frame, embedded, origin, version_of, write_page
from cityties.report.table_section import TableSection

CODE = {"cityties": "1.2", "commit": "c" * 40, "changed_since_commit": True, "model": "m" * 64}
FIGURE = DrawnFigure("plots", "one", "A figure", "Falls to -0.5, by 5 %", "Line at -0.5", "svg", b"<svg/>", 5.0, "en")
CHANGE = {"name": "other", "base": "plain", "rows": []}
GROUP = {"crisis": "AA-BB 2012-09", "open": True, "rows": []}
EXTRA = TableSection("ranking", "What matters most", ("Parameter", "Rank"), [("outreach", "0.5")])
COMPARISON = {
    "failures": (), "most_beside": 3, "cases": [], "answer": ["No."], "notes": [], "settings": [], "groups": [GROUP],
    "changes": [CHANGE], "pairing": [], "matrices": [], "extra": [EXTRA], "grouped": [], "worlds": [], "partings": [],
    "swept": [], "amounts": "", "effects_table": "effects",
}  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> str:
    frame = Frame("Kind", "A <title>", "What?", origin=origin("s", "2 replicates", 7, "w", {"code": CODE}))
    return write_page(tmp_path / "p.html", "comparison.html", frame, [FIGURE], **COMPARISON).read_text("utf-8")


def test_the_contents_list_every_section_and_lead_to_it(page: str) -> None:
    sections = re.findall(r'<section[^>]* aria-labelledby="([^"]+)"', page)
    listed = re.findall(r'<li><a href="#([^"]+)"', page)
    assert sections == ["answer", *listed]
    assert {"buffers", "ranking", "plots", "effects", "origin"} <= set(listed)
    assert all(f'id="{slug}"' in page for slug in sections)


def test_text_is_escaped_and_figures_are_carried_inside(page: str) -> None:
    assert "A &lt;title&gt;" in page
    assert 'src="data:image/svg+xml;base64,PHN2Zy8+"' in page
    assert page.count('id="figure-one"') == 1


def test_a_page_without_figures_sends_nobody_to_a_folder_of_them(page: str, tmp_path: Path) -> None:
    bare = write_page(tmp_path / "p.html", "comparison.html", Frame("Kind", "Title", "What?"), [], **COMPARISON)
    assert "<code>figures/</code>" in page
    assert "<code>figures/</code>" not in bare.read_text("utf-8")


def test_a_figure_that_no_section_shows_is_refused_and_not_left_out(tmp_path: Path) -> None:
    lost = replace(FIGURE, section="nowhere")
    with pytest.raises(ValueError, match=r"one \(nowhere\)"):
        write_page(tmp_path / "p.html", "comparison.html", Frame("Kind", "Title", "What?"), [lost], **COMPARISON)


def test_captions_have_a_true_minus_and_percent_signs_that_stay_with_their_numbers() -> None:
    shown = embedded(FIGURE)
    assert shown["caption"] == "Falls to \N{MINUS SIGN}0.5, by 5\N{NO-BREAK SPACE}%"
    assert shown["width"] == "30.0rem"


def test_the_version_names_commit_later_changes_and_model() -> None:
    assert Markup(version_of(CODE)).striptags() == "1.2, commit cccccccccccc with later changes, model mmmmmmmmmmmm"
    assert version_of({}) == ""


def test_where_numbers_come_from_leaves_out_what_is_not_known() -> None:
    terms = [term for term, _ in origin("s", "2 replicates", 7, "", {})]
    assert terms == ["Scenario", "Computed", "Seed"]


def test_a_page_is_dark_where_the_reader_wants_it_and_light_in_print() -> None:
    style = (Path(skeleton.__file__).parent / "style.css").read_text("utf-8")
    assert "prefers-color-scheme: dark" in style
    colours = set(re.findall(r"var\((--\w+)\)", style)) - {"--natural"}  # stated by each figure
    assert colours <= set(re.findall(r"(--\w+):", style))
