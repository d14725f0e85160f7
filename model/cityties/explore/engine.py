"""The model behind a page: paired replicates of any settings, computed on all cores and kept while they are looked at.

Replicate k of any settings has the random numbers of replicate k of ``cityties run``, so that settings, arms and a run
of the saved scenario are paired, and more replicates only sharpen what is shown.
"""

import os
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from cityties.errors import CityTiesError
from cityties.experiment.design import Design, plan
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.experiment.reduction import gap_of
from cityties.experiment.replicate import Replicate, simulate
from cityties.experiment.work import design_like
from cityties.explore.asked import Settings
from cityties.explore.source import Source
from cityties.explore.stopping import StoppedError
from cityties.explore.tie_history import TieHistory, tie_history
from cityties.kernel.record import DyadMeasure as M
from cityties.kernel.state import FloatArray
from cityties.scenario.changes import changed
from cityties.scenario.models import Scenario
from cityties.scenario.sweeps import with_settings
from cityties.setup.initialization import Setup

DESIGNS_KEPT, RESULTS_KEPT, HISTORIES_KEPT = 12, 24, 3
FEW_CRISES = 12
"""Up to so many crises are always computed together; of more, the one shown first, and all on request."""
FEW_DYADS = 12
SERIES = (M.RELATIONS, M.OFFICIAL, M.EXCHANGE)
"""Measures kept by month and arm of the dyads shown."""
COUNTS = (M.TIES, M.SUSPENDED, M.DORMANT)
"""Measures kept by month as sums over all dyads, of the arm with ties."""
WITH, WITHOUT = 0, 1
"""Rows of the arms."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a replicate.

    ``gaps`` by (arm, place of the crisis in the design) the gap of its dyad (months,); ``series`` (arms, T, dyads
    shown, ``SERIES``); ``counts`` (T, ``COUNTS``).
    """

    gaps: dict[tuple[int, int], FloatArray]
    series: FloatArray
    counts: FloatArray


@dataclass(frozen=True)
class Computed:
    """Replicates 0 .. n - 1 of some settings; ``crises`` are the places of those computed, ``dyads`` of those kept."""

    design: Design
    crises: tuple[int, ...]
    dyads: tuple[int, ...]
    kept: dict[int, Kept] = field(default_factory=dict)

    def first(self, n: int) -> "Computed":
        """Return the first replicates alone."""
        return replace(self, kept={number: self.kept[number] for number in range(n)})

    def losses(self, arm: int, place: int) -> FloatArray:
        """Return the loss of a crisis in an arm by replicate (R-months)."""
        return np.array([one.gaps[arm, place].sum() for one in self.kept.values()])

    def gaps(self, arm: int, place: int) -> FloatArray:
        """Return the gaps of a crisis in an arm (months, replicates)."""
        return np.stack([one.gaps[arm, place] for one in self.kept.values()], axis=-1)

    def series(self, arm: int, dyad: int, measure: M) -> FloatArray:
        """Return a measure of a dyad by month (months, replicates)."""
        column, place = SERIES.index(measure), self.dyads.index(dyad)
        return np.stack([one.series[arm, :, place, column] for one in self.kept.values()], axis=-1)

    def counts(self, step: int) -> FloatArray:
        """Return the counts of ties in a month of the run (``COUNTS``, replicates)."""
        return np.stack([one.counts[step] for one in self.kept.values()], axis=-1)


