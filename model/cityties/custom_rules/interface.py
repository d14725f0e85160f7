"""A custom rule: what its author writes (see scenarios/rules/README.md), and what is kept of it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cityties.kernel.priors import Declared

FIRST_RULE_PROCESS = 1000


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a rule: default, bounds, unit, meaning and source, all of them written out.

    It stands in the annotation of a field of the rule's class ``Own``, and a scenario sets it in ``rule_parameters``.
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
    named like ``ties.strength``, or ``record.dyads`` and ``record.nations`` for what is recorded.
    """

    function: Callable[..., None]
    writes: tuple[str, ...]
    replaces: str = ""
    before: str = ""
    after: str = ""


class Place(NamedTuple):
    """Where in the month a rule acts: it ``replaces`` a process, or acts ``before`` or ``after`` it."""

    kind: str
    process: str


@dataclass(frozen=True)
class CustomRule:
    """One rule as its file declares it; ``text`` is what is compiled, copied and hashed, whatever happens to the file.

    ``line`` is that of its function, ``odd`` its ODD text, and ``parameters`` are in the order of their declaration.
    """

    path: Path
    text: str
    function: str
    line: int
    place: Place
    writes: tuple[str, ...]
    parameters: Mapping[str, Declared]
    odd: str

    @property
    def name(self) -> str:
        """Name of the file without its ending."""
        return self.path.stem

    @property
    def digest(self) -> str:
        """Hash over the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def rule_process(name: str) -> int:
    """Return the number of a rule's process for :func:`cityties.kernel.randomness.stream`, far from the model's."""
    digest = hashlib.blake2b(name.encode(), digest_size=6).digest()
    return FIRST_RULE_PROCESS + int.from_bytes(digest, "little")
