"""How long computing a batch will take and how large its results will be: measured on a few of its own units, now."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from cityties.experiment.batch import Batch
from cityties.experiment.store import write_parquet
from cityties.experiment.threads import on_threads
from cityties.experiment.units import UNIT_SIZE, Unit
from cityties.experiment.work import Workshop

PROBED_UNITS = 8
MOST_LOADING = 1.0


@dataclass(frozen=True)
class Estimate:
    """Seconds of computing on all workers, megabytes of results of units, and the number of their rows."""

    seconds: float
    megabytes: float
    rows: float


def estimate(batch: Batch, fresh: Sequence[Unit], workers: int) -> Estimate:
    """Time some of the units with as many workers as the batch will have, and weigh what they would write.

    What was compiled for the first unit is not compiled again by the batch, so only loading it is counted.
    """
    workshop = Workshop(batch.variants, batch.worlds)
    probes = _probes(fresh, workers)
    started = time.perf_counter()
    list(on_threads(workshop, [probes[0]._replace(last=probes[0].first + 1)], workers, _ignore))
    loading = min(time.perf_counter() - started, MOST_LOADING)
    planning = time.perf_counter()
    for unit in probes:
        workshop.design(unit)
    n_variants = len({unit.variant for unit in fresh})
    planning = (time.perf_counter() - planning) * n_variants / len({unit.variant for unit in probes})
    cost = _months(workshop, probes, fresh)
    started = time.perf_counter()
    made = list(on_threads(workshop, probes, workers, _ignore))
    computed = time.perf_counter() - started
    tables = [dict(one.tables) for one in made if one.tables is not None]
    written, size = _written(tables)
    share = sum(unit.replicates for unit in fresh) / sum(one.unit.replicates for one in made)
    months = sum(unit.replicates * cost[unit.variant] for unit in fresh)
    per_month = computed / sum(one.unit.replicates * cost[one.unit.variant] for one in made)
    rows = sum(len(table) for one in tables for table in one.values()) * share
    return Estimate(loading + planning + months * per_month + written * share, size * share / 1e6, rows)


def _months(workshop: Workshop, probes: Sequence[Unit], fresh: Sequence[Unit]) -> dict[int, float]:
    """Return the model months of a replicate by variant; those not probed count as the mean of the others."""
    known = {unit.variant: workshop.design(unit._replace(draw=0)).months_per_replicate for unit in probes}
    ordinary = sum(known.values()) / len(known)
    return {unit.variant: known.get(unit.variant, ordinary) for unit in fresh}


def _probes(fresh: Sequence[Unit], workers: int) -> list[Unit]:
    """Return units spread over the whole batch, cut so that each keeps the workers busy for a moment."""
    step = max(len(fresh) // PROBED_UNITS, 1)
    size = max(4 * workers, UNIT_SIZE // 2)
    return [unit._replace(last=min(unit.last, unit.first + size)) for unit in fresh[::step]]


def _written(tables: Sequence[dict[str, pa.Table]]) -> tuple[float, int]:
    """Write the tables to a folder that is thrown away; return the seconds and the bytes that took."""
    started, size = time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        for name in {name for one in tables for name in one}:
            path = Path(folder) / f"{name}.parquet"
            write_parquet(path, pa.concat_tables([one[name] for one in tables if name in one]))
            size += path.stat().st_size
    return time.perf_counter() - started, size


def _ignore(_: int) -> None: ...
