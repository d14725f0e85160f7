"""The second comparator of B: a world without the effects of ties in which no city is heard either.

Without ties the first comparator keeps what nationalist cities say, so what ties do by giving cities a stake is
measured against cities without one that still speak. Against a world in which they are silent, their voice counts as an
effect of ties. A scenario computes both worlds unless ``arms.unheard`` is off.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd

from cityties.analysis.buffering import BUFFER_INDICES, MAIN_BUFFER, buffer_terms, is_downturn
from cityties.analysis.contrasts import paired
from cityties.analysis.effects import both_arms, crises_of
from cityties.analysis.intervals import mean_interval
from cityties.analysis.observations import Observations
from cityties.experiment.outcomes import OutcomeKey

SHOWN_FROM: Final = 0.02
"""Difference of B between the two comparators from which a page shows both."""


def comparator_table(outcomes: Observations, least_loss: Callable[[str], float]) -> pd.DataFrame:
    """Return B against both comparators and their difference, one row a crisis, dyad and index; none without a second.

    ``n`` pairs of replicates (draws, where there are any) share their random numbers in all three arms; ``least_loss``
    gives the loss below which a crisis is no downturn.
    """
    return pd.DataFrame(list(_rows(outcomes.by_draw(), least_loss)))


def moved_by_silence(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return the rows of the main index in which the second comparator moves B by more than a page passes over.

    Also the number of downturns that were compared.
    """
    if "difference" not in table:
        return table, 0
    rows = table[(table["estimand"] == MAIN_BUFFER) & table["has_downturn"].astype(bool)]
    return rows[rows["difference"].abs() > SHOWN_FROM], len(rows)


def _rows(obs: Observations, least_loss: Callable[[str], float]) -> Iterator[dict[str, Any]]:
    for crisis, where in crises_of(obs):
        for name, measure in BUFFER_INDICES.items():
            arms = both_arms(obs, crisis, where, measure)
            unheard = OutcomeKey(False, True, crisis, where, f"unheard_{measure}")
            if arms is None or unheard not in obs:
                continue
            (value, terms), (against, other_terms) = buffer_terms(*arms), buffer_terms(arms[0], obs.column(unheard))
            low, high = mean_interval(other_terms)
            moved = paired(other_terms, terms)
            yield {
                "crisis": crisis,
                "where": where,
                "estimand": name,
                "has_downturn": bool(is_downturn(float(arms[1].mean()), least_loss(crisis))),
                "n": obs.n,
                "buffer": value,
                "buffer_unheard": against,
                "buffer_unheard_low": float(low),
                "buffer_unheard_high": float(high),
                "difference": against - value,
                "low": moved.low,
                "high": moved.high,
            }
