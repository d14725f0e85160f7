"""Sections that only the page of a batch has: tables that sum up draws and sweeps, each declared once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

type Cell = Markup | str


@dataclass(frozen=True)
class TableSection:
    """A section with one table: ``head`` names its columns, the first of which holds the name of the row.

    ``table`` is the file of ``tables/`` that holds all of it; ``text`` stands above, ``note`` below.
    """

    slug: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    text: Cell = ""
    note: Cell = ""
    table: str = ""


SECTIONS: Sequence[Callable[[Mapping[str, pd.DataFrame]], TableSection | None]] = ()
"""What makes a section out of the tables of a batch, or nothing where they do not hold it, in the order of the page."""


def batch_sections(tables: Mapping[str, pd.DataFrame]) -> list[TableSection]:
    """Return the sections that the tables of a batch give."""
    return [section for make in SECTIONS if (section := make(tables)) is not None]
