"""Baselines of a forecast that know no cities: every tie in a dispute acts with one chance, or with its public's.

What acts is suspended, or now and then ended, within the first four months; what is suspended may be taken up again.
The chances (``assumptions.csv``) rest on the record of another region.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cityties.calibration.forecasting.courses import Fate, Fates, Ties
from cityties.kernel.state import FloatArray
from cityties.tables.declared_forecast import ACTS, ENDS, OPINION_SHIFT, RETURNS

MONTHS_TO_ACT = 4
"""Months within which a tie acts, if it does, as in the record of ties that a crisis hit."""
NEVER_ASKED = 0.5
"""Share unfriendly where no public was asked about a partner."""


def drawn_fates(ties: Ties, acting: FloatArray, assumed: Mapping[str, float], months: int, seed: list[int]) -> Fates:
    """Return courses (1 + months, ties) in which each tie in a dispute acts with its chance ``acting``."""
    random = np.random.default_rng(seed)
    acts = ties.in_dispute & (random.random(len(ties)) < acting)
    begins = random.integers(1, MONTHS_TO_ACT + 1, len(ties))
    ends = random.random(len(ties)) < assumed[ENDS]
    back = begins + random.geometric(max(assumed[RETURNS], 1e-9), len(ties))
    row = np.arange(months + 1)[:, None]
    suspended = acts & (row >= begins) & (row < back)
    ended = acts & ends & (row >= begins)
    return np.where(ended, Fate.ENDED, np.where(suspended, Fate.SUSPENDED, Fate.KEPT)).astype(np.int8)


def one_share(ties: Ties, assumed: Mapping[str, float]) -> FloatArray:
    """Return the same chance of acting for every tie."""
    return np.full(len(ties), assumed[ACTS])


def opinion_share(ties: Ties, unfriendly: Mapping[tuple[str, str], float], assumed: Mapping[str, float]) -> FloatArray:
    """Return as chance of acting the share unfriendly of the town's public, its log odds shifted alike for all."""
    share = np.array(
        [unfriendly.get(pair, NEVER_ASKED) for pair in zip(ties.country.tolist(), ties.partner.tolist(), strict=True)]
    )
    odds = share / (1.0 - share) * np.exp(assumed[OPINION_SHIFT])
    return np.asarray(odds / (1.0 + odds))


def unfriendly_shares(
    polls: pd.DataFrame, countries: list[str], partners: tuple[str, ...], month: int
) -> dict[tuple[str, str], float]:
    """Return the share unfriendly of each country's public about each partner, by the first poll from a month on.

    Without such a poll it is that of the last one before; a public that was never asked has the median of those asked.
    """
    found: dict[tuple[str, str], float] = {}
    known = polls.dropna(subset=["share_unfriendly"])
    for partner in partners:
        of_partner = {}
        for country, rows in known[known["about"] == partner].groupby("of"):
            later = rows[rows["date"] >= month].sort_values("date")
            one = later.iloc[0] if len(later) else rows.sort_values("date").iloc[-1]
            of_partner[str(country)] = float(np.clip(one["share_unfriendly"], 0.001, 0.999))
        usual = float(np.median(list(of_partner.values()))) if of_partner else NEVER_ASKED
        found |= {(country, partner): of_partner.get(country, usual) for country in countries}
    return found
