"""The kinds of value a scenario file may hold that plain YAML does not know: months, arms, choices of names.

Whatever cannot be read is refused by :func:`fault`, whose message a person can act on and whose place is known.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from cityties.kernel.calendar import month_index, month_label
from cityties.scenario.folder_names import folder_name_fault

FIRST_MONTH, LAST_MONTH = month_index("1900-01"), month_index("2100-12")
MONTH_PATTERN = r"^(19\d\d|20\d\d|2100)-(0[1-9]|1[0-2])$"

_UNIQUE: dict[str, Any] = {"uniqueItems": True}
_LIST_OF_NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1} | _UNIQUE


class Section(BaseModel):
    """A part of a scenario: nothing can be added to it, changed in it, or taken for something that it is not."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


def fault(message: str, *below: str | int) -> PydanticCustomError:
    """Return in plain words what is wrong with a value, or with the part of it found under the keys ``below``."""
    return PydanticCustomError("fault", "{message}", {"message": message, "below": below})


def _folder_name(written: str) -> str:
    """Refuse what some system cannot call a folder."""
    if (wrong := folder_name_fault(written)) is not None:
        raise fault(f"{wrong}; use letters, digits, '_' and '-'")
    return written


def _read_month(written: object) -> object:
    """Turn the text of a file into a month number; a year outside 1900-2100 is taken for a typing error."""
    if not isinstance(written, str):
        raise fault(f"{written!r} is not a month; write it as YYYY-MM, for example 2012-09")
    try:
        month = month_index(written)
    except ValueError as error:
        raise fault(str(error)) from None
    if not FIRST_MONTH <= month <= LAST_MONTH:
        raise fault(f"{written} is not between {month_label(FIRST_MONTH)} and {month_label(LAST_MONTH)}")
    return month


def _reader(one: str, many: str, example: str) -> Callable[[object], object]:
    """Return what reads 'all' or a list of names; ``one`` and ``many`` say of what, as in 'crisis' and 'crises'."""

    def read(written: object) -> object:
        """Return 'all' or the names written, or report what is wrong with them."""
        if written == "all":
            return written
        if not isinstance(written, list | tuple) or not written:
            raise fault(f"is neither 'all' nor a list of {many}, such as [{example}]")
        for place, name in enumerate(written):
            if not isinstance(name, str):
                raise fault(f"{name!r} is not the name of a {one}, such as {example}", place)
        return _distinct(tuple(written))

    return read


def _write_names(names: str | tuple[str, ...]) -> str | list[str]:
    return names if isinstance(names, str) else list(names)


def _distinct[T](values: tuple[T, ...], written: Callable[[T], str] = str) -> tuple[T, ...]:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise fault(f"{written(value)} is listed twice", place)
    return values


def _distinct_months(months: tuple[int, ...]) -> tuple[int, ...]:
    return _distinct(months, month_label)


def _distinct_truths(truths: tuple[bool, ...]) -> tuple[bool, ...]:
    return _distinct(truths, lambda truth: str(truth).lower())


type MonthText = Annotated[
    int,
    BeforeValidator(_read_month),
    PlainSerializer(month_label, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": MONTH_PATTERN, "examples": ["2012-09"]}),
]
"""A month: ``YYYY-MM`` in a file, the number of months since year 0 in the program."""

type MonthTexts = Annotated[
    tuple[MonthText, ...], Field(strict=False, json_schema_extra=_UNIQUE), AfterValidator(_distinct_months)
]
"""A list of months, none of them twice."""

FolderName = Annotated[str, AfterValidator(_folder_name)]
"""A name that a folder can have on every system."""

type Names = Annotated[tuple[str, ...], Field(strict=False, json_schema_extra=_UNIQUE), AfterValidator(_distinct)]
"""A list of names out of a world table, none of them twice."""

type OnOff = Annotated[
    tuple[bool, ...], Field(strict=False, min_length=1, json_schema_extra=_UNIQUE), AfterValidator(_distinct_truths)
]
"""Which of on (true) and off (false) are run: one of them or both."""

type Crises = Annotated[
    Literal["all"] | tuple[str, ...],
    PlainValidator(_reader("crisis", "crises", "CN-JP 2012-09")),
    PlainSerializer(_write_names, when_used="json"),
    WithJsonSchema({"anyOf": [{"const": "all"}, _LIST_OF_NAMES]}),
]
"""Either every crisis of the world or a list of crisis names."""

type NetworkNames = Annotated[
    Literal["all"] | tuple[str, ...],
    PlainValidator(_reader("network", "networks", "OEAED")),
    PlainSerializer(_write_names, when_used="json"),
    WithJsonSchema({"anyOf": [{"const": "all"}, _LIST_OF_NAMES]}),
]
"""Either every network of the world that holds meetings or a list of their names."""

type CustomNumbers = Mapping[str, float]
"""Numbers by the names of parameters that rules from outside the package declare."""


def quantity(default: float | None, low: float, high: float, unit: str, meaning: str) -> Any:
    """Declare a number of a scenario with its bounds, unit and meaning."""
    return Field(default, ge=low, le=high, description=meaning, json_schema_extra={"unit": unit})


def default_month(label: str, meaning: str) -> Any:
    """Declare a month of a scenario with its default and meaning."""
    return Field(month_index(label), description=meaning, json_schema_extra={"default": label})
