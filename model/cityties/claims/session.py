"""A session: what the claims need is computed, or taken from what is there, and turned into evidence."""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cityties.claims.declared import HISTORY
from cityties.claims.evidence import TOGETHER, Evidence, VariantRows
from cityties.claims.panel import STATISTICS, panel_statistics
from cityties.claims.reading import ClaimSet
from cityties.claims.size import Size, is_quick
from cityties.claims.worlds import POSTERIOR, SAMPLES, needed_worlds, variants, world_tables
from cityties.experiment.batch import Batch, all_generations, compute_here, make_batch, what_to_do
from cityties.experiment.code import digest_of, sources
from cityties.experiment.store import write_parquet
from cityties.experiment.stored import DamagedPartError, stored_table
from cityties.experiment.units import Unit, chunks_of
from cityties.experiment.variants import Variant, replicate_address
from cityties.experiment.work import UnitPlanner
from cityties.scenario.reader import override
from cityties.scenario.roles import settings

NAME = "claims"
PANEL_PART = 20
PANEL_COLUMNS = ("draw", "statistic", "value")
NO_PANEL = pd.DataFrame({name: [] for name in PANEL_COLUMNS})


@dataclass(frozen=True)
class Session:
    """A file of claims with the batch that holds its worlds."""

    claim_set: ClaimSet
    size: Size
    batch: Batch
    worlds: Sequence[str]

    @property
    def is_quick(self) -> bool:
        """Whether fewer draws are asked for than the file of claims wants for a verdict."""
        return is_quick(self.claim_set, self.size)

    @property
    def folder(self) -> Path:
        """Folder in which everything is written."""
        return self.batch.folder.path


def open_session(claim_set: ClaimSet, size: Size, runs: Path) -> Session:
    """Lay out the worlds of the claims as a batch; nothing is computed or written."""
    return open_worlds(claim_set, needed_worlds(claim_set), size, runs)


def open_worlds(claim_set: ClaimSet, asked: Sequence[str], size: Size, runs: Path) -> Session:
    """Lay out some worlds of the claims; two that differ in nothing but their name are one."""
    names = [name for name in asked if same_world(claim_set, name, asked) == name]
    found = variants(claim_set, names, size.draws, size.replicates)
    return Session(claim_set, size, make_batch(NAME, found, world_tables(found), runs), names)


def same_world(claim_set: ClaimSet, name: str, names: Sequence[str]) -> str:
    """Return the first of the worlds that is the same as the one named but for its name, such as the world itself."""
    return next(other for other in names if _settings(claim_set, other) == _settings(claim_set, name))


def _settings(claim_set: ClaimSet, name: str) -> tuple[object, ...]:
    world = claim_set.content.worlds[name]
    plain = settings(claim_set.scenarios[name], lambda role: role.makes_another_world)
    return claim_set.scenarios[name].reads, plain, sorted(world.set), world.permute_city_events


def compute(session: Session, workers: int, progress: Callable[[int], None]) -> int:
    """Compute what is missing, worlds first, then the panel; return how many replicates were computed.

    Raises:
        CityTiesError: another process is at work in the folder.
    """
    computed = compute_here(session.batch, workers, progress)
    if needs_panel(session.claim_set):
        for sample in SAMPLES:
            _compute_panel(session, sample, workers)
    return computed


def place_of(session: Session, world: str, sample: str) -> int:
    """Return the number of the variant of a world in a sample; history under the posterior stands behind all others."""
    if sample == POSTERIOR:
        return len(session.worlds) * len(SAMPLES)
    return session.worlds.index(world) * len(SAMPLES) + SAMPLES.index(sample)


def replicates_to_do(batch: Batch) -> int:
    """Return how many replicates of a batch are still to be computed."""
    return sum(unit.replicates for unit in what_to_do(batch, list(chunks_of(all_generations(batch)))).fresh)


def needs_panel(claim_set: ClaimSet) -> bool:
    """Return whether some claim reads single ties or cities."""
    return any(claim.estimand in STATISTICS for claim in claim_set.tested.values())


def _panel_variant(session: Session, sample: str) -> tuple[int, Variant]:
    number = place_of(session, HISTORY, sample)
    return number, session.batch.variants[number]


def _panel_file(session: Session, sample: str, first: int) -> Path:
    """Return the file of a part of the panel; its name holds the identity of the draw it begins with."""
    number, _ = _panel_variant(session, sample)
    asked = session.claim_set.content.panel.model_dump_json()
    made_of = hashlib.sha256(f"{digest_of(*sources(root='claims/panel.py'))} {asked}".encode()).hexdigest()
    identity = f"{session.batch.identity(Unit(number, first, 0, 1))}-{made_of[:8]}"
    return session.folder / "panel" / f"{sample}-{first:05d}-{identity}.parquet"


def _panel_parts(session: Session) -> list[tuple[int, int]]:
    last = min(session.size.panel_draws, session.size.draws)
    return [(first, min(first + PANEL_PART - 1, last)) for first in range(1, last + 1, PANEL_PART)]


def _compute_panel(session: Session, sample: str, workers: int) -> None:
    _, variant = _panel_variant(session, sample)
    plain = override(variant.scenario, record={"tie_survival": False})
    alone = replace(variant, scenario=plain)
    planner = UnitPlanner([alone], session.batch.worlds)

    def one(draw: int) -> list[dict[str, object]]:
        """Return the statistics of one draw as rows."""
        design = planner.design(Unit(0, draw, 0, 1))
        found = panel_statistics(design, replicate_address(draw, 0), session.claim_set.content.panel)
        return [{"draw": draw, "statistic": name, "value": value} for name, value in found.items()]

    with ThreadPoolExecutor(workers) as pool:
        for first, last in _panel_parts(session):
            path = _panel_file(session, sample, first)
            if not _is_whole(path, first, last):
                rows = [row for rows in pool.map(one, range(first, last + 1)) for row in rows]
                write_parquet(path, pd.DataFrame(rows))


def _is_whole(path: Path, first: int, last: int) -> bool:
    try:
        table = stored_table(path, PANEL_COLUMNS)
    except (FileNotFoundError, DamagedPartError):
        return False
    return set(table["draw"].to_pylist()) >= set(range(first, last + 1))


def _read_panel(session: Session, sample: str) -> pd.DataFrame:
    paths = [_panel_file(session, sample, first) for first, _ in _panel_parts(session)]
    found = [stored_table(path, PANEL_COLUMNS).to_pandas() for path in paths if path.is_file()]
    table = pd.concat(found, ignore_index=True) if found else NO_PANEL
    return table[table["draw"] <= session.size.panel_draws]


def evidence(session: Session) -> Callable[[str, str], Evidence]:
    """Return what gives the evidence of a world in a sample; each is read once."""
    read: dict[tuple[str, str], Evidence] = {}
    shared = VariantRows(session.batch.folder, TOGETHER)

    def of(named: str, sample: str) -> Evidence:
        """Return the evidence of a world in a sample, read at the first call."""
        world = same_world(session.claim_set, named, session.worlds)
        if (world, sample) not in read:
            number = place_of(session, world, sample)
            variant = session.batch.variants[number]
            tables = session.batch.worlds[variant.scenario.world_folder]
            panel = (
                _read_panel(session, sample)
                if world == HISTORY and sample in SAMPLES and needs_panel(session.claim_set)
                else NO_PANEL
            )
            n = min(session.size.draws, variant.samples)
            read[world, sample] = Evidence(session.batch.folder, number, variant, tables, n, panel, shared)
        return read[world, sample]

    return of
