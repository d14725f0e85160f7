"""The design of a batch in a scenario file: named arms, draws of parameters, sweeps and a target of precision.

Values of a sweep are checked where the scenario is read (:mod:`cityties.scenario.sweep_checks`), because only there is
known what its keys may hold.
"""

import difflib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    create_model,
    field_validator,
)

from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.kernel.record import DyadMeasure
from cityties.scenario.fields import Section, fault
from cityties.scenario.ranges import read_ranges
from cityties.scenario.roles import Role
from cityties.scenario.with_priors import EVERYTHING, OF_WORLD, WITH_PRIORS

MOST_DRAWS = 2**20
MOST_REPLICATES_OF_A_DRAW = 2**20
AS_WRITTEN = "as_written"
"""Name of the arm with the mechanisms that the file itself gives."""

Estimand = Literal[
    "buffer_12", "buffer_36", "buffer_60", "buffer_depth", "saved_12", "saved_36", "saved_60", "saved_depth"
]


def _hint(name: object, known: Any) -> str:
    close = difflib.get_close_matches(str(name).casefold(), known, n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


def _read_switches(written: object) -> dict[str, bool]:
    if not isinstance(written, Mapping) or not written:
        raise fault("takes mechanisms, each true or false, such as {lobbying: false}")
    for name, on in written.items():
        if name not in MECHANISMS:
            raise fault(f"no such mechanism.{_hint(name, MECHANISMS)}", name)
        if not isinstance(on, bool):
            raise fault(f"{on!r} is not true or false", name)
    return dict(written)


def _read_drawn(written: object) -> object:
    if written in ("priors", EVERYTHING):
        return written
    if not isinstance(written, list | tuple) or not written:
        raise fault("is neither 'priors', 'everything' nor a list of parameters, such as [outreach, anger_life]")
    for place, name in enumerate(written):
        if name in written[:place]:
            raise fault(f"'{name}' is listed twice", place)
        if name in WITH_PRIORS or OF_WORLD.fullmatch(str(name)):
            continue
        if name not in DECLARED:
            raise fault(f"no such parameter as '{name}'.{_hint(name, (*DECLARED, *WITH_PRIORS))}", place)
        if DECLARED[name].prior is None:
            raise fault(f"'{name}' is a constant and has no prior; vary it in a sweep", place)
    return tuple(written)


def _read_axes(written: object) -> dict[str, tuple[Any, ...]]:
    axes = _read_lists(written)
    for key, values in axes.items():
        for place, value in enumerate(values):
            if value in values[:place]:
                raise fault(f"{value} is listed twice", key, place)
    return axes


def _read_lists(written: object) -> dict[str, tuple[Any, ...]]:
    """Return keys with their lists, in which a value may stand twice, as it may where lists are run side by side."""
    if not isinstance(written, Mapping):
        raise fault("takes keys with a list of values each, such as {outreach: [-1, 0, 1]}")
    for key, values in written.items():
        if not isinstance(values, list | tuple) or not values:
            raise fault("takes a list of values, such as [0, 0.5, 1]", key)
    return {key: tuple(values) for key, values in written.items()}


def _read_points(written: object) -> tuple[dict[str, Any], ...]:
    if not isinstance(written, list | tuple):
        raise fault("takes a list of points, such as [{outreach: 1, people_share: 0.1}, {outreach: 2}]")
    for place, point in enumerate(written):
        if not isinstance(point, Mapping) or not point:
            raise fault("a point takes keys with a value each, such as {outreach: 1}", place)
    return tuple(dict(point) for point in written)


def _read_measures(written: object) -> tuple[str, ...]:
    known = [measure.name.lower() for measure in DyadMeasure]
    if not isinstance(written, list | tuple):
        raise fault("takes a list of measures, such as [relations, exchange]")
    for place, name in enumerate(written):
        if name not in known:
            raise fault(f"no such measure as '{name}'.{_hint(name, known)}", place)
        if name in written[:place]:
            raise fault(f"'{name}' is listed twice", place)
    return tuple(written)


_as_list = PlainSerializer(lambda value: value if isinstance(value, str) else list(value), when_used="json")
_as_dict = PlainSerializer(dict, when_used="json")
_LISTS: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "array", "minItems": 1}}
_OBJECTS: dict[str, Any] = {"type": "array", "items": {"type": "object", "minProperties": 1}}
_NAMES: dict[str, Any] = {
    "type": "array",
    "items": {"anyOf": [{"enum": [*DECLARED, *WITH_PRIORS]}, {"type": "string", "pattern": f"^{OF_WORLD.pattern}$"}]},
    "minItems": 1,
    "uniqueItems": True,
}
_SWITCHED: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"enum": list(MECHANISMS)},
    "additionalProperties": {"type": "boolean"},
}
_MEASURED: dict[str, Any] = {"type": "array", "items": {"enum": [m.name.lower() for m in DyadMeasure]}}

