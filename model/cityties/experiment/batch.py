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

from cityties.custom_rules.reader import read_rules
from cityties.errors import CityTiesError
from cityties.experiment.batch_description import now, write_inputs
from cityties.experiment.batch_folder import BatchFolder, batches, cut_unit
from cityties.experiment.inputs import batch_identity, ingredients, unit_identity
from cityties.experiment.journal import Entry
from cityties.experiment.store import locked
from cityties.experiment.units import UNIT_SIZE, Asked, Chunk, Unit, chunks_of, new_units, unit_named
from cityties.experiment.variants import Variant
from cityties.scenario.design import UntilSettings
from cityties.scenario.models import Scenario
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
    if folder.exists and any(variant.until for variant in variants):
        asked = asked.grown(folder.generations[-1])  # a batch that grew by itself goes on from where it was
    return Batch(name, variants, worlds, bases, asked, folder, detail)


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
    before = batch.folder.generations if batch.folder.exists else []
    if not before:
        return [batch.asked]
    now = before[-1].grown(batch.asked)
    return before if now == before[-1] else [*before, now]


def what_to_do(batch: Batch, chunks: Sequence[Chunk]) -> Todo:
    """Find out which chunks lack units that are asked for, and which of those some batch has already."""
    entries = batch.folder.entries() if batch.folder.exists else {}
    here = batch.folder.units_done() if batch.folder.exists else {}
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


def _elsewhere(batch: Batch) -> dict[str, Source]:
    """Return where units with a given identity are found beside this batch, with all tables that it asks for."""
    found: dict[str, Source] = {}
    for other in batches(batch.folder.path.parent):
        if other.path != batch.folder.path and (other.detail or not batch.detail):
            for unit, (chunk, identity) in other.units_done().items():
                found.setdefault(identity, (other, chunk, unit))
    return found


def stored_variants(folder: BatchFolder) -> list[Variant]:
    """Return the variants of a batch as they were run, from its own copies of the world and of custom rules."""
    variants = []
    for number, one in enumerate(folder.content["variants"]):
        rules = read_rules(one["settings"].get("rules", ()), folder.path)
        context = {"world_folder": folder.path / one["settings"]["world"], "custom_rules": rules}
        scenario = Scenario.model_validate(one["settings"], context=context)
        samples = folder.generations[-1].samples[number]
        until = UntilSettings.model_validate(one["until"]) if one["until"] else None
        drawn, space = tuple(one["drawn"]), tuple(one["space"])
        named = scenario, one["file"], one["arm"], one["point"]
        variants.append(Variant(*named, samples, drawn, space, until, one.get("spread", {})))
    return variants


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


def compute_on_threads(batch: Batch, workers: int, progress: Callable[[int], None]) -> int:
    """Compute what a batch lacks on threads of this machine; return how many replicates were computed."""
    from cityties.experiment.threads import on_threads

    def threads(planner: "UnitPlanner", units: Iterable[Unit]) -> "Iterator[UnitResult]":
        """Compute the units on threads."""
        return on_threads(planner, units, workers, progress)

    return compute_batch(batch, threads).computed


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
