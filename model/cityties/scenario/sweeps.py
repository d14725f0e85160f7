"""The keys of a sweep: from the short names that people write to settings of a scenario, each value checked."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from cityties.errors import did_you_mean
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.scenario.keys import ANY_NAME, SECTION, KeyPath, all_keys, key_at
from cityties.scenario.messages import explain_fault
from cityties.scenario.models import Scenario
from cityties.scenario.world_names import WorldNames, unknown_names

VARIABLE = ("start", "end", "seed", "ties", "forum", "mechanisms", "parameters", "nations", "shocks", "crises")
"""Sections, and keys of the top level, that may differ between the points of a sweep."""


def setting_path(key: str) -> tuple[str, ...]:
    """Return the way to a setting from what people write.

    ``outreach`` stands for ``parameters.outreach``, ``lobbying`` for ``mechanisms.lobbying``, and
    ``shocks.CN-JP-2012-09.severity`` for ``shocks.change.CN-JP-2012-09.severity``.
    """
    if key in DECLARED:
        return "parameters", key
    if key in MECHANISMS:
        return "mechanisms", key
    first, *rest = key.split(".")
    if first == "shocks" and rest and rest[0] not in ("change", "drop") and len(rest) > 1:
        return "shocks", "change", ".".join(rest[:-1]), rest[-1]
    return first, *rest


def with_settings(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """Return the scenario with the settings of some keys replaced, and checked again; its design is dropped.

    Raises:
        ValidationError: a value is out of bounds.
    """
    plain = scenario.resolved()
    plain.pop("design", None)
    for key, value in changes.items():
        _put(plain, setting_path(key), value)
    return Scenario.model_validate(
        plain, context={"world_folder": scenario.world_folder, "custom_rules": scenario.custom_rules}
    )


def _put(plain: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        plain = plain.setdefault(part, {})
    plain[path[-1]] = value


def sweep_problems(scenario: Scenario, world: WorldNames) -> Iterator[tuple[KeyPath, str]]:
    """Find everything in the sweeps that cannot be run, each with the way to the key or the value at fault."""
    sweep = scenario.design.sweep
    at: KeyPath = ("design", "sweep")
    for kind in ("grid", "zip"):
        for key, values in getattr(sweep, kind).items():
            yield from _problems(scenario, world, key, dict(enumerate(values)), (*at, kind, key))
    for place, point in enumerate(sweep.list):
        for key, value in point.items():
            yield from _problems(scenario, world, key, {None: value}, (*at, "list", place, key))
    for kind in ("lhs", "sobol"):
        space = getattr(sweep, kind)
        for key, span in space.over.items() if space else ():
            ends = {} if isinstance(span, str) else dict(enumerate(span))
            yield from _problems(scenario, world, key, ends, (*at, kind, "over", key))


def _problems(
    scenario: Scenario, world: WorldNames, key: str, values: Mapping[Any, Any], at: KeyPath
) -> Iterator[tuple[KeyPath, str]]:
    path = setting_path(key)
    known = key_at(path)
    if known is None or known.kind == SECTION or path[0] not in VARIABLE:
        yield at, _no_key(key, known is not None)
        return
    named: dict[str, Any] = {}
    _put(named, path, next(iter(values.values()), 0))
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
        return f"'{key}' is no single setting that a sweep can vary; name one below {', '.join(VARIABLE)}."
    short = {k.path[-1] for k in all_keys().values() if k.path[0] in ("parameters", "mechanisms")}
    full = {k.text for k in all_keys().values() if ANY_NAME not in k.path}
    return f"no such key as '{key}'.{did_you_mean(key, short | full) or ' `cityties explain` lists all keys.'}"
