"""A draft: the settings of a scenario as they are written, not yet checked, and where each of them stands."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cityties.scenario.keys import KeyPath, all_keys, dotted
from cityties.scenario.messages import Problem


@dataclass(slots=True)
class Draft:
    """Settings as written, with file and line of every key and list item, the texts they come from, and all faults.

    What stands on the command line has the whole option in place of the file, and line 0.
    """

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[KeyPath, tuple[str, int]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True
    faulty: set[tuple[str, int, KeyPath]] = field(default_factory=set)

    def place(self, path: KeyPath) -> tuple[str, int]:
        """Return file and line of a key; of the section around it, or the top of the file, if it is not written."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return self.file, 1

    def home(self, path: KeyPath) -> Path:
        """Return the folder from which a path written under a key is seen; of an option, the one we are in."""
        file, line = self.place(path)
        return Path(file).parent if line else Path()

    def is_scenario_without(self, key: str) -> bool:
        """Return whether a file lacks the key that makes it one of another kind, and has one that scenarios have."""
        return self.readable and key not in self.values and not {"world", "extends"}.isdisjoint(self.values)

    def add_problem(self, path: KeyPath, message: str, line: int | None = None) -> None:
        """Note a fault of the key at ``path``; the first fault of a key hides those that follow from it."""
        file, known_line = self.place(path)
        line = known_line if line is None else line
        if (file, line, path) not in self.faulty:
            self.faulty.add((file, line, path))
            self.problems.append(Problem(file, line, dotted(path), message))

    def reject(self, message: str, line: int = 1) -> None:
        """Note a fault that leaves nothing of the file to be read."""
        self.readable = False
        self.problems.append(Problem(self.file, line, "", message))

    def extend(self, base: "Draft") -> None:
        """Fill in from the file that this one extends: sections are merged, everything else stays as written here."""
        self.problems += base.problems
        self.faulty |= base.faulty
        self.readable = self.readable and base.readable
        self.texts = base.texts | self.texts
        for key in all_keys().values():
            if not key.role.is_handed_on:
                base.values.pop(key.path[0], None)
        self._merge(self.values, base.values, base, ())

    def _merge(self, over: dict[str, Any], under: dict[str, Any], base: "Draft", path: KeyPath) -> None:
        for name, value in under.items():
            below = (*path, name)
            if name not in over:
                over[name] = value
                self.places |= {at: place for at, place in base.places.items() if at[: len(below)] == below}
            elif isinstance(over[name], dict) and isinstance(value, dict):
                self._merge(over[name], value, base, below)
