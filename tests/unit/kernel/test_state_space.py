"""Filter and forecasts of two clocks against the joint normal distribution, written out."""

import numpy as np
import pytest

from cityties.kernel.state import FloatArray
from cityties.kernel.state_space import N_STATE, TwoClocks, filtered, run_ahead

P = TwoClocks(
    constant=0.7,
    anger_kept=0.6,
    poll_anger=0.9,
    level_kept=0.98,
    level_loss=0.4,
    value_variance=0.03,
    anger_variance=0.02,
    level_variance=0.01,
    first_variance=1.0,
)
SHOCKS = np.array([0.0, 0.5, 0.2, 0.0, 0.0, 0.8, 0.1, 0.0])
SAMPLING = np.array([0.01, 0.02, 0.0, 0.01, 0.03, 0.0, 0.0, 0.0])
VALUES = np.array([0.5, 0.1, np.nan, 0.4, 0.2, np.nan, np.nan, np.nan])
KNOWN = [0, 1, 3, 4]


def joint() -> tuple[FloatArray, FloatArray]:
    """Mean and covariance of all values at once: what each clock keeps of every earlier shock and noise, summed up."""
    n = len(SHOCKS)
    mean, covariance = np.full(n, P.constant), np.diag(SAMPLING + P.value_variance)
    clocks = (
        (P.anger_kept, P.poll_anger, P.anger_variance, P.anger_variance / (1 - P.anger_kept**2)),
        (P.level_kept, P.level_loss, P.level_variance, P.first_variance),
    )
    for kept, load, noise, first in clocks:
        for t in range(n):
            mean[t] -= load * sum(kept ** (t - then) * SHOCKS[then] for then in range(t + 1))
            for u in range(n):
                common = sum(kept ** (t - then + u - then) for then in range(min(t, u) + 1))
                covariance[t, u] += kept ** (t + u + 2) * first + noise * common
    return mean, covariance


def state_of(end: int) -> tuple[float, FloatArray]:
    state = np.zeros(N_STATE)
    return filtered(VALUES, SAMPLING, SHOCKS, end, 0, P, state), state


def test_the_likelihood_is_that_of_the_joint_normal_of_the_known_values() -> None:
    mean, covariance = joint()
    part = covariance[np.ix_(KNOWN, KNOWN)]
    off = VALUES[KNOWN] - mean[KNOWN]
    expected = -0.5 * (off @ np.linalg.solve(part, off) + np.linalg.slogdet(part)[1] + len(KNOWN) * np.log(2 * np.pi))
    assert state_of(5)[0] == pytest.approx(expected, rel=1e-9)


def test_forecasts_are_the_values_given_those_known() -> None:
    mean, covariance = joint()
    ahead = [5, 6, 7]
    gain = covariance[np.ix_(ahead, KNOWN)] @ np.linalg.inv(covariance[np.ix_(KNOWN, KNOWN)])
    expected = mean[ahead] + gain @ (VALUES[KNOWN] - mean[KNOWN])
    spread = np.diag(covariance[np.ix_(ahead, ahead)] - gain @ covariance[np.ix_(KNOWN, ahead)])
    found, variance = np.zeros(3), np.zeros(3)
    run_ahead(state_of(5)[1], 0.0, SHOCKS, 5, P, found, variance)
    assert found == pytest.approx(expected, rel=1e-9)
    assert variance == pytest.approx(spread, rel=1e-9)


def test_the_first_values_teach_but_do_not_count() -> None:
    state = np.zeros(N_STATE)
    assert filtered(VALUES, SAMPLING, SHOCKS, 5, 5, P, state) == 0.0
    assert state == pytest.approx(state_of(5)[1])
