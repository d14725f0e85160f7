"""A section of a page with one table, as data for its template."""

from collections.abc import Sequence
from dataclasses import dataclass

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
