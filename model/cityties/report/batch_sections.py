"""Sections that only the page of a batch has: tables that sum up draws and sweeps, each declared once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis.buffering import MAIN_BUFFER
from cityties.analysis.comparators import SHOWN_FROM
from cityties.analysis.comparison import Comparison
from cityties.report.numbers import count, difference, estimate, number

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


MAIN_EPSILON, MOST_RANKED = 0.05, 8


def _named(rows: pd.DataFrame, comparison: Comparison) -> list[dict[str, Any]]:
    """Return the rows with case and crisis as the rest of the page calls them."""
    names = {case.variant: name for case, name in zip(comparison.cases, comparison.names, strict=True)}
    records: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
    return [
        row | {"case": names[row["variant"]], "crisis": comparison.crisis_name(str(row["crisis"]), str(row["where"]))}
        for row in records
    ]


def _draws(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> TableSection | None:
    """Return the shares of draws in which ties buffer, do nothing, or harm."""
    rows = tables["verdicts"]
    rows = rows[rows["epsilon"] == MAIN_EPSILON] if "epsilon" in rows else rows
    if rows.empty:
        return None
    records = _named(rows, comparison)
    return TableSection(
        "draws",
        "What the draws of parameters say",
        ("Case", "Crisis", "Draws", "Ties buffer", "Neither", "Ties harm", "Verdict"),
        [
            (
                row["case"],
                row["crisis"],
                count(row["draws"]),
                *(estimate(row, name, 0, percent=True) for name in ("buffers", "does_nothing", "harms")),
                str(row["verdict"]),
            )
            for row in records
        ],
        f"Share of the draws in which the buffer index B over 36 months is above {MAIN_EPSILON:g}, between, or below "
        f"\N{MINUS SIGN}{MAIN_EPSILON:g}.",
        "Brackets: 95 % interval (Wilson). Draws without a downturn to buffer are left out.",
        "verdicts",
    )


def _ranking(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> TableSection | None:
    """Return the drawn parameters that go most closely with B of each crisis, over the first case."""
    rows = tables["ranking"]
    if "measure" not in rows:
        return None
    rows = rows[(rows["variant"] == rows["variant"].min()) & (rows["measure"] == MAIN_BUFFER)]
    rows = rows.groupby(["crisis", "where"], sort=False).head(MOST_RANKED)
    if rows.empty:
        return None
    records = _named(rows, comparison)
    return TableSection(
        "ranking",
        "Which parameters matter most",
        ("Crisis", "Parameter", "Rank correlation with B"),
        [
            (
                row["crisis"],
                Markup("<code>{}</code>").format(row["parameter"]),
                estimate(row, "correlation"),
            )
            for row in records
        ],
        f"Drawn parameters by their rank correlation with the buffer index of a draw, the {MOST_RANKED} strongest of "
        f"each crisis, in the case {records[0]['case']}.",
        "Brackets: 95 % interval; where it holds 0, no influence is shown. Of many parameters, one in twenty stands "
        "out by chance. The table holds all outcomes and all cases.",
        "ranking",
    )


def _comparators(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> TableSection | None:
    """Return B against both comparators where the second moves it by more than is worth a word."""
    rows = tables["comparators"]
    if "difference" not in rows:
        return None
    rows = rows[(rows["estimand"] == MAIN_BUFFER) & rows["has_downturn"].astype(bool)]
    moved = rows[rows["difference"].abs() > SHOWN_FROM]
    if moved.empty:
        return None
    return TableSection(
        "comparators",
        "Against a world in which no city is heard",
        ("Case", "Crisis", "B", "B, cities unheard", "Difference"),
        [
            (
                row["case"],
                row["crisis"],
                number(row["buffer"]),
                estimate(row, "buffer_unheard"),
                difference(row),
            )
            for row in _named(moved, comparison)
        ],
        "Without ties, nationalist cities still speak in the world that B compares with. Compared with one in which no "
        "city is heard (the arm with lobbying off), what they say counts as an effect of ties.",
        f"Crises in which this moves B over 36 months by more than {SHOWN_FROM:g}: {len(moved)} of {len(rows)}.",
        "comparators",
    )


type MakesSection = Callable[[Mapping[str, pd.DataFrame], Comparison], TableSection | None]

SECTIONS: Sequence[MakesSection] = (_comparators, _draws, _ranking)
"""What makes a section out of the tables of a batch, or nothing where they do not hold it, in the order of the page."""


def batch_sections(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> list[TableSection]:
    """Return the sections that the tables of a batch give."""
    return [section for make in SECTIONS if (section := make(tables, comparison)) is not None]
