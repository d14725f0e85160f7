"""Statistics of whole histories: signings, exchange, trends, who goes with whom, how equally ties are spread."""

import numpy as np
from numpy.typing import NDArray

from cityties.analysis.association import rank_correlation, slope
from cityties.claims.declared import Claim
from cityties.claims.evidence import Evidence, sum_of
from cityties.kernel.state import FloatArray

LEAST_YEARS = 3


def signings(world: Evidence) -> FloatArray:
    """Return the number of ties signed over the history, all dyads together."""
    return sum_of([world.of_history("signed", dyad) for dyad in world.dyads])


def lasting_exchange(claim: Claim, world: Evidence) -> FloatArray:
    """Return the exchange in the claim's years, all dyads together (sum of yearly means)."""
    total = np.zeros(world.n)
    for dyad in world.dyads:
        years, values = world.by_year("exchange", dyad)
        total += values[:, _counted(years, claim)].sum(axis=1)
    return total


def goodwill_slope(claim: Claim, world: Evidence) -> FloatArray:
    """Return the least-squares trend of mood over the claim's years, per decade, mean over all publics."""
    trends = []
    for dyad in world.dyads:
        for mood in ("mood_a", "mood_b"):
            years, values = world.by_year(mood, dyad)
            counted = _counted(years, claim)
            trends.append(10.0 * slope(values[:, counted], years[counted]))
    return np.asarray(np.mean(trends, axis=0))


def _counted(years: FloatArray, claim: Claim) -> NDArray[np.bool_]:
    first, last = claim.years or (-np.inf, np.inf)
    return (years >= first) & (years <= last)


def naive_correlation(_claim: Claim, world: Evidence) -> FloatArray:
    """Return Spearman's correlation over years of relations R(t) and signings ties(t + 1) - ties(t), mean over dyads.

    What a reader of the two series would take for an effect of ties, or on ties. Years before the first tie do not
    count; ``nan`` where a dyad has fewer than three others, or nothing moves.
    """
    found = np.full((world.n, len(world.dyads)), np.nan)
    for column, dyad in enumerate(world.dyads):
        _, relations = world.by_year("relations", dyad)
        _, ties = world.by_year("ties", dyad)
        for draw in range(len(ties)):
            alive = ties[draw, :-1] > 0
            if alive.sum() >= LEAST_YEARS:
                found[draw, column] = rank_correlation(relations[draw, :-1][alive], np.diff(ties[draw])[alive])
    return _mean_of_known(found)


def climate_correlation(_claim: Claim, world: Evidence) -> FloatArray:
    """Return Spearman's correlation over years of the business climate and relations, mean over dyads."""
    found = np.full((world.n, len(world.dyads)), np.nan)
    for column, dyad in enumerate(world.dyads):
        _, climate = world.by_year("economy", dyad)
        _, relations = world.by_year("relations", dyad)
        found[:, column] = [rank_correlation(*pair) for pair in zip(climate, relations, strict=True)]
    return _mean_of_known(found)


def ties_gini(_claim: Claim, world: Evidence) -> FloatArray:
    """Return the Gini coefficient of the number of ties over a nation's cities at the end, mean over nations.

    0: every city has as many; near 1: one city has them all.
    """
    return _mean_of_known(np.column_stack([world.of_history("gini", nation) for nation in world.nations]))


def _mean_of_known(values: FloatArray) -> FloatArray:
    known = ~np.isnan(values)
    sums = np.where(known, values, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), sums / np.maximum(known.sum(axis=1), 1), np.nan)
