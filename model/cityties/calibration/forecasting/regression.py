"""Log odds within groups: a logistic regression with one intercept a group, held finite by a weak prior."""

import numpy as np
from numpy.typing import NDArray

from cityties.kernel.state import FloatArray

SPREAD = 2.5
"""Standard deviation of the prior of each effect and intercept, in log odds of a standardised trait (Gelman 2008).

Without it a group that is all of one kind, or a trait that separates, has no finite answer.
"""
STEPS, CLOSE = 30, 1e-8


def log_odds_within(happened: NDArray[np.bool_], traits: FloatArray, group: NDArray[np.str_]) -> tuple[float, ...]:
    """Return the change of the log odds by one unit of each trait (rows, traits), given the group of each row.

    Rows with a trait that is not known are left out. ``nan`` for a trait that is the same everywhere, and for all
    where nothing varies.
    """
    known = np.isfinite(traits).all(axis=1)
    y, traits, group = happened[known].astype(np.float64), traits[known], group[known]
    if len(y) == 0 or y.min() == y.max():
        return tuple([float("nan")] * traits.shape[1])
    spread = traits.std(axis=0)
    moving = spread > 0.0
    scaled = (traits - traits.mean(axis=0))[:, moving] / spread[moving]
    _, place = np.unique(group, return_inverse=True)
    design = np.column_stack([scaled, np.ones(len(y)), np.eye(int(place.max()) + 1)[place]])
    weight = np.full(design.shape[1], SPREAD**-2)
    effects = _maximum(design, y, weight)
    found = np.full(traits.shape[1], np.nan)
    found[moving] = effects[: int(moving.sum())] / spread[moving]
    return tuple(float(one) for one in found)


def _maximum(design: FloatArray, y: FloatArray, weight: FloatArray) -> FloatArray:
    """Return the effects of highest posterior density, by Newton's method."""
    effects = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-design @ effects))
        slope = design.T @ (y - chance) - weight * effects
        curve = (design.T * (chance * (1.0 - chance))) @ design + np.diag(weight)
        step = np.linalg.solve(curve, slope)
        effects += step
        if np.abs(step).max() < CLOSE:
            break
    return effects
