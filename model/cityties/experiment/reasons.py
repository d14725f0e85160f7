"""Why a unit is fresh or cached, in words; for a fresh one also what differs from the nearest that is known."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from cityties.experiment import journal
from cityties.experiment.batch import Batch, what_to_do
from cityties.experiment.batch_folder import BatchFolder, batches
from cityties.experiment.inputs import CODE, CUSTOM_RULES, effective_table
from cityties.experiment.stored_inputs import stored_world
from cityties.experiment.units import Unit
from cityties.scenario.models import Scenario
from cityties.tables.columns import Table
from cityties.tables.declared_model import TABLES
from cityties.tables.world_tables import WorldTables

MOST_ROWS = 5
TABLE_OF_FILE = {table.file: table for table in TABLES}


def why_stored(folder: BatchFolder, unit: Unit) -> str:
    """Return how a unit came to be in a batch's folder, or why it is not there."""
    for entry in journal.read(folder.path).values():
        if unit.name in entry.failed:
            return f"failed on {entry.finished}: {entry.failed[unit.name]}"
        if unit.name in entry.taken:
            return f"cached: taken over from {entry.taken[unit.name]} on {entry.finished}"
        if unit.name in entry.done:
            return f"computed here on {entry.finished}, chunk {entry.chunk}, identity {entry.done[unit.name]}"
    asked = folder.generations[-1].replicates_of(unit.variant, unit.draw) if unit.variant < len(folder.labels) else 0
    return "fresh: asked for, but not computed yet" if unit.first < asked else "unknown: this batch never asked for it"


def why_planned(batch: Batch, unit: Unit) -> Iterator[str]:
    """Report whether running a batch would compute a unit, and why."""
    chunks = batch.chunks()
    if not any(unit in chunk.units for chunk in chunks):
        yield "unknown: the batch does not ask for it; `cityties plan` says what it asks for"
        return
    todo = what_to_do(batch, chunks)
    if unit in todo.sources and todo.sources[unit][0].path != batch.folder.path:
        yield f"cached: will be taken over from {todo.sources[unit][0].path}, unit {todo.sources[unit][2].name}"
    elif unit not in todo.fresh:
        yield f"cached: {why_stored(batch.folder, unit)}"
    else:
        yield "fresh: no batch beside this one has a unit with the same inputs"
        yield from _against_the_nearest(batch, unit)


def _against_the_nearest(batch: Batch, unit: Unit) -> Iterator[str]:
    label = batch.variants[unit.variant].label
    failed = batch.folder.failures().get(unit.name) if batch.folder.readable else None
    if failed:
        yield f"it failed before: {failed}"
        return
    for other in batches(batch.folder.path.parent):
        for number, one in enumerate(other.content["variants"]):
            if one["label"] == label:
                yield f"the nearest is variant {number} of {other.path}; against it"
                yield from _changes(batch, unit, other, one)
                return
    yield f"no batch has a variant called '{label}'"


def _changes(batch: Batch, unit: Unit, other: BatchFolder, one: Mapping[str, Any]) -> Iterator[str]:
    scenario = batch.variants[unit.variant].scenario
    now, before = batch.bases[unit.variant], one["inputs"]
    kinds = [kind for kind in now if now[kind] != before.get(kind)]
    if not kinds:
        yield "  nothing differs but the draw or the range of replicates"
    for kind in kinds:
        if kind == CODE:
            yield f"  {kind}: the model, or what draws and sums up, was changed since"
        elif kind == CUSTOM_RULES:
            yield f"  {kind}: the text of one was changed, or other rules are named"
        elif kind in TABLE_OF_FILE:
            table = TABLE_OF_FILE[kind]
            yield from _table_changes(table, scenario, batch.worlds[scenario.world_folder], other, one["settings"])
        else:
            yield from _setting_changes(kind, scenario.resolved()[kind], one["settings"].get(kind))


def _setting_changes(key: str, now: Any, before: Any) -> Iterator[str]:
    """Yield the changes of one key; a section is compared key by key."""
    if isinstance(now, Mapping) and isinstance(before, Mapping):
        for below in dict.fromkeys((*now, *before)):
            yield from _setting_changes(f"{key}.{below}", now.get(below), before.get(below))
    elif now != before:
        yield f"  {key}: was {before}, is {now}"


def _table_changes(
    table: Table, scenario: Scenario, now: WorldTables, other: BatchFolder, settings: Mapping[str, Any]
) -> Iterator[str]:
    folder = other.path / str(settings["world"])
    past = Scenario.model_validate(settings, context={"world_folder": folder, "custom_rules": ()})
    before = effective_table(table.name, past, stored_world(folder))
    after = effective_table(table.name, scenario, now)
    keys = [name for name in table.key if name in after.columns] or list(after.columns)
    yield from _row_changes(table.name, before, after, keys)


def _row_changes(kind: str, before: pd.DataFrame, now: pd.DataFrame, keys: list[str]) -> Iterator[str]:
    both = before.merge(now, on=keys, how="outer", suffixes=("_before", "_now"), indicator=True)
    found = 0
    for row in both.to_dict("records"):
        name = f"{kind}: {' '.join(str(row[key]) for key in keys)}"
        changes = []
        if row["_merge"] != "both":
            changes.append("was there before" if row["_merge"] == "left_only" else "is new")
        else:
            for column in before.columns:
                was, value = row.get(f"{column}_before"), row.get(f"{column}_now")
                if column not in keys and was != value and not (was != was and value != value):  # noqa: PLR0124
                    changes.append(f"{column} was {was}, is {value}")
        if changes:
            found += 1
            if found <= MOST_ROWS:
                yield f"  {name}: {'; '.join(changes)}"
    if found > MOST_ROWS:
        yield f"  {kind}: and {found - MOST_ROWS} more rows"
