"""B against the second comparator, a world in which no city is heard either: one table of any page that shows B."""

from collections.abc import Mapping, Sequence
from typing import Any

from cityties.analysis.comparators import SHOWN_FROM
from cityties.report.numbers import difference, estimate, number
from cityties.report.table_section import Cell, TableSection
from cityties.tables.language import msg, tr

TEXT = msg(
    "Without ties, nationalist cities still speak in the world that B compares with. Compared with one in which no "
    "city is heard, what they say counts as an effect of ties."
)


def comparator_cells(row: Mapping[str, Any]) -> tuple[Cell, Cell, Cell]:
    """Return B against the first comparator, against the second, and their difference with its interval."""
    return number(row["buffer"]), estimate(row, "buffer_unheard"), difference(row)


def comparator_section(names: Sequence[str], rows: Sequence[Sequence[Cell]], compared: int) -> TableSection:
    """Return the section of rows where the second comparator moves B; ``names`` head what stands before the cells."""
    return TableSection(
        "comparators",
        tr("Against a world in which no city is heard"),
        (*names, "B", tr("B, cities unheard"), tr("Difference")),
        rows,
        tr(TEXT),
        tr("Crises in which this moves B over 36 months by more than {shown_from:g}: {n} of {compared}.").format(
            shown_from=SHOWN_FROM, n=len(rows), compared=compared
        ),
        "comparators",
    )
