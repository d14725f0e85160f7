"""Nothing is counted in words for many where there may be one: `1 ties`."""

import ast
import re
from collections.abc import Iterator

import pytest

from builders.paths import PACKAGE
from cityties.analysis import counts
from cityties.errors import counted

NOUNS = (
    "arms cases cells characters claims columns crises dyads draws facts factors fields figures files histories keys "
    "lines mechanisms months nations pairs parameters places points processes replicates results rows runs scenarios "
    "settings shocks targets threads ties units values variants workers worlds years cities governments"
)
_MANY = re.compile(rf"\{{[^{{}}]*\}} (?:{'|'.join(NOUNS.split())})\b")
_PAGES = re.compile(r"(?<!of )\{[^{}]*\} (?:draws|replicates|histories|units|governments)\b")
BOUNDED = {
    "months": "36 or 12",
    "crisis": "the months of a crisis by their number",
    "lengths": "a list of numbers",
    "found": "cities of one name, which are asked for where there are several",
    "cases": "more than go into a batch",
    "units": "more than go into a batch",
    "lines": "more than are read",
    "kind": "a kind of shock",
    "owner": "a kind of shock",
    "value": "more letters than a text may have",
    "rows": "a name that stands in several rows",
    "n_nations": "a new world has two at least",
}
"""Counts that are never one where they are written out, and why."""


def _texts(kind: str) -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if type(node).__name__ == kind:
                yield f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}", node


def _is_bounded(value: ast.AST) -> bool:
    """Return whether a count is a constant, such as a limit, or is never one."""
    names = re.findall(r"\w+", ast.unparse(value))
    return any(name.isupper() or name in BOUNDED for name in names)


def test_a_message_counts_by_the_helper() -> None:
    found = []
    for place, node in _texts("JoinedStr"):
        assert isinstance(node, ast.JoinedStr)
        for value, after in zip(node.values, node.values[1:], strict=False):
            if isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant) and not _is_bounded(value):
                behind = str(after.value)
                found += [f"{place}: {ast.unparse(value.value)}{behind}"] if _MANY.match(f"{{n}}{behind}") else []
    assert not found, "write counted(n, noun):\n" + "\n".join(found)


def test_a_page_counts_in_both_forms() -> None:
    found = []
    for place, node in _texts("Call"):
        assert isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id in ("tr", "msg") and isinstance(node.args[0], ast.Constant):
            found += [f"{place}: {hit}" for hit in _PAGES.findall(str(node.args[0].value))]
    assert not found, "write trn(one, many, n):\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("n", "noun", "text"),
    [(1, "tie", "1 tie"), (0, "tie", "0 ties"), (1200, "city", "1,200 cities"), (2, "crisis", "2 crises")],
)
def test_one_thing_is_counted_as_one(n: int, noun: str, text: str) -> None:
    assert counted(n, noun) == text


def test_pages_count_one_draw_as_one() -> None:
    assert [counts.draws(n) for n in (1, 1600)] == ["1 draw", "1,600 draws"]
    assert [counts.replicates(1), counts.histories(1)] == ["1 replicate", "1 history"]
