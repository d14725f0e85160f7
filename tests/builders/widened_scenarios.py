"""Scenarios with one key more than the program declares, anywhere in their sections, for tests of what notices it."""

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, get_args, get_origin

from pydantic import Field, create_model

from cityties.scenario.fields import Section
from cityties.scenario.keys import SECTION, all_keys
from cityties.scenario.models import Scenario
from cityties.scenario.roles import Role

FULL: dict[str, Any] = {
    "title": "Every section is filled in",
    "world": "world",
    "start": "2000-01",
    "end": "2024-12",
    "nations": {"AA": {"autonomy": 0.5}},
    "dyads": {"AA-BB": {"formation_factor": 0.5}},
    "publics": {"AA about BB": {"mood_baseline": 0.5}},
    "cities": {"AA/Anport": {"autonomy": 0.5}},
    "ties": {
        "add": {"AA/Anport - BB/Bayville": {"signed": "2001-01"}},
        "suspend": {"AA/Anport - BB/Bayport": {"from": "2001-01"}},
    },
    "shocks": {
        "add": {"NEW": {"dyad": "AA-BB", "date": "2013-01", "severity": 1}},
        "change": {"AA-BB-2012-09": {"severity": 0.5}},
    },
    "policies": {"new_network": {"members": 4}},
    "arms": {"named": {"other": {"mechanisms": {"lobbying": False}}}},
    "design": {"sweep": {"lhs": {"points": 2, "over": {"outreach": [0, 1]}}}},
}
NAMED = {
    ("nations",): "AA",
    ("dyads",): "AA-BB",
    ("publics",): "AA about BB",
    ("cities",): "AA/Anport",
    ("ties", "add"): "AA/Anport - BB/Bayville",
    ("ties", "suspend"): "AA/Anport - BB/Bayport",
    ("shocks", "add"): "NEW",
    ("shocks", "change"): "AA-BB-2012-09",
    ("arms", "named"): "other",
}
SECTIONS = (
    (),
    *(
        key.path if key.path not in NAMED else (*key.path, NAMED[key.path])
        for key in all_keys().values()
        if key.kind == SECTION and key.path != ("design", "sweep", "sobol")
    ),
)
"""Where a key can be added: the top level, and every section; of a section by name, the one in ``FULL``."""


def widened(section: tuple[str, ...], name: str, role: Role | None, *values: Any) -> list[Scenario]:
    """Return scenarios that differ in one new key of a section alone; without a role the key states none."""
    kind = _with_key(Scenario, section, name, type(values[0]), role)
    return [kind.model_validate(_filled(FULL, section, name, value)) for value in values]


def _with_key(kind: type[Section], section: tuple[str, ...], name: str, value: type, role: Role | None) -> Any:
    if not section:
        new: dict[str, Any] = {name: (Annotated[value, role] if role else value, ...)}
        return create_model(f"Wider{kind.__name__}", __base__=kind, **new)
    first, *rest = section
    field = kind.model_fields[first]
    found: Any = get_args(field.annotation)[0] if isinstance(field.annotation, UnionType) else field.annotation
    if get_origin(found) is Mapping:
        wider: Any = Mapping[str, _with_key(get_args(found)[1], tuple(rest[1:]), name, value, role)]  # type: ignore[misc]
    else:
        wider = _with_key(found, tuple(rest), name, value, role)
    marks = [mark for mark in field.metadata if isinstance(mark, Role)]
    replaced: dict[str, Any] = {first: (Annotated[wider, *marks] if marks else wider, Field())}
    return create_model(f"Wider{kind.__name__}", __base__=kind, **replaced)


def _filled(plain: Mapping[str, Any], section: tuple[str, ...], name: str, value: Any) -> dict[str, Any]:
    if not section:
        return {**plain, name: value}
    return {**plain, section[0]: _filled(plain.get(section[0], {}), section[1:], name, value)}
