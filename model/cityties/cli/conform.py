"""``cityties conform``: report of each custom rule that it is in order, or everything that is wrong with it."""

from collections.abc import Sequence
from pathlib import Path

from cityties.cli.screen import put
from cityties.errors import ScenarioError, counted
from cityties.experiment.conformance.verdict import CHECKED, Verdict, conform


def conform_files(files: Sequence[Path]) -> None:
    """Check every file, whatever is wrong with those before it.

    Raises:
        ScenarioError: the faults of all files, one line each.
    """
    faults: list[str] = []
    for file in files:
        try:
            verdict = conform(file)
        except ScenarioError as error:
            faults.append(str(error))
            continue
        if verdict.faults:
            faults += verdict.faults
        else:
            put(_confirmation(verdict))
    if faults:
        raise ScenarioError("\n".join(faults))


def _confirmation(verdict: Verdict) -> str:
    rule = verdict.rule
    assert rule is not None
    numbers = f", {counted(len(rule.parameters), 'parameter')}" if rule.parameters else ""
    place = f"{rule.place.kind} '{rule.place.process}'"
    return f"{verdict.path}: ok, {place}, writes {', '.join(rule.writes)}{numbers}. Checked: {', '.join(CHECKED)}."
