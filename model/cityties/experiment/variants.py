"""Variants: every scenario of a batch in every arm and at every point of its sweep, and the draws of each.

Draws, and the points of a Latin hypercube or a Sobol sequence, are samples: each has chance of its own, which all arms
and all other variants of the batch share with it. Points of a grid, a list or a zip share their chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from cityties.errors import ScenarioError
from cityties.experiment.sampling import BoundedPrior, draw_values, drawn_names, spread_points
from cityties.scenario.design import AS_WRITTEN, MOST_REPLICATES_OF_A_DRAW, UntilSettings
from cityties.scenario.models import Scenario
from cityties.scenario.sweeps import setting_name, setting_path, with_settings
from cityties.tables.declared_model import MAX_SEVERITY
from cityties.tables.severity_priors import severity_priors

type Point = dict[str, Any]


@dataclass(frozen=True)
class Variant:
    """One resolved scenario of a batch, without its design; ``samples`` is how many draws or sampled points it has.

    Sample 0 is the variant as it is written and is run only where there are no others. ``spread`` says how the points
    of ``space`` came about, for readers only: its ``kind``, lhs or sobol, and the range or choices ``over`` each key.
    """

    scenario: Scenario
    file: str
    arm: str = AS_WRITTEN
    point: Point = field(default_factory=dict)
    samples: int = 0
    drawn: tuple[str, ...] = ()
    space: tuple[Point, ...] = ()
    until: UntilSettings | None = None
    spread: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name of the variant in tables and figures, such as ``historical, no_lobbying, outreach=1``.

        Keys stand in alphabetical order, so that a variant read from a folder is called as it was when it was computed.
        """
        arm = "" if self.arm == AS_WRITTEN else f", {self.arm}"
        return f"{self.scenario.name}{arm}{''.join(f', {key}={value}' for key, value in sorted(self.point.items()))}"

    @property
    def only_parameters(self) -> bool:
        """Whether its samples differ in parameters and mechanisms alone."""
        keys = self.space[0] if self.space else self.drawn
        return all(setting_path(key)[0] in ("parameters", "mechanisms") for key in keys)

    def changes(self, draw: int) -> Point:
        """Return what a draw changes; nothing for draw 0."""
        if draw == 0:
            return {}
        if self.space:
            return self.space[draw - 1]
        return draw_values(self.scenario.seed, draw, self.drawn)

    def drawn_scenario(self, draw: int) -> Scenario:
        """Return the scenario of one draw."""
        return with_settings(self.scenario, self.changes(draw)) if draw else self.scenario


def replicate_address(draw: int, replicate: int) -> int:
    """Return the address of the chance of one replicate of one draw: no two draws share any."""
    return draw * MOST_REPLICATES_OF_A_DRAW + replicate


def expand(scenario: Scenario, file: str) -> list[Variant]:
    """Return all variants of a scenario: its points, and for each the arm as written and the named arms.

    Points name every setting in one way, whatever the file called it, so that labels and tables agree between files.
    """
    sweep = scenario.design.sweep
    sampled = sweep.lhs or sweep.sobol
    space: tuple[Point, ...] = ()
    spread: dict[str, Any] = {}
    if sampled:
        spread = {"kind": "lhs" if sweep.lhs else "sobol", "over": (over := _named(sampled.over))}
        priors = _priors_of_world(scenario, over)
        space = tuple(spread_points(spread["kind"], sampled.points, over, scenario.seed, priors))
    points = _points(sweep)
    paths = [setting_path(key) for point in points for key in point]
    swept = [path[1] for path in paths if path[0] == "parameters"]
    names = drawn_names(scenario.design.parameters, swept) if scenario.design.draws else ()
    samples = len(space) or scenario.design.draws
    asked = scenario.design.until
    until = asked if asked.half_width is not None else None
    variants = []
    for point in points:
        at_point = with_settings(scenario, point)
        for arm, switched in _arms(scenario):
            plain = with_settings(at_point, {f"mechanisms.{name}": on for name, on in switched.items()})
            variants.append(Variant(_without_arms(plain), file, arm, point, samples, names, space, until, spread))
    return variants


def _priors_of_world(scenario: Scenario, over: Mapping[str, Any]) -> dict[str, BoundedPrior]:
    """Return the priors that the world's tables give to settings of a sweep: so far, to severities of its shocks.

    Raises:
        ScenarioError: a severity is to be drawn from a prior that its shock does not have.
    """
    asked = [key for key, span in over.items() if span == "prior" and setting_path(key)[0] == "shocks"]
    if not asked:
        return {}
    known = severity_priors(scenario.world_folder)
    found: dict[str, BoundedPrior] = {}
    for key in asked:
        shock = setting_path(key)[2]
        if shock not in known:
            what = "has no severity_read in shocks.csv of its world; give it a range, such as [0, 1]"
            raise ScenarioError(f"{scenario.name}: '{key}' {what}.")
        found[key] = known[shock], 0.0, MAX_SEVERITY
    return found


def _named(settings: Mapping[str, Any]) -> Point:
    return {setting_name(key): value for key, value in settings.items()}


def _points(sweep: Any) -> list[Point]:
    axes, side_by_side = _named(sweep.grid), _named(sweep.zip)
    grid = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
    zipped = [dict(zip(side_by_side, values, strict=True)) for values in zip(*side_by_side.values(), strict=True)]
    listed = [_named(point) for point in sweep.list]
    return [a | b | c for a, b, c in product(grid, zipped or [{}], listed or [{}])]


def _arms(scenario: Scenario) -> list[tuple[str, Mapping[str, bool]]]:
    named = [(name, arm.mechanisms) for name, arm in scenario.arms.named.items()]
    return [(AS_WRITTEN, {}), *named]


def _without_arms(scenario: Scenario) -> Scenario:
    plain = scenario.resolved()
    plain["arms"]["named"] = {}
    return type(scenario).model_validate(
        plain, context={"world_folder": scenario.world_folder, "custom_rules": scenario.custom_rules}
    )
