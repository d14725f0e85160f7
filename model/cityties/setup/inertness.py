"""Inert switches: mechanisms that are on and move no outcome of a scenario, why, and which key wakes them.

It follows from what each mechanism declares (:mod:`cityties.kernel.mechanisms`), the parameters of the scenario, and
what its world holds within its months.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.mechanisms import MECHANISMS, Mechanism, Need
from cityties.kernel.parameters import DECLARED
from cityties.scenario.models import Scenario
from cityties.scenario.policies import PolicySettings
from cityties.scenario.sweeps import setting_path, with_settings
from cityties.setup.city_names import ordered_cities
from cityties.setup.event_columns import scenario_shocks, struck_nations
from cityties.setup.world_columns import cluster_centres, editions, sizes
from cityties.tables.language import tr, trn
from cityties.tables.world_tables import WorldTables


@dataclass(frozen=True, slots=True)
class Inert:
    """A mechanism that is on and does nothing: what it lacks, and the parameters that would wake it."""

    mechanism: str
    reasons: tuple[str, ...]
    wakes: tuple[str, ...] = ()

    @property
    def because(self) -> str:
        """Why it does nothing, as one clause."""
        return tr("; ").join(self.reasons)


def inert_mechanisms(scenario: Scenario, tables: WorldTables) -> list[Inert]:
    """Return the mechanisms that are on and inert, in the order of their declaration.

    In a design a mechanism is inert only if it is so in every variant: parameters that are drawn or swept count as
    different from 0, and each value of another swept key is looked at.
    """
    varied, variants = _varied(scenario)
    found = [{one.mechanism: one for one in _inert(variant, tables, varied)} for variant in variants]
    on = [name for name in MECHANISMS if any(getattr(one.mechanisms, name) for one in variants)]
    return [
        next(one[name] for one in found if name in one)  # it may be on in any of them
        for name in on
        if all(_idle(name, *p) for p in zip(variants, found, strict=True))
    ]


def _idle(name: str, variant: Scenario, found: dict[str, Inert]) -> bool:
    return name in found or not getattr(variant.mechanisms, name)


def _varied(scenario: Scenario) -> tuple[set[str], list[Scenario]]:
    """Return the parameters that a design varies, and the scenario with each value of the other keys it sweeps."""
    design = scenario.design
    drawn = (
        [name for name, one in DECLARED.items() if one.prior] if design.parameters == "priors" else design.parameters
    )
    varied = set(drawn if design.draws else ())
    variants = [scenario]
    for key, values in swept_values(scenario):
        section, *rest = setting_path(key)
        if section == "parameters":
            varied |= {rest[-1]}
        else:
            variants += [with_settings(scenario, {key: value}) for value in values]
    return varied, variants


def swept_values(scenario: Scenario) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the keys of all sweeps with the values, or the ends of the range, that they take; none for a prior."""
    sweep = scenario.design.sweep
    yield from sweep.grid.items()
    yield from sweep.zip.items()
    for point in sweep.list:
        yield from ((key, (value,)) for key, value in point.items())
    for space in (sweep.lhs, sweep.sobol):
        for key, span in space.over.items() if space else ():
            yield key, () if isinstance(span, str) else tuple(span)


def _inert(scenario: Scenario, tables: WorldTables, varied: Collection[str]) -> Iterator[Inert]:
    world = Surroundings(scenario, tables, varied)
    for name, mechanism in MECHANISMS.items():
        if getattr(scenario.mechanisms, name):
            lacking = world.lacking(mechanism)
            if lacking is not None:
                reasons, wakes = lacking
                yield Inert(name, reasons, wakes)


