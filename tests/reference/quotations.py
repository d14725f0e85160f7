"""Quotations: sentences of a page whose figures come from results that are kept, and how they are held and moved."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from builders.paths import ROOT

CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
"""Between such characters a line may break without a space."""
FIGURE = r"((?>-?\d+(?:,\d{3})*(?:\.\d+)?|[零一两三四五六七八九十]|[A-Za-z][\w-]*))"
"""A number or a word, whole."""
NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Quotation:
    """Words of a page with places for figures, as in ``str.format``, and what fills the places.

    Words are found across line breaks. They hold everything that has to stand beside a figure to understand it.
    """

    page: str
    words: str
    figures: Callable[[], Mapping[str, object]]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the words in the text of the page, with one group a place."""
        return re.compile("".join(self._pieces()))

    def _pieces(self) -> Iterator[str]:
        for literal, field, _, _ in Formatter().parse(self.words):
            yield "".join(_of_character(one) for one in re.sub(r"\s+", " ", literal))
            if field is not None:
                yield FIGURE

    def expected(self) -> list[str]:
        """Return what stands in the places by the results that are kept."""
        found = self.figures()
        return [
            format(found[field], form or "") for _, field, form, _ in Formatter().parse(self.words) if field is not None
        ]

    def faults(self, text: str) -> Iterator[str]:
        """Yield what is wrong with the quotation in the text of its page."""
        match = _one(self.pattern, text)
        if match is None:
            yield f"{self.page}: no longer says '{self.words}'"
            return
        for written, computed in zip(match.groups(), self.expected(), strict=True):
            if written != computed:
                yield f"{self.page}: {written} should be {computed} in '{_short(match.group())}'"

    def moved(self, text: str) -> str:
        """Return the text of its page with the figures as they are by the results that are kept."""
        match = _one(self.pattern, text)
        if match is None:
            return text
        for group, computed in reversed(list(enumerate(self.expected(), 1))):
            text = text[: match.start(group)] + computed + text[match.end(group) :]
        return text


def _of_character(one: str) -> str:
    if one == " ":
        return r"\s+"
    return re.escape(one) + (r"\s*" if CHINESE.match(one) else "")


def _one(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the one place where a pattern is found.

    Raises:
        ValueError: there are several, so that one of them would never be looked at.
    """
    found = list(pattern.finditer(text))
    if len(found) > 1:
        raise ValueError(f"stands {len(found)} times: {_short(found[0].group())}")
    return found[0] if found else None


def _short(text: str) -> str:
    return " ".join(text.split())[:100]


@dataclass(frozen=True)
class Passage:
    """A part of a page in which every figure is quoted: from words to words, which it does not contain."""

    page: str
    begins: str
    ends: str

    def text(self) -> str:
        """Return the text of the passage.

        Raises:
            ValueError: the page does not have these words.
        """
        whole = read(self.page)
        start = whole.index(self.begins) + len(self.begins)
        return whole[start : whole.index(self.ends, start)]


def read(page: str) -> str:
    """Return the text of a page of the repository."""
    return (ROOT / page).read_text(encoding="utf-8")


def unquoted(passage: Passage, quotations: Sequence[Quotation], plain: Sequence[str]) -> list[str]:
    """Return numbers of a passage that no quotation covers, with their line; ``plain`` words are none of results."""
    text = passage.text()
    for one in quotations:
        if one.page == passage.page:
            text = one.pattern.sub(_blank, text)
    for words in plain:
        text = re.sub("".join(_of_character(one) for one in words), _blank, text)
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", _blank, text)
    lines = text.splitlines()
    return [f"{match.group()} in '{line.strip()}'" for line in lines for match in NUMERAL.finditer(line)]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\S", " ", match.group())
