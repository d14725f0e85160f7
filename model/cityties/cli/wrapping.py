"""Lines broken to the width of a screen: between words, and in Chinese, which has no blanks, between characters."""

import re
import unicodedata

WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60"
"""Characters that take two cells: ideographs, kana, Hangul, and their punctuation."""
OPENING, CLOSING = "（《“", "，。；：、！？）》”"
PIECE = re.compile(rf"\s+|[{OPENING}]*[{WIDE}][{CLOSING}]*|[^\s{WIDE}]+")


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def wrapped(text: str, room: int, first: str = "", later: str = "") -> list[str]:
    """Return a text in lines of at most so many cells, but for words that are longer; none for an empty text.

    ``first`` stands before the first line, ``later`` before the others. A mark of punctuation begins no line.
    """
    lines: list[str] = []
    begun, line = first, ""
    for piece in PIECE.findall(text):
        if line and cells(begun + line + piece.rstrip()) > room:
            lines.append(begun + line.rstrip())
            begun, line = later, ""
        if line or not piece.isspace():
            line += piece
    return [*lines, begun + line.rstrip()] if line else lines
