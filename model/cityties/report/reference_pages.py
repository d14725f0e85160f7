"""The reference pages of the handbook, made from the declarations whenever the handbook is built.

Nothing of them is kept in the repository: what is declared once in the code is written down here once a build.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from cityties.claims.estimands import ESTIMANDS
from cityties.experiment.columns import OF_TABLE, SHARED, ResultColumn
from cityties.experiment.outcomes import OUTCOMES
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.report.odd_tables import key_table, markdown_table, measure_table, statistic_table
from cityties.tables.columns import PROVENANCE, Table, TableColumn
from cityties.tables.declared_forecast import ASSUMPTIONS, FORECAST, QUESTIONS
from cityties.tables.declared_forecast import OUTCOMES as CAME
from cityties.tables.declared_model import TABLES
from cityties.tables.declared_names import NAMES
from cityties.tables.declared_targets import TARGETS

BESIDE = (NAMES, TARGETS, QUESTIONS, ASSUMPTIONS, FORECAST, CAME)
"""Tables that a command reads beside those of a world."""


def page(title: str, lead: str, *parts: str) -> str:
    """Return a page: its heading, what it lists, and its parts."""
    return "\n\n".join((f"# {title}", lead, *parts)) + "\n"


def keys() -> str:
    """Return the page of the keys of a scenario file."""
    lead = "Every key that a scenario file may hold. `cityties explain KEY` prints one of them in the terminal. "
    lead += "Keys of `parameters` and `mechanisms` have [a page of their own](parameters.md)."
    return page("Keys of a scenario file", lead, key_table())


def parameters() -> str:
    """Return the page of parameters and mechanisms, in the order of the mechanisms that they belong to."""
    lead = "Every number of the model that is not data, and every mechanism that can be switched."
    rows = [
        (
            f"`{name}`",
            f"{one.default:g}",
            f"{one.low:g} to {one.high:g} ({one.unit})",
            one.prior.text() if one.prior else "fixed",
            f"{_sentence(one.meaning)} *Source:* {one.source}. *Part of:* {one.mechanism}",
        )
        for name, one in DECLARED.items()
    ]
    head = ("Parameter", "Default", "Bounds (unit)", "Prior", "Meaning, source, mechanism that it is part of")
    switches = [
        (f"`{name}`", "on" if one.default else "off", one.meaning, ", ".join(f"`{key}`" for key in one.wakes))
        for name, one in MECHANISMS.items()
    ]
    return page(
        "Parameters and mechanisms",
        lead,
        "## Parameters",
        markdown_table(head, rows),
        "## Mechanisms",
        "A mechanism that is on without effect begins to act when one of the parameters of the last column is not 0.",
        markdown_table(("Mechanism", "Default", "On means", "Wakes it"), switches),
    )


def measures() -> str:
    """Return the page of monthly measures and of outcomes."""
    lead = "A measure is written down each month and for each pair of nations. An outcome sums up one replicate."
    outcomes = [(f"`{name}`", one.unit, one.meaning) for name, one in OUTCOMES.items()]
    return page(
        "Measures and outcomes",
        lead,
        "## Measures",
        measure_table(),
        "## Outcomes",
        markdown_table(("Outcome", "Unit", "Meaning"), outcomes),
    )


def estimands() -> str:
    """Return the page of estimands, by which claims are tested."""
    rows = [(f"`{name}`", one.meaning, "yes" if one.compares else "no") for name, one in ESTIMANDS.items()]
    lead = "A claim names one estimand, which gives one value for each draw of the parameters."
    return page("Estimands", lead, markdown_table(("Estimand", "What it is", "Compares two worlds"), rows))


def targets() -> str:
    """Return the page of the statistics that a target of a world may name."""
    lead = (
        "What a row of `targets.csv` may compare with the record, and how its period is written. The columns of that "
    )
    lead += "file are [listed with the tables of a world](tables.md); [the guide](../guides/calibrate.md) shows how."
    return page("Statistics of targets", lead, statistic_table())


def world_tables() -> str:
    """Return the page of the tables of a world, column by column."""
    parts = [part for table in TABLES for part in _of_table(table)]
    beside = [part for table in BESIDE for part in _of_table(table)]
    return page(
        "Tables of a world",
        "A world is a folder of these files. A file whose table may be empty may be missing.",
        *parts,
        "## Columns of provenance",
        "Every table but the list of sources ends with them.",
        _columns(PROVENANCE),
        "## Tables beside a world",
        "Commands read or write them; no run depends on them.",
        *beside,
    )


def _of_table(table: Table) -> Iterable[str]:
    key = f" No two rows share `{'`, `'.join(table.key)}`." if table.key else ""
    empty = "may be empty" if table.may_be_empty else "must have rows"
    return (f"### {table.file}", f"{_sentence(table.meaning)} It {empty}.{key}", _columns(table.own))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].removesuffix(".") + "."


def _columns(columns: Iterable[TableColumn]) -> str:
    rows = [(f"`{one.name}`", _takes(one), one.unit, _need(one), one.meaning) for one in columns]
    return markdown_table(("Column", "Takes", "Unit", "Cell", "Meaning"), rows)


def _takes(one: TableColumn) -> str:
    if one.choices:
        return "one of " + ", ".join(f"`{choice}`" for choice in one.choices)
    low, high = one.low > float("-inf"), one.high < float("inf")
    bounds = f" from {one.low:g}" * low + f" to {one.high:g}" * high
    return one.kind + bounds


def _need(one: TableColumn) -> str:
    return "column may be missing" if one.may_be_absent else "needed" if one.required else "may be empty"


def result_columns() -> str:
    """Return the page of the columns of all tables of results."""
    by_table = [part for table, own in OF_TABLE.items() if own for part in (f"### {table}", _results(own))]
    lead = "What the columns of `tables/` and `parts/` in a folder of results hold. `tables/columns.csv` of a folder "
    lead += "lists those that are there. In a name, MONTHS stands for a number of months."
    return page(
        "Columns of results",
        lead,
        "## Columns that mean the same in every table",
        _results(SHARED),
        "## Columns of single tables",
        *by_table,
    )


def _results(columns: Mapping[str, ResultColumn]) -> str:
    rows = [(f"`{name}`", one.unit, one.meaning) for name, one in columns.items()]
    return markdown_table(("Column", "Unit", "Meaning"), rows)


PAGES: Mapping[str, Callable[[], str]] = {
    "reference/keys.md": keys,
    "reference/parameters.md": parameters,
    "reference/measures.md": measures,
    "reference/estimands.md": estimands,
    "reference/tables.md": world_tables,
    "reference/targets.md": targets,
    "reference/columns.md": result_columns,
}
"""Pages that are made, by their place in the handbook."""


def reference_pages() -> dict[str, str]:
    """Return all pages; outside of code, what looks like a tag of HTML is shown as it is."""
    return {place: _shown(make()) for place, make in PAGES.items()}


def _shown(text: str) -> str:
    """Escape what Markdown would take for HTML, outside of backticks."""
    return "".join(
        part if place % 2 else part.replace("<", "&lt;") for place, part in enumerate(re.split(r"(`[^`]*`)", text))
    )
