"""Verdicts by machine: three probabilities, a label, a correction for the number of claims, and how sure one can be."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cityties.analysis.shares import share_interval
from cityties.claims.declared import Expected, Label
from cityties.kernel.state import FloatArray

SUPPORTED, HARM, NULL, OPEN = "supported", "refuted-harm", "refuted-null", "inconclusive"
QUICK = "needs --full"
"""What stands in place of a verdict where there are fewer draws than one takes."""
LEAST_DRAWS = 10


@dataclass(frozen=True)
class DrawShares:
    """DrawShares of the draws on the expected side of the band, inside it, and on the other side; they add up to 1.

    ``n`` counts the draws in which the statistic is defined, ``undefined`` those in which it is not.
    """

    expected: float
    inside: float
    other: float
    n: int
    undefined: int
    median: float

    @property
    def largest(self) -> float:
        """The share that decides, if any does."""
        return max(self.expected, self.inside, self.other)

    def columns(self) -> dict[str, float]:
        """Return the columns of a table of B: draws in which ties buffer, do neither, and harm, and the median."""
        return {"buffer": self.expected, "null": self.inside, "harm": self.other, "median": self.median}


def shares(values: FloatArray, zero: float, eps: float, expected: Expected) -> DrawShares:
    """Count draws: beyond zero + eps, within zero +- eps, and beyond zero - eps, seen from the side expected.

    With ``near`` the expected outcome is the band itself, whatever lies outside is ``other``, and ``inside`` is 0.
    """
    known = values[~np.isnan(values)]
    n = len(known)
    if n == 0:
        return DrawShares(*(float("nan"),) * 3, 0, len(values), float("nan"))
    above = float((known > zero + eps).mean())
    below = float((known < zero - eps).mean())
    band = float((np.abs(known - zero) <= eps).mean())
    order = {"above": (above, band, below), "below": (below, band, above), "near": (band, 0.0, above + below)}
    return DrawShares(*order[expected], n, len(values) - n, float(np.median(known)))


def label(found: DrawShares, certainty: float) -> Label:
    """Return the verdict: the outcome that holds at least ``certainty`` of the draws; ``inconclusive`` if none does.

    So few draws that one more could turn the share by a tenth decide nothing.
    """
    if found.n < LEAST_DRAWS:
        return "inconclusive"
    if found.expected >= certainty:
        return "supported"
    if found.other >= certainty:
        return "refuted-harm"
    return "refuted-null" if found.inside >= certainty else "inconclusive"


def holm(found: Mapping[str, DrawShares], certainty: float) -> dict[str, Label]:
    """Return the verdicts after Holm's correction (1979) for the number of claims.

    The tail probability of a verdict is the share of draws that contradict it. Claims are taken from the smallest tail
    on; the i-th of m keeps its verdict while its tail is at most (1 - certainty) / (m - i + 1), and from the first that
    fails on all are inconclusive.
    """
    alpha = 1.0 - certainty
    order = sorted(found, key=lambda name: (1.0 - _share(found[name]), name))
    kept: dict[str, Label] = {}
    holds = True
    for place, name in enumerate(order):
        holds = holds and 1.0 - _share(found[name]) <= alpha / (len(order) - place) + 1e-12
        kept[name] = label(found[name], certainty) if holds else "inconclusive"
    return {name: kept[name] for name in found}


def _share(found: DrawShares) -> float:
    return found.largest if found.n else 0.0


def interval(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of n draws (Wilson 1927): what more draws could still change."""
    return share_interval(0 if np.isnan(share) else round(share * n), 0 if np.isnan(share) else n)


def is_settled(found: DrawShares, certainty: float) -> bool:
    """Return whether more draws of the same kind would hardly change the label."""
    low, high = interval(found.largest, found.n)
    return bool(low >= certainty or high < certainty)
