"""Checks of the sweeps of a scenario: keys that exist and can vary, each given once, and values that they may hold."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from pydantic import ValidationError

from cityties.errors import did_you_mean
from cityties.scenario.keys import ANY_NAME, SECTION, KeyPath, all_keys, key_at
from cityties.scenario.limits import too_large
from cityties.scenario.messages import explain_fault
from cityties.scenario.models import Scenario
from cityties.scenario.sweeps import put, setting_path, with_settings
from cityties.scenario.with_priors import WITH_PRIORS
from cityties.scenario.world_names import WorldNames, unknown_names

SWEEP = ("design", "sweep")


def sweep_problems(scenario: Scenario, world: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    """Find everything in the sweeps that cannot be run, each with the way to the key or the value at fault."""
    if too_many := next(too_large([scenario]), None):
        yield ("design",), too_many
        return
    written = list(_written(scenario))
    for at, key, values in written:
        yield from _problems(scenario, world, key, values, at)
    yield from _doubles([(at, key) for at, key, _ in written])
    yield from _equal_points(scenario)
    yield from _set_besides(scenario, [(at, key) for at, key, _ in written])


def _equal_points(scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    """Find points of a list that are the same settings, under one name or two; they would be one case run twice."""
    points = [{setting_path(key): value for key, value in point.items()} for point in scenario.design.sweep.list]
    for place, point in enumerate(points):
        if point in points[:place]:
            yield (
                (*SWEEP, "list", place),
                f"is the same point as number {points.index(point) + 1}; keep one of the two.",
            )


def _set_besides(scenario: Scenario, written: Sequence[tuple[KeyPath, str]]) -> Iterator[tuple[KeyPath, str]]:
    """Find settings that a sweep varies and that a draw or a named arm sets too; both places are reported."""
    design = scenario.design
    drawn = design.parameters if design.draws and not isinstance(design.parameters, str) else ()
    others: list[tuple[KeyPath, str]] = [(("design", "parameters", place), name) for place, name in enumerate(drawn)]
    for arm, named in scenario.arms.named.items():
        others += [(("arms", "named", arm, "mechanisms", name), f"mechanisms.{name}") for name in named.mechanisms]
    for (at, key), (other_at, other) in product(written, others):
        if setting_path(key) == setting_path(other):
            where = "design.parameters" if other_at[0] == "design" else f"arms.named.{other_at[2]}"
            yield at, f"is set by {where} too; keep one of the two."
            yield other_at, f"is varied under {at[2]} of the sweep too; keep one of the two."


def _written(scenario: Scenario) -> Iterator[tuple[KeyPath, str, dict[Any, Any]]]:
    """Yield every key of the sweeps: its place, as it is written, and its values by their place below it."""
    sweep = scenario.design.sweep
    for kind in ("grid", "zip"):
        for key, values in getattr(sweep, kind).items():
            yield (*SWEEP, kind, key), key, dict(enumerate(values))
    for place, point in enumerate(sweep.list):
        for key, value in point.items():
            yield (*SWEEP, "list", place, key), key, {None: value}
    for kind in ("lhs", "sobol"):
        space = getattr(sweep, kind)
        for key, span in space.over.items() if space else ():
            yield (*SWEEP, kind, "over", key), key, {} if isinstance(span, str) else dict(enumerate(span))


def _doubles(written: Sequence[tuple[KeyPath, str]]) -> Iterator[tuple[KeyPath, str]]:
    """Find the settings that would be given two values at once, under one name or two; both places are reported.

    Two points of a list may change the same setting, since no run is at both of them.
    """
    by_setting: dict[tuple[str, ...], list[KeyPath]] = {}
    for at, key in written:
        by_setting.setdefault(setting_path(key), []).append(at)
    for places in by_setting.values():
        yield from _in_one_case(places)


def _in_one_case(places: Sequence[KeyPath]) -> Iterator[tuple[KeyPath, str]]:
    """Report the places of one setting that meet in a case: those beside the list in pairs, in the list by point."""
    by_point: dict[object, list[KeyPath]] = {}
    for at in places:
        by_point.setdefault(at[3] if at[2] == "list" else None, []).append(at)
    beside = by_point.pop(None, [])
    pairs = [*combinations(beside, 2)]
    for point in by_point.values():
        pairs += [*combinations(point, 2), *product(beside, point)]
    for at, other_at in pairs:
        for here, there in ((at, other_at), (other_at, at)):
            yield here, f"is the same setting as '{there[-1]}' under {there[2]}; keep one of the two."


def _problems(
    scenario: Scenario, world: WorldNames, key: str, values: Mapping[Any, Any], at: KeyPath
) -> Iterator[tuple[KeyPath, str]]:
    path = setting_path(key)
    known = key_at(path)
    if key in WITH_PRIORS and at[2] in ("lhs", "sobol") and not values:
        return
    if known is None or known.kind == SECTION or not known.role.can_be_swept:
        yield at, _no_key(key, known is not None)
        return
    named: dict[str, Any] = {}
    put(named, path, next(iter(values.values()), 0))
    for _, message in unknown_names(named, world):
        yield at, message
        return
    for place, value in values.items():
        try:
            with_settings(scenario, {key: value})
        except ValidationError as error:
            below = () if place is None else (place,)
            yield (*at, *below), " ".join(explain_fault(detail) for detail in error.errors())


def _no_key(key: str, exists: bool) -> str:
    if exists:
        return f"'{key}' is no single setting that a sweep can vary; name one below {', '.join(_sections())}."
    short = {k.path[-1] for k in all_keys().values() if k.path[0] in ("parameters", "mechanisms")}
    full = {k.text for k in all_keys().values() if ANY_NAME not in k.path}
    return f"no such key as '{key}'.{did_you_mean(key, short | full) or ' `cityties explain` lists all keys.'}"


def _sections() -> list[str]:
    """Return the sections, and keys of the top level, in which something can be swept."""
    return list(dict.fromkeys(k.path[0] for k in all_keys().values() if k.kind != SECTION and k.role.can_be_swept))
