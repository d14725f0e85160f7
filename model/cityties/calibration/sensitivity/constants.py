"""Constants: parameters without a prior, and in how many draws of the others another value changes the label of B.

A constant is halved and doubled. The label of a draw is buffer, null or harm. Draws share their random numbers with and
without the change. A constant that moves no loss by a single bit in the first draws is not looked at further.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from cityties.analysis.buffering import MAIN_LOSS, THRESHOLD, buffer_index, least_loss
from cityties.analysis.shares import share_interval
from cityties.calibration.outcomes import WITH, WITHOUT
from cityties.calibration.rows import Rows
from cityties.calibration.sensitivity.factors import constants, free_parameters
from cityties.calibration.single_crisis import SingleCrisis
from cityties.experiment.sampling import draw_values
from cityties.experiment.variants import replicate_address
from cityties.kernel.parameters import DECLARED
from cityties.kernel.state import FloatArray

FIRST_DRAWS: Final = 8
YEARS: Final = 10.0
TENTH: Final = 0.1
MEASURES: Final = (f"{WITH}:{MAIN_LOSS}", f"{WITHOUT}:{MAIN_LOSS}")

COLUMNS: Final = ["constant", "value", "default", "draws", "label_changed", "sign_changed", "low", "high"]


class Change(NamedTuple):
    """A constant and the value that it is given."""

    name: str
    value: float


def changes_of(name: str) -> Iterator[Change]:
    """Yield half and twice the default, within bounds; years are moved by ten, a 0 by a tenth of the way to a bound."""
    one = DECLARED[name]
    if one.unit == "year":
        values = [one.default - YEARS, one.default + YEARS]
    elif one.default == 0.0:
        values = [TENTH * one.low, TENTH * one.high]
    else:
        values = [one.default / 2, one.default * 2]
    for value in dict.fromkeys(min(max(value, one.low), one.high) for value in values):
        if value != one.default:
            yield Change(name, value)


@dataclass(frozen=True)
class Constants:
    """What the constants of a scenario do over ``draws`` draws of its free parameters."""

    single: SingleCrisis
    folder: Path
    key: str
    draws: int

    @cached_property
    def names(self) -> list[str]:
        """Constants that can do something."""
        return constants(self.single.scenario)

    def changes(self) -> list[Change]:
        """Return every constant with every value that it is given."""
        return [change for name in self.names for change in changes_of(name)]

    def missing(self) -> int:
        """Return how many rows are to be computed at most."""
        usual = self._rows(None)
        return usual.missing() + sum(self._missing(change, usual) for change in self.changes())

    def _missing(self, change: Change, usual: Rows) -> int:
        first = self._rows(change, FIRST_DRAWS)
        if not first.missing() and not usual.missing() and _same(first, usual):
            return 0
        return self._rows(change).missing()

    def compute(self, workers: int, progress: Callable[[int], None]) -> int:
        """Compute what is missing; return how many rows that were at most."""
        todo, usual = self.missing(), self._rows(None)
        usual.compute(self._row_of(None), workers, progress)
        for change in self.changes():
            first = self._rows(change, FIRST_DRAWS)
            first.compute(self._row_of(change), workers, progress)
            if _same(first, usual):
                progress(self._rows(change).missing())
            else:
                self._rows(change).compute(self._row_of(change), workers, progress)
        return todo

    def table(self, crisis_severity: float) -> pd.DataFrame:
        """Return, by constant and value, the share of draws whose label changes, and of those whose sign does."""
        least = least_loss(crisis_severity)
        usual = self._rows(None).read().to_numpy()
        found = []
        for change in self.changes():
            whole = self._rows(change)
            rows = whole if not whole.missing() else self._rows(change, FIRST_DRAWS)
            found.append(_effect(change, usual[: rows.number], rows.read().to_numpy(), least))
        table = pd.DataFrame(found, columns=COLUMNS)
        return table.sort_values(["label_changed", "constant"], ascending=[False, True], ignore_index=True)

    @property
    def no_table(self) -> pd.DataFrame:
        """The same table where none is asked for."""
        return pd.DataFrame(columns=COLUMNS)

    def _row_of(self, change: Change | None) -> Callable[[int], FloatArray]:
        names = free_parameters(self.single.scenario)
        seed = self.single.scenario.seed
        places = [self.single.row.columns.index(name) for name in MEASURES]

        def one(number: int) -> FloatArray:
            """Return the losses of one draw."""
            values = draw_values(seed, number + 1, names) | ({change.name: change.value} if change else {})
            return self.single.run(values, replicate_address(number + 1, 0))[places]

        return one

    def _rows(self, change: Change | None, most: int | None = None) -> Rows:
        name = f"{change.name}={change.value:g}" if change else "usual"
        number = self.draws if most is None else min(most, self.draws)
        return Rows(self.folder, f"constants-{self.key}-{name}", number, MEASURES, FIRST_DRAWS)


def _same(first: Rows, usual: Rows) -> bool:
    """Return whether a change moves no loss of the first draws by a single bit."""
    return bool((first.read().to_numpy() == usual.read().to_numpy()[: first.number]).all())


def labels(losses: FloatArray, least: float) -> FloatArray:
    """Return 1 (buffer), 0 (null) or -1 (harm) for rows of losses with ties and without; ``nan`` without a downturn."""
    buffer = buffer_index(losses[:, 0], losses[:, 1], least)
    return np.where(np.isnan(buffer), np.nan, np.sign(buffer) * (np.abs(buffer) > THRESHOLD))


def _effect(change: Change, usual: FloatArray, changed: FloatArray, least: float) -> tuple[str | float | int, ...]:
    before, after = labels(usual, least), labels(changed, least)
    known = ~(np.isnan(before) | np.isnan(after))
    n = int(known.sum())
    differs = before[known] != after[known]
    turns = before[known] * after[known] < 0.0
    default = DECLARED[change.name].default
    if not n:
        return change.name, change.value, default, 0, np.nan, np.nan, np.nan, np.nan
    ends = share_interval(int(differs.sum()), n)
    return change.name, change.value, default, n, float(differs.mean()), float(turns.mean()), *ends
