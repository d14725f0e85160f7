"""How long a batch will take and how large it will be: measured on a few of its own units, on this machine, now."""

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


@dataclass(frozen=True)
class Estimate:
    """Seconds of computing on all workers, and megabytes of results."""

    seconds: float
    megabytes: float


def estimate(batch: Batch, fresh: Sequence[Unit], workers: int) -> Estimate:
    """Time some of the units with as many workers as the batch will have, and weigh what they would write.

    Summing up and drawing at the end are not counted.
    """
    workshop = Workshop(batch.variants, batch.worlds)
    probes = _probes(fresh, workers)
    list(on_threads(workshop, [probes[0]._replace(last=probes[0].first + 1)], workers, _ignore))
    for unit in probes:
        workshop.design(unit)
    known = {unit.variant: workshop.design(unit._replace(draw=0)).months_per_replicate for unit in probes}
    ordinary = sum(known.values()) / len(known)
    cost = {unit.variant: known.get(unit.variant, ordinary) for unit in fresh}
    started = time.perf_counter()
    done, weight = 0, 0.0
    tables: list[dict[str, pa.Table]] = []
    for made in on_threads(workshop, probes, workers, _ignore):
        if made.tables is not None:
            tables.append(dict(made.tables))
        done += made.unit.replicates
        weight += made.unit.replicates * cost[made.unit.variant]
    replicates = sum(unit.replicates for unit in fresh)
    written, size = _written(tables)
    months = sum(unit.replicates * cost[unit.variant] for unit in fresh)
    per_month = (time.perf_counter() - started - written) / weight
    return Estimate(months * per_month + written * replicates / done, size * replicates / done / 1e6)


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
