"""What a page asks for, read from JSON and checked, because anything may be sent to a port."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cityties.errors import CityTiesError
from cityties.kernel.calendar import month_index
from cityties.scenario.sweeps import setting_name

MOST_REPLICATES = 256
MOST_SETTINGS = 500
LONGEST = 200

type Settings = Mapping[str, Any]
"""Values of settings by their name, as far as they differ from the scenario."""


@dataclass(frozen=True)
class Asked:
    """What a page shows: its settings, those it is compared with, and what it looks at.

    ``crisis`` is the one shown in detail, ``dyad`` the pair of nations, ``every`` whether all crises are computed
    where the world has many.
    """

    settings: Settings = field(default_factory=dict)
    pinned: Settings | None = None
    replicates: int = 4
    crisis: str = ""
    dyad: str = ""
    month: int = 0
    every: bool = False
    cities: tuple[str, ...] = ()


def read_asked(sent: Any) -> Asked:
    """Read what was sent.

    Raises:
        CityTiesError: it is not of the shape above.
    """
    if not isinstance(sent, dict):
        raise CityTiesError("the page sent something that is no object; load it again.")
    pinned = sent.get("pinned")
    names = sent.get("cities", [])
    if not isinstance(names, list) or not all(_is_text(name) for name in names) or len(names) > 2:
        raise CityTiesError("cities: takes up to two names.")
    return Asked(
        settings=_settings(sent.get("settings", {})),
        pinned=None if pinned is None else _settings(pinned),
        replicates=_replicates(sent.get("replicates", 4)),
        crisis=_text(sent, "crisis"),
        dyad=_text(sent, "dyad"),
        month=_month(sent.get("month")),
        every=sent.get("every") is True,
        cities=tuple(names),
    )


def _settings(sent: Any) -> dict[str, Any]:
    """Return settings by the one name that each has, in alphabetical order, so that equal ones are found again."""
    if not isinstance(sent, dict) or len(sent) > MOST_SETTINGS:
        raise CityTiesError(f"settings: takes up to {MOST_SETTINGS} keys with a value each.")
    found: dict[str, Any] = {}
    for key, value in sent.items():
        if not _is_text(key) or not isinstance(value, bool | int | float | str):
            raise CityTiesError(f"settings: {str(key)[:LONGEST]}: takes a number, a text, true or false.")
        found[setting_name(key)] = value
    return dict(sorted(found.items()))


def _replicates(sent: Any) -> int:
    if isinstance(sent, bool) or not isinstance(sent, int) or not 2 <= sent <= MOST_REPLICATES:
        raise CityTiesError(f"replicates: takes a whole number between 2 and {MOST_REPLICATES}.")
    return sent


def _month(sent: Any) -> int:
    if sent is None:
        return -1
    try:
        return month_index(sent) if isinstance(sent, str) else _refuse()
    except ValueError as error:
        raise CityTiesError(f"month: {error}.") from None


def _refuse() -> int:
    raise ValueError("takes a month, YYYY-MM")


def _text(sent: dict[str, Any], key: str) -> str:
    value = sent.get(key, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise CityTiesError(f"{key}: takes a short text.")
    return value


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST
