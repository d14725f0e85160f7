"""Power: could one history alone recover the sign of B? And what evidence do famous anecdotes carry?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cityties.analysis.association import rank_correlation
from cityties.claims.estimands import buffer_claim, pooled
from cityties.claims.evidence import Evidence, asked_crises
from cityties.kernel.state import FloatArray
from cityties.tables.language import msg

OBSERVED = (
    "relations_year_with",
    "relations_with",
    "official_with",
    "official_year_with",
    "people_with",
    "suspended_peak",
)
"""What one history shows of each crisis; the world without the crisis, or without ties, nobody sees."""
KNOWN_B = (-0.2, -0.1, 0.0, 0.1, 0.2)
HALF_BIN = 0.05
FOLDS, PENALTY = 10, 10.0
ENOUGH, LEAST_HISTORIES = 0.80, 10
OVER_HALF = 0.5
SURVIVED = msg("over half of all ties still met in the year after a dispute")
FAMOUS = msg("the strongest tie met officially in the year of every dispute")
"""Anecdotes of the articles; after the second stands the code of a pair of nations."""
NOT_SOFTEN, NEITHER = "ties do not soften", "ties do neither"
"""Draws that an anecdote is compared with: all in which B is at most eps, and those of them that do not harm either."""
_BUFFER = buffer_claim()


def recovery_table(world: Evidence, eps: float) -> pd.DataFrame:
    """Return, by true B, in how many synthetic histories a fitted reader recovers the sign.

    Every draw is a history of known B. A reader who has seen nine tenths of them, with their B, predicts that of the
    rest from what one history shows (ridge regression on standardised observables). That reader knows the model to be
    true and its priors to be right, so the rate is an upper bound. At B = 0 right means within ``eps`` of zero.
    """
    true, seen = pooled(_BUFFER, world), observables(world)
    known = ~np.isnan(true) & ~np.isnan(seen).any(axis=1)
    guess = np.full(len(true), np.nan)
    guess[known] = cross_predicted(seen[known], true[known])
    rows = []
    for value in KNOWN_B:
        inside = known & (np.abs(true - value) <= HALF_BIN)
        right = np.abs(guess) <= eps if value == 0.0 else np.sign(guess) == np.sign(value)
        n = int(inside.sum())
        share = float(right[inside].mean()) if n else float("nan")
        rows.append(
            {"true_b": value, "histories": n, "right": share, "enough": n >= LEAST_HISTORIES and share >= ENOUGH}
        )
    return pd.DataFrame(rows)


def observables(world: Evidence) -> FloatArray:
    """Return what a reader of one history sees (draws, observables): every measure of every crisis, with ties."""
    names = asked_crises(world, ())
    return np.column_stack([world.of_crisis(name, measure) for name in names for measure in OBSERVED])


def cross_predicted(seen: FloatArray, wanted: FloatArray) -> FloatArray:
    """Return predictions of each value from the others' folds alone, by ridge regression on standardised columns."""
    found = np.full(len(wanted), wanted.mean())
    folds = np.arange(len(wanted)) % FOLDS
    for fold in np.unique(folds) if len(wanted) > FOLDS else ():
        train, test = folds != fold, folds == fold
        centre, scale = seen[train].mean(axis=0), seen[train].std(axis=0)
        kept = scale > 0.0
        x = (seen[:, kept] - centre[kept]) / scale[kept]
        gram = x[train].T @ x[train] + PENALTY * np.eye(int(kept.sum()))
        weights = np.linalg.solve(gram, x[train].T @ (wanted[train] - wanted[train].mean()))
        found[test] = wanted[train].mean() + x[test] @ weights
    return found


@dataclass(frozen=True)
class LikelihoodRatio:
    """How much more often an anecdote holds where ties buffer than where they do not; near 1 it is no evidence.

    ``elsewhere`` names the draws that it is compared with. ``low`` and ``high`` are the 95 % interval (log method of
    Katz 1978, half a case added to each cell).
    """

    anecdote: str
    elsewhere: str
    given_buffer: float
    given_none: float
    ratio: float
    low: float
    high: float
    n_buffer: int
    n_none: int


def likelihood_ratio(
    anecdote: str, holds: FloatArray, buffer: FloatArray, eps: float, elsewhere: str = NOT_SOFTEN
) -> LikelihoodRatio:
    """Return Pr(anecdote | B > eps) / Pr(anecdote | elsewhere) over draws; ``holds`` is 1 where the anecdote does.

    Elsewhere is B <= eps, or |B| <= eps where harm is left out too.
    """
    known = ~np.isnan(holds) & ~np.isnan(buffer)
    others = buffer <= eps if elsewhere == NOT_SOFTEN else np.abs(buffer) <= eps
    yes, no = holds[known & (buffer > eps)], holds[known & others]
    cells = [((group.sum() + 0.5), (len(group) + 1.0)) for group in (yes, no)]
    (a, n), (b, m) = cells
    ratio = (a / n) / (b / m)
    from scipy.stats import norm  # noqa: PLC0415 - takes a second to import

    spread = float(norm.ppf(0.975)) * float(np.sqrt(1 / a - 1 / n + 1 / b - 1 / m))
    return LikelihoodRatio(
        anecdote,
        elsewhere,
        float(yes.mean()) if len(yes) else float("nan"),
        float(no.mean()) if len(no) else float("nan"),
        ratio,
        float(ratio * np.exp(-spread)),
        float(ratio * np.exp(spread)),
        len(yes),
        len(no),
    )


def anecdotes(world: Evidence, eps: float, pair: str) -> tuple[list[LikelihoodRatio], float]:
    """Return the likelihood ratios of the articles' anecdotes, and the rank correlation of tie survival with B (R8).

    ``pair`` is the code of the pair of nations whose strongest tie was followed.
    """
    buffer = pooled(_BUFFER, world)
    names = asked_crises(world, ())
    alive = np.mean([world.of_crisis(name, "survival_any") for name in names], axis=0)
    survived = np.where(np.isnan(alive), np.nan, alive > OVER_HALF)
    cases = {SURVIVED: survived}
    famous = world.of_panel("famous_ties_met")
    if not np.isnan(famous).all():
        cases[f"{FAMOUS}, {pair}"] = famous
    found = [
        likelihood_ratio(anecdote, holds, buffer, eps, elsewhere)
        for anecdote, holds in cases.items()
        for elsewhere in (NOT_SOFTEN, NEITHER)
    ]
    return found, rank_correlation(alive, buffer)
