"""From tidy tables to arrays and back: one axis a key, and bands over the replicates."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.intervals import mean_interval
from cityties.kernel.state import FloatArray


def to_array(frame: pd.DataFrame, axes: Sequence[str], value: str) -> tuple[FloatArray, list[list[Any]]]:
    """Lay one column out over the given keys; return the array and the labels along each axis, in order.

    Cells without a row are ``nan``. This replaces pivots, which take seconds on a table of all months.
    """
    codes, labels = [], []
    for axis in axes:
        code, label = pd.factorize(np.asarray(frame[axis]), sort=True)
        codes.append(code)
        labels.append(list(label))
    array = np.full([len(label) for label in labels], np.nan)
    array[tuple(codes)] = frame[value].to_numpy(np.float64)
    return array, labels


def mean_band(values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean and 95 % interval of the mean over the last axis, the replicates.

    The interval is ``nan`` for a single replicate, which says nothing about luck.
    """
    return np.asarray(values.mean(axis=-1)), *mean_interval(values)


def ratio_band(above: FloatArray, below: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the ratio of sums over the last axis with its 95 % interval (Cochran 1977, ch. 6).

    ``nan`` where the sum below is not above 0; the interval is that of the buffer index.
    """
    n = above.shape[-1]
    total = np.asarray(below.sum(axis=-1))
    safe = np.where(total > 0.0, total, np.nan)
    ratio = np.asarray(above.sum(axis=-1)) / safe
    apart = (above - ratio[..., None] * below) / (safe / n)[..., None]
    return ratio, *mean_interval(ratio[..., None] + apart)
