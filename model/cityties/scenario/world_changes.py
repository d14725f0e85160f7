"""What a scenario changes in its world without copying it: nations, cities, ties and shocks, each by its name.

Names are those of the tables: nations by code, cities as ``NATION/City``, ties as ``NATION/City - NATION/City``. A
change with a month (``from``) acts from it on; without one it always holds.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, create_model, field_validator, model_validator

from cityties.kernel.calendar import month_label
from cityties.scenario.fields import MonthText, Names, Section, fault, quantity
from cityties.scenario.roles import Role

RECORDED_SEVERITY, MOST_SEVERITY = 1.5, 10.0
"""Largest severity of a table, beyond which a scenario is warned, and the largest that it may ask for."""
FROM = "from"
DATED = ("autonomy", "nationalism", "strategy", "budget")
"""Attributes of a city that may change in the course of a run."""
SEPARATOR = " - "
A_TIE = f"CN/Qingdao{SEPARATOR}JP/Shimonoseki"
NEEDED = {"political": ("severity",), "positive": ("level",), "common": ("until",)}
_ONLY = {
    "severity": "political",
    "factor_a": "political",
    "factor_b": "political",
    "level": "positive",
    "until": "common",
}

_from: Any = (MonthText | None, Field(None, description="month from which the change acts; left out: always"))


def _share(meaning: str) -> Any:
    return (float | None, quantity(None, 0, 1, "share", meaning))


def _number_of_rules(low: float, high: float, unit: str, meaning: str) -> Any:
    """Declare a number that can be replaced in a set-up that stands, as draws from priors do."""
    return (Annotated[float | None, Role.RULES], quantity(None, low, high, unit, meaning))


_NATION: dict[str, Any] = {
    "centralisation": _number_of_rules(0, 1, "share", "how far directives of the nation bind its cities"),
    "autonomy": _number_of_rules(0, 1, "share", "autonomy of every city of the nation"),
    FROM: _from,
}
_DYAD: dict[str, Any] = {
    "baseline_relations": _number_of_rules(-1, 1, "R", "level to which official relations return"),
    "formation_factor": _number_of_rules(0, 100, "ratio", "new ties relative to a dyad with factor 1"),
    "formation_trend_per_year": _number_of_rules(-1, 1, "per year", "yearly growth of the formation factor"),
}
_PUBLIC: dict[str, Any] = {
    "mood_baseline": _number_of_rules(-0.98, 0.98, "mood", "mood to which the public returns"),
}
_CITY: dict[str, Any] = {
    "autonomy": _share("freedom from directives of the nation"),
    "nationalism": _share("pull of nationalism in local politics"),
    "strategy": _share("how far the city is a node of national strategies"),
    "budget": (float | None, quantity(None, 0, 100, "multiple", "factor on the attention that the city can spend")),
    "population": (float | None, quantity(None, 1, 3e7, "persons", "inhabitants")),
    "ties_abroad": (float | None, quantity(None, 0, 10_000, "ties", "partners in nations that are not modelled")),
    "competitiveness": _share("how well its products complement the neighbours'"),
    "capital": (bool | None, Field(None, description="whether it is a capital")),
    FROM: _from,
}
NationChange: Any = create_model(
    "NationChange",
    __base__=Section,
    __doc__="What differs in one nation; whatever is left out stays as in the world's tables.",
    **_NATION,
)
DyadChange: Any = create_model(
    "DyadChange",
    __base__=Section,
    __doc__="What differs between two nations; whatever is left out stays as in the world's tables.",
    **_DYAD,
)
PublicChange: Any = create_model(
    "PublicChange",
    __base__=Section,
    __doc__="What differs in what one public thinks of another nation; the rest stays as in the world's tables.",
    **_PUBLIC,
)
_CityFields: Any = create_model("_CityFields", __base__=Section, **_CITY)


class CityChange(_CityFields):  # type: ignore[misc]
    """What differs in one city; whatever is left out stays as in the world's tables."""

    @model_validator(mode="after")
    def _dated_alone(self) -> "CityChange":
        lasting = [key for key in type(self).model_fields if key not in (*DATED, FROM)]
        given = [key for key in lasting if getattr(self, key) is not None]
        if getattr(self, FROM) is not None and given:
            raise fault(f"cannot change in the course of a run; '{FROM}' goes with {', '.join(DATED)}", given[0])
        return self


class TieAdded(Section):
    """A tie that the table has not."""

    signed: MonthText = Field(
        description="month in which it is signed; before the start of the run: there from then on"
    )


_SUSPENSION: dict[str, Any] = {
    FROM: (MonthText, Field(description="first month in which it is suspended")),
    "until": (MonthText | None, Field(None, description="last month in which it cannot thaw; left out: to the end")),
    "by": (
        Literal["both", "first", "second"],
        Field("both", description="which of the two cities suspends it, in the order of its name"),
    ),
}
_SuspensionFields: Any = create_model("_SuspensionFields", __base__=Section, **_SUSPENSION)


