"""The design of a draw that changes severities of recorded shocks: only the columns that hold them are laid out anew.

To lay all events of all branches out from the tables takes longer than to compute a history of them.
"""

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cityties.experiment.design import Branch, Design
from cityties.kernel.state import Events, FloatArray
from cityties.scenario.models import Scenario
from cityties.setup.event_columns import Crisis, political_shocks, scenario_shocks
from cityties.setup.redraw import prepare_again


@dataclass(frozen=True)
class SeverityPlanner:
    """Plans scenarios that differ from that of a design in what a draw changes: numbers, switches, severities."""

    base: Design

    @cached_property
    def _disputes(self) -> dict[str, tuple[int, int, float, float, float]]:
        """Disputes within the run by shock: month, dyad, severity and the two factors of its sides."""
        scenario, tables = self.base.setup.scenario, self.base.setup.tables
        rows = {code: row for row, code in enumerate(tables.dyads["dyad"])}
        shocks = scenario_shocks(tables, scenario)
        found = {}
        for shock in shocks[shocks["type"] == "political"].to_dict("records"):
            month = int(shock["date"]) - scenario.start
            if 0 <= month < self.base.setup.n_months:
                size, factor_a, factor_b = (float(shock[name]) for name in ("severity", "factor_a", "factor_b"))
                found[str(shock["shock"])] = month, rows[str(shock["dyad"])], size, factor_a, factor_b
        return found

    @cached_property
    def _first_shocks(self) -> dict[str, str]:
        """The first shock of each crisis, whose severity is that of the crisis."""
        shocks = scenario_shocks(self.base.setup.tables, self.base.setup.scenario)
        first = shocks[shocks["crisis"] != ""].sort_values("date", kind="stable").drop_duplicates("crisis")
        return dict(zip(first["crisis"], first["shock"], strict=True))

    @cached_property
    def _all_disputes(self) -> frozenset[str]:
        return political_shocks(self.base.setup.tables, self.base.setup.scenario)

    def plan(self, scenario: Scenario) -> Design:
        """Return the design of a scenario; it equals a fresh plan of it."""
        severities = {name: self._severity(name, scenario) for name in self._disputes}
        setup = prepare_again(self.base.setup, scenario)
        events = {
            shocked: self._laid_out(old, severities, frozenset() if shocked else self._all_disputes)
            for shocked, old in self.base.events.items()
        }
        branches = tuple(self._branch(branch, severities) for branch in self.base.branches)
        return replace(self.base, setup=setup, events=events, branches=branches)

    def _severity(self, shock: str, scenario: Scenario) -> float:
        change = scenario.shocks.change.get(shock)
        severity = None if change is None else change.severity
        return self._disputes[shock][2] if severity is None else float(severity)

    def _branch(self, branch: Branch, severities: Mapping[str, float]) -> Branch:
        crisis = branch.crisis
        later: set[str] = set()
        for other in (one.crisis for one in self.base.branches):
            if other.dyad == crisis.dyad and crisis.month < other.month < branch.end:
                later |= other.shocks
        own = branch.with_crisis
        return Branch(
            self._crisis(crisis, severities),
            branch.end,
            branch.dyads,
            None if own is None else self._laid_out(own, severities, later),
            self._laid_out(branch.without, severities, later | crisis.shocks),
        )

    def _crisis(self, crisis: Crisis, severities: Mapping[str, float]) -> Crisis:
        first = self._first_shocks[crisis.name]
        return replace(crisis, severity=severities[first]) if crisis.dyad >= 0 else crisis

    def _laid_out(self, events: Events, severities: Mapping[str, float], without: AbstractSet[str]) -> Events:
        """Return events with the severities of the disputes that they hold; exact sums depend on no order."""
        severity, felt = np.zeros_like(events.severity), np.zeros_like(events.felt)
        together: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
        for name, (month, dyad, _, factor_a, factor_b) in self._disputes.items():
            if name not in without:
                size = severities[name]
                together.setdefault((month, dyad), []).append((size, size * factor_a, size * factor_b))
        for at, sizes in together.items():
            parts: list[FloatArray | float] = [math.fsum(part) for part in zip(*sizes, strict=True)]
            severity[at], felt[at][0], felt[at][1] = parts
        return events._replace(severity=severity, felt=felt)
