"""The Mesa model: one history, stepped by the same compiled month that every batch uses."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd

from cityties.analysis.months import month_of
from cityties.explanation.account import Explanation
from cityties.explanation.replay import explain, replay
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.kernel.world import World
from cityties.mesa_model.agents import City, PastMonth, Tie, reporters
from cityties.scenario.changes import changed
from cityties.scenario.places import scenario_file
from cityties.scenario.reader import load_scenario, read_scenario
from cityties.scenario.roles import Role
from cityties.scenario.roles import settings as settings_of
from cityties.setup.branching import empty_record
from cityties.setup.city_names import ordered_cities
from cityties.setup.event_columns import build_events, political_shocks
from cityties.setup.initialization import Setup, begin, prepare
from cityties.setup.periods import advance, world_in
from cityties.setup.redraw import prepare_again
from cityties.tables.world_tables import read_tables

type Seed = (
    int | np.integer[Any] | Sequence[int] | np.random.SeedSequence | np.random.BitGenerator | np.random.Generator | None
)
"""What Mesa calls a seed."""
DRAWN_BELOW = 2**53
"""Replicates drawn at random have numbers that every program can write."""
LARGEST = 2**63 - 1


class CityDiplomacyModel(mesa.Model):  # type: ignore[misc]
    """City governments of several nations, their ties, and relations between the nations, month by month.

    ``scenario`` is the path or name of a scenario file, or a prepared
    :class:`~cityties.setup.initialization.Setup`, which many models may share. ``parameters`` replaces settings by name
    (``{"over_compliance": 0}``, ``{"lobbying": False}``); the same names may be given as keywords, as
    :func:`mesa.batch_run` does. ``tie_pathways`` and ``political_shocks`` choose the arm.

    ``replicate`` is the address of all randomness, beside the scenario's own seed: models of equal ``replicate`` draw
    the same numbers, whatever their arm or parameters, so their difference is the effect. ``rng`` is how Mesa names it:
    a whole number is the replicate itself; a sequence, SeedSequence or Generator gives the number of one; None, or
    neither of the two, a number at random. ``model.replicate`` is the number used, to repeat the run.

    Raises:
        ScenarioError, TableError: the scenario, its world or a parameter cannot be used as written.
        TypeError, ValueError: no replicate can be had from ``rng``, or two are given.
    """

    def __init__(
        self,
        scenario: str | Path | Setup,
        *,
        replicate: int | None = None,
        rng: Seed = None,
        parameters: Mapping[str, Any] | None = None,
        tie_pathways: bool = True,
        political_shocks: bool = True,
        **settings: Any,
    ) -> None:
        # mesa.batch_run looks for an argument called seed and would then pass no rng
        seeds = [seed for seed in (replicate, rng, settings.pop("seed", None)) if seed is not None]
        if len(seeds) > 1:
            raise ValueError("give one of replicate, rng and seed; they are names of the same number.")
        self.replicate = replicate_number(seeds[0] if seeds else None)
        super().__init__(rng=self.replicate)
        self.setup = _with_changes(_prepared(scenario), parameters, settings)
        self.tie_pathways, self.political_shocks = bool(tie_pathways), bool(political_shocks)
        self.state = begin(self.setup, self.replicate)
        self.dyads: list[str] = list(self.setup.tables.dyads["dyad"])
        self.nations: list[str] = list(self.setup.tables.nations["nation"])
        self.record = empty_record(self.setup.world, self.setup.n_months)
        self._now = self._computed = self._collected = 0
        self._has_events = False
        self._cities: list[City] = []
        self._own_collector = self._collector = mesa.DataCollector(model_reporters=reporters(self.dyads))

    @cached_property
    def given(self) -> Conditions:
        """All that the run is given: world, exogenous events, rules, and the address of its randomness."""
        setup, scenario = self.setup, self.setup.scenario
        without = frozenset() if self.political_shocks else political_shocks(setup.tables, scenario)
        address = RandomAddress(scenario.seed, self.replicate, self.tie_pathways)
        return Conditions(setup.world, build_events(setup.tables, scenario, without), setup.rules, address)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what the set-up gives again, so that a copy computes with columns of the same kind."""
        return {name: value for name, value in self.__dict__.items() if name != "given"}

    @property
    def datacollector(self) -> Any:
        """A :class:`mesa.DataCollector`; the model's own one has the month and a few measures of every dyad.

        It is filled when it is looked at, from the record. One of the user's own is called after every step.
        """
        if self._collector is self._own_collector:
            for step in range(self._collected, self._now):
                self._collector.collect(self._at(step))
            self._collected = self._now
        return self._collector

    @datacollector.setter
    def datacollector(self, collector: Any) -> None:
        """Take a data collector of the user in place of the model's own one."""
        self._collector = collector

    @property
    def world(self) -> World:
        """Fixed attributes as they are in the last month computed; a scenario may change them from a month on."""
        return world_in(self.setup, max(self._now - 1, 0))

    @property
    def month(self) -> pd.Period | None:
        """The last month computed; None before the first."""
        return self._at(self._now - 1).month if self._now else None

    def step(self) -> None:
        """Advance by one month; after the last one the model stops running."""
        if self._now < self.setup.n_months:
            self._compute(self._now + 1)
            self._now += 1
            if self._collector is not self._own_collector:
                self._collector.collect(self)
        self.running = self._now < self.setup.n_months

    def run_model(self) -> None:
        """Run to the end; in one go, with the same numbers, where nobody looks at the months in between."""
        is_watched = self._has_events or self._collector is not self._own_collector
        if not is_watched and type(self).step is CityDiplomacyModel.step:
            self._compute(self.setup.n_months)
        super().run_model()

    def run_to(self, month: pd.Period | str) -> None:
        """Step up to and with a month, such as ``2012-09``; not at all if the model is there or beyond.

        Raises:
            ValueError: the run has no such month.
        """
        last = month_of(month) - self.setup.scenario.start + 1
        if not 1 <= last <= self.setup.n_months:
            ends = (self._at(step).month for step in (0, self.setup.n_months - 1))
            raise ValueError(f"{month} is outside the run, {' to '.join(map(str, ends))}.")
        while self._now < last:
            self.step()

    def schedule_event(self, *arguments: Any, **options: Any) -> Any:
        """Schedule an event as Mesa does; :meth:`run_model` then goes month by month."""
        self._has_events = True
        return super().schedule_event(*arguments, **options)

    def schedule_recurring(self, *arguments: Any, **options: Any) -> Any:
        """Schedule a recurring event as Mesa does; :meth:`run_model` then goes month by month."""
        self._has_events = True
        return super().schedule_recurring(*arguments, **options)

    def _compute(self, last: int) -> None:
        """Compute the months before ``last`` that are not computed yet."""
        if self._computed < last:
            advance(self.setup, self.given, self.state, self.record, self._computed, last)
            self._computed = last

    def _at(self, step: int) -> PastMonth:
        return PastMonth(self.setup, self.record, self.dyads, step)

    def measure(self, name: str, dyad: str) -> float:
        """Return a measure of the last month by its name, such as ``relations``, for one dyad; NaN before the first.

        Raises:
            KeyError: there is no such measure.
            ValueError: there is no such dyad.
        """
        return self._at(self._now - 1).measure(name, dyad) if self._now else float("nan")

    def explain(self, row: int) -> Explanation:
        """Return why the cities of the tie in one row met, or did not, in the last month (see ``City.explain``).

        Raises:
            ValueError: no month has been computed.
        """
        if self._now == 0:
            raise ValueError("no month has been computed yet; call step() first")
        return explain(replay(self.setup, self.given, self._now - 1), row)

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
        found = [city for city in self._cities if city.name == name and nation in (None, city.nation)]
        if len(found) != 1:
            raise KeyError(f"{len(found)} cities are called {name!r}" + ("; give the nation too" if found else ""))
        return found[0]

    def city_in_row(self, row: int) -> City:
        """Return the city of one row of the columns."""
        self._make_cities()
        return self._cities[row]

    def rows_of_ties(self, city: int) -> list[int]:
        """Return the rows of a city's ties."""
        ties, n = self.state.ties, int(self.state.ties.n[0])
        return np.flatnonzero((ties.a[:n] == city) | (ties.b[:n] == city)).tolist()

    def _make_cities(self) -> None:
        if not self._cities:
            cities = ordered_cities(self.setup.tables)
            for row, (name, nation) in enumerate(zip(cities["city"], cities["nation"], strict=True)):
                self._cities.append(City(self, row, name, nation))


