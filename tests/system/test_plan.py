"""A plan measures a batch on a cut of itself, and promises rows and bytes that the batch then has."""

from pathlib import Path

import pytest

from builders.batches_on_disk import LOBBYING_OFF, run, write, write_folder
from cityties.cli.batch import Request, open_batch
from cityties.cli.pilot import ending
from cityties.cli.plan import spoken
from cityties.experiment.batch import what_to_do
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.estimate import estimate
from cityties.experiment.units import TABLES

MEGABYTE = 1e6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


def size(path: Path) -> float:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / MEGABYTE


def rows_of(batch: BatchFolder) -> dict[str, int]:
    counted = {table: len(batch.read_table(table)) for table in TABLES}
    return {table: n for table, n in counted.items() if n}


@pytest.mark.parametrize("text", ["replicates: 60\n", "replicates: 5\ndesign: {draws: 12}\n", "end: 2013-01\n"])
def test_rows_and_bytes_are_those_of_the_batch(folder: Path, text: str) -> None:
    """To a quarter; seconds are measured, so no test on a busy machine can hold them to that."""
    file = write(folder, "mine", LOBBYING_OFF + text)
    batch = open_batch([file], Request(out=folder / "runs"))
    todo = what_to_do(batch, batch.chunks())
    computing = estimate(batch, todo.fresh, 2)
    end = ending(batch, computing.rows, 4)
    assert min(computing.seconds, end.seconds) > 0.0
    assert not (folder / "runs").exists()
    real = run(folder, file, drawn=True)
    assert computing.rows == pytest.approx(rows_of(real), rel=0.25)
    assert computing.megabytes + end.megabytes == pytest.approx(size(real.path), rel=0.25)


def test_a_duration_is_put_in_words() -> None:
    assert [spoken(seconds) for seconds in (7.4, 125.0)] == ["7 s", "2 min 5 s"]
