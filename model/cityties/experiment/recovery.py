"""Recovery: when half of the damage of a crisis is gone, and whether it is gone for good, in each of many gaps.

A gap is the damage to relations by month (R), month 0 being that of the shock; months run along the last axis. A
history that does not recover while it is followed is censored: nobody knows how long it would have taken. It counts
with all the months followed, more than any that recovers, so that it stands last in every ranking; what share of
histories recovers at all is an outcome of its own.
"""

import numpy as np

from cityties.kernel.state import FloatArray

HEALED = 0.1
"""Share of the greatest damage below which a crisis counts as healed."""


def months_to_half(gaps: FloatArray) -> FloatArray:
    """Return months from the greatest damage until half of it is left (...); ``inf`` if never, ``nan`` without damage.

    Takes gaps of shape (..., months).
    """
    peak = gaps.argmax(axis=-1)
    greatest = np.take_along_axis(gaps, peak[..., None], axis=-1)
    month = np.arange(gaps.shape[-1])
    halved = (gaps <= greatest / 2) & (month >= peak[..., None])
    waited = np.where(halved.any(axis=-1), halved.argmax(axis=-1) - peak, np.inf)
    return np.where(greatest[..., 0] > 0.0, waited, np.nan)


def restricted_half_life(gaps: FloatArray) -> FloatArray:
    """Return the same, with the number of months followed for a gap that is never halved."""
    lives = months_to_half(gaps)
    return np.where(np.isinf(lives), float(gaps.shape[-1]), lives)


def is_halved(gaps: FloatArray) -> FloatArray:
    """Return 1 where half of the damage is gone within the months followed, 0 where not; ``nan`` without damage."""
    lives = months_to_half(gaps)
    return np.where(np.isnan(lives), np.nan, np.isfinite(lives))


def is_healed(gaps: FloatArray) -> FloatArray:
    """Return 1 where less than a tenth of the greatest damage is left for good, else 0; ``nan`` without damage.

    A gap below a tenth in the last month alone shows nothing for good and counts as 0.
    """
    greatest = gaps.max(axis=-1)
    left = (gaps[..., -2:] > HEALED * greatest[..., None]).any(axis=-1)
    return np.where(greatest > 0.0, ~left, np.nan)
