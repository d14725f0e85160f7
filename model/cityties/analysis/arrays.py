"""From tidy tables to arrays and back: one axis a key, the last one for replicates."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.intervals import interval_columns
from cityties.kernel.state import FloatArray


def to_array(frame: pd.DataFrame, axes: Sequence[str], value: str) -> tuple[FloatArray, list[list[Any]]]:
    """Lay one column out over the given keys; return the array and the labels along each axis, in order.

    Cells without a row are ``nan``. This replaces pivots, which take seconds on a table of all months.
    """
    labels: list[list[Any]] = []
    place = np.zeros(len(frame), np.int64)
    for axis in axes:
        code, label = _coded(frame[axis])
        place = place * len(label) + code
        labels.append(label)
    shape = [len(label) for label in labels]
    array = np.full(int(np.prod(shape)), np.nan)
    array[place] = frame[value].to_numpy(np.float64)
    return array.reshape(shape), labels


def _coded(column: "pd.Series[Any]") -> tuple[Any, list[Any]]:
    """Return the place of each value among all that occur, in order, and these; of words only numbers are read."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        words = {column.cat.categories[code]: code for code in np.unique(codes).tolist()}
        order = sorted(words)
        rank = np.zeros(len(column.cat.categories), np.int64)
        rank[[words[word] for word in order]] = np.arange(len(order))
        return rank[codes], order
    code, label = pd.factorize(np.asarray(column), sort=True)
    return code, list(label)


def reduce_replicates(
    frame: pd.DataFrame,
    axes: Sequence[str],
    value: str,
    band: Callable[[FloatArray], Sequence[FloatArray]],
    ends: tuple[str, str] = ("_low", "_high"),
) -> pd.DataFrame:
    """Return one row for each combination of the keys, with what ``band`` makes of the replicates of one column.

    ``band`` takes an array whose last axis is the replicates and returns a middle and two ends; these are named after
    the column, with the endings in ``ends``.
    """
    values, labels = to_array(frame, [*axes, "replicate"], value)
    rows = pd.MultiIndex.from_product(labels[:-1], names=list(axes)).to_frame(index=False)
    columns = interval_columns(value, band(values), ends)
    return rows.assign(**{name: column.reshape(-1) for name, column in columns.items()})


def empty_table(*columns: str) -> pd.DataFrame:
    """Return a table with these columns and no rows."""
    return pd.DataFrame({name: [] for name in columns})
