"""The toy world that comes with the package: six invented cities, for the tutorial, for warming up and for conformance.

Its folder holds the same CSV files as every other world, and no world is built in code beside it.
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from cityties.errors import CityTiesError
from cityties.tables.world_tables import WorldTables, read_tables

PACKAGE = Path(__file__).parents[1]
TOY = Path("scenarios", "worlds", "toy")
FIRST_YEAR, LAST_YEAR = 1990, 2019
"""Years that the world's tables cover."""


def toy_world_folder() -> Path:
    """Return the folder of the toy world: inside the package where that was installed, beside it in a checkout.

    Raises:
        CityTiesError: it is in neither place, because the package is not whole.
    """
    places = [root / TOY for root in (PACKAGE, PACKAGE.parents[1])]
    found = next((folder for folder in places if folder.is_dir()), None)
    if found is None:
        raise CityTiesError(f"{places[0]}: the toy world is missing. Install CityTies again.")
    return found


def toy_world(shuffled: bool = False) -> WorldTables:
    """Return the tables of the toy world; ``shuffled``, with its cities and ties in another order of rows."""
    tables = read_tables(toy_world_folder())
    if not shuffled:
        return tables
    return replace(tables, cities=_reordered(tables.cities), ties=_reordered(tables.ties))


def _reordered(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table[::2][::-1], table[1::2]], ignore_index=True)
