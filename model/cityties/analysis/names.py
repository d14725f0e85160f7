"""Names that people read: nations, pairs of nations, and crises, with those asked about most in front."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cityties.experiment.results import RunResults
from cityties.kernel.calendar import MONTHS_PER_YEAR, month_label
from cityties.setup.event_columns import Crisis
from cityties.tables.language import tr
from cityties.tables.world_tables import WorldTables

N_MOST_SEVERE = 4
LEAST_FUTURE = 2 * MONTHS_PER_YEAR
NO_SOURCE = "no source"
"""Address of what was invented, generated or designed, in ``sources.csv`` of a world."""


@dataclass(frozen=True)
class NamedCrisis:
    """A crisis as it is shown: its first calendar month, and the numbers of its rows in the summary, one a dyad."""

    crisis: Crisis
    month: int
    rows: list[int]
    label: str

    @property
    def is_common(self) -> bool:
        """Whether the crisis is common to all nations and no dispute between two."""
        return self.crisis.dyad < 0

    @property
    def slug(self) -> str:
        """Name for files and addresses within a page."""
        return "".join(letter if letter.isalnum() else "-" for letter in self.crisis.name.lower())


def nation_names(tables: WorldTables) -> dict[str, str]:
    """Return the name of each nation by its code."""
    return dict(zip(tables.nations["nation"], map(tr, tables.nations["name"]), strict=True))


def dyad_names(tables: WorldTables) -> dict[str, str]:
    """Return the name of each pair of nations by its code, such as China–Japan."""
    name = nation_names(tables)
    rows = tables.dyads.to_dict("records")
    return {str(row["dyad"]): f"{name[row['nation_a']]}\N{EN DASH}{name[row['nation_b']]}" for row in rows}


def names_by_code(tables: WorldTables) -> dict[str, str]:
    """Return the names of nations and of pairs of nations by their codes."""
    return nation_names(tables) | dyad_names(tables)


def crisis_words(name: str, names: Mapping[str, str]) -> str:
    """Return a crisis, such as ``CN-JP 2012-09``, with its pair of nations by name; another name as it stands."""
    code, between, month = name.partition(" ")
    return f"{names[code]}{between}{month}" if code in names else tr(name)


def named_crises(run: RunResults, summary: pd.DataFrame) -> tuple[list[NamedCrisis], list[NamedCrisis]]:
    """Return the crises that a report shows in front, and the others.

    In front are those that the scenario names under ``crises.in_front`` and that were studied; if it names none, the
    most severe.
    """
    names = dyad_names(run.tables)
    crises = []
    for crisis in run.crises:
        rows = [int(row) for row in summary.index[summary["crisis"] == crisis.name]]
        if rows:
            month = crisis.month + run.scenario.start
            who = tr(crisis.name) if crisis.dyad < 0 else names[str(summary.loc[rows[0], "dyad"])]
            label = who if crisis.dyad < 0 else f"{who} {month_label(month)}"
            crises.append(NamedCrisis(crisis, month, rows, label))
    front = [crisis for crisis in crises if crisis.crisis.name in run.scenario.crises.in_front]
    if not front:
        front = sorted(crises, key=lambda c: -c.crisis.severity)[:N_MOST_SEVERE]
    return [c for c in crises if c in front], [c for c in crises if c not in front]


def known_until(run: RunResults) -> int | None:
    """Return the last month with a shock, a forum or a signing in the tables, if the run goes on for years after it.

    None for an invented world, of which there is nothing to know beyond its tables.
    """
    tables = run.tables
    if not is_recorded(tables):
        return None
    dates = (tables.shocks["date"], tables.forum["date"], tables.ties["signed"])
    last = max((int(column.max()) for column in dates if len(column)), default=run.scenario.end)
    return last if run.scenario.end - last > LEAST_FUTURE else None


def is_recorded(tables: WorldTables) -> bool:
    """Return whether any tie or dispute of a world has a source; those of invented worlds are stated to have none."""
    addresses = dict(zip(tables.sources["code"], tables.sources["address"], strict=True))
    codes = {code for one in (tables.ties, tables.shocks) for cell in one["source"] for code in str(cell).split(";")}
    return any(addresses.get(code.strip(), NO_SOURCE) != NO_SOURCE for code in codes)


def row_labels(run: RunResults, summary: pd.DataFrame) -> list[str]:
    """Return one label a row of the summary; a crisis of several dyads names them too."""
    names = dyad_names(run.tables)
    labels = {}
    for crisis in (c for group in named_crises(run, summary) for c in group):
        for row in crisis.rows:
            of = tr(", ") + names[str(summary.loc[row, "dyad"])] if crisis.is_common else ""
            labels[row] = f"{crisis.label}{of}"
    return [labels[row] for row in summary.index]
