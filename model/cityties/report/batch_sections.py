"""Sections that only the page of a batch has: tables that sum up draws and sweeps, each declared once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from cityties.analysis.comparators import moved_by_silence
from cityties.analysis.comparison import Comparison
from cityties.analysis.index_table import SHOWN
from cityties.analysis.swept_outcomes import places_of, shown_outcome
from cityties.report.comparator_section import comparator_cells, comparator_section, most_moved
from cityties.report.numbers import count, estimate, number
from cityties.report.sweep_sections import index_section
from cityties.report.table_section import Cell, TableSection
from cityties.tables.language import tr

MAIN_EPSILON, MOST_RANKED, MOST_OF_ONE = 0.05, 8, 3


def _named(rows: pd.DataFrame, comparison: Comparison) -> list[dict[str, Any]]:
    """Return the rows with case and crisis as the rest of the page calls them."""
    names = {case.variant: name for case, name in zip(comparison.cases, comparison.shown_names, strict=True)}
    records: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
    return [
        row | {"case": names[row["variant"]], "crisis": comparison.crisis_name(str(row["crisis"]), str(row["where"]))}
        for row in records
    ]


def _head(comparison: Comparison) -> tuple[str, ...]:
    """Return the head of the column of cases; none where there is one case, whose name is that of the page."""
    return (tr("Case"),) if len(comparison.cases) > 1 else ()


def _case(row: Mapping[str, Any], comparison: Comparison) -> tuple[str, ...]:
    return (str(row["case"]),) if _head(comparison) else ()


def _draws(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> TableSection | None:
    """Return the shares of draws in which ties buffer, do nothing, or harm."""
    rows = tables["verdicts"]
    rows = rows[rows["epsilon"] == MAIN_EPSILON] if "epsilon" in rows else rows
    if rows.empty:
        return None
    records = _named(rows, comparison)
    return TableSection(
        "draws",
        tr("What the draws of parameters say"),
        (
            *_head(comparison),
            tr("Crisis"),
            tr("Draws"),
            tr("Ties buffer"),
            tr("Neither"),
            tr("Ties harm"),
            tr("Verdict"),
        ),
        [
            (
                *_case(row, comparison),
                row["crisis"],
                count(row["draws"]),
                *(estimate(row, name, 0, percent=True) for name in ("buffers", "does_nothing", "harms")),
                tr(str(row["verdict"])),
            )
            for row in records
        ],
        tr(
            "Share of the draws in which the buffer index B over 36 months is above "
            "{main_epsilon:g}, between, or below \N{MINUS SIGN}{main_epsilon:g}."
        ).format(main_epsilon=MAIN_EPSILON),
        tr("Brackets: 95 % interval (Wilson). Draws without a downturn to buffer are left out."),
        "verdicts",
    )


def _ranking(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> TableSection | None:
    """Return the drawn settings that go most closely with B and half-life of the main crises, over the first case."""
    rows = tables["ranking"]
    if "measure" not in rows:
        return None
    first = int(rows["variant"].min())
    number = [n for n, case in enumerate(comparison.cases) if case.variant == first][:1]
    found = []
    for outcome in map(shown_outcome, SHOWN):
        for crisis, where in places_of(comparison, outcome, number):
            here = (rows["crisis"] == crisis) & (rows["where"] == where) & (rows["measure"] == outcome.name)
            records = _named(rows[here & (rows["variant"] == first)].head(MOST_RANKED), comparison)
            found += [row | {"outcome": outcome.title} for row in records]
    if not found:
        return None
    of_case = tr(", in the case {case}").format(case=found[0]["case"]) if _head(comparison) else ""
    return TableSection(
        "ranking",
        tr("Which parameters matter most"),
        (tr("Outcome"), tr("Setting"), tr("Rank correlation")),
        [
            (
                f"{row['outcome'][:1].upper()}{row['outcome'][1:]}{tr(', ')}{row['crisis']}",
                Markup("<code>{}</code>").format(row["parameter"]),
                estimate(row, "correlation"),
            )
            for row in found
        ],
        tr(
            "Drawn settings by their rank correlation with an outcome of a draw, with ties: the "
            "{most_ranked} strongest for B and half-life of the main crises{of_case}."
        ).format(most_ranked=MOST_RANKED, of_case=of_case),
        tr(
            "Brackets: 95 % interval; where it holds 0, no influence is shown. Of many settings, one in twenty stands "
            "out by chance. A switch counts as 0 and 1, KEY=CHOICE as 1 where it is taken. A history that is not "
            "halved in the months followed ranks last. The table holds all outcomes and all cases."
        ),
        "ranking",
    )


def _every_outcome(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> TableSection | None:
    """Return, for every outcome that is not shown otherwise, the drawn settings that go most closely with it."""
    rows = tables["ranking"]
    if "measure" not in rows or rows.empty:
        return None
    variant = int(rows["variant"].min())
    first = [n for n, case in enumerate(comparison.cases) if case.variant == variant][:1]
    rows = rows[rows["variant"] == variant]
    found = []
    for name in (name for name in rows["measure"].unique() if name not in SHOWN):
        outcome = shown_outcome(name)
        for crisis, where in places_of(comparison, outcome, first)[:1]:
            here = rows[(rows["measure"] == name) & (rows["crisis"].fillna("") == crisis) & (rows["where"] == where)]
            strongest = here.head(MOST_OF_ONE).to_dict("records")
            if strongest:
                cells: list[Cell] = [_correlation(row) for row in strongest]
                cells += [""] * (MOST_OF_ONE - len(cells))
                what = f"{outcome.title}{tr(', ')}{comparison.crisis_name(crisis, where)}"
                found.append((Markup("{} <small>{}</small>").format(what, outcome.meaning), *cells))
    if not found:
        return None
    return TableSection(
        "every-outcome",
        tr("What every other outcome goes with"),
        (tr("Outcome"), tr("Strongest setting"), tr("Second"), tr("Third")),
        sorted(found),
        tr(
            "Drawn settings by their rank correlation with the outcome of a draw, with ties, in one main crisis or "
            "pair of nations."
        ),
        tr("The table holds all settings, crises and intervals. Of many settings one in twenty stands out by chance."),
        "ranking",
    )


def _correlation(row: Mapping[Any, Any]) -> Markup:
    value = number(row["correlation"], signed=True)
    return Markup("<code>{}</code> {}").format(row["parameter"], value)


def _comparators(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> TableSection | None:
    """Return B against both comparators where the second moves it by more than is worth a word."""
    moved, of = moved_by_silence(tables["comparators"])
    if moved.empty:
        return None
    rows = [
        (*_case(row, comparison), row["crisis"], *comparator_cells(row))
        for row in _named(most_moved(moved), comparison)
    ]
    return comparator_section((*_head(comparison), tr("Crisis")), rows, len(moved), of)


type MakesSection = Callable[[Mapping[str, pd.DataFrame], Comparison], TableSection | None]

SECTIONS: Sequence[MakesSection] = (_comparators, _draws, _ranking, index_section, _every_outcome)
"""What makes a section out of the tables of a batch, or nothing where they do not hold it, in the order of the page."""


def batch_sections(tables: Mapping[str, pd.DataFrame], comparison: Comparison) -> list[TableSection]:
    """Return the sections that the tables of a batch give."""
    return [section for make in SECTIONS if (section := make(tables, comparison)) is not None]
