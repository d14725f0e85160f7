"""Faults of tables: file, line, what is wrong and what to do; all of a world are reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cityties.errors import TableError

MOST_SHOWN = 100
"""Lines of one report; nobody mends more at once, and a terminal keeps no more."""
LINES_NAMED = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; line 0 means the file as a whole."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        """Write the fault as editors and people expect it."""
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


def error_of(faults: Iterable[Fault]) -> TableError:
    """Return all faults as one error, a line each, sorted by line within each file.

    What is wrong alike in several lines of a file is one line of the report, which names the other lines.
    """
    found = together(faults)
    reports = [str(fault) for fault in found]
    if len(reports) > MOST_SHOWN:
        reports[MOST_SHOWN:] = [f"... and {len(reports) - MOST_SHOWN} more. Correct these first."]
    return TableError("\n".join(reports), [(str(fault.path), fault.line, fault.message) for fault in found])


def together(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults sorted by file (in the order of their first fault) and line, those of one message in one."""
    lines: dict[Path, dict[str, list[int]]] = {}
    for fault in faults:
        lines.setdefault(fault.path, {}).setdefault(fault.message, []).append(fault.line)
    return [
        Fault(path, min(at), message + _elsewhere(sorted(set(at))[1:]))
        for path, messages in lines.items()
        for message, at in sorted(messages.items(), key=lambda item: min(item[1]))
    ]


def _elsewhere(lines: list[int]) -> str:
    if not lines:
        return ""
    named = ", ".join(map(str, lines[:LINES_NAMED]))
    more = f" and {len(lines) - LINES_NAMED} more" if len(lines) > LINES_NAMED else ""
    return f" (Likewise in line{'s' if len(lines) > 1 else ''} {named}{more}.)"
