"""Factors: what the draws or the points of a design vary, as numbers, switches or choices."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.cases import Case
from cityties.analysis.setting_values import value_text
from cityties.experiment.sampling import draw_values, read_priors
from cityties.kernel.state import FloatArray

LEAST_RATIO = 10.0
"""Ratio of the greatest to the least value from which on a scale can be logarithmic."""


class Kind(StrEnum):
    """What the values of a factor are."""

    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"


@dataclass(frozen=True)
class Factor:
    """A key that takes several values.

    ``levels`` are the different ones: numbers in ascending order, a switch off and on, choices as they are met.
    """

    name: str
    kind: Kind
    levels: tuple[Any, ...]

    @property
    def is_log(self) -> bool:
        """Whether its numbers are spaced in proportion, so that a logarithmic axis shows them evenly."""
        if self.kind is not Kind.NUMBER or len(self.levels) < 3 or self.levels[0] <= 0.0:
            return False
        values = np.array(self.levels, dtype=np.float64)
        return bool(values[-1] / values[0] >= LEAST_RATIO and _uneven(np.log(values)) < _uneven(values))

    def codes(self, values: Sequence[Any]) -> FloatArray:
        """Return values as numbers: a switch as 0 and 1, a choice by its place among the levels."""
        if self.kind is Kind.NUMBER:
            return np.array(values, dtype=np.float64)
        place = {value_text(level): float(number) for number, level in enumerate(self.levels)}
        return np.array([place[value_text(value)] for value in values])


def _uneven(levels: FloatArray) -> float:
    """Return how far the middle level lies from the middle of the range, as a share of the range."""
    return float(abs(np.median(levels) - (levels[0] + levels[-1]) / 2) / (levels[-1] - levels[0]))


def factor_of(name: str, values: Sequence[Any], declared: Any = ()) -> Factor:
    """Return the factor that takes these values; choices stand in the order in which they are ``declared``, if any."""
    if all(isinstance(value, bool) for value in values):
        return Factor(name, Kind.SWITCH, tuple(sorted(set(values))))
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return Factor(name, Kind.NUMBER, tuple(sorted(set(values))))
    taken = {value_text(value): value for value in values}
    known = [] if isinstance(declared, str) else [value_text(value) for value in declared]
    order = [*(text for text in known if text in taken), *(text for text in taken if text not in known)]
    return Factor(name, Kind.CHOICE, tuple(taken[text] for text in order))


@dataclass(frozen=True)
class Samples:
    """The values of every factor in each draw of a case: ``values`` has the draws as its index, a column a factor."""

    factors: tuple[Factor, ...]
    values: pd.DataFrame

    def codes(self) -> pd.DataFrame:
        """Return all values as numbers (:meth:`Factor.codes`)."""
        columns = {factor.name: factor.codes(list(self.values[factor.name])) for factor in self.factors}
        return pd.DataFrame(columns, index=self.values.index)

    def contrasts(self) -> pd.DataFrame:
        """Return numbers that can be ranked: choices as one column for each but the first, 1 where it is taken.

        Such a column is called by key and choice, as ``engine=reduced_form``.
        """
        found: dict[str, Any] = {}
        for factor in self.factors:
            codes = factor.codes(list(self.values[factor.name]))
            if factor.kind is Kind.CHOICE:
                for number, level in enumerate(factor.levels[1:], 1):
                    found[f"{factor.name}={value_text(level)}"] = (codes == number).astype(np.float64)
            else:
                found[factor.name] = codes
        return pd.DataFrame(found, index=self.values.index)


def samples_of(case: Case) -> Samples | None:
    """Return what the draws of a case vary, over the draws of which there are results; None without draws."""
    draws = sorted({int(draw) for draw in case.observations.draw if draw > 0})
    space, drawn = case.sampled.get("space"), case.sampled.get("drawn")
    if not draws or not (space or drawn):
        return None
    priors = read_priors(case.sampled.get("priors") or {})
    rows = [space[draw - 1] if space else draw_values(case.seed, draw, drawn or (), priors) for draw in draws]
    values = pd.DataFrame(rows, index=draws).astype(object)
    varying = [name for name in values if values[name].map(value_text).nunique() > 1]
    over = (case.sampled.get("spread") or {}).get("over", {})
    factors = tuple(factor_of(str(name), list(values[name]), over.get(name, ())) for name in varying)
    return Samples(factors, values[varying])
