"""The keys of a sweep: from the short names that people write to settings of a scenario, checked again."""

from collections.abc import Mapping
from typing import Any

from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.scenario.models import Scenario

NAMED_SECTIONS = (
    ("nations",),
    ("dyads",),
    ("publics",),
    ("cities",),
    ("ties", "add"),
    ("ties", "suspend"),
    ("shocks", "add"),
    ("shocks", "change"),
)
"""Sections whose keys are names out of the world."""


def setting_path(key: str) -> tuple[str, ...]:
    """Return the way to a setting from what people write; two keys with the same way are the same setting.

    ``outreach`` stands for ``parameters.outreach``, ``lobbying`` for ``mechanisms.lobbying``, and
    ``shocks.CN-JP-2012-09.severity`` for ``shocks.change.CN-JP-2012-09.severity``. Names out
    of the world may hold dots.
    """
    if key in DECLARED:
        return "parameters", key
    if key in MECHANISMS:
        return "mechanisms", key
    first, *rest = key.split(".")
    if first == "shocks" and len(rest) > 1 and rest[0] not in ("add", "change", "drop"):
        rest = ["change", *rest]
    above: tuple[str, ...] = (first,) if (first,) in NAMED_SECTIONS else (first, *rest[:1])
    named = rest[len(above) - 1 :]
    if above in NAMED_SECTIONS and len(named) > 1:
        return *above, ".".join(named[:-1]), named[-1]
    return first, *rest


def setting_name(key: str) -> str:
    """Return the one name under which a setting stands in labels and tables, whatever it was called in a file.

    It is the shortest that :func:`setting_path` understands.
    """
    section, *rest = setting_path(key)
    if section in ("parameters", "mechanisms") and len(rest) == 1 and rest[0] in (*DECLARED, *MECHANISMS):
        both = rest[0] in DECLARED and rest[0] in MECHANISMS
        return rest[0] if section == "parameters" or not both else f"{section}.{rest[0]}"
    if section == "shocks" and rest[0] == "change" and len(rest) > 1:
        return ".".join(("shocks", *rest[1:]))
    return ".".join((section, *rest))


def with_settings(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """Return the scenario with the settings of some keys replaced, and checked again; its design is dropped.

    Raises:
        ValidationError: a value is out of bounds.
    """
    plain = scenario.resolved()
    plain.pop("design", None)
    for key, value in changes.items():
        put(plain, setting_path(key), value)
    return type(scenario).model_validate(
        plain, context={"world_folder": scenario.world_folder, "custom_rules": scenario.custom_rules}
    )


def put(plain: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Write a value to its place among plain settings, with the sections on the way to it."""
    for part in path[:-1]:
        plain = plain.setdefault(part, {})
    plain[path[-1]] = value
