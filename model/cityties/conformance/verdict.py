"""Conformance: whether a rule of one's own may act in the month, and if not, what is wrong with it, line by line."""

from dataclasses import dataclass
from pathlib import Path

from cityties.conformance.run_checks import run_slips
from cityties.conformance.source_checks import text_slips
from cityties.custom_rules.declarations import Slip
from cityties.custom_rules.reader import OwnRule, parse_rule, read_text
from cityties.errors import ScenarioError

CHECKED = (
    "declarations",
    "ODD text",
    "chance by address",
    "the same twice",
    "any order of cities",
    "columns written",
    "compiled and fast",
)


@dataclass(frozen=True)
class Verdict:
    """What was found about one file: its faults, one line each, or none; and the rule, if it can be read."""

    path: Path
    faults: tuple[str, ...]
    rule: OwnRule | None


def conform(path: Path) -> Verdict:
    """Check one file; it is run only if its text is in order.

    Raises:
        ScenarioError: there is no such file.
    """
    rule, slips = parse_rule(path, read_text(path))
    if rule is not None:
        slips = [*slips, *text_slips(rule)]
    if rule is None or slips:
        return Verdict(path, _told(path, slips), rule)
    try:
        return Verdict(path, _told(path, list(run_slips(rule))), rule)
    except ScenarioError as error:
        return Verdict(path, tuple(str(error).splitlines()), rule)


def _told(path: Path, slips: list[Slip]) -> tuple[str, ...]:
    return tuple(f"{path}:{line}: {message}" for line, message in sorted(set(slips)))
