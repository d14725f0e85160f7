"""Two clocks as a linear state-space model (ODD 6.1): filtered to what is known, then run ahead as a normal fan.

It is the model's own rule of publics without ties and without rekindled anger: anger N falls by its mean life and
rises with every shock, the level l returns slowly and falls with every shock, and a record shows l less N. Both are
moved by normal noise besides.
"""

from typing import NamedTuple

import numpy as np

from cityties.kernel.compiling import entry
from cityties.kernel.state import FloatArray

LN_TWO_PI = 1.8378770664093453
N_STATE = 5
"""What is known at a time: anger, level, their variances and their covariance."""


class TwoClocks(NamedTuple):
    """The parameters of one series; rates are per period of the series, loadings in units of its link.

    ``constant`` is the value of the record at rest, ``anger_kept`` and ``level_kept`` the share left after a period,
    ``poll_anger`` and ``level_loss`` what a shock of severity 1 adds to the event part and takes from the level. The
    others are variances: of a value about its state, of the monthly noise of anger and of the level, and of the level
    before the first value.
    """

    constant: float
    anger_kept: float
    poll_anger: float
    level_kept: float
    level_loss: float
    value_variance: float
    anger_variance: float
    level_variance: float
    first_variance: float


@entry
def filtered(
    values: FloatArray, sampling: FloatArray, shocks: FloatArray, end: int, skip: int, p: TwoClocks, state: FloatArray
) -> float:
    """Filter the values before ``end`` into ``state`` (N_STATE); return their log likelihood but for the first ones.

    ``sampling`` holds the sampling variances, ``shocks`` the severity felt in each period. Values that are nan are
    taken as unknown; those before ``skip`` teach the state but do not count.
    """
    anger, level, a, b, ab = 0.0, 0.0, 1.0, p.first_variance, 0.0
    if p.anger_variance < 1.0 - p.anger_kept * p.anger_kept:
        a = p.anger_variance / (1.0 - p.anger_kept * p.anger_kept)
    likelihood = 0.0
    for t in range(end):
        anger = p.anger_kept * anger + p.poll_anger * shocks[t]
        level = p.level_kept * level - p.level_loss * shocks[t]
        a = p.anger_kept * p.anger_kept * a + p.anger_variance
        b = p.level_kept * p.level_kept * b + p.level_variance
        ab = p.anger_kept * p.level_kept * ab
        if np.isnan(values[t]):
            continue
        surprise = values[t] - p.constant - level + anger
        variance = a + b - 2.0 * ab + p.value_variance + sampling[t]
        if t >= skip:
            likelihood -= 0.5 * (LN_TWO_PI + np.log(variance) + surprise * surprise / variance)
        to_anger, to_level = (ab - a) / variance, (b - ab) / variance
        anger += to_anger * surprise
        level += to_level * surprise
        # the covariance last: the gains above are those of before the value
        seen_a, seen_b = ab - a, b - ab
        a -= to_anger * seen_a
        b -= to_level * seen_b
        ab -= to_anger * seen_b
    state[0], state[1], state[2], state[3], state[4] = anger, level, a, b, ab
    return likelihood


@entry
def run_ahead(
    state: FloatArray,
    sampling: float,
    shocks: FloatArray,
    start: int,
    p: TwoClocks,
    mean: FloatArray,
    variance: FloatArray,
) -> None:
    """Write the normal forecasts of the values from period ``start`` on, as many as ``mean`` has room for.

    Shocks are given; ``sampling`` is the sampling variance expected of each value.
    """
    anger, level, a, b, ab = state[0], state[1], state[2], state[3], state[4]
    for step in range(len(mean)):
        anger = p.anger_kept * anger + p.poll_anger * shocks[start + step]
        level = p.level_kept * level - p.level_loss * shocks[start + step]
        a = p.anger_kept * p.anger_kept * a + p.anger_variance
        b = p.level_kept * p.level_kept * b + p.level_variance
        ab = p.anger_kept * p.level_kept * ab
        mean[step] = p.constant + level - anger
        variance[step] = a + b - 2.0 * ab + p.value_variance + sampling
