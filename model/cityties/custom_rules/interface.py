"""Rules from outside the package: what a file with a rule of one's own declares (see scenarios/rules/README.md)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

FIRST_RULE_PROCESS = 1000


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a rule: default, bounds, unit, meaning and source, all of them written out.

    It stands in the annotation of a field of the rule's class ``Own``, and a scenario sets it in ``own_parameters``.
    """

    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its compiled function, its place in the month, and the columns that it writes.

    The place is a process of the schedule that it ``replaces``, or that it acts ``before`` or ``after``. Columns are
    named like ``ties.strength``, or ``record.dyads`` and ``record.nations`` for what is written down.
    """

    function: Callable[..., None]
    writes: tuple[str, ...]
    replaces: str = ""
    before: str = ""
    after: str = ""


def rule_process(name: str) -> int:
    """Return the number of a rule's process for :func:`cityties.kernel.randomness.stream`, far from the model's."""
    digest = hashlib.blake2b(name.encode(), digest_size=6).digest()
    return FIRST_RULE_PROCESS + int.from_bytes(digest, "little")
