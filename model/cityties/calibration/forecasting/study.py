"""A forecast from beginning to end: histories by source, the value of every question in each, quantiles over them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from cityties.calibration.ensemble import Ensemble, read_ensemble, simulate_ensemble
from cityties.calibration.forecasting.asked import Asked, read_asked
from cityties.calibration.forecasting.baselines import drawn_fates, one_share, opinion_share, unfriendly_shares
from cityties.calibration.forecasting.claim import LABELS, buffer_table, claim_of, crises_of
from cityties.calibration.forecasting.courses import Fates, Ties, ties_of, unpacked
from cityties.calibration.forecasting.quantities import draw_history, values_of
from cityties.calibration.forecasting.sources import (
    CLAIMED,
    ONE_SHARE,
    SIMULATED,
    SOURCES,
    ensembles,
    months_of,
)
from cityties.calibration.study import StudyFolder, digest_of_all
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.scenario.sample_file import SampleFile
from cityties.setup.event_columns import scenario_shocks
from cityties.tables.declared_forecast import PLACE, QUANTILES
from cityties.tables.world_tables import WorldTables

KIND: Final = "forecast"
SHARES = tuple(int(name[1:]) / 100 for name in QUANTILES)
DIGITS = 4
"""Digits of a quantile that is written: the last bits of a mean depend on the machine."""
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "forecast": {
        "quantity": "what is forecast (quantities.csv of the world)",
        "country": "country it is forecast for; empty: all",
        "partner": "country on the other side of the ties",
        "source": "who or what made the forecast",
    }
    | {name: f"quantile of {name[1:]} %" for name in QUANTILES},
    "buffers": {
        "source": "prior, or posterior of another region",
        "country": "country of the towns; empty: all pairs pooled",
        "partner": "the other state",
        "draws": "draws whose loss without ties is deep enough to divide by",
        "p05": "B of 5 % of draws at most",
        "median": "median B over draws",
        "p95": "B of 95 % of draws at most",
    }
    | {
        f"{label}{end}": f"share of draws in which ties {what}{words}"
        for label, what in zip(LABELS, ("soften the downturn", "do neither", "harm"), strict=True)
        for end, words in (("", ""), ("_low", ", lower end of the 95 % interval"), ("_high", ", upper end"))
    },
}
type Values = dict[tuple[str, str, str], FloatArray]
"""Values of all histories of a source by (quantity, country, partner); ``nan`` where one is not defined."""


@dataclass(frozen=True)
class Forecast:
    """A forecast laid out: questions, the ties asked about, histories by source, and the folder of results."""

    scenario: Scenario
    tables: WorldTables
    asked: Asked
    sample: SampleFile
    draws: int
    simulated: Mapping[str, Ensemble]
    crises: Mapping[str, tuple[str, str]]
    claimed: Mapping[str, Ensemble]
    folder: StudyFolder

    def missing(self) -> int:
        """Return how many draws have to be simulated."""
        return sum(one.missing(self.draws) for one in self._ensembles)

    def compute(self, workers: int, progress: Callable[[int], None]) -> int:
        """Simulate what is missing; return how many draws that were."""
        todo = self.missing()
        for ensemble in self._ensembles:
            simulate_ensemble(ensemble, self.draws, workers, progress)
        return todo

    @property
    def _ensembles(self) -> tuple[Ensemble, ...]:
        return (*self.simulated.values(), *self.claimed.values())

    def buffers(self) -> pd.DataFrame:
        """Return what the draws of prior and posterior say of ties in the downturn, by country; empty without one."""
        found = {source: read_ensemble(one, self.draws) for source, one in self.claimed.items()}
        return buffer_table(found, self.crises) if found else pd.DataFrame(columns=list(MEANINGS["buffers"]))

    @cached_property
    def ties(self) -> Ties:
        """The ties that are asked about."""
        ensemble = next(iter(self.simulated.values()))
        setup = ensemble.planner(ensemble.parts[0]).base.setup
        shocks = scenario_shocks(self.tables, self.scenario)
        now = shocks[(shocks["type"] == "political") & (shocks["date"] == self.asked.origin)]
        return ties_of(setup, self.tables, self.asked.partners, frozenset(now["dyad"]))

    def courses(self, source: str) -> Iterator[tuple[int, dict[str, float], Fates]]:
        """Yield for each history of a source its draw, what is assumed, and the fates of the ties asked about.

        Draws that failed are left out.
        """
        months, seed = len(months_of(self.asked)), self.scenario.seed
        if source in self.simulated:
            numbers = read_ensemble(self.simulated[source], self.draws).numbers
            for draw, rows in enumerate(numbers, 1):
                for one in rows[~np.isnan(rows).any(axis=1)]:
                    yield draw, self.asked.assumed(seed, draw), unpacked(one, months)[:, self.ties.rows]
            return
        for draw in range(1, self.draws + 1):
            assumed = self.asked.assumed(seed, draw)
            acting = one_share(self.ties, assumed) if source == ONE_SHARE else self._opinion(assumed)
            yield draw, assumed, drawn_fates(self.ties, acting, assumed, months - 1, [seed, draw])

    def _opinion(self, assumed: Mapping[str, float]) -> FloatArray:
        return opinion_share(self.ties, self._unfriendly, assumed)

    @cached_property
    def _unfriendly(self) -> dict[tuple[str, str], float]:
        countries = list(self.tables.nations["nation"])
        return unfriendly_shares(self.tables.polls, countries, self.asked.partners, self.asked.origin)

    def values(self, source: str) -> Values:
        """Return the values of every question in all histories of a source."""
        found: dict[tuple[str, str, str], list[float]] = {}
        for number, (draw, assumed, fates) in enumerate(self.courses(source)):
            random = np.random.default_rng([self.scenario.seed, draw, number])
            history = draw_history(self.ties, fates, self.asked.origin, assumed, random)
            for question in self.asked.questions:
                for (country, partner), value in values_of(question, history).items():
                    found.setdefault((question.quantity, country, partner), []).append(value)
        return {place: np.array(values) for place, values in found.items()}

    def table(self) -> pd.DataFrame:
        """Return the forecast as its file has it: place, source and five quantiles; in the order of the questions."""
        by_source = {source: self.values(source) for source in SOURCES}
        places = dict.fromkeys(place for values in by_source.values() for place in values)
        rows = [
            dict(zip(PLACE, place, strict=True)) | {"source": source} | _quantiles(by_source[source][place])
            for place in places
            for source in SOURCES
            if place in by_source[source] and not np.isnan(by_source[source][place]).all()
        ]
        return pd.DataFrame(rows, columns=[*PLACE, "source", *QUANTILES])


def _quantiles(values: FloatArray) -> dict[str, float]:
    found = np.nanquantile(values, SHARES)
    return {name: float(f"{value:.{DIGITS}g}") for name, value in zip(QUANTILES, found, strict=True)}


def open_forecast(scenario: Scenario, tables: WorldTables, sample: SampleFile, draws: int, runs: Path) -> Forecast:
    """Lay out a forecast; nothing is simulated.

    Raises:
        TableError: what is wrong in the two files that say what is asked and what is assumed.
    """
    asked = read_asked(tables, (scenario.start, scenario.end))
    plain = ensembles(scenario, tables, asked, sample, runs)
    identity = digest_of_all(*(one.identity for one in plain.values()))
    folder = StudyFolder(runs / f"{KIND}-{scenario.name}-{identity}")
    parts = folder.path / "parts"
    simulated = {source: replace(one, folder=parts) for source, one in plain.items()}
    crises = crises_of(scenario, tables, asked)
    claimed = {source: claim_of(simulated[source], scenario, tuple(crises), parts) for source in CLAIMED if crises}
    return Forecast(scenario, tables, asked, sample, draws, simulated, crises, claimed, folder)


def written(table: pd.DataFrame) -> str:
    """Return the text of a file of forecasts."""
    return str(table.to_csv(index=False, lineterminator="\n"))


def notes(forecast: Forecast) -> dict[str, Any]:
    """Return what the folder keeps of what was asked."""
    shared = [key for key in forecast.sample.keys if key in forecast.simulated[SIMULATED[0]].proposal.keys]
    return {"draws": forecast.draws, "sample": forecast.sample.path.name, "shared": shared}