def replicate_number(seed: Seed) -> int:
    """Return the replicate that a seed of Mesa means; at random for None, drawn from it for a generator.

    Raises:
        TypeError, ValueError: it is none of the seeds that Mesa takes.
    """
    if isinstance(seed, int | np.integer) and not isinstance(seed, bool) and 0 <= seed <= LARGEST:
        return int(seed)
    if isinstance(seed, bool | str | bytes | float):
        raise TypeError(f"{seed!r} is no seed; give a whole number from 0, a sequence of them, or a numpy Generator.")
    try:
        return int(np.random.default_rng(seed).integers(DRAWN_BELOW))
    except (TypeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise type(error)(f"{seed!r} is no seed: {reason}.") from None


def _prepared(scenario: str | Path | Setup) -> Setup:
    """Prepare a scenario, or find it prepared if none of its files was written since."""
    if isinstance(scenario, Setup):
        return scenario
    path = scenario_file(scenario)
    loaded = load_scenario(path)
    files = [Path(name) for name in loaded.texts] + [rule.path for rule in loaded.scenario.custom_rules]
    world = sorted(loaded.scenario.world_folder.glob("*.csv"))
    stamps = tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in (*files, *world))
    return _prepared_once(path.resolve(), stamps)


@lru_cache(maxsize=4)
def _prepared_once(path: Path, stamps: tuple[tuple[Path, int, int], ...]) -> Setup:
    scenario = read_scenario(path)
    return prepare(scenario, read_tables(scenario.world_folder))


def _with_changes(setup: Setup, parameters: Mapping[str, Any] | None, settings: Mapping[str, Any]) -> Setup:
    scenario = changed(setup.scenario, parameters, **settings)
    if scenario is setup.scenario:
        return setup
    before, now = (
        settings_of(one, lambda role: role.changes_numbers and role is not Role.RULES)
        for one in (setup.scenario, scenario)
    )
    return prepare_again(setup, scenario) if before == now else prepare(scenario, setup.tables)
