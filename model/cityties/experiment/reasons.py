"""Why a unit is fresh or cached, in words; for a fresh one also what differs from the nearest that is known."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from cityties.experiment import journal
from cityties.experiment.batch import Batch, what_to_do
from cityties.experiment.batch_folder import BatchFolder, batches
from cityties.experiment.inputs import COLUMNS, PROVENANCE, SHOCK_COLUMNS, WHOLE_TABLES, effective_shocks
from cityties.experiment.units import Unit
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables, read_tables

MOST_ROWS = 5


def why_stored(folder: BatchFolder, unit: Unit) -> str:
    """Say how a unit came to be in a batch's folder, or why it is not there."""
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
    """Say whether running a batch would compute a unit, and why."""
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
    failed = batch.folder.failures().get(unit.name) if batch.folder.exists else None
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
        if kind == "code":
            yield "  code: the model, or what sums it up, was changed since"
        elif kind == "rules":
            yield "  rules: the text of a rule of one's own was changed, or other rules are named"
        elif kind == "shocks" or kind in COLUMNS or kind in WHOLE_TABLES:
            yield from _table_changes(kind, scenario, batch.worlds[scenario.world_folder], other, one["settings"])
        else:
            yield from _setting_changes(kind, scenario.resolved(), one["settings"])


def _setting_changes(kind: str, now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    if kind in ("parameters", "mechanisms"):
        pairs = {f"{kind}.{key}": (before[kind].get(key), value) for key, value in now[kind].items()}
    else:
        pairs = {key: (before.get(key), value) for key, value in now.items() if key not in ("parameters", "mechanisms")}
    left_out = ("name", "title", "question", "world", "replicates", "rules")
    for key, (was, value) in pairs.items():
        if was != value and key not in left_out and key != "shocks":
            yield f"  {key}: was {was}, is {value}"


def _table_changes(
    kind: str, scenario: Scenario, now: WorldTables, other: BatchFolder, settings: Mapping[str, Any]
) -> Iterator[str]:
    folder = other.path / str(settings["world"])
    then = read_tables(folder)
    if kind == "shocks":
        past = Scenario.model_validate(settings, context={"world_folder": folder})
        frames = effective_shocks(past, then), effective_shocks(scenario, now)
        yield from _row_changes(kind, *frames, list(SHOCK_COLUMNS[:1]))
        return
    if kind in WHOLE_TABLES:
        frames = tuple(getattr(tables, kind).drop(columns=list(PROVENANCE), errors="ignore") for tables in (then, now))
        yield from _row_changes(kind, *frames, list(frames[1].columns))
        return
    columns = list(COLUMNS[kind])
    keys = [name for name in columns if name in ("nation", "dyad", "of", "city", "city_a", "city_b", "year", "date")]
    yield from _row_changes(kind, getattr(then, kind)[columns], getattr(now, kind)[columns], keys)


def _row_changes(kind: str, before: pd.DataFrame, now: pd.DataFrame, keys: list[str]) -> Iterator[str]:
    both = before.merge(now, on=keys, how="outer", suffixes=("_before", "_now"), indicator=True)
    message = 0
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
            message += 1
            if message <= MOST_ROWS:
                yield f"  {name}: {'; '.join(changes)}"
    if message > MOST_ROWS:
        yield f"  {kind}: and {message - MOST_ROWS} more rows"
