"""The design of a run: which arms are computed, and which branches show what a crisis changed.

An arm is a whole history, with or without the pathways of ties and with or without political shocks. At the first month
of each crisis every arm that has it branches: the same state and the same random numbers go on with and without the
crisis. Where a later crisis of the same dyad falls into the months followed, it is left out of both branches, so that
one crisis is measured at a time.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.kernel.state import Events
from cityties.scenario.models import Scenario
from cityties.setup.city_names import city_names
from cityties.setup.event_columns import (
    Crisis,
    ShockRow,
    build_events,
    disputes_among,
    list_crises,
    scenario_shocks,
    shock_rows,
)
from cityties.setup.initialization import Setup
from cityties.setup.redraw import prepare_again


@dataclass(frozen=True, slots=True)
class Arm:
    """One combination of switches; all arms of a replicate have common random numbers."""

    tie_pathways: bool
    political_shocks: bool


@dataclass(frozen=True)
class Branch:
    """A crisis followed with and without it, over months ``crisis.month`` .. ``end`` - 1.

    ``dyads`` are those whose months are kept: its own, or all of a common crisis. ``with_crisis`` is None where the
    arm's own history serves, because no later crisis has to be left out.
    """

    crisis: Crisis
    end: int
    dyads: tuple[int, ...]
    with_crisis: Events | None
    without: Events


@dataclass(frozen=True)
class Design:
    """All that is computed for one replicate of a scenario; ``events`` is keyed by the arm's political shocks.

    ``detail`` keeps the months of every replicate too, which only the page of a single run looks at. ``unheard`` is the
    world without the effects of ties in which no city is heard, where B is to be compared with it too.
    """

    setup: Setup
    arms: tuple[Arm, ...]
    events: dict[bool, Events]
    branches: tuple[Branch, ...]
    ties_at: tuple[int, ...]
    detail: bool = True
    unheard: "Design | None" = None

    @cached_property
    def city_names(self) -> list[str]:
        """Lasting names of the cities in the order of their rows, put together once for all tables."""
        return city_names(self.setup.tables)

    @property
    def months_per_replicate(self) -> int:
        """Number of model months that one replicate computes, the measure of its cost."""
        branched = sum((b.end - b.crisis.month) * (2 if b.with_crisis is not None else 1) for b in self.branches)
        with_shocks = sum(arm.political_shocks for arm in self.arms)
        own = len(self.arms) * self.setup.n_months + with_shocks * branched
        return own + (self.unheard.months_per_replicate if self.unheard is not None and self.cities_speak else 0)

    @property
    def cities_speak(self) -> bool:
        """Whether what cities say without stakes can move a nation; else it is all the same if no city is heard."""
        p, rules = self.setup.rules.p, self.setup.rules
        return not rules.reduced_form and p.lobbying_restraint != 0.0 and p.nationalism_lobbying != 0.0


def plan(setup: Setup) -> Design:
    """Lay out arms, branches and the months at which every tie is written down."""
    scenario, tables = setup.scenario, setup.tables
    arms = tuple(Arm(*pair) for pair in product(scenario.arms.tie_pathways, scenario.arms.political_shocks))
    shocks = scenario_shocks(tables, scenario)
    rows = shock_rows(shocks)
    events = {
        shocked: build_events(tables, scenario, frozenset() if shocked else disputes_among(rows), rows)
        for shocked in scenario.arms.political_shocks
    }
    crises = list_crises(tables, scenario, shocks) if True in scenario.arms.political_shocks else []
    branches = tuple(_branch(setup, crisis, crises, rows, events[True]) for crisis in crises)
    early = {crisis.month + SUSPENSION_MONTHS - 1 for crisis in crises}
    ties_at = tuple(sorted(t for t in asked_for(scenario) | early if t < setup.n_months))
    design = Design(setup, arms, events, branches, ties_at)
    return replace(design, unheard=_unheard(design))


def _unheard(design: Design) -> Design | None:
    """Return the second comparator of B: without the effects of ties, and with the weight of cities' positions at 0.

    Switching lobbying off would not do: nationalist cities speak without a stake.
    """
    asked, setup = design.setup.scenario.arms, design.setup
    if not asked.unheard or len(asked.tie_pathways) < 2 or True not in asked.political_shocks:
        return None
    rules = setup.rules._replace(p=setup.rules.p._replace(lobbying_restraint=0.0))
    arm = Arm(tie_pathways=False, political_shocks=True)
    return replace(design, setup=replace(setup, rules=rules), arms=(arm,), ties_at=(), detail=False, unheard=None)


def asked_for(scenario: Scenario) -> set[int]:
    """Return the months of the run at which the scenario asks for ties or cities."""
    record = scenario.record
    return {month - scenario.start for month in (*record.ties_at, *record.cities_at)}


def plan_for_batch(setup: Setup) -> Design:
    """Lay out the same without what only the page of a single run looks at."""
    design = plan(setup)
    asked = asked_for(setup.scenario)
    return replace(design, ties_at=tuple(t for t in design.ties_at if t in asked), detail=False)


def plan_again(design: Design, scenario: Scenario) -> Design:
    """Return the design of a scenario that differs in parameters, mechanisms and seed alone, as a draw does.

    It equals a fresh plan: exogenous events do not depend on parameters.
    """
    again = replace(design, setup=prepare_again(design.setup, scenario))
    return replace(again, unheard=_unheard(again) if design.unheard is not None else None)


def _branch(setup: Setup, crisis: Crisis, crises: list[Crisis], rows: list[ShockRow], whole: Events) -> Branch:
    scenario = setup.scenario
    end = min(crisis.month + scenario.crises.follow_months, setup.n_months)
    later: set[str] = set()
    for other in crises:
        if other.dyad == crisis.dyad and crisis.month < other.month < end:
            later |= other.shocks
    own = _sharing(build_events(setup.tables, scenario, later, rows), whole) if later else None
    without = _sharing(build_events(setup.tables, scenario, later | crisis.shocks, rows), whole)
    concerned = (crisis.dyad,) if crisis.dyad >= 0 else tuple(range(len(setup.world.dyads.id)))
    return Branch(crisis, end, concerned, own, without)


def _sharing(events: Events, whole: Events) -> Events:
    """Return events with the columns of ``whole`` in place of equal ones: a world of many crises holds them once."""
    alike = [name for name in Events._fields if np.array_equal(getattr(events, name), getattr(whole, name))]
    return events._replace(**{name: getattr(whole, name) for name in alike})
