"""How long computing a batch will take and how large its results will be: measured on a few of its own units, now."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from cityties.experiment.batch import Batch
from cityties.experiment.executor import on_this_machine
from cityties.experiment.store import write_parquet
from cityties.experiment.units import UNIT_SIZE, Unit
from cityties.experiment.work import UnitPlanner, UnitResult

PROBED_UNITS = 8
MOST_LOADING = 1.0


@dataclass(frozen=True)
class Estimate:
    """Seconds of computing on all workers, megabytes of results of units, and the number of their rows by table."""

    seconds: float
    megabytes: float
    rows: Mapping[str, float]


def estimate(batch: Batch, fresh: Sequence[Unit], workers: int) -> Estimate:
    """Time some of the units with as many workers as the batch will have, and measure what they would write.

    What was compiled for the first unit is not compiled again by the batch, so only loading it is counted.
    """
    planner = UnitPlanner(batch.variants, batch.worlds, batch.detail)
    tried = probes(fresh, workers)
    started = time.perf_counter()
    list(on_this_machine(planner, [tried[0]._replace(last=tried[0].first + 1)], workers, _ignore))
    loading = min(time.perf_counter() - started, MOST_LOADING)
    planning = time.perf_counter()
    for unit in tried:
        planner.design(unit)
    n_variants = len({unit.variant for unit in fresh})
    planning = (time.perf_counter() - planning) * n_variants / len({unit.variant for unit in tried})
    cost = _months(planner, tried, fresh)
    started = time.perf_counter()
    made = list(on_this_machine(planner, tried, workers, _ignore))
    computed = time.perf_counter() - started
    expected = expected_tables(fresh, made)
    months = sum(unit.replicates * cost[unit.variant] for unit in fresh)
    per_month = computed / sum(one.unit.replicates * cost[one.unit.variant] for one in made)
    rows = {name: table.rows for name, table in expected.items()}
    writing = sum(table.seconds for table in expected.values())
    megabytes = sum(table.megabytes for table in expected.values())
    return Estimate(loading + planning + months * per_month + writing, megabytes, rows)


def _months(planner: UnitPlanner, probes: Sequence[Unit], fresh: Sequence[Unit]) -> dict[int, float]:
    """Return the model months of a replicate by variant; those not probed count as the mean of the others."""
    known = {unit.variant: planner.design(unit._replace(draw=0)).months_per_replicate for unit in probes}
    ordinary = sum(known.values()) / len(known)
    return {unit.variant: known.get(unit.variant, ordinary) for unit in fresh}


def probes(fresh: Sequence[Unit], workers: int) -> list[Unit]:
    """Return units spread over the whole batch, cut so that each keeps the workers busy for a moment."""
    step = max(len(fresh) // PROBED_UNITS, 1)
    size = max(4 * workers, UNIT_SIZE // 2)
    return [unit._replace(last=min(unit.last, unit.first + size)) for unit in fresh[::step]]


class Written(NamedTuple):
    """What all units of a batch will put into one of its tables."""

    rows: float
    seconds: float
    megabytes: float


def expected_tables(fresh: Sequence[Unit], made: Sequence[UnitResult]) -> dict[str, Written]:
    """Return what the batch will write, from what the probes wrote.

    Some tables grow with every replicate. Others hold sums over the replicates of a unit, so they grow with every unit,
    and a probe that was cut short writes as much as a whole one.
    """
    tables = [one.tables for one in made if one.tables is not None]
    by_unit = len(fresh) / len(made)
    by_replicate = sum(unit.replicates for unit in fresh) / sum(one.unit.replicates for one in made)
    expected = {}
    for name in sorted({name for one in tables for name in one}):
        table = pa.concat_tables([one[name] for one in tables if name in one])
        share = by_replicate if "replicate" in table.column_names else by_unit
        seconds, size = _written(table)
        expected[name] = Written(len(table) * share, seconds * share, size * share / 1e6)
    return expected


def _written(table: pa.Table) -> tuple[float, int]:
    """Write a table to a folder that is thrown away; return the seconds and the bytes that took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        started = time.perf_counter()
        write_parquet(path, table)
        return time.perf_counter() - started, path.stat().st_size


def _ignore(_: int) -> None: ...
