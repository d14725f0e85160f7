"""The catalogue of keys: what each key of a scenario file means, takes and defaults to, read off the models."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from cityties.kernel.parameters import DECLARED
from cityties.kernel.priors import Declared
from cityties.scenario.design import Axes, Drawn, Lists, Measures, Points, Ranges, SwitchSet
from cityties.scenario.fields import Crises, CustomNumbers, MonthText, MonthTexts, Names, NetworkNames, OnOff, Section
from cityties.scenario.models import Scenario
from cityties.scenario.roles import Role, role_of

ANY_NAME = "*"
"""Stands in a key for a name out of a world table, as in ``nations.*.autonomy``."""

type KeyPath = tuple[str | int, ...]
"""The way to a value in a scenario file: keys, and places in lists counted from 0."""

SECTION = "keys of its own, indented below it"
WHOLE = "a whole number"
_KINDS: dict[Any, str] = {
    bool: "true or false",
    int: WHOLE,
    float: "a number",
    str: "text",
    MonthText: "a month, YYYY-MM",
    MonthTexts: "a list of months, such as [2012-06, 2013-06]",
    Names: "a list of names",
    CustomNumbers: "a number by each name, such as {floor_share: 0.3}",
    OnOff: "a list, such as [true, false]",
    Crises: "'all' or a list of crises, such as [CN-JP 2012-09]",
    NetworkNames: "'all' or a list of networks, such as [OEAED]",
    SwitchSet: "mechanisms, each true or false, such as {lobbying: false}",
    Drawn: "'priors', 'everything' or a list of parameters, such as [outreach, anger_life]",
    Axes: "keys with a list of values each, such as {outreach: [-1, 0, 1]}",
    Lists: "keys with a list of values each, such as {outreach: [-1, 1], people_share: [0.1, 0.2]}",
    Points: "a list of points, such as [{outreach: 1, people_share: 0.1}]",
    Ranges: "keys with a range or choices each, such as {outreach: [-2, 3], lobbying: [true, false]}",
    Measures: "a list of measures, such as [relations, exchange]",
}
_TABLE_OF = {
    ("nations",): "nation",
    ("dyads",): "dyad",
    ("publics",): "public",
    ("cities",): "city",
    ("ties", "add"): "tie",
    ("ties", "suspend"): "tie",
    ("shocks", "add"): "shock",
    ("shocks", "change"): "shock",
    ("arms", "named"): "arm",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a scenario file. ``low`` and ``high`` are None where a key has no bounds."""

    path: tuple[str, ...]
    meaning: str
    kind: str
    default: Any = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    choices: tuple[str, ...] = ()
    role: Role = Role.SET_UP

    @property
    def text(self) -> str:
        """The key as people write it, such as ``parameters.strength_gain``."""
        return dotted(self.path)

    @property
    def declared(self) -> Declared | None:
        """The declaration with source and prior, if the key is a parameter of the model."""
        return DECLARED.get(self.path[-1]) if self.path[0] == "parameters" and len(self.path) > 1 else None

    def bounds(self) -> str:
        """Name the bounds and the unit, such as ``between 0 and 1 (unit: share)``."""
        unit = f" (unit: {self.unit})" if self.unit else ""
        return f"between {_plain(self.low)} and {_plain(self.high)}{unit}"


def dotted(path: KeyPath) -> str:
    """Write a key as people do; places in lists are left to the line number."""
    parts = [str(part) for part in path if not isinstance(part, int)]
    for place, part in enumerate(parts):
        if part == ANY_NAME:
            parts[place] = f"<{_TABLE_OF.get(tuple(parts[:place]), 'name')}>"
    return ".".join(parts)


def _plain(number: float | None) -> str:
    return str(number) if isinstance(number, int) else f"{number:g}"


@cache
def all_keys() -> dict[tuple[str, ...], Key]:
    """Return every key, sections included, in the order of the schema."""
    extends = Key(("extends",), "scenario file that this one changes, seen from this file", "text", role=Role.NAME)
    keys = (extends, *_walk(Scenario, ()))
    return {key.path: key for key in keys}


def _walk(section: type[Section], above: tuple[str, ...]) -> Iterator[Key]:
    for name, field in section.model_fields.items():
        path = (*above, name)
        annotation = _without_none(field.annotation)
        yield _key(path, field, annotation)
        if isinstance(annotation, type) and issubclass(annotation, Section):
            yield from _walk(annotation, path)
        elif get_origin(annotation) is Mapping:
            yield from _walk(get_args(annotation)[1], (*path, ANY_NAME))


def _without_none(annotation: Any) -> Any:
    return get_args(annotation)[0] if isinstance(annotation, UnionType) else annotation


def _key(path: tuple[str, ...], field: FieldInfo, annotation: Any) -> Key:
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    shown = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default = None if field.is_required() or field.default_factory else field.default
    return Key(
        path,
        meaning=field.description or "",
        kind=_one_of(choices) if choices else _KINDS.get(annotation, SECTION),
        default=shown.get("default", default),
        low=_bound(field, "ge"),
        high=_bound(field, "le"),
        unit=str(shown["unit"]) if "unit" in shown else None,
        choices=choices,
        role=role_of(field),
    )


def _one_of(choices: tuple[str, ...]) -> str:
    return f"one of {', '.join(choices)}" if len(choices) > 1 else f"'{choices[0]}', the only choice"


def _bound(field: FieldInfo, side: str) -> Any:
    return next((getattr(bound, side) for bound in field.metadata if hasattr(bound, side)), None)


def key_at(path: KeyPath) -> Key | None:
    """Return what is declared about the key at ``path``, which may hold names of nations or shocks."""
    return _declared(tuple(part for part in path if isinstance(part, str)))


@cache
def _declared(names: tuple[str, ...]) -> Key | None:
    """Look a key up among all; remembered, because a batch of draws asks for every key it draws in every unit."""
    return next((key for pattern, key in all_keys().items() if _fits(names, pattern)), None)


def _fits(names: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(names) == len(pattern) and all(
        part in (name, ANY_NAME) for name, part in zip(names, pattern, strict=True)
    )


def role_at(path: KeyPath) -> Role:
    """Return the role of a setting, which may stand within the value of a key, such as ``design.sweep.grid.outreach``.

    An unknown key, as a file of another version may have, counts as part of the set-up.
    """
    above = (key_at(path[:length]) for length in range(len(path), 0, -1))
    return next((key.role for key in above if key is not None and key.kind != SECTION), Role.SET_UP)


def noun_below(path: KeyPath) -> str:
    """Return what the names directly below ``path`` are names of, such as ``tie``; empty where keys stand there."""
    return _TABLE_OF.get(tuple(str(part) for part in path), "")


def keys_below(path: KeyPath) -> list[str]:
    """Return the keys that may stand directly below ``path``."""
    names = tuple(part for part in path if isinstance(part, str))
    return [pattern[-1] for pattern in all_keys() if len(pattern) == len(names) + 1 and _fits(names, pattern[:-1])]


def keys_named(name: str) -> list[Key]:
    """Return the keys of that last name, wherever they belong."""
    return [key for key in all_keys().values() if key.path[-1] == name]
