"""Variants: every scenario of a batch in every arm and at every point of its sweep, and the draws of each.

Draws, and the points of a Latin hypercube or a Sobol sequence, are samples: each has chance of its own, which all arms
and all other variants of the batch share with it. Points of a grid, a list or a zip share their chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from cityties.errors import ScenarioError, counted
from cityties.experiment.priors import named_settings
from cityties.experiment.sampling import BoundedPrior, draw_values, spread_points
from cityties.scenario.design import AS_WRITTEN, MOST_REPLICATES_OF_A_DRAW, UntilSettings
from cityties.scenario.keys import role_at
from cityties.scenario.models import Scenario
from cityties.scenario.sample_file import read_sample
from cityties.scenario.sweeps import setting_name, setting_path, with_settings
from cityties.scenario.with_priors import WITH_PRIORS

type Point = dict[str, Any]


@dataclass(frozen=True)
class Variant:
    """One resolved scenario of a batch, without its design; ``samples`` is how many draws or sampled points it has.

    Sample 0 is the variant as it is written and is run only where there are no others. ``priors`` hold those of what is
    drawn where it is no parameter, or not from the prior that is declared. ``spread`` says how the points
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
    priors: Mapping[str, BoundedPrior] = field(default_factory=dict)
    spread: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name of the variant in tables and figures, such as ``historical, no_lobbying, outreach=1``.

        Keys stand in alphabetical order, so that a variant read from a folder is called as it was when it was computed.
        """
        arm = "" if self.arm == AS_WRITTEN else f", {self.arm}"
        return f"{self.scenario.name}{arm}{''.join(f', {key}={value}' for key, value in sorted(self.point.items()))}"

    @property
    def keeps_events(self) -> bool:
        """Whether its samples differ in numbers and switches of the submodels alone."""
        keys = self.space[0] if self.space else self.drawn
        return not any(role_at(setting_path(key)).shapes_events for key in keys)

    def changes(self, draw: int) -> Point:
        """Return what a draw changes; nothing for draw 0."""
        if draw == 0:
            return {}
        if self.space:
            return self.space[draw - 1]
        return draw_values(self.scenario.seed, draw, self.drawn, self.priors)

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
    (space, spread), points = _spread(scenario), _points(scenario.design.sweep)
    space = space or _of_file(scenario)
    drawn = _drawn(scenario, points)
    samples = len(space) or scenario.design.draws
    asked = scenario.design.until
    until = asked if asked.half_width is not None else None
    variants = []
    for point in points:
        at_point = with_settings(scenario, point)
        for arm, switched in _arms(scenario):
            plain = with_settings(at_point, {f"mechanisms.{name}": on for name, on in switched.items()})
            named = _without_arms(plain), file, arm, point
            variants.append(Variant(*named, samples, tuple(drawn), space, until, drawn, spread))
    return variants


def _spread(scenario: Scenario) -> tuple[tuple[Point, ...], dict[str, Any]]:
    """Return the points of a Latin hypercube or Sobol sequence, and how they came about (:class:`Variant`).

    A key of its own goes before its whole section.
    """
    sweep = scenario.design.sweep
    space = sweep.lhs or sweep.sobol
    if not space:
        return (), {}
    known_by = scenario.design.known_by
    asked = [key for key, span in space.over.items() if span == "prior"]
    priors = named_settings(asked, scenario.world_folder, known_by, scenario.name)
    over = dict.fromkeys(priors, "prior") | _named(
        {key: span for key, span in space.over.items() if key not in WITH_PRIORS}
    )
    order = [setting_name(key) for key in space.over if key not in WITH_PRIORS]
    over = {key: over[key] for key in (*order, *(key for key in over if key not in order))}
    kind = "lhs" if sweep.lhs else "sobol"
    points = tuple(spread_points(kind, space.points, over, scenario.seed, priors))
    return points, {"kind": kind, "over": over}


def _of_file(scenario: Scenario) -> tuple[Point, ...]:
    """Return the draws of a file as points, as many as are asked for; none where the design names no file.

    Raises:
        ScenarioError: the file is gone or is no sample, or has fewer draws.
    """
    design = scenario.design
    if design.sample is None:
        return ()
    found = read_sample(Path(design.sample)).points
    if design.draws > len(found):
        raise ScenarioError(f"{design.sample}: has {counted(len(found), 'draw')}, and {design.draws:,} are asked for.")
    return tuple(_named(point) for point in found[: design.draws or None])


def _drawn(scenario: Scenario, points: Sequence[Point]) -> dict[str, BoundedPrior]:
    """Return the priors of what is drawn; never that of a setting which a sweep varies."""
    design = scenario.design
    if not design.draws or design.sample:
        return {}
    asked = design.parameters
    names = ("parameters",) if asked == "priors" else (asked,) if isinstance(asked, str) else asked
    priors = named_settings(names, scenario.world_folder, design.known_by, scenario.name)
    swept = {setting_path(key) for point in points for key in point}
    return {name: prior for name, prior in priors.items() if setting_path(name) not in swept}


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
