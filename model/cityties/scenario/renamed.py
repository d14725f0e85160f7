"""The format of scenario files, and the keys that have other names than they once had.

A key that is renamed gets a row here and keeps it: a file that has the old name is told the new one, and
``cityties migrate`` writes it. ``FORMAT`` rises only when a file of the old format would mean something else.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

FORMAT: Final = 1
"""The format that scenario files of this version have, and that a file is taken to have if it says nothing."""


class Renamed(NamedTuple):
    """The new name of a key, in the same section, and the version that gave it."""

    name: str
    since: str

    @property
    def advice(self) -> str:
        """What to tell whoever wrote the old name."""
        return f"is called '{self.name}' since CityTies {self.since}; `cityties migrate` of this file writes it so."


RENAMED: Final[Mapping[tuple[str, ...], Renamed]] = {
    ("own_parameters",): Renamed("rule_parameters", "0.1.0"),
}
"""Old keys, each with the sections above it."""


def with_new_names(settings: Mapping[str, object]) -> dict[str, object]:
    """Return the settings of a scenario with the keys at its top under their new names."""
    new = {old[0]: found.name for old, found in RENAMED.items() if len(old) == 1}
    return {new.get(key, key): value for key, value in settings.items()}


def renamed(path: Sequence[str | int]) -> Renamed | None:
    """Return what a key is called now; None if it never had another name."""
    return RENAMED.get(tuple(str(part) for part in path))
