"""TRACE has its eight elements, each with its weak side, and its figures stand on the pages that it links to."""

import re

import pytest

from builders.paths import ROOT

TRACE = ROOT / "model" / "TRACE.md"
LIMITS = ROOT / "model" / "handbook" / "limits.md"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
ROWS = [line for line in TRACE.read_text(encoding="utf-8").splitlines() if re.match(r"\| .*\]\([^)]+\) \|$", line)]
ELEMENTS = (
    "Problem formulation",
    "Model description",
    "Data evaluation",
    "Conceptual model evaluation",
    "Implementation verification",
    "Model output verification",
    "Model analysis",
    "Model output corroboration",
)


def test_every_element_is_there_with_its_weak_side() -> None:
    parts = TRACE.read_text(encoding="utf-8").split("\n## ")[1:]
    assert [part.splitlines()[0] for part in parts] == [f"{place}. {name}" for place, name in enumerate(ELEMENTS, 1)]
    assert all("**Weak:**" in part for part in parts)


@pytest.mark.parametrize("row", ROWS)
def test_a_figure_stands_on_the_page_that_the_row_links_to(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    link = re.search(r"\]\(([^)#]+)", cells[-1])
    assert link
    page = set(NUMBER.findall((TRACE.parent / link[1]).read_text(encoding="utf-8")))
    missing = [number for number in NUMBER.findall(cells[-2]) if number not in page]
    assert not missing, f"{missing} of '{cells[0]}' is not in {link[1]}"


def test_the_limits_are_ten_sentences() -> None:
    text = LIMITS.read_text(encoding="utf-8")
    numbered = [" ".join(one.split()) for one in re.findall(r"^\d+\. (.*(?:\n   .*)*)", text, re.MULTILINE)]
    assert len(numbered) == 10
    assert all(len(re.findall(r"[.!?](?: |$)", one)) == 1 for one in numbered)
