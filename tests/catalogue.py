"""The catalogue of translations, brought up to date: ``python3 -m uv run python tests/catalogue.py``.

Messages are read from the code (``tr``, ``trn``, ``msg``), from the templates, and from what is declared or shipped as
data (``builders/declared_words.py``). New ones are added to ``cityties.po`` without a translation, those that nobody
says any more are dropped, and ``cityties.mo`` is made anew. What lacks a translation is printed.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from builders.declared_words import declared_words
from builders.paths import PACKAGE
from cityties.tables.language import CATALOGUES, DOMAIN, LOCALE

KEYWORDS = {"tr": None, "trn": (1, 2), "msg": None, "_": None, "gettext": None, "ngettext": (1, 2)}
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
OPTIONS = {"trimmed": "false", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
ELSEWHERE = ("explore",)
"""Folders whose templates are filled with texts of their own."""
WIDTH = 116

type Found = tuple[str | tuple[str, ...], str]


def file_of(language: str, kind: str) -> Path:
    """Return the catalogue of a language, as text (``po``) or as it is read (``mo``)."""
    return LOCALE / CATALOGUES[language] / "LC_MESSAGES" / f"{DOMAIN}.{kind}"


def said() -> Iterator[Found]:
    """Yield every message that readers can see, with where it stands."""
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE).as_posix()
        if path.suffix in METHODS and not (path.suffix == ".html" and place.startswith(ELSEWHERE)):
            options = OPTIONS if path.suffix == ".html" else {}
            for _, message, _, _ in extract_from_file(METHODS[path.suffix], str(path), KEYWORDS, (), options):
                yield message if isinstance(message, str) else tuple(message), place
    yield from declared_words()


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it is stored."""
    file = file_of(language, "po")
    with file.open("rb") as stored:
        return read_po(stored, locale=CATALOGUES[language])


def renewed(old: Catalog, language: str) -> Catalog:
    """Return a catalogue of all that is said now, with the translations of an old one."""
    new = Catalog(
        CATALOGUES[language],
        DOMAIN,
        project="CityTies",
        version="0.1",
        charset="utf-8",
        fuzzy=False,
        header_comment=f"# What readers see, in {language}. Made by tests/catalogue.py; write msgstr alone.",
        creation_date=old.creation_date if len(old) else None,
        revision_date=old.revision_date if len(old) else None,
    )
    for message, place in said():
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known is not None and known.id == message else None, [(place, 0)])
    for one in new:
        one.locations = sorted(set(one.locations))
    return new


def text_of(catalogue: Catalog) -> bytes:
    """Return a catalogue as text, the same bytes for the same messages."""
    stream = BytesIO()
    write_po(stream, catalogue, width=WIDTH, sort_output=False, include_lineno=False, omit_header=False)
    return stream.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    stream = BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def missing(catalogue: Catalog) -> list[Message]:
    """Return the messages without a translation."""
    return [one for one in catalogue if one.id and not all(_strings(one))]


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else [str(one or "") for one in message.string or [""]]


def main() -> None:
    """Bring every catalogue up to date."""
    for language in CATALOGUES:
        old = read(language) if file_of(language, "po").is_file() else Catalog(CATALOGUES[language])
        new = renewed(old, language)
        file_of(language, "po").parent.mkdir(parents=True, exist_ok=True)
        file_of(language, "po").write_bytes(text_of(new))
        file_of(language, "mo").write_bytes(compiled(read(language)))
        left = missing(new)
        sys.stdout.write(f"{language}: {len(new)} messages, {len(left)} without a translation\n")
        for one in left:
            sys.stdout.write(f"  {one.locations[0][0] if one.locations else ''}: {one.id!r}\n")


if __name__ == "__main__":
    main()
