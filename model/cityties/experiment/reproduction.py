"""Reproducing a run or batch from its own folder, and finding the first number that comes out differently."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from cityties.errors import counted
from cityties.experiment.batch_folder import BatchFolder, cut_unit
from cityties.experiment.executor import on_this_machine
from cityties.experiment.stored_inputs import stored_variants, stored_world
from cityties.experiment.units import Unit
from cityties.experiment.work import UnitPlanner, UnitResult

type Tables = Mapping[str, pa.Table]


@dataclass(frozen=True)
class Checked:
    """One unit that was computed again: empty ``difference`` means every bit is the same."""

    name: str
    difference: str


def reproduce_units(
    folder: BatchFolder, units: list[Unit], workers: int, progress: Callable[[int], None]
) -> Iterator[tuple[Checked, UnitResult]]:
    """Compute units of a run or batch again, from its own copy of the world, and compare them with what is stored."""
    variants = stored_variants(folder)
    folders = {variant.scenario.world_folder for variant in variants}
    planner = UnitPlanner(variants, {path: stored_world(path) for path in folders}, folder.detail)
    done = folder.units_written()
    for made in on_this_machine(planner, iter(units), workers, progress):
        if made.tables is None:
            yield Checked(made.unit.name, f"raises {made.error}"), made
        elif made.unit not in done:
            yield Checked(made.unit.name, "was never stored; it can be computed now"), made
        else:
            stored = cut_unit(folder.read_chunk(done[made.unit][0]), made.unit, made.unit.variant)
            yield Checked(made.unit.name, first_difference(stored, made.tables)), made


def first_difference(stored: Tables, again: Tables) -> str:
    """Say where two sets of tables first differ: table, row with its month and measure, both values; '' if nowhere."""
    for name in dict.fromkeys([*stored, *again]):
        if name not in stored or name not in again:
            return f"table '{name}' is {'new' if name in again else 'missing now'}"
        message = _in_table(stored[name], again[name])
        if message:
            return f"{name}: {message}"
    return ""


def _in_table(stored: pa.Table, again: pa.Table) -> str:
    if stored.column_names != again.column_names:
        return f"columns were {', '.join(stored.column_names)}, are {', '.join(again.column_names)}"
    if len(stored) != len(again):
        return f"{counted(len(stored), 'row')} stored, {len(again):,} now{_rows_apart(stored, again)}"
    differs = np.zeros(len(stored), dtype=bool)
    columns: dict[str, Any] = {}
    for column in stored.column_names:
        before, now = (table[column].to_numpy() for table in (stored, again))
        unequal = before != now
        unequal &= ~(pd.isna(before) & pd.isna(now))
        columns[column] = unequal
        differs |= np.asarray(unequal, dtype=bool)
    if not differs.any():
        return ""
    row = int(np.flatnonzero(differs)[0])
    changed = [column for column, unequal in columns.items() if unequal[row]]
    where = ", ".join(
        f"{column} {stored[column][row].as_py()}"
        for column in stored.column_names
        if column not in changed and stored.schema.field(column).type != pa.float64()
    )
    values = ", ".join(f"{c} was {stored[c][row].as_py()!r}, is {again[c][row].as_py()!r}" for c in changed)
    return f"{where}: {values} ({int(differs.sum()):,} of {counted(len(stored), 'row')} other than before)"


def _rows_apart(stored: pa.Table, again: pa.Table) -> str:
    """Name the texts, such as measures, that stand in one table only; nothing where it is the numbers of rows."""
    message = ""
    for column in stored.column_names:
        if pa.types.is_string(stored.schema.field(column).type):
            was, now = (set(table[column].unique().to_pylist()) for table in (stored, again))
            sides = (("new", now - was), ("missing now", was - now))
            message += "".join(f"; {column} {', '.join(sorted(names))}: {side}" for side, names in sides if names)
    return message
