"""The work of a batch: one unit from its scenario to its tables, or the reason why that is impossible."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from cityties.experiment.design import Design, plan, plan_again, plan_for_batch
from cityties.experiment.detail import MonthlySums, detail_of
from cityties.experiment.reduction import Reduced, reduce
from cityties.experiment.replicate import simulate
from cityties.experiment.unit_tables import unit_tables
from cityties.experiment.units import Unit
from cityties.experiment.variants import Variant, replicate_address
from cityties.scenario.models import Scenario
from cityties.scenario.roles import settings
from cityties.setup.initialization import Setup, prepare
from cityties.setup.redraw import prepare_again
from cityties.tables.world_tables import WorldTables

DESIGNS_KEPT = 64


@dataclass(frozen=True)
class UnitResult:
    """What became of a unit: its tables, or the message of the error that it raised."""

    unit: Unit
    tables: Mapping[str, pa.Table] | None
    error: str = ""


class UnitPlanner:
    """Makes the design of any unit of a batch; what variants share is prepared once and kept."""

    def __init__(self, variants: Sequence[Variant], worlds: Mapping[Path, WorldTables], detail: bool = False) -> None:
        self.variants, self.worlds, self.detail = variants, worlds, detail
        self._plan = plan if detail else plan_for_batch
        self._kept: OrderedDict[int, Design] = OrderedDict()
        self._lock = threading.Lock()

    def design(self, unit: Unit) -> Design:
        """Return what has to be computed for each replicate of a unit."""
        variant = self.variants[unit.variant]
        with self._lock:
            base = self._base(unit.variant)
            if unit.draw == 0:
                return base
            scenario = variant.drawn_scenario(unit.draw)
            if variant.keeps_events:
                return plan_again(base, scenario)
            return self._planned_from([base], scenario)

    def _base(self, number: int) -> Design:
        if number not in self._kept:
            self._kept[number] = self._planned(self.variants[number].scenario)
            if len(self._kept) > DESIGNS_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return self._kept[number]

    def _planned(self, scenario: Scenario) -> Design:
        """Plan a variant, from what a kept one has where they differ in nothing that shapes it."""
        return self._planned_from(list(reversed(self._kept.values())), scenario)

    def _planned_from(self, others: Sequence[Design], scenario: Scenario) -> Design:
        return design_like(others, scenario, self.worlds[scenario.world_folder], self._plan)


def design_like(
    others: Sequence[Design], scenario: Scenario, tables: WorldTables, lay_out: Callable[[Setup], Design]
) -> Design:
    """Return the design of a scenario, made from the first of ``others`` that differs in nothing that shapes it.

    It equals one that ``lay_out`` makes from a fresh set-up, and costs less.
    """
    for design in others:
        if _events(design.setup.scenario) == _events(scenario):
            return plan_again(design, scenario)
    for design in others:
        if _set_up(design.setup.scenario) == _set_up(scenario):
            return lay_out(prepare_again(design.setup, scenario))
    return lay_out(prepare(scenario, tables))


def _events(scenario: Scenario) -> tuple[object, ...]:
    """Return what shapes set-up and events: designs that agree in it differ in parameters and mechanisms alone."""
    return scenario.reads, settings(scenario, lambda role: role.shapes_events)


def _set_up(scenario: Scenario) -> tuple[object, ...]:
    """Return what shapes the set-up."""
    return scenario.reads, settings(scenario, lambda role: role.shapes_set_up)


def compute_replicate(design: Design, unit: Unit, replicate: int) -> Reduced:
    """Compute and sum up one replicate of a unit."""
    found = simulate(design, replicate_address(unit.draw, replicate))
    reduced = replace(reduce(design, found), number=replicate)
    if not design.detail:
        return reduced
    return replace(reduced, detail=detail_of(design, found, replicate), dyads=found.dyads)


class Gathered:
    """The replicates of a unit, as they come in their order; of each no more is held than its tables need."""

    def __init__(self, design: Design, unit: Unit) -> None:
        self._design, self._unit = design, unit
        self._kept: list[Reduced] = []
        self._sums: MonthlySums | None = None

    def add(self, one: Reduced) -> None:
        """Take the next replicate."""
        if one.dyads is not None:
            self._sums = self._sums or MonthlySums(one.dyads.shape)
            self._sums.add(one.dyads)
            one = replace(one, dyads=None)
        self._kept.append(one)

    def tabulated(self) -> UnitResult:
        """Return the unit, whose replicates have all been computed."""
        return UnitResult(self._unit, unit_tables(self._design, self._unit, self._kept, self._sums))


def failed(unit: Unit, error: BaseException) -> UnitResult:
    """Return a unit that raised an error."""
    return UnitResult(unit, None, f"{type(error).__name__}: {error}")


def compute_unit(planner: UnitPlanner, unit: Unit) -> UnitResult:
    """Compute one unit from beginning to end; an error of its own costs this unit alone."""
    try:
        design = planner.design(unit)
        gathered = Gathered(design, unit)
        for replicate in range(unit.first, unit.last):
            gathered.add(compute_replicate(design, unit, replicate))
        return gathered.tabulated()
    except Exception as error:
        return failed(unit, error)
