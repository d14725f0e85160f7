"""Buffering: what damage, recovery and buffering mean, with every threshold and window, in one place.

The gap of a crisis is g(t) = R(t) without it - R(t) with it, in one arm of ties and with the same random numbers: the
damage done by the crisis to official relations R (-1 to 1), relative to the same world without it. From gaps follow the
loss L, the depth D and the half-life h, and from each of these, in paired arms with the pathways of ties and without, a
buffer index B = 1 - with ties / without. B > 0: ties took damage away; B < 0: they added to it.

None of these shows whether relations are good (:func:`level_effect` does), and none says anything about the world
outside the model. Trajectories have shape (..., months), month 0 being that of the shock; leading axes (replicates,
draws, crises) are kept. Where a value is not defined it is ``nan``, never zero.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from cityties.analysis.intervals import mean_interval
from cityties.experiment.outcomes import LOSS_MONTHS, MAIN_MONTHS
from cityties.experiment.recovery import months_to_half
from cityties.kernel.state import FloatArray

THRESHOLD: Final = 0.05
"""|B| up to this size is no buffering worth the name, either way. A convention, fixed before any result was seen."""
THRESHOLDS: Final = (0.02, THRESHOLD, 0.10)
"""The threshold between a stricter and a laxer one, beside which every verdict is shown."""
CERTAINTY: Final = 0.90
"""Share of the draws of parameters that a verdict takes."""
LEAST_LOSS, AT_SEVERITY = 0.5, 0.9
"""The loss (R-months) that a crisis of this severity must do without ties to count as a downturn."""
LEAST_PART: Final = 0.1
"""Share of the loss that its event part or the level must make for a buffer index of its own."""
MAIN_LOSS, MAIN_BUFFER = f"loss_{MAIN_MONTHS}", f"buffer_{MAIN_MONTHS}"
"""Names of the outcome by which ties are judged, and of its buffer index."""
BUFFER_INDICES = {f"buffer_{months}": f"loss_{months}" for months in LOSS_MONTHS} | {"buffer_depth": "depth"}
"""Buffer indices by name, with the outcome of which each is 1 - with ties / without."""


def gap(without_crisis: FloatArray, with_crisis: FloatArray) -> FloatArray:
    """Return g(t) = R(t) without the crisis - R(t) with it (R)."""
    return np.asarray(without_crisis - with_crisis)


def depth(gaps: FloatArray) -> FloatArray:
    """Return D = max over t of g(t), the deepest damage (R); one bad month decides it, however short."""
    return np.asarray(gaps.max(axis=-1))


def loss(gaps: FloatArray, months: int) -> FloatArray:
    """Return L = sum of g(t) over t = 0 .. months - 1 (R-months); a deep short fall may equal a long flat one."""
    return np.asarray(gaps[..., :months].sum(axis=-1))


def half_life(gaps: FloatArray) -> FloatArray:
    """Return h = months from the maximum of g until g <= D / 2; censored at the months left, ``nan`` without damage.

    Reports of a run take it from the mean gap; the outcome ``half_life`` is that of a single replicate.
    """
    lives = months_to_half(gaps)
    return np.where(np.isinf(lives), gaps.shape[-1] - gaps.argmax(axis=-1), lives)


def least_loss(severity: float) -> float:
    """Return the loss below which there is no downturn to buffer (R-months): 0.5 at severity 0.9, in proportion."""
    return LEAST_LOSS * severity / AT_SEVERITY


def is_downturn(loss_off: FloatArray | float, least: FloatArray | float) -> NDArray[np.bool_]:
    """Return whether a loss without ties is large enough to divide by; never where no severity sets a least loss."""
    return np.asarray((np.asarray(least) > 0.0) & (loss_off >= np.asarray(least)))


def buffer_index(on: FloatArray, off: FloatArray, least: float | FloatArray = 0.0) -> FloatArray:
    """Return B = 1 - on / off of losses (B), depths (B_D) or half-lives (B_h); ``nan`` unless off > 0 and >= ``least``.

    A ratio over hardly any loss says nothing, hence the guard. B shows no amounts: see what ties saved, off - on.
    """
    guarded = np.where((off > 0.0) & (off >= least), off, np.nan)
    return np.asarray(1.0 - on / guarded)


def pooled_buffer_index(on: FloatArray, off: FloatArray, least: FloatArray) -> FloatArray:
    """Return B = 1 - sum over crises of L_on / sum over crises of L_off, from losses (crises, draws).

    Crises without a downturn in a draw (L_off below ``least``, one a crisis) are left out of both of its sums.
    """
    counts = (off > 0.0) & (off >= least[:, None])
    return buffer_index(np.where(counts, on, 0.0).sum(axis=0), np.where(counts, off, 0.0).sum(axis=0))


def parted(loss_on: FloatArray, loss_off: FloatArray, level_on: FloatArray, level_off: FloatArray) -> FloatArray:
    """Return B of the event part and of the level (2, ...): of the loss less that of the level, and of that alone.

    The level (ODD 7.16) is what lasts when a dispute is over; its loss is the sum of its gap over the same months. Each
    part counts where it makes at least a tenth of the loss without ties, since a ratio over less says nothing.
    """
    least = np.maximum(LEAST_PART * np.asarray(loss_off), 0.0)
    event = buffer_index(loss_on - level_on, loss_off - level_off, least)
    return np.stack([event, buffer_index(level_on, level_off, least)])


def buffer_terms(on: FloatArray, off: FloatArray) -> tuple[float, FloatArray]:
    """Return B = 1 - sum of on / sum of off over pairs, and one term a pair whose mean is B and whose spread is B's.

    The terms linearise the ratio (Cochran 1977, ch. 6): their variance is that of L_on - r L_off, which is small
    because both arms share their random numbers. ``nan`` where there is no loss to buffer (sum of off not above 0).
    """
    total = float(off.sum())
    if total <= 0.0:
        return float("nan"), np.full(len(off), np.nan)
    ratio = float(on.sum()) / total
    return 1.0 - ratio, 1.0 - ratio - (on - ratio * off) / (total / len(off))


def buffer_band(on: FloatArray, off: FloatArray) -> tuple[float, float, float]:
    """Return B over pairs with the ends of its 95 % Monte Carlo interval; it knows nothing of wrong parameters.

    Where ties do nothing, B and its terms are rounded apart in the last digit; the interval holds B all the same.
    """
    value, terms = buffer_terms(on, off)
    low, high = mean_interval(terms)
    return value, float(np.minimum(value, low)), float(np.maximum(value, high))


def suspension_share(official_with: FloatArray, official_without: FloatArray) -> FloatArray:
    """Return SS = 1 - official events with the crisis / without it, from sums over ``SUSPENSION_MONTHS``.

    Refusals alone would not do: cities refuse in calm times too.
    """
    return buffer_index(official_with, official_without)


def level_effect(on: FloatArray, off: FloatArray) -> FloatArray:
    """Return V = mean R with ties - mean R without (R), in histories without disputes. A level is no buffer."""
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
