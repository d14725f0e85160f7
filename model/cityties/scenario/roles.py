"""Roles: what a key of a scenario is for, stated where the key is declared and read wherever that matters.

A role stands beside the type of a key, as in ``title: Annotated[str, Role.PEOPLE]``. A key that states none is part of
the set-up: it counts as one that changes numbers, and nothing that was computed or prepared before is taken over.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from cityties.scenario.fields import Section


class Role(Enum):
    """What a key is for."""

    NAME = "a name of one file alone, read by people and not handed on to a file that extends it"
    PEOPLE = "read by people only"
    AMOUNT = "how much is computed"
    DESIGN = "which variants and draws are computed; each of them has its values as settings of its own"
    WORLD = "the folder of the world, whose tables are inputs by themselves"
    FILES = "other files, whose contents are inputs by themselves"
    RECORD = "what is written down of a history"
    RULES = "numbers and switches of the submodels, which can be replaced in a set-up that stands"
    SHOCKS = "changes rows of the table of shocks, which is an input as it then is"
    ARMS = "which histories are computed"
    EVENTS = "exogenous events and the crises studied"
    SET_UP = "the world at the start, and the months of a run"

    @property
    def changes_numbers(self) -> bool:
        """Whether a number of a run can depend on the key."""
        return self not in (Role.NAME, Role.PEOPLE, Role.AMOUNT, Role.DESIGN, Role.WORLD, Role.FILES)

    @property
    def is_an_input(self) -> bool:
        """Whether the value itself is part of what identifies a result, and not a file or table that it changes."""
        return self.changes_numbers and self is not Role.SHOCKS

    @property
    def shapes_events(self) -> bool:
        """Whether arms, branches or monthly events must be laid out again."""
        return self.changes_numbers and self is not Role.RULES

    @property
    def shapes_set_up(self) -> bool:
        """Whether the set-up must be prepared again."""
        return self is Role.SET_UP

    @property
    def makes_another_world(self) -> bool:
        """Whether scenarios that differ in the key are different worlds, not one world seen or named differently."""
        return self not in (Role.NAME, Role.PEOPLE, Role.RECORD)

    @property
    def can_be_swept(self) -> bool:
        """Whether the points of a sweep may differ in the key."""
        return self in (Role.RULES, Role.SHOCKS, Role.EVENTS, Role.SET_UP)

    @property
    def is_compared(self) -> bool:
        """Whether a comparison of results lists the key among the settings that differ."""
        return self.makes_another_world and self not in (Role.WORLD, Role.DESIGN)

    @property
    def is_handed_on(self) -> bool:
        """Whether a file passes the key on to a file that extends it."""
        return self is not Role.NAME


def role_of(field: FieldInfo) -> Role:
    """Return the role that a field states beside its type."""
    return next((mark for mark in field.metadata if isinstance(mark, Role)), Role.SET_UP)


@cache
def _roles(kind: type[Section]) -> dict[str, Role]:
    return {name: role_of(field) for name, field in kind.model_fields.items()}


def settings(section: Section, wanted: Callable[[Role], bool]) -> dict[str, Any]:
    """Return the settings whose role is wanted, as plain values in the order of the schema, with months as text.

    Every key answers for itself, whatever the section around it. What was left empty, and sections in which nothing is
    wanted, are left out.
    """
    return _wanted(section, section.model_dump(mode="json", exclude_none=True), wanted)


def _wanted(section: Section, plain: Mapping[str, Any], wanted: Callable[[Role], bool]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, role in _roles(type(section)).items():
        value = getattr(section, name)
        if isinstance(value, Section):
            below = _wanted(value, plain[name], wanted)
        elif isinstance(value, Mapping) and any(isinstance(part, Section) for part in value.values()):
            parts = {key: _wanted(value[key], plain[name][key], wanted) for key in sorted(value)}
            below = {key: part for key, part in parts.items() if part}
        else:
            if name in plain and wanted(role):
                found[name] = plain[name]
            continue
        if below:
            found[name] = below
    return found
