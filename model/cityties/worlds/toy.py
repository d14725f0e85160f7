"""The toy world that comes with the package: six invented cities, for the tutorial, for warming up and for conformance.

Its folder holds the same CSV files as every other world, and no world is built in code beside it.
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from cityties.tables.world_tables import WorldTables, read_tables
from cityties.worlds.shipped import shipped_folder

FIRST_YEAR, LAST_YEAR = 1990, 2019
"""Years that the world's tables cover."""


def toy_world_folder() -> Path:
    """Return the folder of the toy world."""
    return shipped_folder() / "worlds" / "toy"


def toy_world(shuffled: bool = False) -> WorldTables:
    """Return the tables of the toy world; ``shuffled``, with its cities and ties in another order of rows."""
    tables = read_tables(toy_world_folder())
    if not shuffled:
        return tables
    return replace(tables, cities=_reordered(tables.cities), ties=_reordered(tables.ties))


def _reordered(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table[::2][::-1], table[1::2]], ignore_index=True)