class Engine:
    """Designs and replicates of one source; safe to be called from several threads."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1)
        self._lock = threading.Lock()
        self._designs: OrderedDict[str, Design] = OrderedDict()
        self._results: OrderedDict[tuple[Any, ...], Computed] = OrderedDict()
        self._histories: OrderedDict[str, dict[int, TieHistory]] = OrderedDict()

    def scenario(self, settings: Settings) -> Scenario:
        """Return the scenario with settings changed, in the arms that a page compares.

        Raises:
            ScenarioError: an unknown key, or a value that it does not take.
        """
        scenario = changed(self.source.scenario, dict(settings))
        return with_settings(
            scenario,
            {
                "arms.tie_pathways": [True, False],
                "arms.political_shocks": [True],
                "arms.named": {},
                "crises.follow_months": min(scenario.crises.follow_months, MAIN_MONTHS),
                "record.ties_at": [],
                "record.tie_survival": False,
            },
        )

    def design(self, settings: Settings) -> Design:
        """Return what has to be computed for settings, made from a design at hand where that is quicker."""
        key = repr(settings)
        with self._lock:
            if key not in self._designs:
                others = list(reversed(self._designs.values()))
                self._designs[key] = design_like(others, self.scenario(settings), self.source.tables, _planned)
                if len(self._designs) > DESIGNS_KEPT:
                    self._designs.popitem(last=False)
            self._designs.move_to_end(key)
            return self._designs[key]

    def computed(
        self, settings: Settings, n: int, crisis: str, dyad: str, every: bool, stop: threading.Event
    ) -> Computed:
        """Return the first ``n`` replicates of settings; only those that are missing are computed.

        Raises:
            CityTiesError: the world has no such crisis or dyad.
            StoppedError: ``stop`` was set meanwhile.
        """
        design = self.design(settings)
        crises, dyads = self._shown(design, crisis, dyad, every)
        key = (repr(settings), crises, dyads)
        with self._lock:
            result = self._results.setdefault(key, Computed(design, crises, dyads))
            self._results.move_to_end(key)
            if len(self._results) > RESULTS_KEPT:
                self._results.popitem(last=False)
        work = {k: self._pool.submit(_one, result, k, stop) for k in range(n) if k not in result.kept}
        try:
            for number, future in work.items():
                result.kept[number] = future.result()
        finally:
            _give_up(work)
        return result.first(n)

    def histories(self, settings: Settings, n: int, stop: threading.Event) -> list[TieHistory]:
        """Return the ties of the first ``n`` replicates with ties, month by month.

        Raises:
            StoppedError: ``stop`` was set meanwhile.
        """
        design = self.design(settings)
        with self._lock:
            kept = self._histories.setdefault(repr(settings), {})
            self._histories.move_to_end(repr(settings))
            if len(self._histories) > HISTORIES_KEPT:
                self._histories.popitem(last=False)
        work = {k: self._pool.submit(tie_history, design, k, stop) for k in range(n) if k not in kept}
        for number, future in work.items():
            kept[number] = future.result()
        return [kept[number] for number in range(n)]

    def close(self) -> None:
        """Let no thread outlive the page."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _shown(self, design: Design, crisis: str, dyad: str, every: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
        own = [place for place, branch in enumerate(design.branches) if branch.crisis.dyad >= 0]
        known = {design.branches[place].crisis.name: place for place in own}
        if crisis and crisis not in known:
            raise CityTiesError(f"the run has no crisis '{crisis}'.")
        codes = list(design.setup.tables.dyads["dyad"])
        if dyad and dyad not in codes:
            raise CityTiesError(f"the world has no pair of nations '{dyad}'.")
        few = len(own) <= FEW_CRISES or every
        crises = own if few else [known[crisis]] if crisis else own[:1]
        shown = range(len(codes)) if len(codes) <= FEW_DYADS else [codes.index(dyad) if dyad else 0]
        return tuple(crises), tuple(shown)


def _planned(setup: Setup) -> Design:
    """Lay out arms and branches; no tie is written down on the way."""
    return replace(plan(setup), ties_at=(), unheard=None)


def _one(result: Computed, number: int, stop: threading.Event) -> Kept:
    """Compute a replicate with the branches that are shown alone, and keep what is shown of it."""
    if stop.is_set():
        raise StoppedError
    design = replace(result.design, branches=tuple(result.design.branches[place] for place in result.crises))
    found = simulate(design, number)
    gaps = {
        (arm, place): gap_of(found, arm, row)[:MAIN_MONTHS, 0]
        for row, place in enumerate(result.crises)
        for arm in (WITH, WITHOUT)
    }
    return Kept(gaps, *_months(found, result.dyads))


def _months(found: Replicate, dyads: tuple[int, ...]) -> tuple[FloatArray, FloatArray]:
    series = found.dyads[:, :, list(dyads)][..., list(SERIES)]
    counts = found.dyads[WITH][..., list(COUNTS)].sum(axis=1)
    return series, counts


def _give_up(work: dict[int, Future[Kept]]) -> None:
    for future in work.values():
        future.cancel()
