"""The matrix of a comparison: what every case changes, crisis by crisis or pair by pair, with sign and significance."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan, nan

import numpy as np
import pandas as pd

from cityties.analysis.buffering import MAIN_BUFFER, MAIN_LOSS, THRESHOLDS
from cityties.analysis.comparison import Comparison
from cityties.kernel.state import FloatArray
from cityties.tables.language import msg


@dataclass(frozen=True)
class MatrixMeasure:
    """A measure that cases are compared by; ``better`` is 1 where more of it is better for relations, -1 where less.

    ``worth`` is the change from which on it is worth the name; 0 where nobody fixed one.
    """

    name: str
    title: str
    unit: str
    better: int
    digits: int = 3
    worth: float = 0.0


MEASURES = (
    MatrixMeasure(MAIN_BUFFER, msg("Buffer index B over 36 months"), "", 1, 3, THRESHOLDS[0]),
    MatrixMeasure(MAIN_LOSS, msg("Loss with ties over 36 months"), "R-months", -1, 2),
    MatrixMeasure("depth", msg("Greatest damage with ties"), "R", -1, 3),
    MatrixMeasure("half_life", msg("Half-life of the damage with ties"), msg("months"), -1, 2),
    MatrixMeasure("suspended_peak", msg("Greatest share of ties suspended"), msg("share"), -1, 3),
    MatrixMeasure("relations", msg("Mean relations over the run"), "R", 1, 3),
    MatrixMeasure("official", msg("Official events held over the run"), msg("events"), 1, 1),
    MatrixMeasure("ties", msg("Ties at the end of the run"), msg("ties"), 1, 1),
)
"""The measures of the page, the one that the answer is about first."""


class Mark(StrEnum):
    """What an effect shows: it is clear and large enough, clear but small, next to nothing, or open."""

    UP = "up"
    DOWN = "down"
    SMALL = "small"
    NOTHING = "nothing"
    OPEN = "open"
    UNKNOWN = "unknown"


CLEAR = (Mark.UP, Mark.DOWN, Mark.SMALL)
"""Marks of effects whose interval leaves out 0."""


@dataclass(frozen=True)
class Effect:
    """What a case changes in one place; all ``nan`` where it cannot be said."""

    value: float = nan
    low: float = nan
    high: float = nan

    def mark(self, measure: MatrixMeasure) -> Mark:
        """Return what the effect shows, as far as the digits that are printed of the measure tell."""
        if isnan(self.value):
            return Mark.UNKNOWN
        low, high = (round(end, measure.digits) for end in (self.low, self.high))
        if low > 0.0 or high < 0.0:
            large = abs(self.value) >= measure.worth
            return (Mark.UP if self.value > 0.0 else Mark.DOWN) if large else Mark.SMALL
        if self.low == self.high == 0.0 or (measure.worth and max(-low, high) <= measure.worth):
            return Mark.NOTHING
        return Mark.OPEN


@dataclass(frozen=True)
class Matrix:
    """One measure of all cases: ``places`` are (crisis, where), ``effects`` and ``values`` have one row a case.

    A case that is subtracted from others has no effects of its own.
    """

    measure: MatrixMeasure
    places: Sequence[tuple[str, str]]
    values: Sequence[Sequence[float]]
    effects: Sequence[Sequence[Effect]]

    @property
    def cells(self) -> int:
        """How many effects it shows."""
        return sum(map(len, self.effects))


def matrices(comparison: Comparison) -> list[Matrix]:
    """Return a matrix for each measure that the cases have."""
    found = (_matrix(comparison, measure) for measure in MEASURES)
    return [one for one in found if one.places]


def _matrix(comparison: Comparison, measure: MatrixMeasure) -> Matrix:
    numbers = range(len(comparison.cases))
    of_buffers = measure.name == MAIN_BUFFER
    rows = [_buffers(comparison, n) if of_buffers else _means(comparison, n, measure.name) for n in numbers]
    places = list(dict.fromkeys(place for row in rows for place in row))
    effects = [_effects(comparison, n, measure.name) for n in numbers]
    shown = [
        [known[place] if place in row and place in known else Effect() for place in places] if known else []
        for row, known in zip(rows, effects, strict=True)
    ]
    kept = compared(shown) or list(range(len(places)))
    values = [[row.get(places[n], nan) for n in kept] for row in rows]
    return Matrix(measure, [places[n] for n in kept], values, [[row[n] for n in kept] if row else [] for row in shown])


def compared(effects: Sequence[Sequence[Effect]]) -> list[int]:
    """Return the columns of a matrix in which a case has an effect; a crisis of one case alone compares nothing."""
    width = max(map(len, effects), default=0)
    return [n for n in range(width) if any(row and not isnan(row[n].value) for row in effects)]


def _buffers(comparison: Comparison, number: int) -> dict[tuple[str, str], float]:
    """Return the buffer index of a case in each crisis in which there was something to buffer."""
    table = comparison.buffers[number]
    if table.empty:
        return {}
    rows = table[(table["estimand"] == MAIN_BUFFER) & table["has_downturn"]]
    return dict(zip(zip(rows["crisis"], rows["where"], strict=True), rows["difference"], strict=True))


def _means(comparison: Comparison, number: int, measure: str) -> dict[tuple[str, str], float]:
    """Return the mean of a measure with ties and disputes, crisis by crisis or pair by pair."""
    obs = comparison.cases[number].observations.by_draw()
    keys = [key for key in obs.keys if key.measure == measure and key.tie_pathways and key.political_shocks]
    return {(key.crisis, key.where): _known_mean(obs.column(key)) for key in keys}


def _known_mean(values: FloatArray) -> float:
    """Return the mean over the replicates that have the outcome, as not all have a half-life."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else nan


def _effects(comparison: Comparison, number: int, measure: str) -> dict[tuple[str, str], Effect]:
    table = comparison.effects.get(number, pd.DataFrame())
    if table.empty:
        return {}
    rows = table[(table["measure"] == measure) & table["tie_pathways"] & table["political_shocks"]]
    ends = rows[["crisis", "where", "difference", "low", "high"]].itertuples(index=False, name=None)
    return {(crisis, where): Effect(value, low, high) for crisis, where, value, low, high in ends}
