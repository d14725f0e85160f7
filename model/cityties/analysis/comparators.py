"""The second comparator of B: a world without the effects of ties in which no city is heard either.

Without ties the first comparator keeps what nationalist cities say, so what ties do by giving cities a stake is
measured against cities without one that still speak. Against a world in which they are silent, their voice counts as an
effect of ties. That world is the ties-off arm of a case that differs in ``lobbying`` being off alone.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pandas as pd

from cityties.analysis.buffering import BUFFER_INDICES, buffer_terms, is_downturn
from cityties.analysis.cases import Case, flattened
from cityties.analysis.contrasts import paired
from cityties.analysis.effects import both_arms, crises_of, share_random_numbers
from cityties.analysis.intervals import mean_interval
from cityties.analysis.observations import aligned

SHOWN_FROM: Final = 0.02
"""Difference of B between the two comparators from which a page shows both."""
LOBBYING = ("mechanisms", "lobbying")
FOR_PEOPLE = (("name",), ("title",), ("question",))


def silent_case(case: Case, others: Sequence[Case]) -> Case | None:
    """Return the case that differs from one in ``lobbying`` being off alone; None without one, or if it is that one."""
    here = _settings(case)
    if not here.get(LOBBYING, True):
        return None
    for other in others:
        there = _settings(other)
        differing = {key for key in here | there if here.get(key) != there.get(key)}
        if differing == {LOBBYING} and case.world_digest == other.world_digest and share_random_numbers(case, other):
            return other
    return None


def _settings(case: Case) -> dict[tuple[str, ...], Any]:
    return {path: value for path, value in flattened(case.settings) if path not in FOR_PEOPLE}


def comparator_table(case: Case, others: Sequence[Case]) -> pd.DataFrame:
    """Return B against both comparators and their difference, one row a crisis, dyad and index; none without a second.

    ``n`` pairs of replicates (draws, where there are any) share their random numbers in all three arms.
    """
    silent = silent_case(case, others)
    return pd.DataFrame(list(_rows(case, silent)) if silent is not None else [])


def _rows(case: Case, silent: Case) -> Iterator[dict[str, Any]]:
    ours, theirs = (obs.by_draw() for obs in aligned(case.observations, silent.observations))
    for crisis, where in crises_of(ours):
        for name, measure in BUFFER_INDICES.items():
            here, there = both_arms(ours, crisis, where, measure), both_arms(theirs, crisis, where, measure)
            if here is None or there is None:
                continue
            (value, terms), (unheard, other_terms) = buffer_terms(*here), buffer_terms(here[0], there[1])
            low, high = mean_interval(other_terms)
            least = case.least_loss(crisis)
            moved = paired(other_terms, terms)
            yield {
                "crisis": crisis,
                "where": where,
                "estimand": name,
                "has_downturn": bool(is_downturn(float(here[1].mean()), least)),
                "n": ours.n,
                "buffer": value,
                "buffer_unheard": unheard,
                "buffer_unheard_low": float(low),
                "buffer_unheard_high": float(high),
                "difference": unheard - value,
                "low": moved.low,
                "high": moved.high,
            }
