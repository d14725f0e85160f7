"""The store: a run folder in which every file is either whole or absent.

A part holds the tables of a range of replicates. It is written under a temporary name and renamed, so the presence of
a part is the record that its replicates are done, and whatever stops a run costs at most the parts in work.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

PART = re.compile(r"part-(\d{7})-(\d{7})")
TEMPORARY = ".tmp-"
PART_SIZE = 25


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the disk name the file that was to be written, whatever it was copied from or called meanwhile.

    Raises:
        OSError: the same error, with the path.
    """
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a file under a temporary name beside ``path``, then rename it.

    Raises:
        OSError: the disk is full or may not be written to; the file is then as it was before.
    """
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
        try:
            write(temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole."""
    write_whole(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file whole, with sorted keys."""
    write_text(path, json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n")


def write_parquet(path: Path, table: pd.DataFrame | pa.Table) -> None:
    """Write a table whole, compressed, with floating-point columns split by byte, which halves them."""
    arrow = pa.Table.from_pandas(table, preserve_index=False) if isinstance(table, pd.DataFrame) else table
    floats = [field.name for field in arrow.schema if pa.types.is_floating(field.type)]
    others = [field.name for field in arrow.schema if field.name not in floats]

    def write(temporary: Path) -> None:
        """Write the table under its temporary name."""
        pq.write_table(
            arrow,
            temporary,
            compression="zstd",
            use_dictionary=others,
            column_encoding=dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
        )

    write_whole(path, write)


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a summary table as Parquet and as CSV; ``path`` has no ending."""
    write_parquet(path.with_name(f"{path.name}.parquet"), table)
    write_whole(
        path.with_name(f"{path.name}.csv"),
        lambda temporary: table.to_csv(temporary, index=False, lineterminator="\n"),
    )


def copy_world(source: Path, target: Path) -> None:
    """Copy the tables of a world, each of them whole."""
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.suffix in {".csv", ".md"}:
            write_whole(target / path.relative_to(source), partial(shutil.copyfile, path))


def write_part(folder: Path, first: int, last: int, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write the tables of replicates ``first`` .. ``last`` - 1 as one part, whole.

    Raises:
        OSError: the disk is full or may not be written to; there is then no such part.
    """
    name = f"part-{first:07d}-{last:07d}"
    temporary = folder / "parts" / f"{TEMPORARY}{os.getpid()}-{name}"
    with naming(folder / "parts" / name):
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        try:
            for table, frame in tables.items():
                write_parquet(temporary / f"{table}.parquet", frame)
            temporary.replace(folder / "parts" / name)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def parts(folder: Path) -> Iterator[tuple[int, int, Path]]:
    """Yield the finished parts in the order of their replicates, as (first, last + 1, folder)."""
    found = []
    for path in (folder / "parts").glob("part-*"):
        match = PART.fullmatch(path.name)
        if match:
            found.append((int(match[1]), int(match[2]), path))
    return iter(sorted(found))


def missing(folder: Path, replicates: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of replicates still to be computed, none longer than ``size`` nor across a multiple of it."""
    done = [(first, last) for first, last, _ in parts(folder)]
    ranges, now = [], 0
    while now < replicates:
        covered = next((last for first, last in done if first <= now < last), None)
        if covered is not None:
            now = covered
            continue
        ahead = min((first for first, _ in done if first > now), default=replicates)
        last = min((now // size + 1) * size, ahead, replicates)
        ranges.append((now, last))
        now = last
    return ranges


def read_table(folder: Path, table: str, replicates: int) -> pd.DataFrame:
    """Read one table over all parts, up to a number of replicates, in the order of the replicates."""
    frames: list[pd.DataFrame] = []
    for first, last, path in parts(folder):
        if first < replicates:
            frame: pd.DataFrame = pq.read_table(path / f"{table}.parquet").to_pandas()
            frames.append(frame if last <= replicates else frame[frame["replicate"] < replicates])
    return pd.concat(frames, ignore_index=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes out of a run folder while this one writes to it.

    Raises:
        BlockingIOError: another process is at work there.
    """
    import fcntl  # noqa: PLC0415 - not on every system; without it folders are unguarded

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)
