"""The language of what readers see: English as it stands in the code, or a catalogue of translations (gettext).

Sentences are messages with named places, ``tr("{n} ties end").format(n=3)``, so that a translation may order its
words as it likes; what is declared once for a whole run is marked by ``msg`` and translated where it is shown. Names of
columns and numbers in files are the same in every language, and no unit of a run depends on it.
"""

import gettext
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

from cityties.errors import CityTiesError, did_you_mean

LANGUAGES: Final = {"en": "English", "zh": "简体中文"}
CATALOGUES: Final = {"zh": "zh_CN"}
"""Folders of the catalogues; English needs none."""
TAGS: Final = {"en": "en", "zh": "zh-CN"}
"""What a page says of its language."""
GAPS: Final = {"en": " ", "zh": ""}
"""What stands between two sentences."""
VARIABLE: Final = "CITYTIES_LANG"
DOMAIN: Final = "cityties"
LOCALE: Final = Path(__file__).parent / "locale"
_spoken: ContextVar[str] = ContextVar("spoken", default="")
_SPACE_BEHIND_MARK = re.compile(r"(?<=[。；：！？]) +(?=[\w“（]|<code>|<strong>)")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_.@;].*)?")


def understood(text: str) -> str | None:
    """Return the language that a tag, such as ``zh-CN`` or ``en_GB.UTF-8``, asks for; None if there is none."""
    match = _TAG.fullmatch(text.strip())
    code = match[1].lower() if match else ""
    return code if code in LANGUAGES else None


def checked(text: str, given_as: str) -> str:
    """Return the language that a user asked for by an option or a variable.

    Raises:
        CityTiesError: there is no such language.
    """
    found = understood(text)
    if found is None:
        there = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
        raise CityTiesError(f"{given_as}{text}: no such language.{did_you_mean(text, LANGUAGES)} There are {there}.")
    return found


def use(language: str) -> None:
    """Speak a language from here on, in this process and in those that it begins."""
    os.environ[VARIABLE] = language


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak a language within a block, whatever was asked for outside of it."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def asked_for() -> str | None:
    """Return the language that was asked for; None if nobody did."""
    return _spoken.get() or understood(os.environ.get(VARIABLE, ""))


def language() -> str:
    """Return the language that is spoken now: the one asked for, or English."""
    return asked_for() or "en"


def tr(message: str) -> str:
    """Return a message in the language that is spoken, or as it is where the catalogue has none."""
    catalogue = _catalogue(language())
    return catalogue.gettext(message) if catalogue is not None and message else message


def trn(one: str, many: str, n: int) -> str:
    """Return the message for one thing or for many of them in the language that is spoken."""
    catalogue = _catalogue(language())
    if catalogue is None:
        return one if n == 1 else many
    return catalogue.ngettext(one, many, n)


def in_words(name: str) -> str:
    """Return a name as it stands in files, such as ``reduced_form``, in words of the language that is spoken."""
    return tr(name.replace("_", " "))


def key_in_words(key: str, between: str = ".") -> str:
    """Return a setting, such as ``ties.endogenous_from``, in words part by part; names of the world are kept."""
    return between.join(in_words(part) for part in key.split("."))


def shown_key(key: str) -> str:
    """Return a setting as it stands in files, which in English are words, or in words of another language."""
    return key if language() == "en" else key_in_words(key)


def shown_value(text: str) -> str:
    """Return a value of a setting, such as ``reduced_form`` or ``true``, in words unless that is English."""
    return text if language() == "en" else in_words(text)


def msg(message: str) -> str:
    """Mark a message that is translated where it is shown."""
    return message


def capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return f"{text[:1].upper()}{text[1:]}"


def gap() -> str:
    """Return what stands between two sentences in the language that is spoken."""
    return GAPS[language()]


def set_solid(text: str) -> str:
    """Return a text without spaces behind marks of Chinese, which have the width of a letter and need none."""
    return _SPACE_BEHIND_MARK.sub("", text)


def listing(parts: Sequence[str]) -> str:
    """Return names in a row, such as ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{first} and {last}").format(first=tr(", ").join(parts[:-1]), last=parts[-1])


@cache
def _catalogue(code: str) -> gettext.NullTranslations | None:
    """Return the catalogue of a language; none for English, and none of one that is not there."""
    if code not in CATALOGUES:
        return None
    return gettext.translation(DOMAIN, LOCALE, [CATALOGUES[code]], fallback=True)
