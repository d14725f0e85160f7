"""Estimands of paired trajectories, one value a draw: what a crisis cost with ties and without, and what ties saved.

All functions are pure. Trajectories have shape (..., months), month 0 being that of the shock; sums and ratios keep the
leading axes (draws). Where a value is not defined it is ``nan``, never zero.
"""

import numpy as np

from cityties.kernel.state import FloatArray

LEAST_LOSS, AT_SEVERITY = 0.5, 0.9


def gap(without_crisis: FloatArray, with_crisis: FloatArray) -> FloatArray:
    """Return g(t) = R(t) without the crisis - R(t) with it, in one arm and with one luck: the damage of the crisis."""
    return np.asarray(without_crisis - with_crisis)


def depth(gaps: FloatArray) -> FloatArray:
    """Return D = max over t of g(t)."""
    return np.asarray(gaps.max(axis=-1))


def loss(gaps: FloatArray, months: int) -> FloatArray:
    """Return L = sum of g(t) over t = 0 .. months - 1, in R-months."""
    return np.asarray(gaps[..., :months].sum(axis=-1))


def half_lives(gaps: FloatArray) -> FloatArray:
    """Return h = months from the maximum of g until g <= D/2, censored at the months left; ``nan`` without damage."""
    flat = gaps.reshape(-1, gaps.shape[-1])
    lives = np.full(len(flat), np.nan)
    for row, one in enumerate(flat):
        peak = int(one.argmax())
        if one[peak] > 0.0:
            below = np.flatnonzero(one[peak:] <= one[peak] / 2)
            lives[row] = below[0] if len(below) else len(one) - peak
    return lives.reshape(gaps.shape[:-1])


def least_loss(severity: float) -> float:
    """Return the loss below which there is no downturn to buffer: 0.5 R-months at severity 0.9, in proportion."""
    return LEAST_LOSS * severity / AT_SEVERITY


def buffer(on: FloatArray, off: FloatArray, least: float | FloatArray = 0.0) -> FloatArray:
    """Return B = 1 - on / off for losses (B), depths (B_D) or half-lives (B_h); ``nan`` unless off > ``least``.

    B > 0: ties took damage away; B < 0: they added to it. A ratio over hardly any loss says nothing, hence the guard.
    """
    guarded = np.where((off > 0.0) & (off >= least), off, np.nan)
    return np.asarray(1.0 - on / guarded)


def pooled_buffer(on: FloatArray, off: FloatArray, least: FloatArray) -> FloatArray:
    """Return B = 1 - sum over crises of L_on / sum over crises of L_off, from losses (crises, draws).

    Crises without a downturn in a draw (L_off below ``least``, one a crisis) are left out of both of its sums.
    """
    counts = (off > 0.0) & (off >= least[:, None])
    return buffer(np.where(counts, on, 0.0).sum(axis=0), np.where(counts, off, 0.0).sum(axis=0))


def saved(on: FloatArray, off: FloatArray) -> FloatArray:
    """Return S = off - on, the damage that ties took away, in R-months: the difference beside the ratio B."""
    return np.asarray(off - on)


def level_effect(on: FloatArray, off: FloatArray) -> FloatArray:
    """Return V = mean R with ties - mean R without, in worlds without quarrels. Level is not buffering."""
    return np.asarray(on - off)


def insulation(
    exchange_with: FloatArray, exchange_without: FloatArray, with_crisis: FloatArray, without_crisis: FloatArray
) -> FloatArray:
    """Return eta = ln(Y with / Y without) / ln(R' with / R' without), with R' = (R + 1) / 2 in (0, 1].

    eta = 0: exchange does not notice; 0 < eta < 1: it falls less than relations; eta >= 1: it falls as much or more;
    eta < 0: it grows. ``nan`` where relations did not fall or no exchange was left.
    """
    fell = (with_crisis < without_crisis) & (with_crisis > -1.0)
    counts = fell & (exchange_with > 0.0) & (exchange_without > 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        eta = np.log(exchange_with / exchange_without) / np.log((with_crisis + 1.0) / (without_crisis + 1.0))
    return np.where(counts, eta, np.nan)


def survival(met: FloatArray, awake: FloatArray) -> FloatArray:
    """Return TS = share of the ties awake before the shock that met at least once in months 1-12.

    ``met`` and ``awake`` are 0 or 1 (..., ties).
    """
    n = awake.sum(axis=-1)
    return np.where(n > 0, (met * awake).sum(axis=-1) / np.maximum(n, 1), np.nan)


def suspension(official_with: FloatArray, official_without: FloatArray) -> FloatArray:
    """Return SS = 1 - official events with the crisis / without it, months 0-3.

    Refusals alone would not do: cities refuse in calm times too.
    """
    return buffer(official_with, official_without)
