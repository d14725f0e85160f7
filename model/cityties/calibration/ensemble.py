"""The ensemble: histories of many draws, each reduced to a row of numbers; the ground of all that is learned from data.

A draw is simulated in one or several settings (parts) under the same parameters and the same random numbers. What is
kept of a replicate is what the readers of the parts return. Chunks of draws are files of their own, written whole: an
ensemble resumes where it was stopped, grows by more draws, and holds the same bytes for any number of workers.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from cityties.calibration.proposal import Proposal
from cityties.errors import CityTiesError
from cityties.experiment.blocks import keep_block, kept_block
from cityties.experiment.code import digest_of, sources
from cityties.experiment.design import Design, plan_for_batch
from cityties.experiment.drawn_severities import SeverityPlanner
from cityties.experiment.inputs import CODE, ingredients
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.store import locked, write_json
from cityties.experiment.variants import replicate_address
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.scenario.sweeps import with_settings
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import WorldTables

CHUNK = 50
"""Draws in a file: a few seconds of work, which is what a sudden end can cost."""
FIRST_DRAW_OF_ROUND = 100_000
"""Rounds have random numbers of their own: draw 1 of round r has the address of draw 1 + r times this."""
DRAW, REPLICATE = "draw", "replicate"


class Reader(Protocol):
    """What reduces a replicate to numbers; equal readers must give equal numbers."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the numbers."""

    def __call__(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return the numbers of a replicate, one a column; ``nan`` where one is not defined."""


@dataclass(frozen=True)
class Part:
    """One setting in which every draw is simulated: a scenario, its reader, and what the reader is known by.

    ``identity`` is text that changes whenever the reader could give another number; code is taken account of beside it.
    Without ``follows`` no crisis is followed with it and without.
    """

    name: str
    scenario: Scenario
    reader: Reader
    identity: str
    follows: bool = True


@dataclass(frozen=True)
class Ensemble:
    """What is simulated: parts, proposal, replicates of each draw, and the file of the package whose code reads them.

    ``round`` is 0 for draws from the priors. ``reading_code`` is a file of the package, as ``calibration/reading.py``.
    """

    parts: tuple[Part, ...]
    proposal: Proposal
    tables: WorldTables
    replicates: int
    folder: Path
    reading_code: str
    round: int = 0
    planners: dict[str, SeverityPlanner] = field(default_factory=dict, compare=False)

    @cached_property
    def identity(self) -> str:
        """A hash over all that can change a number of a draw, however many draws there are."""
        inputs = [
            ingredients(part.scenario, self.tables) | {"reader": f"{part.identity} {part.follows}"}
            for part in self.parts
        ]
        for one in inputs:
            one[CODE] = digest_of(*sources(root="calibration/ensemble.py"), *sources(root=self.reading_code))
        listed = self.proposal.listed
        drawn = [[key, str(prior)] for key, prior in self.proposal.priors.items()]
        content = [inputs, drawn, self.proposal.seed, self.replicates, self.round]
        text = json.dumps([*content, None if listed is None else listed.tolist()], sort_keys=True)
        return sha256(text.encode()).hexdigest()[:16]

    @property
    def path(self) -> Path:
        """The folder that its chunks lie in."""
        return self.folder / f"ensemble-{self.identity}"

    @property
    def columns(self) -> list[str]:
        """Names of the numbers of a replicate: those of all parts, each behind the name of its part."""
        return [f"{part.name}: {column}" for part in self.parts for column in part.reader.columns]

    def file(self, first: int) -> Path:
        """Return the file of the chunk that begins with a draw."""
        return self.path / f"{first:06d}.parquet"

    def chunks(self, draws: int) -> list[range]:
        """Return the draws of each chunk, counted from 1; a last one that is not full is asked for whole, if it can be.

        Draws from a list end with it.
        """
        listed = self.proposal.listed
        end = draws + CHUNK if listed is None else len(listed)
        return [range(first, min(first + CHUNK, end + 1)) for first in range(1, draws + 1, CHUNK)]

    def missing(self, draws: int) -> int:
        """Return how many draws have to be simulated for there to be so many."""
        return sum(len(chunk) for chunk in self.chunks(draws) if self.kept(chunk) is None)

    def kept(self, chunk: range) -> pd.DataFrame | None:
        """Return the numbers of a chunk, or None if it has to be simulated."""
        columns = [DRAW, REPLICATE, *self.columns]
        return kept_block(self.file(chunk[0]), columns, len(chunk) * self.replicates, self.made_of(chunk))

    def made_of(self, chunk: range) -> str:
        """Return what the file of a chunk is known by."""
        return f"{self.identity} {chunk[0]}"

    def planner(self, part: Part) -> SeverityPlanner:
        """Return what plans the draws of a part; the tables are looked at once."""
        if part.name not in self.planners:
            design = plan_for_batch(prepare(part.scenario, self.tables))
            self.planners[part.name] = SeverityPlanner(design if part.follows else replace(design, branches=()))
        return self.planners[part.name]

    def read_draw(self, draw: int) -> FloatArray:
        """Simulate a draw in all parts and return its numbers (replicates, columns); ``nan`` for a draw that fails.

        A draw may sign more ties than there is room for, or let a number run away: such parameters are impossible.
        """
        found = np.full((self.replicates, len(self.columns)), np.nan)
        values = self.proposal.values(draw)
        place = 0
        for part in self.parts:
            design = self.planner(part).plan(with_settings(part.scenario, values))
            width = len(part.reader.columns)
            for number in range(self.replicates):
                address = replicate_address(draw + self.round * FIRST_DRAW_OF_ROUND, number)
                try:
                    found[number, place : place + width] = part.reader(design, simulate(design, address))
                except (RuntimeError, ArithmeticError):
                    return np.full_like(found, np.nan)
            place += width
        return found


def simulate_ensemble(ensemble: Ensemble, draws: int, workers: int, progress: Callable[[int], None]) -> None:
    """Simulate what is missing of the first ``draws`` draws, chunk by chunk, and write it.

    Raises:
        CityTiesError: another process is at work on the same ensemble.
    """
    missing = [chunk for chunk in ensemble.chunks(draws) if ensemble.kept(chunk) is None]
    if not missing:
        return
    for part in ensemble.parts:
        ensemble.planner(part)
    with locked(ensemble.path), ThreadPoolExecutor(workers) as pool:
        write_json(ensemble.path / "ensemble.json", {"columns": ensemble.columns, "keys": list(ensemble.proposal.keys)})
        try:
            for chunk, rows in _in_order(ensemble, missing, pool, progress):
                keep_block(ensemble.file(chunk[0]), _table(ensemble, chunk, rows), ensemble.made_of(chunk))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _in_order(
    ensemble: Ensemble, missing: Sequence[range], pool: ThreadPoolExecutor, progress: Callable[[int], None]
) -> Iterator[tuple[range, list[FloatArray]]]:
    """Yield chunks in their order with the numbers of their draws; the next chunk is begun before one is written."""

    def one(draw: int) -> FloatArray:
        """Simulate a draw and report it."""
        found = ensemble.read_draw(draw)
        progress(1)
        return found

    begun = [pool.submit(one, draw) for draw in missing[0]]
    for place, chunk in enumerate(missing):
        following = [pool.submit(one, draw) for draw in missing[place + 1]] if place + 1 < len(missing) else []
        yield chunk, [future.result() for future in begun]
        begun = following


def _table(ensemble: Ensemble, chunk: range, rows: Sequence[FloatArray]) -> pd.DataFrame:
    numbers = pd.DataFrame(np.concatenate(rows), columns=ensemble.columns)
    who = pd.DataFrame(
        {
            DRAW: np.repeat(np.array(chunk, dtype=np.int64), ensemble.replicates),
            REPLICATE: np.tile(np.arange(ensemble.replicates, dtype=np.int64), len(chunk)),
        }
    )
    return pd.concat([who, numbers], axis=1)


@dataclass(frozen=True)
class Simulated:
    """The numbers of an ensemble: ``values`` (draws, keys), ``numbers`` (draws, replicates, columns) with their names.

    Draws that failed hold ``nan`` in all numbers.
    """

    keys: tuple[str, ...]
    values: FloatArray
    columns: tuple[str, ...]
    numbers: FloatArray

    def column(self, name: str) -> FloatArray:
        """Return one number of every replicate (draws, replicates).

        Raises:
            CityTiesError: there is no such number.
        """
        if name not in self.columns:
            raise CityTiesError(f"'{name}' is no number of this ensemble.")
        return self.numbers[:, :, self.columns.index(name)]


def read_ensemble(ensemble: Ensemble, draws: int) -> Simulated:
    """Return the numbers of the first ``draws`` draws, which must have been simulated.

    Raises:
        CityTiesError: some of them are not there, or no longer.
    """
    frames = [ensemble.kept(chunk) for chunk in ensemble.chunks(draws)]
    if any(frame is None for frame in frames):
        raise CityTiesError(f"{ensemble.path}: draws went while they were read; give the command again.")
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[frame[DRAW] <= draws]
    numbers = frame[ensemble.columns].to_numpy(np.float64).reshape(draws, ensemble.replicates, -1)
    values = ensemble.proposal.matrix(draws)
    return Simulated(ensemble.proposal.keys, values, tuple(ensemble.columns), numbers)
