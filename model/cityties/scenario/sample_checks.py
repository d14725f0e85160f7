"""Samples named in a design: the way to the file, and draws that the scenario and its world can hold."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cityties.errors import ScenarioError, counted, did_you_mean
from cityties.scenario.draft import Draft
from cityties.scenario.keys import SECTION, KeyPath, all_keys, key_at
from cityties.scenario.messages import explain_fault
from cityties.scenario.models import Scenario
from cityties.scenario.sample_file import SampleFile, read_sample
from cityties.scenario.sweeps import put, setting_path, with_settings
from cityties.scenario.world_names import WorldNames, unknown_names

DRAWS: KeyPath = ("design", "draws")
SAMPLE: KeyPath = ("design", "sample")
FROM, FIRST = "from", "first"
"""Keys of ``draws`` when they come from a file: the file, and how many of its draws; left out, all."""


def name_sample(draft: Draft) -> KeyPath:
    """Let ``draws: {from: FILE, first: N}`` stand for a sample, and see its file from the file that names it.

    Returns the key at which faults of the sample are reported.
    """
    design = draft.values.get("design")
    if not isinstance(design, dict):
        return SAMPLE
    at, draws = SAMPLE, design.get("draws")
    if isinstance(draws, dict):
        at = (*DRAWS, FROM)
        for key in draws:
            if key not in (FROM, FIRST):
                hint = did_you_mean(str(key), (FROM, FIRST)) or f" The keys here are {FROM} and {FIRST}."
                draft.add_problem((*DRAWS, key), f"no such key.{hint}")
        if not isinstance(draws.get(FROM), str):
            draft.add_problem(DRAWS, "takes a number of draws, or a file of them, such as {from: sample.csv}.")
        design["sample"], design["draws"] = draws.get(FROM), draws.get(FIRST, 0)
    if isinstance(design.get("sample"), str):
        home = draft.home(at)
        design["sample"] = Path(os.path.normpath(home / design["sample"])).as_posix()
    elif design.get("sample") is None:
        design.pop("sample", None)
    return at


def sample_problems(scenario: Scenario, world: WorldNames) -> Iterator[str]:
    """Find what is wrong with the sample of a design: its file, its keys, values that a setting cannot hold."""
    design = scenario.design
    if design.sample is None:
        return
    try:
        sample = read_sample(Path(design.sample))
    except ScenarioError as error:
        yield str(error)
        return
    unknown = list(_unknown_keys(sample, world))
    yield from unknown
    swept = {setting_path(key) for key in _swept(design.sweep)}
    yield from (
        f"{sample.path}: '{key}' is varied by the sweep too; keep one of the two."
        for key in sample.keys
        if setting_path(key) in swept
    )
    if design.draws > len(sample.rows):
        yield f"{sample.path}: has {counted(len(sample.rows), 'draw')}, and {design.draws:,} are asked for."
    if not unknown:
        yield from _bad_values(scenario, sample)


def _swept(sweep: Any) -> Iterator[str]:
    yield from sweep.grid
    yield from sweep.zip
    for point in sweep.list:
        yield from point


def _unknown_keys(sample: SampleFile, world: WorldNames) -> Iterator[str]:
    for key in sample.keys:
        path = setting_path(key)
        known = key_at(path)
        if known is None or known.kind == SECTION or not known.role.can_be_swept:
            names = {one.path[-1] for one in all_keys().values() if one.path[0] in ("parameters", "mechanisms")}
            yield f"{sample.path}: no such key as '{key}', which stands in its header.{did_you_mean(key, names)}"
            continue
        named: dict[str, Any] = {}
        put(named, path, sample.rows[0][sample.keys.index(key)])
        yield from (f"{sample.path}: '{key}': {message}" for _, message in unknown_names(named, world))


def _bad_values(scenario: Scenario, sample: SampleFile) -> Iterator[str]:
    """Find the first draw with a value out of bounds; the others of that file are likely wrong alike."""
    for place, row in enumerate(sample.rows):
        try:
            with_settings(scenario, dict(zip(sample.keys, row, strict=True)))
        except ValidationError as error:
            detail = error.errors()[0]
            key = ".".join(str(part) for part in detail["loc"])
            yield f"{sample.path}: draw {place + 1}, {key}: {explain_fault(detail)}"
            return
