"""The sections of a scenario: ties, forum, networks, nations, shocks, arms, crises, records, parameters, mechanisms.

Every key states its meaning, its bounds and, where it is no part of the set-up, its role.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, create_model, field_validator

from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.scenario.design import AS_WRITTEN, Measures, NamedArm
from cityties.scenario.fields import (
    Crises,
    MonthText,
    MonthTexts,
    Names,
    NetworkNames,
    OnOff,
    Section,
    default_month,
    fault,
    quantity,
)
from cityties.scenario.roles import Role
from cityties.scenario.world_changes import TieAdded, TieSuspension, cities_of


class TieSettings(Section):
    """Where the ties come from."""

    history: Literal["replay", "endogenous", "none"] = Field(
        "replay",
        description="replay: a recorded tie appears in its recorded month; endogenous: cities sign ties by the rule of "
        "the model; none: there are no ties",
    )
    endogenous_from: MonthText = default_month(
        "1979-01", "with history endogenous: ties are replayed before this month and signed by the model from it on"
    )
    rewired: bool = Field(
        False,
        description="whether the recorded ties are shuffled within each pair of nations, so that every city keeps its "
        "number of partners and the dates of its ties, but not its partners",
    )
    add: Mapping[str, TieAdded] = Field(
        default_factory=dict, description="ties besides those of the table, such as CN/Qingdao - JP/Sapporo"
    )
    drop: Names = Field((), description="ties of the table that there are not, such as [CN/Qingdao - JP/Shimonoseki]")
    suspend: Mapping[str, TieSuspension] = Field(
        default_factory=dict, description="ties that are suspended whatever their cities want, by name"
    )

    @field_validator("drop")
    @classmethod
    def _neither_added(cls, drop: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        added = {frozenset(cities_of(pair)) for pair in info.data.get("add", {})}
        for place, pair in enumerate(drop):
            if frozenset(cities_of(pair)) in added:
                raise fault(f"'{pair}' is both added and dropped; keep one of the two", place)
        return drop


class ForumSettings(Section):
    """Who may come to the forum."""

    eligibility: Literal["recorded", "tied_only", "open"] = Field(
        "recorded",
        description="recorded: as the table says of each edition; tied_only: cities with a tie; open: all cities",
    )
    goes_on: bool = Field(
        False,
        description="whether the forum meets every year after the last edition of the table, as open as that one and "
        "hosted in turn",
    )


class NetworkSettings(Section):
    """Which city networks meet."""

    only: NetworkNames = Field("all", description="names of the networks whose recorded meetings are held, or all")


class ArmSettings(Section):
    """Which arms are run: every combination of the two lists, with the same chance in each."""

    tie_pathways: Annotated[OnOff, Role.ARMS] = Field(
        (True, False), description="with (true) and without (false) the effects of ties"
    )
    political_shocks: Annotated[OnOff, Role.ARMS] = Field(
        (True, False), description="with (true) and without (false) the crisis studied"
    )
    unheard: Annotated[bool, Role.ARMS] = Field(
        True,
        description="also the world without the effects of ties in which no city is heard, the second comparator of B",
    )
    named: Annotated[Mapping[str, NamedArm], Role.ARMS] = Field(
        default_factory=dict, description="further arms, by the name you give them"
    )

    @field_validator("named")
    @classmethod
    def _fit_for_labels(cls, named: Mapping[str, NamedArm]) -> Mapping[str, NamedArm]:
        for name in named:
            if not re.fullmatch(r"[A-Za-z][\w-]{0,39}", name) or name == AS_WRITTEN:
                raise fault("cannot name an arm; use up to 40 letters, digits, _ and -", name)
        return named


class CrisisSettings(Section):
    """Which crises are studied, and for how long."""

    follow_months: Annotated[int, Role.EVENTS] = quantity(60, 1, 600, "months", "how long each crisis is followed")
    only: Annotated[Crises, Role.EVENTS] = Field("all", description="names of the crises that are studied, or all")
    in_front: Annotated[Names, Role.PEOPLE] = Field(
        (), description="names of the crises that a report shows first, in a section each; none: the most severe"
    )


class RecordSettings(Section):
    """What is written down beside what always is."""

    ties_at: Annotated[MonthTexts, Role.RECORD] = Field(
        (), description="months at which every single tie is written down"
    )
    cities_at: Annotated[MonthTexts, Role.RECORD] = Field(
        (), description="in a batch: months at which every city is written down"
    )
    months: Annotated[Measures, Role.RECORD] = Field(
        (), description="in a batch: measures of which every month of every replicate is kept"
    )
    tie_survival: Annotated[bool, Role.RECORD] = Field(
        False, description="in a batch: which ties still met in months 1-12 of each crisis"
    )


# These two take their fields from declarations that a type checker cannot follow, hence `Any`.
_PARAMETERS: dict[str, Any] = {
    name: (
        Annotated[float, Role.RULES],
        quantity(parameter.default, parameter.low, parameter.high, parameter.unit, parameter.meaning),
    )
    for name, parameter in DECLARED.items()
}
_MECHANISMS: dict[str, Any] = {
    name: (Annotated[bool, Role.RULES], Field(mechanism.default, description=mechanism.meaning))
    for name, mechanism in MECHANISMS.items()
}
ParameterSettings: Any = create_model(
    "ParameterSettings",
    __base__=Section,
    __doc__="Numbers of the model, where not left at their default.",
    **_PARAMETERS,
)
MechanismSettings: Any = create_model(
    "MechanismSettings", __base__=Section, __doc__="Mechanisms of the model that are on or off.", **_MECHANISMS
)
