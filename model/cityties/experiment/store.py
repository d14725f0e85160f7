"""The store: a folder in which every file is either whole or absent.

A file is written under a temporary name and renamed, so whatever stops a run costs at most the files in work.
The libraries of tables are imported where a table is written: looking into a folder takes none of them.
"""
# ruff: noqa: PLC0415

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from cityties.errors import CityTiesError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

TEMPORARY = ".tmp-"


class NotWrittenError(OSError):
    """What a disk refuses when something is to be written: another folder may help."""


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the disk name the file that was to be written, whatever it was copied from or called meanwhile.

    Raises:
        NotWrittenError: the same error, with the path.
    """
    try:
        yield
    except OSError as error:
        raise NotWrittenError(error.errno, error.strerror or str(error), str(path)) from error


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

    def write(temporary: Path) -> None:
        """Write the text and see to it that it is on the disk before it takes the place of another."""
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    write_whole(path, write)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file whole, with sorted keys."""
    write_text(path, json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n")


def write_parquet(path: Path, table: "pd.DataFrame | pa.Table") -> None:
    """Write a table whole, compressed, with floating-point columns split by byte, which halves them."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

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
            write_page_checksum=True,
        )

    write_whole(path, write)


def write_table(path: Path, table: "pd.DataFrame") -> None:
    """Write a summary table as Parquet and as CSV, with months and empty cells as people read them.

    ``path`` has no ending; its name is that of the table.
    """
    from cityties.experiment.columns import for_files

    table = for_files(path.name, table)
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


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder of results while this one writes to it.

    Raises:
        CityTiesError: another process is at work there.
    """
    with naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout:
        raise CityTiesError(f"{folder}: another process is at work here. Wait for it, or give --out.") from None