@dataclass(frozen=True)
class Surroundings:
    """A scenario in its world, as far as mechanisms depend on it; parameters in ``varied`` count as not 0."""

    scenario: Scenario
    tables: WorldTables
    varied: Collection[str]

    def lacking(self, mechanism: Mechanism) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Return why a mechanism does nothing, and the parameters that would wake it; None if it acts."""
        zeros = [name for name in mechanism.required if self._is_zero(name, 0.0)]
        reasons, wakes = [need.value for need in mechanism.needs if not self.has(need)], list(zeros)
        weights = mechanism.wakes
        idle = {name: needs for name, needs in weights.items() if self._is_idle(mechanism, name)}
        if weights and len(idle) == len(weights):
            neutral = [name for name in weights if self._is_zero(name, mechanism.neutral.get(name, 0.0))]
            zeros += neutral
            wakes += neutral
            others = (need for name, needs in idle.items() if name not in neutral for need in needs)
            reasons += [need.value for need in dict.fromkeys(others) if not self.has(need)]
        elif not zeros and not reasons:
            return None
        found = [tr(reason) for reason in dict.fromkeys(reasons)]
        if zeros:
            found.insert(0, trn("{names} is 0", "{names} are 0", len(zeros)).format(names=tr(", ").join(zeros)))
        return tuple(found), tuple(wakes)

    def _is_idle(self, mechanism: Mechanism, weight: str) -> bool:
        needs = all(map(self.has, mechanism.wakes[weight]))
        return not needs or self._is_zero(weight, mechanism.neutral.get(weight, 0.0))

    def _is_zero(self, name: str, neutral: float) -> bool:
        return name not in self.varied and getattr(self.scenario.parameters, name) == neutral

    def has(self, need: Need) -> bool:
        """Return whether the run has what a mechanism needs."""
        return bool(getattr(self, f"_{need.name.lower()}"))

    @cached_property
    def _ties(self) -> bool:
        history = self.scenario.ties.history
        return history == "endogenous" or (history == "replay" and len(self.tables.ties) > 0)

    @cached_property
    def _formation(self) -> bool:
        return self.scenario.ties.history == "endogenous"

    @cached_property
    def _escalation(self) -> bool:
        return self.scenario.engine == "escalation"

    @cached_property
    def _reduced_form(self) -> bool:
        return self.scenario.engine == "reduced_form"

    @cached_property
    def _disputes(self) -> bool:
        shocks = scenario_shocks(self.tables, self.scenario)
        struck = shocks[(shocks["type"] == "political") & (shocks["severity"] > 0)]
        dated = struck["date"].between(self.scenario.start, self.scenario.end).any()
        provoked = self.scenario.mechanisms.provocation and not self._is_zero("provocation_rate", 0.0)
        return bool(provoked or (dated and True in self.scenario.arms.political_shocks))

    @cached_property
    def _forum(self) -> bool:
        held = (edition["date"] for edition in editions(self.tables, self.scenario) if edition["held"])
        return any(self.scenario.start <= date <= self.scenario.end for date in held)

    @cached_property
    def _networks(self) -> bool:
        only, meetings = self.scenario.networks.only, self.tables.network_meetings
        held = meetings[meetings["date"].between(self.scenario.start, self.scenario.end)]["network"]
        return any(only == "all" or name in only for name in held) or (
            self.scenario.mechanisms.policies and self.scenario.policies.new_network is not None
        )

    @cached_property
    def _consent(self) -> bool:
        return self._ties or (self._forum and self.scenario.mechanisms.forum)

    @cached_property
    def _disasters(self) -> bool:
        return bool(struck_nations(self.tables, self.scenario, frozenset()).any())

    @cached_property
    def _steps(self) -> bool:
        steps = self.tables.incentives
        return bool(((steps["date"] <= self.scenario.end) & (steps["size"] != 0)).any())

    @cached_property
    def _strategy(self) -> bool:
        return bool((self.tables.cities["strategy"].fillna(0) != 0).any())

    @cached_property
    def _products(self) -> bool:
        return bool((self.tables.cities["competitiveness"].fillna(0) != 0).any())

    @cached_property
    def _capitals(self) -> bool:
        return bool(self.tables.cities["capital"].any())

    @cached_property
    def _urban_shares(self) -> bool:
        return bool(self.tables.nations["urban_share"].between(0, 1, inclusive="neither").any())

    @cached_property
    def _budgets(self) -> bool:
        return bool(self.scenario.mechanisms.budget_limit)

    @cached_property
    def _budgets_or_formation(self) -> bool:
        return self._budgets or self._formation

    @cached_property
    def _clusters(self) -> bool:
        cities = ordered_cities(self.tables)
        size = sizes(cities["population"].to_numpy(np.float64), self.scenario.parameter_values())
        return bool((cluster_centres(cities, size) >= 0).any())

    @cached_property
    def _late_recognition(self) -> bool:
        year = self.scenario.parameters.gate_lobbying_year
        first = max(self.scenario.start, year * MONTHS_PER_YEAR)
        return bool(first <= self.scenario.end and (self.tables.dyads["recognised"] > first).any())

    @cached_property
    def _lobbying(self) -> bool:
        return bool(self.scenario.mechanisms.lobbying and self.lacking(MECHANISMS["lobbying"]) is None)

    @cached_property
    def _closed_borders(self) -> bool:
        shocks = scenario_shocks(self.tables, self.scenario)
        common = shocks[shocks["type"] == "common"]
        return bool(((common["date"] <= self.scenario.end) & (common["until"] >= self.scenario.start)).any())

    @cached_property
    def _moved(self) -> bool:
        goodwill = self.scenario.mechanisms.contact and self._ties and not self._is_zero("contact_goodwill", 0.0)
        thanks = self.scenario.mechanisms.aid and self._disasters and not self._is_zero("aid_mood", 0.0)
        return self._disputes or goodwill or thanks

    @cached_property
    def _levers(self) -> bool:
        levers = self.scenario.policies
        return levers.start <= self.scenario.end and levers.model_copy(update={"start": 0}) != _NEUTRAL


_NEUTRAL = PolicySettings.model_validate({}).model_copy(update={"start": 0})
