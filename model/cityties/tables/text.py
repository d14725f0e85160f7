"""Text as it looks: one form of every accent, no characters that nobody sees, every kind of blank a plain one.

Two names that look equal must be equal, and files come from programs that write accents in two ways and strew
zero-width characters, soft hyphens and marks of direction. Everything that is read from a file passes here.
"""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
CONFLICT = "two versions of the file meet here; keep one of them, and delete the lines that begin with <, = and >."
_HALF = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text in the composed form (NFC), without format characters (category Cf) and with plain blanks only.

    Line breaks stay where they are, so that lines of a file keep their numbers.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).translate(_Table())


def without_control(text: str) -> str:
    """Return a text with a blank in the place of each control character but tabs and line breaks."""
    return _CONTROL.sub(" ", text)


def control_character(text: str) -> tuple[int, str] | None:
    """Return where the first control character stands that is neither tab nor line break, and its code point."""
    found = _CONTROL.search(text)
    return (found.start(), f"U+{ord(found[0]):04X}") if found else None


def merge_conflict(text: str) -> int | None:
    """Return where a mark of two versions of a file that were not brought together stands, if there is one."""
    found = _CONFLICT.search(text)
    return found.start() if found else None


def half_character(text: str) -> bool:
    """Return whether a text holds half a character (a lone surrogate), which no file can be written with."""
    return not text.isascii() and _HALF.search(text) is not None


class _Table(dict[int, int | str | None]):
    """What becomes of a character by its number; filled as characters are met."""

    def __missing__(self, code: int) -> int | str | None:
        kind = unicodedata.category(chr(code))
        self[code] = None if kind == "Cf" else " " if kind == "Zs" else code
        return self[code]
