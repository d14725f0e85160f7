"""Conformance: whether a custom rule may act in the month, and if not, what is wrong with it, line by line."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cityties.custom_rules.declarations import Fault, parse_rule
from cityties.custom_rules.interface import CustomRule
from cityties.custom_rules.reader import read_text
from cityties.errors import ScenarioError
from cityties.experiment.conformance.source_checks import text_faults
from cityties.experiment.conformance.trial import given_to, toy_setup, trial_faults
from cityties.kernel.schedule import Months, months
from cityties.setup.branching import empty_record
from cityties.setup.initialization import Setup, begin

CHECKED = (
    "declarations",
    "ODD text",
    "addresses of random numbers",
    "the same twice",
    "any order of cities",
    "bounds and finite numbers",
    "columns written",
    "compiled and fast",
)
SLOWEST_US = 10.0
REPEATS = 3


@dataclass(frozen=True)
class Verdict:
    """What was found about one file: its faults, one line each, or none; and the rule, if it can be read."""

    path: Path
    faults: tuple[str, ...]
    rule: CustomRule | None


def conform(path: Path) -> Verdict:
    """Check one file; it is run only if its text is in order, and compiled only if that run is.

    Raises:
        ScenarioError: there is no such file.
    """
    rule, faults = parse_rule(path, read_text(path))
    if rule is not None:
        faults = [*faults, *text_faults(rule)]
        try:
            faults = faults or trial_faults(rule) or list(_slow_code(rule))
        except ScenarioError as error:
            return Verdict(path, tuple(str(error).splitlines()), rule)
    return Verdict(path, tuple(f"{path}:{line}: {message}" for line, message in sorted(set(faults))), rule)


def _slow_code(rule: CustomRule) -> Iterator[Fault]:
    """Compile the rule into the month, and measure what it adds to the time of a run."""
    setup = toy_setup(rule)
    best = [min(_seconds(setup, run) for _ in range(REPEATS)) for run in (setup.months, months)]
    spent = (best[0] - best[1]) / (len(setup.tables.ties) * setup.n_months) * 1e6
    if spent > SLOWEST_US:
        message = f"takes {spent:.0f} microseconds a tie and month, more than {SLOWEST_US:.0f}"
        yield rule.line, f"{message}; loop over ties once."


def _seconds(setup: Setup, run: Months) -> float:
    given, state, record = given_to(setup), begin(setup, 0), empty_record(setup.world, setup.n_months)
    started = time.perf_counter()
    run(given, state, record, 0, setup.n_months)
    return time.perf_counter() - started