class TieSuspension(_SuspensionFields):  # type: ignore[misc]
    """A suspension that is imposed on a tie; after its last month it thaws as any other."""

    @model_validator(mode="after")
    def _in_order(self) -> "TieSuspension":
        _refuse_end_before(getattr(self, FROM), self.until)
        return self


class ShockChange(Section):
    """What differs in one political shock; whatever is left out stays as in the world's tables."""

    severity: Annotated[float | None, Role.SHOCKS] = quantity(
        None, 0, MOST_SEVERITY, "severity", "severity of the shock between the two nations; tables go up to 1.5"
    )
    factor_a: Annotated[float | None, Role.SHOCKS] = quantity(
        None, 0, 3, "multiple", "severity for the public of the dyad's first nation"
    )
    factor_b: Annotated[float | None, Role.SHOCKS] = quantity(
        None, 0, 3, "multiple", "severity for the public of the dyad's second nation"
    )
    date: Annotated[MonthText | None, Role.SHOCKS] = Field(None, description="month of the shock")


class ShockAdded(ShockChange):
    """A shock that the table has not; its keys are the columns of the table."""

    dyad: Annotated[str, Role.SHOCKS] = Field(description="pair of nations, such as CN-JP; all for a common crisis")
    date: Annotated[MonthText, Role.SHOCKS] = Field(description="month of the shock")
    type: Annotated[Literal["political", "positive", "common"], Role.SHOCKS] = Field(
        "political", description="a dispute, good news, or a crisis common to all"
    )
    until: Annotated[MonthText | None, Role.SHOCKS] = Field(None, description="common: last month of closed borders")
    level: Annotated[float | None, Role.SHOCKS] = quantity(None, 0, 3, "level", "positive: size of the event")
    crisis: Annotated[str | None, Role.SHOCKS] = Field(
        None,
        description="crisis that it belongs to; left out: a dispute or common crisis is one of its own, by its name; "
        "'' is none",
    )
    place: Annotated[str, Role.SHOCKS] = Field("", description="provinces that feel it most, joined by ';'")
    title: Annotated[str, Role.SHOCKS] = Field("", description="what happened")

    @model_validator(mode="after")
    def _of_its_type(self) -> "ShockAdded":
        for key in NEEDED[self.type]:
            if getattr(self, key) is None:
                raise fault(f"a {self.type} shock needs {key}")
        for key, kind in _ONLY.items():
            if getattr(self, key) is not None and self.type != kind:
                raise fault(f"only {kind} shocks have it, and this one is {self.type}", key)
        if (self.dyad == "all") != (self.type == "common"):
            raise fault("a common shock is one of 'all', and no other is", "dyad")
        _refuse_end_before(self.date, self.until)
        return self

    def named_crisis(self, name: str) -> str:
        """Return the crisis of the shock, given its name."""
        return self.crisis if self.crisis is not None else "" if self.type == "positive" else name


class ShockSettings(Section):
    """What differs in the recorded shocks."""

    add: Annotated[Mapping[str, ShockAdded], Role.SHOCKS] = Field(
        default_factory=dict, description="shocks that happen besides, by a name of their own"
    )
    change: Annotated[Mapping[str, ShockChange], Role.SHOCKS] = Field(
        default_factory=dict, description="changes, by the name of the shock"
    )
    drop: Annotated[Names, Role.SHOCKS] = Field((), description="names of shocks that do not happen")

    @field_validator("change")
    @classmethod
    def _recorded(cls, change: Mapping[str, Any], info: ValidationInfo) -> Mapping[str, Any]:
        for shock in change:
            if shock in info.data.get("add", {}):
                raise fault(f"'{shock}' is added by the scenario; write its values there, under 'add'", shock)
        return change

    @field_validator("drop")
    @classmethod
    def _not_changed_too(cls, drop: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for place, shock in enumerate(drop):
            for given in ("change", "add"):
                if shock in info.data.get(given, {}):
                    verb = "changed" if given == "change" else "added"
                    raise fault(f"'{shock}' is both {verb} and dropped; keep one of the two", place)
        return drop


def public_name(of: str, about: str) -> str:
    """Return the name of the public of one nation about another."""
    return f"{of} about {about}"


def cities_of(pair: str) -> tuple[str, ...]:
    """Return the names of the cities of a tie in the order in which it names them."""
    return tuple(name.strip() for name in pair.split(SEPARATOR))


def _refuse_end_before(first: int, until: int | None) -> None:
    if until is not None and until < first:
        raise fault(f"{month_label(until)} is before {month_label(first)}", "until")
