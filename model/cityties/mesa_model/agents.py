"""Cities and ties as a person thinks of them: views of the columns, with no state of their own (ODD 2)."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import mesa
import numpy as np
import pandas as pd

from cityties.analysis.months import period_of
from cityties.explanation.account import Explanation
from cityties.kernel.record import DyadMeasure, Record
from cityties.kernel.state import Count, Exchange, State, Suspension
from cityties.setup.initialization import Setup

COLLECTED = (DyadMeasure.RELATIONS, DyadMeasure.TIES, DyadMeasure.SUSPENDED, DyadMeasure.OFFICIAL)
"""Measures of every dyad that a model collects by itself."""


class ModelView(Protocol):
    """What views look at: a model with its columns, its record, and the ways to find rows in them."""

    setup: Setup
    state: State
    record: Record
    dyads: list[str]

    def city_in_row(self, row: int) -> "City":
        """Return the city of a row of the columns."""

    def rows_of_ties(self, city: int) -> list[int]:
        """Return the rows of a city's ties."""


class Tie:
    """One tie between two cities, as it is now; reading it reads the model's columns.

    A tie whose council has ended it has nothing to read any more; ``exists`` says so.
    """

    def __init__(self, model: ModelView, row: int) -> None:
        self._ties = model.state.ties
        self._model = model
        self._row, self._address = row, self._ties.id[row]

    @property
    def exists(self) -> bool:
        """Whether there still is a tie."""
        return self._find() >= 0

    @property
    def row(self) -> int:
        """Row of the tie in the columns; it may change when another tie ends.

        Raises:
            LookupError: the tie has ended.
        """
        row = self._find()
        if row < 0:
            raise LookupError("this tie has ended; ask its 'exists' before")
        return row

    def _find(self) -> int:
        n = int(self._ties.n[Count.EXISTING])
        if self._row >= n or self._ties.id[self._row] != self._address:
            found = np.flatnonzero(self._ties.id[:n] == self._address)
            self._row = int(found[0]) if len(found) else n
        return self._row if self._row < n else -1

    def __repr__(self) -> str:
        """Name the two cities."""
        a, b = self.cities
        return f"<Tie {a.name}-{b.name}>"

    @property
    def cities(self) -> tuple["City", "City"]:
        """The two cities, that of the dyad's first nation first."""
        a, b = int(self._ties.a[self.row]), int(self._ties.b[self.row])
        return self._model.city_in_row(a), self._model.city_in_row(b)

    @property
    def dyad(self) -> str:
        """Code of the pair of nations."""
        return self._model.dyads[int(self._ties.dyad[self.row])]

    @property
    def strength(self) -> float:
        """Strength ("intimacy") between 0 and 1."""
        return float(self._ties.strength[self.row])

    @property
    def dormant(self) -> bool:
        """Whether the strength is below the dormancy threshold."""
        return self.strength < self._model.setup.rules.p.dormancy_threshold

    @property
    def suspended_by(self) -> tuple[str, ...] | None:
        """The nations whose city suspended the tie, one or both; None if it is not suspended."""
        sides = Suspension(int(self._ties.suspended[self.row]))
        ends = zip(self.cities, (Suspension.BY_A, Suspension.BY_B), strict=True)
        return tuple(city.nation for city, side in ends if sides & side) or None

    @property
    def mode(self) -> Exchange:
        """How the two cities met last month."""
        return Exchange(int(self._ties.mode[self.row]))

    @property
    def exchange(self) -> float:
        """Exchange held last month; an official event counts 1."""
        return float(self._ties.exchange[self.row])

    @property
    def signed(self) -> pd.Period:
        """Month in which the tie began, or in which the run did if that was later."""
        return period_of(self._model.setup.scenario.start + int(self._ties.signed[self.row]))

    def partner_of(self, city: "City") -> "City":
        """Return the city at the other end.

        Raises:
            ValueError: the city is at neither end.
        """
        a, b = self.cities
        if city not in (a, b):
            raise ValueError(f"{city.name} is not an end of {self!r}")
        return b if city is a else a


class City(mesa.Agent):  # type: ignore[misc]
    """A city government, seen from outside: it decides within the compiled month."""

    def __init__(self, model: ModelView, row: int, name: str, nation: str) -> None:
        super().__init__(model)
        self.row, self.name, self.nation = row, name, nation

    def __repr__(self) -> str:
        """Name the city and its nation."""
        return f"<City {self.name} ({self.nation})>"

    @property
    def autonomy(self) -> float:
        """Freedom from the centre between 0 and 1."""
        return float(self.model.world.cities.autonomy[self.row])

    @property
    def nationalism(self) -> float:
        """Pull of nationalism between 0 and 1."""
        return float(self.model.world.cities.nationalism[self.row])

    @property
    def n_partners(self) -> int:
        """Number of partner cities in the world's other nations."""
        return int(self.model.state.cities.partners[self.row].sum())

    @property
    def ties(self) -> list[Tie]:
        """The city's ties that exist now, in the order of their signing."""
        return [Tie(self.model, row) for row in self.model.rows_of_ties(self.row)]

    @property
    def strength(self) -> float:
        """Sum of the strengths of the city's ties."""
        return float(sum(tie.strength for tie in self.ties))

    def explain(self, tie: Tie) -> Explanation:
        """Return why the city met its partner, or did not, in the model's last month; print it, or read its terms.

        Raises:
            ValueError: the city is at neither end of the tie, or no month has been computed.
        """
        tie.partner_of(self)
        explained: Explanation = self.model.explain(tie.row)
        return explained

    @property
    def last_forum(self) -> pd.Period | None:
        """Month of the last forum that the city attended; None if it attended none."""
        month = int(self.model.state.cities.attended[self.row])
        return period_of(self.model.setup.scenario.start + month) if month >= 0 else None


@dataclass(frozen=True)
class PastMonth:
    """A model as it was at the end of one month, as far as its record says; ``step`` counts from 0."""

    setup: Setup
    record: Record
    dyads: list[str]
    step: int

    @property
    def time(self) -> float:
        """Time of Mesa: months since the run began."""
        return float(self.step + 1)

    @property
    def month(self) -> pd.Period:
        """The month itself."""
        return period_of(self.setup.scenario.start + self.step)

    def measure(self, name: str, dyad: str) -> float:
        """Return a measure by its name, such as ``relations``, for one dyad.

        Raises:
            KeyError: there is no such measure.
            ValueError: there is no such dyad.
        """
        return float(self.record.dyads[self.step, self.dyads.index(dyad), DyadMeasure[name.upper()]])


def reporters(dyads: list[str]) -> dict[str, Any]:
    """Return what a model collects by itself: the month and a few measures of every dyad."""
    measures = {
        f"{measure.name.lower()} {dyad}": partial(_reported, measure.name, dyad)
        for measure in COLLECTED
        for dyad in dyads
    }
    return {"month": "month"} | measures


def _reported(measure: str, dyad: str, model: PastMonth) -> float:
    return model.measure(measure, dyad)
