"""Conformance: whether a rule of one's own may act in the month, and if not, what is wrong with it, line by line."""

from dataclasses import dataclass
from pathlib import Path

from cityties.conformance.run_checks import run_faults
from cityties.conformance.source_checks import text_faults
from cityties.custom_rules.declarations import Fault
from cityties.custom_rules.reader import CustomRule, parse_rule, read_text
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
    rule: CustomRule | None


def conform(path: Path) -> Verdict:
    """Check one file; it is run only if its text is in order.

    Raises:
        ScenarioError: there is no such file.
    """
    rule, faults = parse_rule(path, read_text(path))
    if rule is not None:
        faults = [*faults, *text_faults(rule)]
    if rule is None or faults:
        return Verdict(path, _message(path, faults), rule)
    try:
        return Verdict(path, _message(path, list(run_faults(rule))), rule)
    except ScenarioError as error:
        return Verdict(path, tuple(str(error).splitlines()), rule)


def _message(path: Path, faults: list[Fault]) -> tuple[str, ...]:
    return tuple(f"{path}:{line}: {message}" for line, message in sorted(set(faults)))
