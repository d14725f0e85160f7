"""The settings of a run that differ from the defaults, with what they mean."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from cityties.scenario.models import Scenario

SHOWN_ELSEWHERE = ("name", "title", "question", "world", "start", "end", "seed", "replicates", "record")


def differences(scenario: Scenario) -> list[tuple[str, str, str, str]]:
    """Return (key, value here, default, meaning) of every setting that is not at its default."""
    here = dict(_flat(scenario.resolved()))
    default = dict(_flat(Scenario.model_validate({"title": "any", "world": "any"}).resolved()))
    return [
        (key, _text(here.get(key)), _text(default.get(key)), _meaning(key.split(".")))
        for key in dict.fromkeys([*here, *default])
        if key.split(".")[0] not in SHOWN_ELSEWHERE and here.get(key) != default.get(key)
    ]


def _flat(plain: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in plain.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value) or "none"
    return "not set" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _meaning(path: list[str], kind: Any = Scenario) -> str:
    """Return the meaning of a key as the scenario declares it, reached through its sections."""
    for name in path:
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            inside = get_args(kind)
            kind = inside[-1] if inside else kind
            continue
        field = kind.model_fields[name]
        meaning, kind = field.description or "", field.annotation
    return meaning
