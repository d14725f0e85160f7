"""Blocks: tables of numbers that are kept between calls; one that is damaged is thrown away and computed again."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from cityties.experiment.store import write_parquet
from cityties.experiment.stored import MADE_OF, DamagedPartError, discard, stored_table


def keep_block(path: Path, numbers: pd.DataFrame, made_of: str) -> None:
    """Write a block; ``made_of`` is text that differs between all blocks that could be taken for each other."""
    table = pa.Table.from_pandas(numbers, preserve_index=False)
    write_parquet(path, table.replace_schema_metadata({MADE_OF: made_of}))


def kept_block(path: Path, columns: Sequence[str], rows: int, made_of: str) -> pd.DataFrame | None:
    """Return a block of at least so many rows, or None if it has to be computed: absent, shorter or damaged.

    Raises:
        DamagedError: a folder lies in its place.
        OSError: it may not be read.
    """
    if not path.exists() and not path.is_symlink():
        return None
    try:
        table = stored_table(path, columns, made_of, columns=list(columns))
        if all(pa.types.is_floating(kind) or pa.types.is_integer(kind) for kind in table.schema.types):
            return table.to_pandas() if table.num_rows >= rows else None
    except (DamagedPartError, FileNotFoundError):
        pass
    discard(path)
    return None
