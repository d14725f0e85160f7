"""Cities and ties as a person thinks of them: views of the columns, with no state of their own (ODD 2)."""

from collections.abc import Callable
from typing import Any, Protocol

import mesa

from cityties.explanation.account import Explanation
from cityties.kernel.calendar import month_label
from cityties.kernel.record import DyadMeasure, Record
from cityties.kernel.state import Exchange, State, Suspension
from cityties.setup.initialization import Setup

COLLECTED = (DyadMeasure.RELATIONS, DyadMeasure.TIES, DyadMeasure.SUSPENDED, DyadMeasure.OFFICIAL)


class ModelView(Protocol):
    """What views look at: a model with its columns, its record, and the ways to find rows in them."""

    setup: Setup
    state: State
    record: Record
    dyads: list[str]

    @property
    def n_computed(self) -> int:
        """Number of months computed so far."""

    @property
    def month(self) -> str | None:
        """The last month computed (YYYY-MM)."""

    def measure(self, name: str, dyad: str) -> float:
        """Return a measure of the last month."""

    def city_in_row(self, row: int) -> "City":
        """Return the city of a row of the columns."""

    def rows_of_ties(self, city: int) -> list[int]:
        """Return the rows of a city's ties."""


class Tie:
    """One tie between two cities, as it is now; reading it reads the model's columns."""

    def __init__(self, model: ModelView, row: int) -> None:
        self._ties = model.state.ties
        self._model = model
        self.row = row

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
    def suspended_by(self) -> Suspension:
        """Which side suspended the tie, if any."""
        return Suspension(int(self._ties.suspended[self.row]))

    @property
    def mode(self) -> Exchange:
        """How the two cities met last month."""
        return Exchange(int(self._ties.mode[self.row]))

    @property
    def exchange(self) -> float:
        """Exchange held last month; an official event counts 1."""
        return float(self._ties.exchange[self.row])

    @property
    def signed(self) -> str:
        """Month in which the tie began, or in which the run did if that was later (YYYY-MM)."""
        return month_label(self._model.setup.scenario.start + int(self._ties.signed[self.row]))

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
    """A city government; it decides within the compiled month, and this is its face."""

    def __init__(self, model: ModelView, row: int, name: str, nation: str) -> None:
        super().__init__(model)
        self.row, self.name, self.nation = row, name, nation

    def __repr__(self) -> str:
        """Name the city and its nation."""
        return f"<City {self.name} ({self.nation})>"

    @property
    def autonomy(self) -> float:
        """Freedom from the centre between 0 and 1."""
        return float(self.model.setup.world.cities.autonomy[self.row])

    @property
    def nationalism(self) -> float:
        """Pull of nationalism between 0 and 1."""
        return float(self.model.setup.world.cities.nationalism[self.row])

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
        """Tell why the city met its partner, or did not, in the model's last month; print it, or read its terms.

        Raises:
            ValueError: the city is at neither end of the tie, or no month has been computed.
        """
        tie.partner_of(self)
        explained: Explanation = self.model.explain(tie.row)
        return explained

    @property
    def last_forum(self) -> str | None:
        """Month of the last forum that the city attended (YYYY-MM)."""
        month = int(self.model.state.cities.attended[self.row])
        return month_label(self.model.setup.scenario.start + month) if month >= 0 else None


class RecordCollector(mesa.DataCollector):  # type: ignore[misc]
    """The month and a few measures of every dyad, for each month that the model has computed.

    To every reader it is a :class:`mesa.DataCollector` that collected after each step; but what it would have collected
    stands in the model's record anyway.
    """

    def __init__(self, model: ModelView) -> None:
        self._model = model
        self._vars: dict[str, list[Any]] = {}
        self._steps: list[float] = []
        super().__init__(model_reporters=_reporters(model.dyads))

    def collect(self, model: ModelView) -> None:
        """Do nothing: the record has the month."""

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """A list of values for each variable, one a month."""
        self._catch_up()
        return self._vars

    @model_vars.setter
    def model_vars(self, columns: dict[str, list[Any]]) -> None:
        """Take the empty columns that Mesa begins with."""
        self._vars = columns

    @property
    def _collection_steps(self) -> list[float]:
        self._catch_up()
        return self._steps

    @_collection_steps.setter
    def _collection_steps(self, steps: list[float]) -> None:
        self._steps = steps

    def _catch_up(self) -> None:
        first, last = len(self._steps), self._model.n_computed
        if first == last:
            return
        start, record = self._model.setup.scenario.start, self._model.record.dyads
        self._steps.extend(float(t + 1) for t in range(first, last))
        self._vars["month"].extend(month_label(start + t) for t in range(first, last))
        for measure in COLLECTED:
            for d, dyad in enumerate(self._model.dyads):
                self._vars[_reported(measure, dyad)].extend(record[first:last, d, measure].tolist())


def _reporters(dyads: list[str]) -> dict[str, Callable[[ModelView], object]]:
    """Return what is collected: the month and a few measures of every dyad."""

    def reporter(measure: DyadMeasure, dyad: str) -> Callable[[ModelView], object]:
        """Return what reads one measure of one dyad off a model."""
        return lambda model: model.measure(measure.name, dyad)

    reporters: dict[str, Callable[[ModelView], object]] = {"month": lambda model: model.month}
    for measure in COLLECTED:
        for dyad in dyads:
            reporters[_reported(measure, dyad)] = reporter(measure, dyad)
    return reporters


def _reported(measure: DyadMeasure, dyad: str) -> str:
    return f"{measure.name.lower()} {dyad}"
