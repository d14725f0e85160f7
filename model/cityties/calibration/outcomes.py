"""Outcomes of one crisis by name: every declared one, and what is made of the two arms, such as buffer indices.

A row holds the outcomes of both arms of one replicate; all of them are kept, so that asking for another one computes
nothing. An outcome that is undefined counts 0: there is no buffering without a downturn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from cityties.analysis.buffering import (
    BUFFER_INDICES,
    MAIN_BUFFER,
    MAIN_LOSS,
    buffer_index,
    least_loss,
    parted,
    suspension_share,
)
from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.design import Design
from cityties.experiment.outcomes import OUTCOMES, SURVIVAL_OUTCOMES, UNHEARD_OUTCOMES
from cityties.experiment.reduction import outcome_keys, reduce
from cityties.experiment.replicate import Replicate
from cityties.kernel.state import FloatArray

WITH, WITHOUT = "with", "without"
ARMS: Final = {True: WITH, False: WITHOUT}
HALF_LIFE, SAVED, SUSPENSION = "half_life", "saved", "suspension"
LEADING: Final = (MAIN_BUFFER, HALF_LIFE, "depth", SUSPENSION)
"""The outcomes that are looked at if none is asked for."""

type Columns = Callable[[str, str], FloatArray]


@dataclass(frozen=True, slots=True)
class Made:
    """An outcome made of others: its meaning, and how it follows from columns by arm and name, and the severity."""

    meaning: str
    compute: Callable[[Columns, float], FloatArray]


def _index(outcome: str) -> Callable[[Columns, float], FloatArray]:
    """Return what computes a buffer index; a loss must be large enough for the severity to be a downturn."""

    def compute(of: Columns, severity: float) -> FloatArray:
        """Return 1 - with ties / without, cut at -1 and 1: a ratio over hardly any loss would hide all others."""
        loss = of(WITHOUT, MAIN_LOSS)
        found = buffer_index(of(WITH, outcome), of(WITHOUT, outcome))
        return np.asarray(np.clip(np.where(loss >= least_loss(severity), found, np.nan), -1.0, 1.0))

    return compute


def _part(place: int) -> Callable[[Columns, float], FloatArray]:
    def compute(of: Columns, _: float) -> FloatArray:
        """Return B of the event part (0) or of the level (1)."""
        level = [of(arm, "level_without") - of(arm, "level_with") for arm in (WITH, WITHOUT)]
        found = parted(of(WITH, MAIN_LOSS), of(WITHOUT, MAIN_LOSS), *level)[place]
        return np.asarray(np.clip(found, -1.0, 1.0))

    return compute


MADE: Mapping[str, Made] = {
    **{
        name: Made(f"B = 1 - {outcome} with ties / without", _index(outcome))
        for name, outcome in (BUFFER_INDICES | {"buffer_half_life": HALF_LIFE}).items()
    },
    "buffer_event": Made("B of the loss less that of the standing damage", _part(0)),
    "buffer_level": Made("B of the standing damage alone", _part(1)),
    SAVED: Made("R-months that ties save", lambda of, _: of(WITHOUT, MAIN_LOSS) - of(WITH, MAIN_LOSS)),
    SUSPENSION: Made(
        "share of official events that the crisis stops in months 0-3",
        lambda of, _: suspension_share(of(WITH, "official_with"), of(WITH, "official_without")),
    ),
}
"""Outcomes made of others, by name."""
_NOT_ASKED: Final = SURVIVAL_OUTCOMES | UNHEARD_OUTCOMES
NAMES: Final = tuple(dict.fromkeys([*MADE, *(name for name in OUTCOMES if name not in _NOT_ASKED)]))
"""All outcomes that can be asked for; one that is no index is that of the arm with ties."""


def meaning_of(name: str) -> str:
    """Return what an outcome means."""
    return MADE[name].meaning if name in MADE else OUTCOMES[name].meaning


def require_known(names: tuple[str, ...]) -> None:
    """Refuse an outcome that there is not.

    Raises:
        CityTiesError: there is no such outcome; the nearest one is named, or all of them.
    """
    for name in names:
        if name not in NAMES:
            hint = did_you_mean(name, NAMES) or f" There are {', '.join(NAMES)}."
            raise CityTiesError(f"--outcome {name}: no such outcome.{hint}")


@dataclass(frozen=True)
class CrisisRow:
    """What is kept of a replicate: outcomes of the first crisis of a design and of the histories of its dyad.

    Outcomes of nations are the mean of the dyad's two.
    """

    columns: tuple[str, ...]
    places: tuple[tuple[int, ...], ...]

    def measured(self, design: Design, replicate: Replicate) -> FloatArray:
        """Return the row of one replicate."""
        values = reduce(design, replicate).outcomes
        found = [float(values[list(places)].mean()) for places in self.places]
        return np.array(found)


def crisis_row(design: Design) -> CrisisRow:
    """Return the columns that a design with one crisis gives, called ``with:depth`` or ``without:depth`` by arm."""
    tables, crisis = design.setup.tables, design.branches[0].crisis
    dyad = tables.dyads.iloc[crisis.dyad]
    here = {dyad["dyad"], dyad["nation_a"], dyad["nation_b"]}
    places: dict[str, list[int]] = {}
    for place, key in enumerate(outcome_keys(design)):
        if key.where in here and key.political_shocks:
            places.setdefault(f"{ARMS[key.tie_pathways]}:{key.measure}", []).append(place)
    return CrisisRow(tuple(places), tuple(map(tuple, places.values())))


def outcome(name: str, rows: pd.DataFrame, severity: float) -> tuple[FloatArray, float]:
    """Return an outcome of every row, 0 where it is undefined, and the share of rows in which it is."""

    def of(arm: str, measure: str) -> FloatArray:
        """Return the column of one arm."""
        return rows[f"{arm}:{measure}"].to_numpy(np.float64)

    found = MADE[name].compute(of, severity) if name in MADE else of(WITH, name)
    undefined = np.isnan(found)
    return np.where(undefined, 0.0, found), float(undefined.mean())
