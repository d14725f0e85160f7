"""``cityties why`` and ``reproduce``: where a unit comes from, and whether a result comes out again.

What plans and computes is imported where it is needed.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cityties.cli.folders import find_folder
from cityties.cli.screen import put
from cityties.errors import CityTiesError, counted
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.units import Unit, new_units, unit_named

if TYPE_CHECKING:
    from cityties.cli.batch import Request
    from cityties.experiment.reproduction import Checked

DIFFERENT = 1


def why(unit: str, files: Sequence[Path], runs: Path, request: Request) -> None:
    """Say why a unit is fresh or cached: of a batch as it would be run now, or of one that is there."""
    from cityties.cli.batch import open_batch
    from cityties.experiment.reasons import why_planned, why_stored

    if files:
        batch = open_batch(files, request)
        named = unit_named(unit)
        if named.variant < len(batch.variants):
            put(f"{named.name} of {batch.folder.path}: {batch.variants[named.variant].label}")
        for line in why_planned(batch, named):
            put(line)
        return
    name, _, last = unit.rpartition("/")
    if not name:
        raise CityTiesError("Say which batch too: `cityties why BATCH/UNIT`, or `cityties why UNIT FILES...`.")
    folder = BatchFolder(find_folder(name, runs))
    named = unit_named(last)
    if named.variant < len(folder.labels):
        put(f"{named.name} of {folder.path}: {folder.labels[named.variant]}")
    put(why_stored(folder, named))


def reproduce(
    name: str, unit: str | None, sample: int | None, runs: Path, workers: int | None, trust_rules: bool = False
) -> None:
    """Compute a run or batch again and say whether it is identical; exit with code 1 at the first difference."""
    path = find_folder(name, runs)
    folder = BatchFolder(path)
    asked = list(new_units(None, folder.generations[-1])) if unit is None else [unit_named(unit)]
    stored = sorted(folder.units_written(), key=lambda one: (one.draw, one.first, one.variant))
    units = asked if unit else stored[:: max(len(stored) // sample, 1)] if sample else stored
    if unit:
        _require_asked(folder, units[0])
    from rich.console import Console

    from cityties.cli.batch import Request, allow_rules
    from cityties.experiment.stored_inputs import stored_variants

    scenarios = (variant.scenario for variant in stored_variants(folder))
    allow_rules(scenarios, Request(trust_rules=trust_rules), Console(stderr=True))
    from cityties.experiment.reproduction import reproduce_units

    _report_versions(folder.content["history"][-1])
    checked = []
    for one, made in reproduce_units(folder, units, workers or os.cpu_count() or 1, _ignore):
        checked.append(one)
        if made.tables is None and unit:
            _show_error(folder, made.unit)
    _conclude(path, checked)


def _require_asked(folder: BatchFolder, unit: Unit) -> None:
    """Refuse a unit that a run or batch was never asked for, however many replicates it would take.

    Raises:
        CityTiesError: it is none of those asked for; what there is is named.
    """
    numbers, last = f"{folder.path}: has no unit {unit.name}", folder.generations[-1]
    if unit.variant >= len(folder.labels):
        raise CityTiesError(f"{numbers}; its variants are numbered 0 to {len(folder.labels) - 1}.")
    if any(unit in chunk.units for chunk in folder.chunks()):
        return
    replicates, draws = last.replicates[unit.variant], last.samples[unit.variant]
    drawn = f"draws 1 to {draws:,}" if draws else "draw 0"
    example = next((one for chunk in folder.chunks() for one in chunk.units if one.variant == unit.variant), unit)
    raise CityTiesError(
        f"{numbers}; variant {unit.variant} has {drawn} of {counted(replicates, 'replicate')} each, cut into "
        f"units such as {example.name}."
    )


def _report_versions(stored: Mapping[str, Any]) -> None:
    from cityties.experiment.provenance import changed_since

    for line in changed_since(stored):
        put(f"note: {line}")


def _show_error(folder: BatchFolder, unit: Unit) -> None:
    """Compute a failing unit once more in the open, so that its traceback is seen."""
    from cityties.experiment.stored_inputs import stored_variants, stored_world
    from cityties.experiment.work import UnitPlanner, compute_replicate

    variants = stored_variants(folder)
    world = variants[unit.variant].scenario.world_folder
    try:
        design = UnitPlanner(variants, {world: stored_world(world)}, folder.detail).design(unit)
        for replicate in range(unit.first, unit.last):
            compute_replicate(design, unit, replicate)
    except Exception:
        sys.stderr.write(traceback.format_exc())


def _conclude(path: Path, checked: Sequence[Checked]) -> None:
    if not checked:
        raise CityTiesError(
            f"{path}: no part is noted as finished, so there is nothing to compare. Give its command again."
        )
    different = [one for one in checked if one.difference]
    if not different:
        put(f"{path}: identical, {counted(len(checked), 'unit')} compared.")
        return
    first = different[0]
    number = f"{len(different)} of {counted(len(checked), 'unit')}"
    put(f"{path}: {number} came out otherwise; the first is {first.name}: {first.difference}")
    raise typer.Exit(DIFFERENT)


def _ignore(_: int) -> None: ...
