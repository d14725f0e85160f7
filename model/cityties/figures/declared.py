"""How figures are declared and written: each once, with the section of its page, the table it needs, what draws it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from cityties.experiment.store import write_whole
from cityties.figures.drawn import DrawnFigure
from cityties.figures.fonts import labelled
from cityties.figures.style import Picture, drawn_as, look, rendered
from cityties.tables.language import language

KINDS = ("svg", "png", "pdf")
"""Formats that figures can be written in."""


@dataclass(frozen=True)
class DeclaredFigure[View]:
    """A figure of a page, or a group of like ones: the section it stands in and what draws it.

    ``draw`` yields pictures, which know their name, title, caption and description; none where there is nothing to
    see. It is not called where ``table`` is empty.
    """

    section: str
    draw: Callable[[View], Iterable[Picture]]
    table: str = ""


def in_sections[View](
    declared: Sequence[DeclaredFigure[View]], view: View, tables: Mapping[str, pd.DataFrame]
) -> Iterator[tuple[str, Picture]]:
    """Yield every picture that there are numbers for, each with its section."""
    for one in declared:
        if not one.table or not tables[one.table].empty:
            yield from ((one.section, picture) for picture in one.draw(view))


def draw_all[View](
    declared: Sequence[DeclaredFigure[View]], view: View, tables: Mapping[str, pd.DataFrame], folder: Path
) -> list[DrawnFigure]:
    """Draw all that is declared, and write each into a folder; files of an earlier drawing go."""
    with labelled(), look():
        return [_written(section, picture, folder) for section, picture in in_sections(declared, view, tables)]


def _written(section: str, picture: Picture, folder: Path) -> DrawnFigure:
    files = rendered(picture.figure)
    for kind in KINDS:
        if kind not in files:
            (folder / f"{picture.name}.{kind}").unlink(missing_ok=True)
    for kind, content in files.items():
        write_whole(folder / f"{picture.name}.{kind}", partial(_fill, content))
    kind = min(files, key=lambda kind: len(files[kind]))
    words = picture.name, picture.title, picture.caption, picture.alt
    return DrawnFigure(section, *words, kind, files[kind], picture.figure.get_figwidth(), language())


def write_as(kind: str, pictures: Iterable[Picture], folder: Path) -> list[Path]:
    """Write pictures, arranged already, in one of the formats ``KINDS`` into a folder; return the files."""
    paths = []
    for picture in pictures:
        paths.append(folder / f"{picture.name}.{kind}")
        write_whole(paths[-1], partial(_fill, drawn_as(picture.figure, kind)))
    return paths


def _fill(content: bytes, path: Path) -> None:
    path.write_bytes(content)
