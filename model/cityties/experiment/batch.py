"""A batch from files to results: what it consists of, what of it is there already, and the computing of the rest.

What computes is imported where units are computed, and compiled code with it: to find out that nothing is to be done
takes neither.
"""
# ruff: noqa: PLC0415

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cityties.errors import CityTiesError
from cityties.experiment.batch_description import now, write_inputs
from cityties.experiment.batch_folder import BatchFolder, batches, cut_unit, units_of
from cityties.experiment.inputs import batch_identity, ingredients, unit_identity
from cityties.experiment.journal import Entry
from cityties.experiment.store import locked
from cityties.experiment.units import UNIT_SIZE, Asked, Chunk, Unit, chunks_of, new_units, unit_named
from cityties.experiment.variants import Variant
from cityties.tables.world_tables import WorldTables

if TYPE_CHECKING:
    import pyarrow as pa

    from cityties.experiment.work import UnitPlanner, UnitResult

type Source = tuple[BatchFolder, str, Unit]
type Executor = Callable[[UnitPlanner, Iterable[Unit]], Iterator[UnitResult]]


@dataclass(frozen=True)
class Batch:
    """Everything that a batch consists of: variants, the worlds they live in, how much is asked for, its folder.

    ``detail`` asks for the detailed tables of a run too; it changes no number, so it is in no unit's identity.
    """

    name: str
    variants: Sequence[Variant]
    worlds: Mapping[Path, WorldTables]
    bases: Sequence[dict[str, str]]
    asked: Asked
    folder: BatchFolder
    detail: bool = False

    def chunks(self) -> list[Chunk]:
        """Return all chunks that were asked for so far, and now."""
        return list(chunks_of(all_generations(self), self.detail))

    def identity(self, unit: Unit) -> str:
        """Return the identity of one unit."""
        variant, base = self.variants[unit.variant], self.bases[unit.variant]
        return unit_identity(variant, unit.draw, unit.first, unit.last, base)


@dataclass(frozen=True)
class Todo:
    """What there is to do: chunks that are not complete, and where their units can be taken from, if anywhere.

    ``wanted`` counts the replicates that are asked for, ``fresh`` lists the units that have to be computed.
    """

    here: Path
    chunks: Sequence[Chunk]
    sources: Mapping[Unit, Source]
    identities: Mapping[Unit, str]
    wanted: int

    @property
    def elsewhere(self) -> list[Unit]:
        """Units that can be taken over from another batch."""
        return [unit for unit, (folder, _, _) in self.sources.items() if folder.path != self.here]

    @property
    def fresh(self) -> list[Unit]:
        """Units to be computed, in order."""
        return [unit for chunk in self.chunks for unit in chunk.units if unit not in self.sources]


@dataclass(frozen=True)
class Finished:
    """How a batch ended, in replicates."""

    computed: int = 0
    taken: int = 0
    failed: int = 0


def make_batch(
    name: str, variants: Sequence[Variant], worlds: Mapping[Path, WorldTables], runs: Path, detail: bool = False
) -> Batch:
    """Put a batch together; its folder is named after all that can change a number, but not after how much is asked.

    A run and a batch of the same scenario have folders of their own, because each has its own page.

    Raises:
        CityTiesError: two variants have the same name.
    """
    labels = [variant.label for variant in variants]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise CityTiesError(f"Two variants are called '{twice[0]}'. Give one of the scenarios another `name`.")
    bases = [ingredients(variant.scenario, worlds[variant.scenario.world_folder]) for variant in variants]
    asked = Asked(
        tuple(variant.scenario.replicates for variant in variants), tuple(variant.samples for variant in variants)
    )
    digest = hashlib.sha256(f"{batch_identity(variants, bases)}{'run' if detail else ''}".encode()).hexdigest()
    folder = BatchFolder(runs / f"{name}-{digest[:8]}")
    batch = Batch(name, variants, worlds, bases, asked, folder, detail)
    if any(variant.until for variant in variants) and (before := asked_before(batch)):
        batch = replace(batch, asked=asked.grown(before[-1]))  # one that grew by itself goes on from where it was
    return batch


def asked_before(batch: Batch) -> list[Asked]:
    """Return how much was asked for in this batch's folder so far; nothing if its batch.json is damaged or another's.

    The folder is named after the batch, so whatever stands in its batch.json can be written anew.
    """
    folder = batch.folder
    if not folder.readable or folder.labels != [variant.label for variant in batch.variants]:
        return []
    return folder.generations


