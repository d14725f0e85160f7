"""The Mesa model: one history, stepped by the same compiled month that every batch uses."""

from pathlib import Path
from typing import Any

import mesa
import numpy as np

from cityties.agents import City, RecordCollector, Tie
from cityties.explanation.account import Explanation
from cityties.explanation.replay import explain, replay
from cityties.kernel.calendar import month_label
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events, political_shocks
from cityties.setup.initialization import Setup, begin, prepare
from cityties.setup.world_columns import ordered_cities
from cityties.tables.world_tables import read_tables


class CityDiplomacyModel(mesa.Model):  # type: ignore[misc]
    """City governments of several nations, their ties, and relations between the nations, month by month.

    ``scenario`` is the path of a scenario file or a prepared :class:`~cityties.setup.initialization.Setup` (which many
    models may share). ``rng`` is the number of the replicate: with the scenario's seed it addresses all chance, so that
    models of equal ``rng`` share their luck whatever their arm. The arm is set by ``tie_pathways`` and
    ``political_shocks``.

    Raises:
        ScenarioError, TableError: the scenario or its world cannot be used as written.
    """

    def __init__(
        self,
        scenario: str | Path | Setup,
        *,
        rng: int | None = None,
        tie_pathways: bool = True,
        political_shocks: bool = True,
    ) -> None:
        super().__init__(rng=rng or 0)
        self.setup = scenario if isinstance(scenario, Setup) else _prepared(Path(scenario))
        self.state = begin(self.setup, rng or 0)
        self.dyads: list[str] = list(self.setup.tables.dyads["dyad"])
        self.nations: list[str] = list(self.setup.tables.nations["nation"])
        self._given = _conditions(
            self.setup, RandomAddress(self.setup.scenario.seed, rng or 0, tie_pathways), political_shocks
        )
        n_months = self.setup.n_months
        self.record = Record(
            np.zeros((n_months, len(self.dyads), len(DyadMeasure))),
            np.zeros((n_months, len(self.nations), len(NationMeasure))),
        )
        self._next = 0
        self._rows: list[City] = []
        self._collector = self.datacollector = RecordCollector(self)

    @property
    def n_computed(self) -> int:
        """Number of months computed."""
        return self._next

    @property
    def month(self) -> str | None:
        """The last month computed (YYYY-MM); None before the first."""
        return month_label(self.setup.scenario.start + self._next - 1) if self._next else None

    def step(self) -> None:
        """Advance by one month; after the last one the model stops running."""
        if self._next < self.setup.n_months:
            self.setup.months(self._given, self.state, self.record, self._next, self._next + 1)
            self._next += 1
            self.datacollector.collect(self)
        self.running = self._next < self.setup.n_months

    def run_model(self) -> None:
        """Compute all months that are left in one go; the numbers are those of as many steps.

        A data collector of one's own has to see every month, so with one the model does step.
        """
        if self.datacollector is not self._collector:
            super().run_model()
            return
        first, last = self._next, self.setup.n_months
        self.setup.months(self._given, self.state, self.record, first, last)
        self._next = last
        self.steps += last - first
        self.time += last - first
        self.running = False

    def measure(self, name: str, dyad: str) -> float:
        """Return a measure of the last month by its name, such as ``relations``, for one dyad.

        Raises:
            KeyError: there is no such measure.
            ValueError: there is no such dyad.
        """
        if self._next == 0:
            return float("nan")
        return float(self.record.dyads[self._next - 1, self.dyads.index(dyad), DyadMeasure[name.upper()]])

    def explain(self, row: int) -> Explanation:
        """Tell why the cities of the tie in one row met, or did not, in the last month (see ``City.explain``).

        Raises:
            ValueError: no month has been computed.
        """
        if self._next == 0:
            raise ValueError("no month has been computed yet; call step() first")
        return explain(replay(self.setup, self._given, self._next - 1), row)

    @property
    def agents(self) -> Any:
        """All city governments as a Mesa AgentSet, made when first looked at."""
        self._make_cities()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """City governments by the class that shows them."""
        self._make_cities()
        return super().agents_by_type

    @property
    def ties(self) -> list[Tie]:
        """All ties that exist now, in the order of their signing."""
        return [Tie(self, row) for row in range(int(self.state.ties.n[0]))]

    def city(self, name: str, nation: str | None = None) -> City:
        """Return a city by name.

        Raises:
            KeyError: no city, or cities of several nations, have this name.
        """
        self._make_cities()
        found = [city for city in self._rows if city.name == name and nation in (None, city.nation)]
        if len(found) != 1:
            raise KeyError(f"{len(found)} cities are called {name!r}" + ("; give the nation too" if found else ""))
        return found[0]

    def city_in_row(self, row: int) -> City:
        """Return the city of one row of the columns."""
        self._make_cities()
        return self._rows[row]

    def rows_of_ties(self, city: int) -> list[int]:
        """Return the rows of a city's ties."""
        ties, n = self.state.ties, int(self.state.ties.n[0])
        return np.flatnonzero((ties.a[:n] == city) | (ties.b[:n] == city)).tolist()

    def _make_cities(self) -> None:
        if not self._rows:
            cities = ordered_cities(self.setup.tables)
            for row, (name, nation) in enumerate(zip(cities["city"], cities["nation"], strict=True)):
                self._rows.append(City(self, row, name, nation))


def _prepared(path: Path) -> Setup:
    scenario = read_scenario(path)
    return prepare(scenario, read_tables(scenario.world_folder))


def _conditions(setup: Setup, address: RandomAddress, shocked: bool) -> Conditions:
    without = frozenset() if shocked else political_shocks(setup.tables, setup.scenario)
    events = build_events(setup.tables, setup.scenario, without)
    return Conditions(setup.world, events, setup.rules, address)
