"""Files of forecasts and of what came, read and checked like the tables of a world."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from cityties.tables.checks import check_keys
from cityties.tables.columns import Table
from cityties.tables.declared_forecast import FORECAST, OUTCOMES, QUANTILES
from cityties.tables.faults import Fault, error_of
from cityties.tables.reader import Rows, read_table
from cityties.tables.world_tables import read_bytes


def read_forecast(path: Path) -> pd.DataFrame:
    """Return the forecasts of a file: quantity, country, partner, source and five quantiles, a row each.

    Raises:
        TableError: all that is wrong in the file, with line and what to do.
    """
    return _read(path, FORECAST)


def read_outcomes(path: Path) -> pd.DataFrame:
    """Return what came: quantity, country, partner, value and weight (1 where none is given), a row each.

    Raises:
        TableError: all that is wrong in the file, with line and what to do.
    """
    found = _read(path, OUTCOMES)
    return found.assign(weight=found["weight"].fillna(1.0))


def _read(path: Path, table: Table) -> pd.DataFrame:
    data = read_bytes(path, table)
    if isinstance(data, Fault):
        raise error_of([data])
    rows, faults = read_table(path, table, data)
    if rows is not None:
        faults += [*check_keys(rows), *_falling_quantiles(rows)]
    if rows is None or faults:
        raise error_of(faults)
    return pd.DataFrame(rows.cells).drop(columns="line", errors="ignore")


def _falling_quantiles(rows: Rows) -> Iterator[Fault]:
    """Find forecasts whose quantiles fall from one to the next."""
    for line, row in rows.records() if rows.table is FORECAST else ():
        for low, high in itertools.pairwise(QUANTILES):
            if row[low] > row[high]:
                what = f"{low} is {row[low]:g} and above {high}, {row[high]:g}. Write quantiles from the lowest up."
                yield Fault(rows.path, line, what)
