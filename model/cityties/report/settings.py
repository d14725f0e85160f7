"""The settings of a run that differ from the defaults, or from the record, with what they mean."""

from collections.abc import Iterator, Mapping
from typing import Any

from cityties.scenario.keys import key_at
from cityties.scenario.models import Scenario
from cityties.scenario.recorded import NOT_RECORDED, recorded_value
from cityties.scenario.roles import Role, settings
from cityties.tables.language import tr

SHOWN_ELSEWHERE = ("world", "start", "end", "seed", "replicates", "record")
"""Keys that stand elsewhere on the page, beside those that only people read."""


def differences(scenario: Scenario) -> list[tuple[str, str, str, str]]:
    """Return (key, value here, default, meaning) of every setting that is not at its default.

    What is set of a nation, city, tie or shock stands beside what the world's tables hold.
    """
    here = dict(_flat(settings(scenario, _is_shown)))
    default = dict(_flat(settings(Scenario.model_validate({"title": "any", "world": "any"}), _is_shown)))
    return [
        (".".join(path), _text(here.get(path)), _usual(path, default, scenario), _meaning(path))
        for path in dict.fromkeys([*here, *default])
        if path[0] not in SHOWN_ELSEWHERE and here.get(path) != default.get(path)
    ]


def _is_shown(role: Role) -> bool:
    return role not in (Role.NAME, Role.PEOPLE)


def _usual(path: tuple[str, ...], default: Mapping[tuple[str, ...], Any], scenario: Scenario) -> str:
    recorded = recorded_value(scenario.world_folder, path) if path not in default else None
    if recorded is None:
        return _text(default.get(path))
    return recorded if recorded == NOT_RECORDED else tr("{recorded} (recorded)").format(recorded=recorded)


def _flat(plain: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in plain.items():
        if isinstance(value, Mapping):
            yield from _flat(value, (*above, key))
        else:
            yield (*above, key), value


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value) or tr("none")
    return tr("not set") if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _meaning(path: tuple[str, ...]) -> str:
    """Return the meaning of a key as the scenario declares it; of a name or number below a key, that of the key."""
    known = (key_at(path[:length]) for length in range(len(path), 0, -1))
    return next((key.meaning for key in known if key is not None), "")
