"""Observations: the outcomes of one variant as a matrix, one row a replicate (or a draw), one column an outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from cityties.analysis.arrays import to_array
from cityties.experiment.outcomes import OutcomeKey
from cityties.kernel.state import FloatArray, IntArray


@dataclass(frozen=True)
class Observations:
    """Outcomes (rows, keys); ``draw`` and ``replicate`` say which row is which, -1 where rows are means of a draw."""

    keys: Sequence[OutcomeKey]
    draw: IntArray
    replicate: IntArray
    values: FloatArray
    _places: dict[OutcomeKey, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Remember where each outcome stands."""
        object.__setattr__(self, "_places", {key: place for place, key in enumerate(self.keys)})

    def __contains__(self, key: OutcomeKey) -> bool:
        """Return whether the outcome is known."""
        return key in self._places

    def column(self, key: OutcomeKey) -> FloatArray:
        """Return one outcome of all rows."""
        return np.asarray(self.values[:, self._places[key]])

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(self.draw)

    @cached_property
    def has_draws(self) -> bool:
        """Whether the rows are, or come from, more than one draw."""
        return len(np.unique(self.draw)) > 1

    def by_draw(self) -> "Observations":
        """Return one row a draw, the mean of its replicates; without draws, the rows as they are.

        Replicates of one draw share its parameters, so only draws are independent of one another. An outcome that some
        replicates do not have, such as the half-life of no damage, is the mean of those that have it.
        """
        return self._means if self.has_draws else self

    @cached_property
    def _means(self) -> "Observations":
        """Means of draws, taken once: a page with many crises asks for them some thousand times."""
        draws, place = np.unique(self.draw, return_inverse=True)
        missing = np.isnan(self.values)
        sums, known = np.zeros((2, len(draws), self.values.shape[1]))
        np.add.at(sums, place, np.where(missing, 0.0, self.values))
        np.add.at(known, place, ~missing)
        means = sums / np.where(known > 0, known, np.nan)
        return Observations(self.keys, draws, np.full(len(draws), -1), means)

    def of_draw(self, draw: int) -> "Observations":
        """Return the replicates of one draw."""
        rows = self.draw == draw
        return Observations(self.keys, self.draw[rows], self.replicate[rows], self.values[rows])


def observe(outcomes: pa.Table | pd.DataFrame) -> Observations:
    """Lay the rows of one variant out, in the order of draws and replicates."""
    frame = outcomes if isinstance(outcomes, pd.DataFrame) else outcomes.to_pandas()
    names = list(OutcomeKey._fields)
    groups = frame.groupby(names, sort=False, observed=True)
    number = groups.ngroup()
    row = frame["draw"].to_numpy(np.int64) * 2**32 + frame["replicate"].to_numpy(np.int64)
    values, (rows, _) = to_array(
        pd.DataFrame({"row": row, "key": number, "value": frame["value"]}), ["row", "key"], "value"
    )
    first = frame.loc[~number.duplicated(), names]
    keys = [OutcomeKey(*one) for one in first.itertuples(index=False, name=None)]
    at = np.array(rows, dtype=np.int64)
    return Observations(keys, at >> 32, at & (2**32 - 1), values)


def aligned(one: Observations, other: Observations) -> tuple[Observations, Observations]:
    """Return the rows that both have, in the same order: the same draw and replicate have common random numbers."""
    mark, theirs = (obs.draw * 2**32 + obs.replicate for obs in (one, other))
    _, first, second = np.intersect1d(mark, theirs, return_indices=True)
    return _taken(one, first), _taken(other, second)


def _taken(obs: Observations, rows: IntArray) -> Observations:
    return Observations(obs.keys, obs.draw[rows], obs.replicate[rows], obs.values[rows])
