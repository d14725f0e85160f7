"""What a new world says about itself: a README that explains its tables, and a scenario that runs in it."""

import os
from pathlib import Path

from cityties.tables.columns import PROVENANCE, Table, TableColumn
from cityties.tables.declared_model import TABLES

BEGUN = ("sources", "nations", "dyads", "publics", "cities", "ties", "shocks")
"""Tables that a new world begins with."""

_BARE = ("-1 to 1", "year")
_README = """\
# The world {name}

Everything in it is invented. Edit the tables in any spreadsheet or editor (as CSV in UTF-8), and after each change

    cityties check {folder}     # all that is wrong, with file, line and what to do
    cityties run {scenario}

## What to do first

1. `nations.csv`: give each state a code (two or three letters read best) and its name; change the code wherever
   it stands.
2. `cities.csv`: put in your cities, with their coordinates. Names are unique within a state.
3. `ties.csv`: which cities are tied, and since when. Leave `signed` empty where nobody knows.
4. `shocks.csv`: the disputes. Those with a `crisis` are studied; the same crisis may have several rows.
5. `sources.csv`: where the rows come from. Every row of every table names one or more of these codes.

Ties of a long list need not be typed: `cityties world import FILE` makes a world out of it.

## The tables

Months are written YYYY-MM. A column marked * must not be empty; one in brackets may be missing from the table. Every
row of every table but `sources.csv` ends with `source` (codes of `sources.csv`, joined by ` + `), `certainty` (high,
medium or low) and `note` (anything).

{tables}
## Tables that may be added

They may be missing, and so may `ties.csv` and `shocks.csv`. Begin one with its first line:

{others}
"""
_SCENARIO = """\
# `cityties run {file}` runs it; `cityties explain` lists all keys that can be added.
title: {title}
question: Do ties between cities soften the dispute in this invented world?
world: {world}

# First and last month of every run.
start: {first}-01
end: {last}-12
seed: 20121
# How often each arm is repeated. 40 show the direction; take 100 or more for depth.
replicates: 40
engine: escalation

ties:
  history: replay # the ties of ties.csv; endogenous: cities sign them by the model's rule
arms:
  tie_pathways: [true, false] # with and without what ties do: their difference is the answer
  political_shocks: [true, false]
crises:
  follow_months: 36
  only: all
record:
  ties_at: [{last}-12]
"""


def readme_text(folder: Path, scenario: Path) -> str:
    """Return the README of a new world, with every column as it is declared."""
    begun = [_explained(table) for table in TABLES if table.name in BEGUN]
    others = [
        f"- `{table.file}`, {table.meaning}:\n  `{','.join(column.name for column in table.columns)}`"
        for table in TABLES
        if table.name not in BEGUN
    ]
    return _README.format(
        name=folder.name,
        folder=folder.as_posix(),
        scenario=scenario.as_posix(),
        tables="\n".join(begun),
        others="\n".join(others),
    )


def _explained(table: Table) -> str:
    columns = [column for column in table.columns if column not in PROVENANCE]
    rows = [f"| {_name(column)} | {column.meaning} | {_takes(column)} |" for column in columns]
    head = ["| Column | What it says | What it takes |", "|---|---|---|"]
    return "\n".join([f"### {table.file}: {table.meaning}\n", *head, *rows, ""])


def _name(column: TableColumn) -> str:
    if column.may_be_absent:
        return f"(`{column.name}`)"
    return f"`{column.name}` *" if column.required else f"`{column.name}`"


def _takes(column: TableColumn) -> str:
    if column.choices:
        return ", ".join(column.choices)
    if column.kind in ("number", "integer") and abs(column.low) < float("inf"):
        return f"{column.low:g} to {column.high:g}" + (f" ({column.unit})" if column.unit not in _BARE else "")
    return "text" if not column.unit else column.unit


def scenario_text(folder: Path, scenario: Path, first: int, last: int) -> str:
    """Return a commented scenario in the world."""
    return _SCENARIO.format(
        world=Path(os.path.relpath(folder, scenario.parent)).as_posix(),
        file=scenario.as_posix(),
        title=scenario.stem.replace("_", " ").replace("-", " ").capitalize(),
        first=first,
        last=last,
    )
