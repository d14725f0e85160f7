"""The pages that quote results: what is wrong with their figures, and how they are moved."""

from collections.abc import Iterator
from functools import cache, partial
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from builders.paths import ROOT
from reference.quotations import Passage, Quotation, read, unquoted

FRONT, CHINESE, MANUAL, ODD = "README.md", "README.zh.md", "model/README.md", "model/ODD.md"
QUOTED = Path(__file__).with_name("quoted.yaml")
PASSAGES = (
    Passage(FRONT, "**The answer is: inconclusive.**", "## Start"),
    Passage(CHINESE, "**答案是：未决。**", "## 开始"),
    Passage(MANUAL, "rules and priors imply, not what history says**", "Guide to its page"),
    Passage(MANUAL, "`holdout` fits to what was recorded", "A world of your own needs"),
    Passage(ODD, "*What came out*", "*Default and fit.*"),
)
"""Parts of pages in which a figure that is not quoted from a result is a fault."""


@cache
def _listed() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(QUOTED)
    return found


@cache
def quotations() -> tuple[Quotation, ...]:
    """Return all quotations, in the order of the file that lists them."""
    pages = _listed()["quotations"].items()
    return tuple(_read(page, one["words"], one["figures"].split()) for page, listed in pages for one in listed)


def plain() -> list[str]:
    """Return words whose numbers come from no result."""
    return list(_listed()["plain"])


def _read(page: str, words: str, figures: list[str]) -> Quotation:
    result, function = figures[0].split(".")
    compute = getattr(import_module(f"reference.figures_of_{result}"), function)
    return Quotation(page, words, partial(compute, *figures[1:]))


def faults() -> Iterator[str]:
    """Yield one line for each quotation that does not say what is kept, and for each number that is not quoted."""
    for one in quotations():
        yield from one.faults(read(one.page))
    for passage in PASSAGES:
        for found in unquoted(passage, quotations(), plain()):
            yield f"{passage.page}: quoted from no result: {found}"


def move() -> Iterator[str]:
    """Write the figures that are kept into all pages; yield the pages that changed."""
    for page, found in groupby(quotations(), lambda one: one.page):
        before = text = read(page)
        for one in found:
            text = one.moved(text)
        if text != before:
            (ROOT / page).write_text(text, encoding="utf-8")
            yield f"{page}: figures moved"
