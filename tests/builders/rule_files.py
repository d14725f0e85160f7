"""Custom rules for the tests: one that is in order, and the same with one thing wrong."""

from pathlib import Path

GOOD = '''"""A rule made up for the tests: strength shrinks a little in every month.

Acts after 7.12. w *= 1 - `shrinkage` for every tie, which no political scientist would ask for.
"""

from typing import Annotated, NamedTuple

import numpy as np

from cityties.rules import Conditions, Count, Month, Parameter, Record, Rule, State, compiled
from cityties.rules import Process, rule_process, stream, uniform


class Own(NamedTuple):
    """Numbers of this rule."""

    shrinkage: Annotated[float, Parameter(0.1, 0.0, 1.0, "share", "what a tie loses", "invented")]


@compiled
def shrink(given: Conditions, state: State, record: Record, month: Month, own: Own) -> None:
    """Let every tie lose a share of its strength."""
    ties = state.ties
    for e in range(ties.n[Count.EXISTING]):
        ties.strength[e] *= 1.0 - own.shrinkage


RULE = Rule(shrink, after="strengthen", writes=("ties.strength",))
'''
ACT = "ties.strength[e] *= 1.0 - own.shrinkage"


def write_rule(folder: Path, old: str = "", new: str = "", name: str = "rule.py") -> Path:
    """Write the good rule with one text replaced, which must stand in it exactly once."""
    if old and GOOD.count(old) != 1:
        raise ValueError(f"{old!r} stands {GOOD.count(old)} times in the rule")
    path = folder / name
    path.write_text(GOOD.replace(old, new) if old else GOOD, encoding="utf-8")
    return path


def line_of(old: str) -> int:
    """Return the line of a text in the good rule."""
    return GOOD[: GOOD.index(old)].count("\n") + 1