def grown(batch: Batch, which: Sequence[int], factor: float) -> Batch:
    """Return the batch with more draws, or more replicates where there are none, of some variants; at most as allowed.

    It is the same batch if all of them are at their budget.
    """
    replicates, samples = list(batch.asked.replicates), list(batch.asked.samples)
    for number in which:
        variant = batch.variants[number]
        most = variant.until.at_most if variant.until else 0
        by_draw = bool(samples[number]) and not variant.space
        amounts = samples if by_draw else replicates
        step = 1 if by_draw else UNIT_SIZE
        wanted = -(-int(amounts[number] * factor + 1) // step) * step
        amounts[number] = max(amounts[number], min(wanted, most))
    return replace(batch, asked=Asked(tuple(replicates), tuple(samples)))


def all_generations(batch: Batch) -> list[Asked]:
    """Return how much was asked for so far, and now; what was asked for before is never taken back."""
    before = asked_before(batch)
    if not before:
        return [batch.asked]
    now = before[-1].grown(batch.asked)
    return before if now == before[-1] else [*before, now]


def what_to_do(batch: Batch, chunks: Sequence[Chunk]) -> Todo:
    """Find out which chunks lack units that are asked for, and which of those some batch has already."""
    entries = _entries_of(batch, chunks)
    here = units_of(entries)
    wanted = sum(unit.replicates for unit in new_units(None, batch.asked))
    open_chunks = [chunk for chunk in chunks if chunk.name not in entries or entries[chunk.name].failed]
    asked = [c for c in open_chunks if any(u.first < batch.asked.replicates_of(u.variant, u.draw) for u in c.units)]
    identities = {unit: batch.identity(unit) for chunk in asked for unit in chunk.units}
    elsewhere = _elsewhere(batch) if asked else {}
    sources: dict[Unit, Source] = {}
    for unit, identity in identities.items():
        if unit in here:
            sources[unit] = (batch.folder, here[unit][0], unit)
        elif identity in elsewhere:
            sources[unit] = elsewhere[identity]
    return Todo(batch.folder.path, asked, sources, identities, wanted)


def _entries_of(batch: Batch, chunks: Sequence[Chunk]) -> dict[str, Entry]:
    """Return the entries of chunks that were computed for this batch, as far as their files are whole.

    A journal may have been copied from elsewhere: an entry counts only if it lists the units of its chunk, and if the
    identity of the first is ours. (All of them would take a second for each ten thousand draws.)
    """
    found = batch.folder.entries()
    return {chunk.name: found[chunk.name] for chunk in chunks if chunk.name in found and _is_ours(batch, chunk, found)}


def _is_ours(batch: Batch, chunk: Chunk, entries: Mapping[str, Entry]) -> bool:
    entry = entries[chunk.name]
    if entry.done.keys() | entry.failed.keys() != {unit.name for unit in chunk.units}:
        return False
    first = next((unit for unit in chunk.units if unit.name in entry.done), None)
    return first is None or batch.identity(first) == entry.done[first.name]


def _elsewhere(batch: Batch) -> dict[str, Source]:
    """Return where units with a given identity are found beside this batch, with all tables that it asks for."""
    found: dict[str, Source] = {}
    for other in batches(batch.folder.path.parent):
        if other.path != batch.folder.path and (other.detail or not batch.detail):
            for unit, (chunk, identity) in other.units_done().items():
                found.setdefault(identity, (other, chunk, unit))
    return found


def compute_batch(batch: Batch, executor: Executor, on_chunk: Callable[[Chunk], None] | None = None) -> Finished:
    """Compute what a batch lacks and write it, chunk by chunk.

    Raises:
        CityTiesError: another process is writing to the folder.
    """
    from cityties.experiment.work import UnitPlanner

    with locked(batch.folder.path):
        write_inputs(batch, all_generations(batch))
        todo = what_to_do(batch, batch.folder.chunks())
        made = executor(UnitPlanner(batch.variants, batch.worlds, batch.detail), iter(todo.fresh))
        ended = Finished()
        for chunk in todo.chunks:
            ended = _added(ended, _finish(batch, chunk, todo, made))
            if on_chunk:
                on_chunk(chunk)
    return ended


def compute_here(batch: Batch, workers: int, progress: Callable[[int], None]) -> int:
    """Compute what a batch lacks on this machine; return how many replicates were computed."""
    from cityties.experiment.executor import on_this_machine

    def here(planner: "UnitPlanner", units: Iterable[Unit]) -> "Iterator[UnitResult]":
        """Compute the units on this machine."""
        return on_this_machine(planner, units, workers, progress)

    return compute_batch(batch, here).computed


def _added(one: Finished, other: Finished) -> Finished:
    return Finished(one.computed + other.computed, one.taken + other.taken, one.failed + other.failed)


def _finish(batch: Batch, chunk: Chunk, todo: Todo, made: "Iterator[UnitResult]") -> Finished:
    """Gather the units of a chunk from where they are or from the executor, and write them."""
    started = time.perf_counter()
    read: dict[tuple[Path, str], dict[str, pa.Table]] = {}
    tables, taken, failures = [], {}, {}
    for unit in chunk.units:
        source = todo.sources.get(unit)
        if source is None:
            result = next(made)
            if result.tables is None:
                failures[unit.name] = result.error
            else:
                tables.append(result.tables)
            continue
        folder, name, there = source
        key = (folder.path, name)
        if key not in read:
            read[key] = folder.read_chunk(name, batch.folder.tables)
        tables.append(cut_unit(read[key], there, unit.variant))
        if folder.path != batch.folder.path:
            taken[unit.name] = folder.path.name
    done = {unit.name: todo.identities[unit] for unit in chunk.units if unit.name not in failures}
    seconds = round(time.perf_counter() - started, 3)
    batch.folder.write_chunk(chunk, tables, Entry(chunk.name, done, failures, taken, seconds, now()))
    lost = sum(unit_named(name).replicates for name in failures)
    moved = sum(unit_named(name).replicates for name in taken)
    return Finished(sum(u.replicates for u in chunk.units if u not in todo.sources) - lost, moved, lost)
