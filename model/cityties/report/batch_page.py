"""The page and the tables of a finished batch."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from cityties.analysis.batch_results import batch_tables
from cityties.analysis.comparison import compare
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.store import write_table
from cityties.experiment.stored_inputs import stored_variants
from cityties.figures.comparison_source import drawing
from cityties.figures.processes import Painters
from cityties.report.batch_sections import batch_sections
from cityties.report.comparison_page import Words, write_comparison
from cityties.scenario.folder_names import joined_name
from cityties.tables.language import tr, trn

UNNAMED = ("batch", "scenarios")
MOST_SENT = 100
"""Cases that are sent to the processes that draw: of more, sending takes its time and twice the memory."""


def write_batch(folder: BatchFolder, painters: Painters | None = None) -> Path | None:
    """Sum up a batch into tables, figures and a page; return the page, or None if nothing could be computed.

    ``painters`` draw meanwhile; without any, or of very many cases, the figures are drawn here.
    """
    if not folder.units_done():
        return None
    comparison = compare([folder.path])
    few = painters if painters and len(comparison.cases) <= MOST_SENT else Painters()
    figures = drawing(comparison, folder.path, few)
    tables = batch_tables(folder, stored_variants(folder), comparison)
    from cityties.analysis.partings import first_of_all, parting_table  # noqa: PLC0415 - takes the compiler

    partings = first_of_all(comparison)
    if any(one.rows for one in partings):
        tables["partings"] = parting_table(comparison, partings)
    for name, table in tables.items():
        write_table(folder.path / "tables" / name, table)
    failures = [(name, message, replay_line(folder, name)) for name, message in folder.failures().items()]
    warnings = _failed(len(failures))
    warnings += _precision(tables["precision"])
    n = len(comparison.cases)
    words = Words(
        tr("CityTies batch"),
        _title(folder, comparison.shown_names),
        trn("{n} case", "{n} cases", n).format(n=n),
        warnings,
        failures,
        list(tables),
        "contrasts",
        batch_sections(tables, comparison),
        partings,
    )
    return write_comparison(comparison, folder.path, "report.html", words, figures)


def _title(folder: BatchFolder, names: Sequence[str]) -> str:
    """Return the title of the scenario of which all cases are variants; of several scenarios, what they are called."""
    titles = list(dict.fromkeys(variant["settings"]["title"] for variant in folder.content["variants"]))
    if len(titles) == 1:
        return tr(str(titles[0]))
    name = str(folder.content["name"])
    unnamed = joined_name([str(variant["settings"].get("name", "")) for variant in folder.content["variants"]])
    if name not in (*UNNAMED, unnamed):
        return f"{name[:1].upper()}{name[1:]}".replace("_", " ")
    return trn("{first} and {n} other", "{first} and {n} others", len(names) - 1).format(
        first=names[0], n=len(names) - 1
    )


def _failed(n: int) -> list[str]:
    """Return the warning that some units failed, if any did."""
    text = trn(
        "{n} unit failed and is left out of every number below.",
        "{n} units failed and are left out of every number below.",
        n,
    )
    return [text.format(n=n)] if n else []


def _precision(table: pd.DataFrame) -> list[str]:
    """State whether the precision that was asked for was reached, and what the widest interval is."""
    if table.empty:
        return []
    widest = table.sort_values("half_width").iloc[-1]
    lines = trn(
        "half width {half_width:.4f} of {estimand} with {n} pair ({crisis})",
        "half width {half_width:.4f} of {estimand} with {n} pairs ({crisis})",
        int(widest["n"]),
    ).format(half_width=widest["half_width"], estimand=widest["estimand"], n=widest["n"], crisis=widest["crisis"])
    if table["reached"].all():
        return [
            tr("The precision asked for, {target:g}, was reached everywhere; the widest interval has {lines}.").format(
                target=widest["target"], lines=lines
            )
        ]
    missed = int((~table["reached"].astype(bool)).sum())
    return [
        tr("The budget ended the batch before {missed} of {n} intervals were narrow enough (widest: {lines}).").format(
            missed=missed, n=len(table), lines=lines
        )
    ]


def replay_line(folder: BatchFolder, unit: str) -> str:
    """Return the command that computes one unit again and shows what it raises."""
    return f"cityties reproduce {folder.path} --unit {unit}"
