"""Fonts for Chinese characters: those that the machine has, looked for by name and then among its files.

Without one, what stands within a figure is written in English, which every figure can be drawn in: never a box.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Final
from unicodedata import east_asian_width

from matplotlib import font_manager

from cityties.tables.language import language, spoken

PLAIN: Final = "DejaVu Sans"
"""Comes with what draws, so that every machine draws the same."""
FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
FILES: Final = (
    "NotoSansCJK-",
    "NotoSansSC",
    "SourceHanSans",
    "PingFang",
    "msyh",
    "simhei",
    "wqy-",
    "DroidSansFallback",
)
"""How files of such fonts begin, for fonts that were installed since the fonts of the machine were listed."""
WIDE: Final = "WF"
"""Widths of East Asian characters, of which each takes the room of two letters."""
NOT_FIRST: Final = "，。；：、）”"
"""Marks that no line begins with."""


@cache
def chinese_family() -> str | None:
    """Return the name of a font that has Chinese characters; None if the machine has none that is known."""
    there = _named()
    if there is None:
        for file in font_manager.findSystemFonts():
            if Path(file).name.startswith(FILES):
                _add(file)
        there = _named()
    return there


def _named() -> str | None:
    there = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in FAMILIES if name in there), None)


def _add(file: str) -> None:
    try:
        font_manager.fontManager.addfont(file)
    except (OSError, RuntimeError):
        return  # a file that cannot be read is no font


def families() -> list[str]:
    """Return the fonts of a figure in the order in which characters are looked for in them."""
    found = chinese_family() if language() == "zh" else None
    return [PLAIN, found] if found else [PLAIN]


def lacks_font() -> bool:
    """Return whether figures cannot be labelled in the language that is spoken."""
    return language() == "zh" and chinese_family() is None


@contextmanager
def labelled() -> Iterator[None]:
    """Speak the language in which figures can be labelled: English where there is no font for another."""
    with spoken("en") if lacks_font() else nullcontext():
        yield


def width_of(text: str) -> float:
    """Return how many letters a text is wide; a Chinese character counts as two."""
    return sum(2.0 if east_asian_width(letter) in WIDE else 1.0 for letter in text)


def in_lines(text: str, width: int) -> list[str]:
    """Return a text in lines of so many letters; between Chinese characters a line may end anywhere."""
    if width_of(text) == len(text):
        return wrap(text, width)
    lines = [""]
    for word in _words(text):
        if lines[-1] and width_of(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines]


def _words(text: str) -> Iterator[str]:
    """Yield the pieces behind which a line may end."""
    word = ""
    for letter in text:
        wide = east_asian_width(letter) in WIDE
        if wide and letter not in NOT_FIRST:
            if word:
                yield word
            word = letter
        else:
            word += letter
            if letter == " ":
                yield word
                word = ""
    if word:
        yield word
