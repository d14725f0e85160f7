"""Inference: a reader who has seen many simulated histories with their B says how probable B > 0 is in others.

The reader is a gradient-boosted classifier (scikit-learn) under cross-validation by draw: no history of a draw is
judged by one who saw another history of it. It knows the model to be true and the priors to be right, so what it cannot
tell nobody could by these data; a better reader could do slightly better.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cityties.analysis.shares import share_interval
from cityties.kernel.state import FloatArray, IntArray

FOLDS: Final = 3
SURE: Final = 0.9
SETTINGS: Final[dict[str, Any]] = {
    "max_iter": 60,
    "learning_rate": 0.11,
    "max_leaf_nodes": 10,
    "min_samples_leaf": 20,
    "l2_regularization": 3.0,
    "max_bins": 63,
    "early_stopping": False,
    "random_state": 0,
}


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
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - takes a second to import

    found = np.full(len(seen), np.nan)
    fold = draw % FOLDS
    for one in range(FOLDS):
        train, test = fold != one, fold == one
        varies = np.array([len(np.unique(column[~np.isnan(column)])) > 1 for column in seen[train].T], dtype=bool)
        if not varies.any() or len(set(positive[train].tolist())) == 1:
            found[test] = float(positive[train].mean())  # nothing to be read, as where no city is without a tie
            continue
        reader = HistGradientBoostingClassifier(**SETTINGS).fit(seen[train][:, varies], positive[train])
        found[test] = reader.predict_proba(seen[test][:, varies])[:, 1]
    return found
