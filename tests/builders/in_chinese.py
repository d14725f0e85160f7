"""Pages and figures in Chinese: what they say is taken down, and every run of English words in it is named."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from builders.paths import SCENARIOS
from builders.readable_text import ReadableText
from cityties.calibration.settling.declared import GROUPS
from cityties.figures import declared, style
from cityties.figures.processes import Painters
from cityties.scenario.keys import all_keys
from cityties.tables.language import spoken

CODE = re.compile(
    r"\w+\.[A-Z]{2} about [A-Z]{2}\.\w+|`[^`]*`|\{\w+\}|log-[UN]\(|\d[\w.+-]*|[A-Z]+\d+-\w+|\w+/|\w+\((?=[\".])"
    r"|[\w*<>{}-]*(?:[._/=][\w*<>{}+-]+)+(?::\s*\w+)?|--[\w-]+|\bcityties [a-z]+(?: [\w.-]+)*"
    r"|\b(?:[a-z]+-)*[0-9a-f]{8}\b"
)
"""Keys, files, addresses, options, commands and claims by their names, which are the same in every language."""
RUN = re.compile(r"[A-Za-z][A-Za-z'’-]+(?: +[A-Za-z][A-Za-z'’-]*)*")
CAPITALS = re.compile(r"[A-Z][A-Z0-9-]*[0-9a-f]*")
"""Symbols, codes of nations and sources."""
NAMES = frozenset(
    {
        *("CityTies", "Natural Earth", "Chen Wei", "Sobol", "Saltelli", "Morris", "Wilson", "Borgonovo", "Holm"),
        *(
            "Delta",
            "delta",
            "eta",
            "eps",
            "ln",
            "Ctrl",
            "JavaScript",
            "Parquet",
            "Python",
            "python",
            "mesa",
            "numba",
            "numpy",
            "pandas",
            "pyarrow",
            "pydantic",
            "README",
            "Mesa",
            "logit",
        ),
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


def read_through(page: Path, drawn: Iterable[str]) -> None:
    """Fail with the English on a page, or on the pages of a folder, and in the figures drawn for it.

    Words that are keys, values or names of files may stand alone, and so may what the toy world is made of.
    """
    pages = sorted(page.rglob("*.html")) if page.is_dir() else [page]
    assert pages
    kept = {path.stem for kind in ("csv", "parquet") for path in pages[0].parent.rglob(f"*.{kind}")}
    read = [piece for one in pages for piece in ReadableText(one.read_text(encoding="utf-8")).pieces]
    nothing_english([*drawn, *read], kept | known_words())


def known_words() -> set[str]:
    """Return keys of scenario files and their values, and what the toy world is made of."""
    keys = {part for key in all_keys().values() for part in (*key.path, *map(str, key.choices))}
    with (SCENARIOS / "worlds" / "toy" / "cities.csv").open(encoding="utf-8") as file:
        places = {name for row in csv.DictReader(file) for name in (row["city"], row["province"])}
    return (
        keys
        | places
        | {"poll", "invented", "historical", "east-asia", "toy", "apart", "mine", "true", "false", *GROUPS}
    )
