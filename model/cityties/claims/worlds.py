"""The worlds of the claims as variants of one batch: all samples of all worlds share draws and random numbers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cityties.claims.declared import HISTORY, SILENT, ClaimWorld
from cityties.claims.reading import ClaimSet
from cityties.experiment.sampling import drawn_names
from cityties.experiment.variants import Variant
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override
from cityties.scenario.sweeps import setting_name, setting_path
from cityties.tables.world_tables import WorldTables, read_tables

REST, PRIOR, POSTERIOR = "rest", "prior", "posterior"
SAMPLES = (REST, PRIOR)
"""rest: only what decides is drawn, all else is at its default; prior: everything that has a prior is drawn."""
SAMPLE_NAMES = {REST: "rest at default", PRIOR: "full prior", POSTERIOR: "posterior"}
"""The samples for readers."""
PERMUTED = "permuted"
CITY_EVENTS = ("forum", "network_meetings")


def deciding(claim_set: ClaimSet, scenario: Scenario) -> tuple[str, ...]:
    """Return the parameters that decide in the engine of a scenario."""
    return tuple(claim_set.content.deciding.get(scenario.engine, ()))


def variants(claim_set: ClaimSet, names: Sequence[str], draws: int, replicates: int) -> list[Variant]:
    """Return one variant for each world and sample; ``draws`` says how many draws each has."""
    found = []
    for name in names:
        world = claim_set.content.worlds[name]
        scenario = override(claim_set.scenarios[name], replicates=replicates)
        fixed = [setting_path(key)[-1] for key in world.set]
        if world.permute_city_events:
            scenario = _elsewhere(scenario)
        for sample in SAMPLES:
            asked = "priors" if sample == PRIOR else deciding(claim_set, scenario)
            found.append(Variant(scenario, claim_set.file.name, sample, {}, draws, drawn_names(asked, fixed)))
    return found + _after_the_record(claim_set, names, draws, replicates)


def _after_the_record(claim_set: ClaimSet, names: Sequence[str], draws: int, replicates: int) -> list[Variant]:
    """Return history under the draws of the file's sample, no more than it has; it stands behind all other variants."""
    sample = claim_set.posterior
    if sample is None or HISTORY not in names:
        return []
    scenario = override(claim_set.scenarios[HISTORY], replicates=replicates)
    space = tuple({setting_name(key): value for key, value in point.items()} for point in sample.points)
    return [Variant(scenario, claim_set.file.name, POSTERIOR, {}, min(draws, len(space)), space=space)]


def _elsewhere(scenario: Scenario) -> Scenario:
    """Return the scenario with a world folder of its own name, under which permuted tables are handed in."""
    read = {"world_folder": scenario.world_folder / PERMUTED, "custom_rules": scenario.custom_rules}
    return Scenario.model_validate(scenario.resolved(), context=read)


def world_tables(found: Sequence[Variant]) -> dict[Path, WorldTables]:
    """Read the tables of every folder that the variants name, and permute those that are to be permuted."""
    read: dict[Path, WorldTables] = {}
    for variant in found:
        folder = variant.scenario.world_folder
        if folder in read:
            continue
        if folder.name == PERMUTED:
            recorded = read.get(folder.parent) or read_tables(folder.parent)
            read[folder] = permuted(recorded, variant.scenario.seed)
        else:
            read[folder] = read_tables(folder)
    return read


def permuted(tables: WorldTables, seed: int) -> WorldTables:
    """Return the world with every edition of the forum and meeting of a network in a month drawn anew.

    Null model N7: if what looks like an effect of city events survives when their months mean nothing, it is none.
    Months are drawn from the span of their kind, without repetition.
    """
    address = np.random.default_rng(seed)
    frames: dict[str, Any] = {}
    for name in CITY_EVENTS:
        frame: pd.DataFrame = getattr(tables, name)
        dated = frame["date"].to_numpy(np.int64) >= 0
        months = frame["date"].to_numpy(np.int64).copy()
        n = int(dated.sum())
        if n == 0:
            continue
        span = np.arange(months[dated].min(), months[dated].max() + 1)
        months[dated] = address.choice(span, n, replace=n > len(span))
        frames[name] = frame.assign(date=months)
    digest = hashlib.sha256(f"{tables.digest} {PERMUTED} {seed}".encode()).hexdigest()
    return replace(tables, digest=digest, **frames)


def needed_worlds(claim_set: ClaimSet) -> list[str]:
    """Return the worlds that claims, null models and the page need, in the order of the file."""
    contrast = claim_set.content.provocation
    shown = {HISTORY, SILENT, *(contrast.model_dump().values() if contrast else ())}
    asked = {claim.world for claim in claim_set.tested.values()} | {
        claim.against for claim in claim_set.tested.values()
    }
    worlds: Mapping[str, ClaimWorld] = claim_set.content.worlds
    return [name for name, world in worlds.items() if name in asked or world.null or name in shown]