type SwitchSet = Annotated[Mapping[str, bool], PlainValidator(_read_switches), _as_dict, WithJsonSchema(_SWITCHED)]
"""Some mechanisms, each on or off."""

type Drawn = Annotated[
    Literal["priors", "everything"] | tuple[str, ...],
    PlainValidator(_read_drawn),
    _as_list,
    WithJsonSchema({"anyOf": [{"enum": ["priors", EVERYTHING]}, _NAMES]}),
]
"""What is drawn: all parameters that have a prior, numbers of the world too, or those listed."""

type Axes = Annotated[Mapping[str, tuple[Any, ...]], PlainValidator(_read_axes), _as_dict, WithJsonSchema(_LISTS)]
"""Keys of a scenario, each with the values that it takes."""

type Lists = Annotated[Mapping[str, tuple[Any, ...]], PlainValidator(_read_lists), _as_dict, WithJsonSchema(_LISTS)]
"""Keys of a scenario, each with its values in the points that are run."""

type Points = Annotated[tuple[dict[str, Any], ...], PlainValidator(_read_points), _as_list, WithJsonSchema(_OBJECTS)]
"""Points of a sweep, each with the keys that it changes."""

type Ranges = Annotated[
    Mapping[str, Any], PlainValidator(read_ranges), _as_dict, WithJsonSchema({"type": "object", "minProperties": 1})
]
"""Keys of a scenario, each with the range, the choices, or the word prior, from which it is sampled."""

type Measures = Annotated[tuple[str, ...], PlainValidator(_read_measures), _as_list, WithJsonSchema(_MEASURED)]
"""Names of monthly measures."""


class NamedArm(Section):
    """One more arm: the scenario with some mechanisms switched."""

    mechanisms: Annotated[SwitchSet, Role.ARMS] = Field(
        description="mechanisms that differ in this arm, such as {lobbying: false}"
    )


class Space(Section):
    """Points spread over ranges and choices of several keys at once; each point has chance of its own."""

    points: Annotated[int, Role.DESIGN] = Field(
        ge=2, le=MOST_DRAWS, description="number of points", json_schema_extra={"unit": "points"}
    )
    over: Annotated[Ranges, Role.DESIGN] = Field(
        description="ranges by key, such as {outreach: [-2, 3]}, or choices, such as {lobbying: [true, false]}; the "
        "word prior takes the prior, also for a section (publics: prior) or for all that has one (everything: prior)"
    )


