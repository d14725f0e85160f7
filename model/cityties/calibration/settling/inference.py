"""Inference: a reader who has seen many simulated histories with their B says how probable B > 0 is in others.

The reader is two (scikit-learn), whose log odds are averaged: randomised trees, which find what acts only together, and
a logistic regression on normal scores, which needs fewer histories for what adds up. Both are under cross-validation by
draw: no history of a draw is judged by one who saw another history of it. They know the model to be true and the priors
to be right, so what they cannot tell hardly anybody could by these data; a better reader could do slightly better.
Boosted trees took five times as long for the same shares.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from threadpoolctl import threadpool_limits

from cityties.analysis.shares import share_interval
from cityties.kernel.state import FloatArray, IntArray

FOLDS: Final = 3
SURE: Final = 0.9
TREES: Final[dict[str, Any]] = {"n_estimators": 100, "min_samples_leaf": 5, "random_state": 0, "n_jobs": 1}
MOST_TRIED, ALL_TRIED = 0.5, 100
"""Share of the numbers seen that trees try at each question; all of them where there are no more than so many."""
PENALTY: Final = 10.0
"""Weight of the squared coefficients of the regression, in histories."""
SCORES: Final = 100
"""Quantiles by which a number is brought to the normal scale."""
FURTHEST: Final = 0.01
"""Probability nearest to 0 or 1 that a reader states."""


@dataclass(frozen=True)
class Recovery:
    """How well signs were recovered: shares over ``draws``, with the 95 % interval of ``recovered``.

    ``guess`` is the share of the commoner sign; ``stated`` the mean probability that the reader gave to the sign it
    named, equal to ``recovered`` where its probabilities are calibrated; ``sure`` the share named with at least 0.9,
    and ``sure_right`` how many of these were right.
    """

    draws: int
    recovered: float
    low: float
    high: float
    guess: float
    stated: float
    sure: float
    sure_right: float


def recovery(seen: FloatArray, buffer: FloatArray, eps: float) -> Recovery:
    """Return how well the sign of B follows from what is seen (draws * replicates, numbers), where |B| > ``eps``.

    ``buffer`` holds B of every draw; the rows of a draw stand together. Replicates are averaged within a draw, and the
    interval counts draws, because histories of one draw are no independent evidence.
    """
    replicates = len(seen) // len(buffer)
    known = ~np.isnan(buffer) & (np.abs(np.nan_to_num(buffer)) > eps)
    rows = np.repeat(known, replicates)
    positive = np.repeat(buffer[known] > 0.0, replicates)
    draws = int(known.sum())
    share = float((buffer[known] > 0.0).mean()) if draws else float("nan")
    if draws < 2 * FOLDS or share in (0.0, 1.0):
        nothing = float("nan")
        return Recovery(draws, nothing, nothing, nothing, max(share, 1.0 - share), nothing, nothing, nothing)
    probability = stated_probabilities(seen[rows], positive, np.repeat(np.arange(draws), replicates))
    right = (probability > 0.5) == positive
    named = np.maximum(probability, 1.0 - probability)
    certain = named >= SURE
    by_draw = right.reshape(draws, replicates).mean(axis=1)
    return Recovery(
        draws,
        float(by_draw.mean()),
        *share_interval(round(float(by_draw.sum())), draws),
        max(share, 1.0 - share),
        float(named.mean()),
        float(certain.mean()),
        float(right[certain].mean()) if certain.any() else float("nan"),
    )


def stated_probabilities(seen: FloatArray, positive: NDArray[np.bool_], draw: IntArray) -> FloatArray:
    """Return the probability of a positive sign of every row, stated by a reader who saw no row of its draw."""
    found = np.full(len(seen), np.nan)
    fold = draw % FOLDS
    for one in range(FOLDS):
        train, test = fold != one, fold == one
        varies = np.array([len(np.unique(column[~np.isnan(column)])) > 1 for column in seen[train].T], dtype=bool)
        if not varies.any() or len(set(positive[train].tolist())) == 1:
            found[test] = float(positive[train].mean())  # nothing to be read, as where no city is without a tie
            continue
        kept = seen[:, varies]
        filled = np.where(np.isnan(kept), np.nanmedian(kept[train], axis=0), kept)
        found[test] = _read(filled[train], positive[train], filled[test])
    return found


def _read(known: FloatArray, positive: NDArray[np.bool_], asked: FloatArray) -> FloatArray:
    """Return the probability of a positive sign of the rows asked, from rows of which the sign is known."""
    # takes a second to import
    from sklearn.ensemble import ExtraTreesClassifier  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import QuantileTransformer  # noqa: PLC0415

    tried = 1.0 if known.shape[1] <= ALL_TRIED else MOST_TRIED
    scores = QuantileTransformer(n_quantiles=min(SCORES, len(known)), output_distribution="normal", subsample=None)
    readers = (
        ExtraTreesClassifier(max_features=tried, **TREES),
        make_pipeline(scores, LogisticRegression(C=1.0 / PENALTY, max_iter=300)),
    )
    with threadpool_limits(1):  # more threads than cores take twenty times as long
        stated = [reader.fit(known, positive).predict_proba(asked)[:, 1] for reader in readers]
    odds = [logit(np.clip(one, FURTHEST, 1.0 - FURTHEST)) for one in stated]
    return np.asarray(expit(np.mean(odds, axis=0)))
