"""What an observable shows of simulated histories, errors included: one row of numbers a history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Final

import numpy as np

from cityties.calibration.ensemble import Simulated
from cityties.calibration.settling.declared import Observable, ObservablesFile
from cityties.calibration.settling.histories import MONTHLY, PART, key
from cityties.calibration.settling.reading import crises_of
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.kernel.parameters import DECLARED
from cityties.kernel.state import FloatArray

SPANS: Final = (0, 1, 2, 4, 6, 9, 13, 18, 24, MAIN_MONTHS)
"""Months are looked at in means over these spans: a reader of 36 single months drowns in them."""
NATIONAL: Final = (
    "relations",
    "escalation",
    "two_clocks",
    "lobbying",
    "over_compliance",
    "provocation",
    "conciliation",
)
"""Mechanisms of states and of cities' lobbying, on which no data on exchange bear."""


@dataclass(frozen=True)
class Looking:
    """Histories to be looked at: numbers by name (histories,), parameters (histories, keys), root of all errors."""

    simulated: Simulated
    content: ObservablesFile
    seed: int

    @property
    def histories(self) -> int:
        """How many histories there are: draws times replicates."""
        return int(np.prod(self.simulated.numbers.shape[:2]))

    def number(self, crisis: str, what: str, side: int, month: int) -> FloatArray:
        """Return one exact number of every history."""
        return self.simulated.column(f"{PART}: {key(crisis, what, side, month)}").reshape(-1)

    def seen(self, name: str, n: int) -> FloatArray:
        """Return what an observable shows with ``n`` observations (histories, numbers), errors included."""
        one = self.content.observables[name]
        if one.measure == "combined":
            return np.hstack([self.seen(other, max(self.content.observables[other].number)) for other in one.of])
        if one.measure == "parameters":
            return self._parameters(one)
        address = int.from_bytes(sha256(f"{self.seed}/{name}/{n}".encode()).digest()[:8], "little")
        chance = np.random.default_rng(address)
        return np.stack(list(_columns(self, one, n, chance)), axis=1)

    def _parameters(self, one: Observable) -> FloatArray:
        keys = self.simulated.keys
        places = [place for place, name in enumerate(keys) if is_meant(name, one.parameters)]
        values = self.simulated.values[:, places]
        return np.repeat(values, self.simulated.numbers.shape[1], axis=0)


def is_meant(name: str, asked: Sequence[str]) -> bool:
    """Return whether a drawn key is among the parameters asked for by name, or by a word for a group of them."""
    if name in asked or "all" in asked:
        return True
    return "exchange" in asked and name in DECLARED and DECLARED[name].mechanism not in NATIONAL


def _columns(looking: Looking, one: Observable, n: int, chance: np.random.Generator) -> Iterator[FloatArray]:
    """Yield the numbers that are seen, crisis by crisis and side by side."""
    for crisis in crises_of(looking.content, one):
        if one.measure in ("cancellations", "people"):
            yield from _rates(looking, crisis, one, n, chance)
            continue
        sides = 1 if one.measure in ("relations", "return") else 2
        for side in range(sides):
            shared = one.systematic * chance.standard_normal(looking.histories)
            yield from _measured(looking, crisis, one, (side, n), chance, shared)


def _measured(
    looking: Looking,
    crisis: str,
    one: Observable,
    place: tuple[int, int],
    chance: np.random.Generator,
    shared: FloatArray,
) -> Iterator[FloatArray]:
    side, n = place
    months = [looking.number(crisis, one.measure, side, month) for month in one.months]
    spread = one.random / np.sqrt(n)
    if one.measure == "return":
        exact = np.stack(months)
        deviation = np.sqrt(2.0 * 0.25 * (1.0 - exact**2 / 2.0) / max(n / 3.0, 1.0))
        yield from exact + deviation * chance.standard_normal(exact.shape) + shared
        return
    noisy = np.stack(months) + spread * chance.standard_normal((len(months), looking.histories)) + shared
    if one.measure == "mayors":
        yield from noisy
        return
    at = np.array(one.months)
    for first, last in pairwise(SPANS):
        inside = (at >= first) & (at < last)
        if inside.any():
            yield noisy[inside].mean(axis=0)


def _rates(looking: Looking, crisis: str, one: Observable, n: int, chance: np.random.Generator) -> Iterator[FloatArray]:
    """Yield shares of events over the months asked for, as counted in ``n`` of them; those of each side, or of both."""
    total: dict[tuple[str, int], FloatArray] = {}
    for what in ("planned", "refused", "people"):
        for side in range(len(MONTHLY[what])):
            total[what, side] = np.sum([looking.number(crisis, what, side, month) for month in one.months], axis=0)
    refused = total["refused", 0] + total["refused", 1]
    shares: Mapping[str, list[tuple[FloatArray, FloatArray]]] = {
        "cancellations": [(total["refused", side], total["planned", 0]) for side in range(2)],
        "people": [(total["people", 0], refused)],
    }
    for above, below in shares[one.measure]:
        share = np.clip(np.where(below > 0.0, above / np.maximum(below, 1.0), 0.0), 0.0, 1.0)
        yield chance.binomial(n, share) / n + one.systematic * chance.standard_normal(looking.histories)
