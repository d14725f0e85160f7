"""B against the second comparator, a world in which no city is heard either: one table of any page that shows B."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis.comparators import SHOWN_FROM
from cityties.report.numbers import difference, estimate, number
from cityties.report.table_section import Cell, TableSection
from cityties.tables.language import msg, tr

DIGITS, MOST_ROWS = 3, 12
TEXT = msg(
    "Without ties, nationalist cities still speak in the world that B compares with. Compared with one in which no "
    "city is heard, what they say counts as an effect of ties."
)


def comparator_cells(row: Mapping[str, Any]) -> tuple[Cell, Cell, Cell]:
    """Return B against the first comparator, against the second, and their difference with its interval."""
    return number(row["buffer"], DIGITS), estimate(row, "buffer_unheard", DIGITS), difference(row, DIGITS)


def unheard_sentence(moved: Sequence[Mapping[str, Any]]) -> Markup:
    """Return in a sentence what B is in the crises in which the second comparator moves it; empty without any."""
    if not moved:
        return Markup("")
    values = [row["buffer_unheard"] for row in moved]
    if len(values) == 1:
        one = tr('Against a world <a href="#comparators">in which no city is heard</a> either, B is {}.')
        return Markup(one).format(number(values[0], DIGITS))
    span = tr('Against a world <a href="#comparators">in which no city is heard</a> either, B runs from {} to {}.')
    return Markup(span).format(number(min(values), DIGITS), number(max(values), DIGITS))


def most_moved(moved: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a page shows: those in which B moves most, in the order of the table."""
    return moved.loc[moved["difference"].abs().nlargest(MOST_ROWS).index].sort_index()


def comparator_section(names: Sequence[str], rows: Sequence[Sequence[Cell]], moved: int, compared: int) -> TableSection:
    """Return the section of rows where the second comparator moves B; ``names`` head what stands before the cells.

    It moves B in ``moved`` of the crises ``compared``.
    """
    left_out = tr("Shown are the {n} in which it moves most.").format(n=len(rows)) if len(rows) < moved else ""
    said = tr("Crises in which this moves B over 36 months by more than {shown_from:g}: {n} of {compared}.").format(
        shown_from=SHOWN_FROM, n=moved, compared=compared
    )
    return TableSection(
        "comparators",
        tr("Against a world in which no city is heard"),
        (*names, "B", tr("B, cities unheard"), tr("Difference")),
        rows,
        tr(TEXT),
        " ".join([said, left_out] if left_out else [said]),
        "comparators",
    )