_SWEEP: dict[str, Any] = {
    "grid": (Annotated[Axes, Role.DESIGN], Field({}, description="values by key; every combination is run")),
    "zip": (
        Annotated[Lists, Role.DESIGN],
        Field({}, description="values by key, lists of one length; run side by side, first with first"),
    ),
    "list": (
        Annotated[Points, Role.DESIGN],
        Field((), description="points to run, each with the keys that it changes"),
    ),
    "lhs": (Annotated[Space | None, Role.DESIGN], Field(None, description="Latin hypercube (McKay et al. 1979)")),
    "sobol": (
        Annotated[Space | None, Role.DESIGN],
        Field(None, description="scrambled Sobol sequence (Owen 1998); more points can be added"),
    ),
}
SweepSettings: Any = create_model(
    "SweepSettings",
    __base__=Section,
    __doc__="Keys that take several values; grid, zip and list share their chance between points and multiply.",
    **_SWEEP,
)


class UntilSettings(Section):
    """Go on with further replicates (draws, where there are any) until an interval is narrow enough."""

    half_width: Annotated[float | None, Role.DESIGN] = Field(
        None,
        ge=1e-9,
        le=1000,
        description="greatest half width of the 95 % interval",
        json_schema_extra={"unit": "as of"},
    )
    of: Annotated[Estimand, Role.DESIGN] = Field(
        "buffer_36", description="estimand whose interval is meant: buffer index, or R-months (or depth) saved by ties"
    )
    at_most: Annotated[int, Role.DESIGN] = Field(
        10_000,
        ge=2,
        le=1_000_000,
        description="end there in any case",
        json_schema_extra={"unit": "replicates, or draws"},
    )


_NEVER: Any = UntilSettings


class DesignSettings(Section):
    """What a batch varies beside the arms."""

    draws: Annotated[int, Role.DESIGN] = Field(
        0,
        ge=0,
        le=MOST_DRAWS,
        description="sets of parameters drawn from their priors, each with chance of its own, shared by its arms",
        json_schema_extra={"unit": "draws"},
    )
    sample: Annotated[str | None, Role.FILES] = Field(
        None, description="file of draws in place of priors, seen from here; written as `draws: {from: FILE}`"
    )
    parameters: Annotated[Drawn, Role.DESIGN] = Field(
        "priors",
        description="what is drawn: priors (every parameter that has one), everything (numbers of the world too), or a "
        "list of parameters, of keys such as nations.CN.centralisation, and of sections such as publics",
    )
    known_by: Annotated[int | None, Role.DESIGN] = Field(
        None,
        ge=1900,
        le=2100,
        description="latest year of a record that a prior may rest on; one that rests on a later record is replaced by "
        "what was known by then, or is twice as wide",
        json_schema_extra={"unit": "year"},
    )
    sweep: SweepSettings = Field(default_factory=SweepSettings, description=SweepSettings.__doc__)
    until: UntilSettings = Field(default_factory=_NEVER, description=UntilSettings.__doc__)

    @field_validator("sweep")
    @classmethod
    def _one_sample(cls, sweep: Any, info: ValidationInfo) -> Any:
        if sweep.lhs and sweep.sobol:
            raise fault("lhs and sobol both sample points; keep one of the two", "sobol")
        kind = "lhs" if sweep.lhs else "sobol"
        if (sweep.lhs or sweep.sobol) and (info.data.get("draws") or info.data.get("sample")):
            raise fault("draws and this sweep both sample parameters; write `prior` as a range here instead", kind)
        if len({len(values) for values in sweep.zip.values()}) > 1:
            lengths = ", ".join(f"{key} has {len(values)}" for key, values in sweep.zip.items())
            raise fault(f"goes side by side, so its lists must not be of different lengths: {lengths} values", "zip")
        rows = list(zip(*sweep.zip.values(), strict=True))
        if twice := [number for number, row in enumerate(rows) if row in rows[:number]]:
            first = rows.index(rows[twice[0]])
            raise fault(f"points {first + 1} and {twice[0] + 1} of these lists are the same", "zip")
        return sweep

    @property
    def is_empty(self) -> bool:
        """Whether nothing is varied and no precision is asked for."""
        sweep = self.sweep
        varied = self.draws or self.sample or sweep.grid or sweep.zip or sweep.list or sweep.lhs or sweep.sobol
        return not varied and self.until.half_width is None
