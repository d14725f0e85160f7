"""From tidy tables to arrays and back: one axis a key, and bands over the replicates."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from cityties.analysis.estimands import CONFIDENCE
from cityties.entities import FloatArray


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
    """Return mean and 95 % interval of the mean (Student's t) over the last axis, the replicates.

    The interval is ``nan`` for a single replicate, which says nothing about luck.
    """
    n = values.shape[-1]
    mean = np.asarray(values.mean(axis=-1))
    if n < 2:
        return mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    half = float(student.ppf((1 + CONFIDENCE) / 2, n - 1)) * values.std(axis=-1, ddof=1) / n**0.5
    return mean, np.asarray(mean - half), np.asarray(mean + half)


def ratio_band(above: FloatArray, below: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the ratio of sums over the last axis with its 95 % interval (Cochran 1977, ch. 6).

    ``nan`` where the sum below is not above 0; the interval is that of the buffer index.
    """
    n = above.shape[-1]
    total = np.asarray(below.sum(axis=-1))
    safe = np.where(total > 0.0, total, np.nan)
    ratio = np.asarray(above.sum(axis=-1)) / safe
    if n < 2:
        return ratio, np.full_like(ratio, np.nan), np.full_like(ratio, np.nan)
    spread = (above - ratio[..., None] * below).std(axis=-1, ddof=1) / (safe / n * n**0.5)
    half = float(student.ppf((1 + CONFIDENCE) / 2, n - 1)) * spread
    return ratio, ratio - half, ratio + half
