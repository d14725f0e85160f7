"""How long the end of a batch will take, and how large it is: a few replicates of the batch itself are summed up.

Tables, figures and page cost time for each variant and for each row of results. Both are measured here and now, with
one variant and with three, so that nothing has to be known of the machine.
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cityties.analysis.drawn import LEAST_POINTS
from cityties.analysis.intervals import mean_rows
from cityties.analysis.observations import observe
from cityties.experiment.batch import Batch, compute_here
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.store import write_parquet
from cityties.experiment.units import Asked
from cityties.report.batch_page import write_batch

REPLICATES, DRAWS, VARIANTS, COPIES = 3, 2, 3, 40


def _means(table: pa.Table) -> object:
    return mean_rows(table.to_pandas())


SUMMED_UP: Mapping[str, Callable[[pa.Table], object]] = {"outcomes": observe, "years": _means, "gaps": _means}
"""Tables of units that the end of a batch reads, with what it does to their rows."""


@dataclass(frozen=True)
class Ending:
    """Seconds of summing up and drawing, and megabytes of all that is not the results of single units."""

    seconds: float
    megabytes: float


def ending(batch: Batch, rows: Mapping[str, float], together: int) -> Ending:
    """Return what the end of a batch will cost, ``rows`` being the number of rows in all its parts, by table.

    A row is read once for every variant in the same file, at most ``together``: other files are passed over. Tables
    that no page is drawn from, such as single ties, cost nothing here.
    """
    variants = len(batch.variants)
    with tempfile.TemporaryDirectory() as folder:
        first = _summed_up(_cut(batch, 1, Path(folder) / "first"))
        if variants == 1:
            fixed, each = first, Ending(0.0, 0.0)
        else:
            fixed, several = (_summed_up(_cut(batch, n, Path(folder) / f"n{n}")) for n in (1, min(VARIANTS, variants)))
            more = min(VARIANTS, variants) - 1
            each = Ending((several.seconds - fixed.seconds) / more, (several.megabytes - fixed.megabytes) / more)
            fixed = Ending(max(first.seconds, fixed.seconds), fixed.megabytes)
        costs = {name: _by_row(Path(folder) / "first", name) for name in SUMMED_UP}
    read = min(variants, together)
    by_rows = sum(rows.get(name, 0.0) * (laying + read * reading) for name, (reading, laying) in costs.items())
    return Ending(
        fixed.seconds + (variants - 1) * max(each.seconds, 0.0) + by_rows,
        fixed.megabytes + (variants - 1) * max(each.megabytes, 0.0),
    )


def _cut(batch: Batch, variants: int, folder: Path) -> Batch:
    """Return a batch of a few replicates of the first variants, in a folder of its own."""
    amounts = [_amount(one.samples) for one in batch.variants[:variants]]
    chosen = [replace(one, samples=n, until=None) for one, (_, n) in zip(batch.variants, amounts, strict=False)]
    asked = Asked(tuple(replicates for replicates, _ in amounts), tuple(draws for _, draws in amounts))
    return replace(batch, variants=chosen, bases=batch.bases[:variants], asked=asked, folder=BatchFolder(folder))


def _amount(draws: int) -> tuple[int, int]:
    """Return replicates and draws of a variant of the pilot: with enough draws, so many that the ranking is there."""
    return (1, LEAST_POINTS) if draws >= LEAST_POINTS else (REPLICATES, min(draws, DRAWS))


def _summed_up(pilot: Batch) -> Ending:
    compute_here(pilot, 1, lambda _: None)
    started = time.perf_counter()
    write_batch(pilot.folder)
    seconds = time.perf_counter() - started
    parts = pilot.folder.path / "parts"
    files = (file for file in pilot.folder.path.rglob("*") if file.is_file() and not file.is_relative_to(parts))
    return Ending(seconds, sum(file.stat().st_size for file in files) / 1e6)


def _by_row(folder: Path, name: str) -> tuple[float, float]:
    """Return the seconds that a row of a table costs: of reading it for one variant, and of laying it out."""
    table = next(iter(BatchFolder(folder).table_files(name)), None)
    if table is None:
        return 0.0, 0.0
    many = _copies(pq.read_table(table), "replicate" if name == "outcomes" else "first_replicate")
    file = folder / "many.parquet"
    write_parquet(file, many)
    marks = [time.perf_counter()]
    pq.read_table(file, filters=[("variant", "==", 0)])
    marks.append(time.perf_counter())
    SUMMED_UP[name](many)
    marks.append(time.perf_counter())
    return (marks[1] - marks[0]) / len(many), (marks[2] - marks[1]) / len(many)


def _copies(table: pa.Table, number: str) -> pa.Table:
    """Return the table as often as a batch of many replicates would hold it, with numbers of their own."""
    place = table.column_names.index(number)
    numbers = table[number]
    shifted: Sequence[pa.Table] = [
        table.set_column(place, number, pa.compute.add(numbers, pa.scalar(copy * REPLICATES, pa.int32())))
        for copy in range(COPIES)
    ]
    return pa.concat_tables(shifted)
