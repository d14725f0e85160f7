"""Pages and figures in Chinese: what they say is taken down, and every run of English words in it is named."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from builders.readable_text import ReadableText
from cityties.figures import declared, style
from cityties.figures.processes import Painters
from cityties.tables.language import spoken

CODE = re.compile(
    r"\w+\.[A-Z]{2} about [A-Z]{2}\.\w+|`[^`]*`|\{\w+\}|log-[UN]\(|\d[\w.+-]*|[A-Z]+\d+-\w+|\w+/|\w+\((?=[\".])"
    r"|[\w*<>{}-]*(?:[._/=][\w*<>{}+-]+)+(?::\s*\w+)?|--[\w-]+|\bcityties [a-z]+(?: [\w.-]+)*"
    r"|\b(?:[a-z]+-)?[0-9a-f]{8}\b"
)
"""Keys, files, addresses, options, commands and claims by their names, which are the same in every language."""
RUN = re.compile(r"[A-Za-z][A-Za-z'’-]+(?: +[A-Za-z][A-Za-z'’-]*)*")
CAPITALS = re.compile(r"[A-Z][A-Z0-9-]*[0-9a-f]*")
"""Symbols, codes of nations and sources."""
NAMES = frozenset(
    {
        *("CityTies", "Natural Earth", "Chen Wei", "Sobol", "Saltelli", "Morris", "Wilson", "Borgonovo", "Holm"),
        *("Delta", "delta", "eta", "eps", "ln", "Ctrl", "JavaScript", "Parquet", "Python", "README", "Mesa", "logit"),
    }
)
"""People, works and programs, and what is called so in Chinese texts too."""


@contextmanager
def chinese() -> Iterator[list[str]]:
    """Speak Chinese within a block, and yield a list that takes in every text of every figure drawn in it."""
    texts: list[str] = []
    rendered = style.rendered

    def noting(figure: Figure) -> dict[str, bytes]:
        files = rendered(figure)
        texts.extend(one.get_text() for one in figure.findobj(Text) if isinstance(one, Text) and one.get_visible())
        return files

    with pytest.MonkeyPatch.context() as patch, spoken("zh"):
        patch.setattr(declared, "rendered", noting)
        patch.setattr(Painters, "_begin", lambda *_: None)
        yield texts


def nothing_english(texts: Iterable[str], keys: Iterable[str] = ()) -> None:
    """Fail with every run of English words in texts; ``keys`` are words that stand for files where they stand alone."""
    allowed = {*NAMES, *keys}
    found: dict[str, str] = {}
    for text in texts:
        for run in RUN.findall(CODE.sub("\N{MIDDLE DOT}", text)):
            if run not in allowed and not CAPITALS.fullmatch(run):
                found.setdefault(run, text)
    assert not found, "\n".join(f"{run!r} in {text[:160]!r}" for run, text in found.items())


def pieces(page: Path) -> list[str]:
    """Return what a person reads on a page."""
    return ReadableText(page.read_text(encoding="utf-8")).pieces
