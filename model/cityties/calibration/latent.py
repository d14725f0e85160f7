"""Draws on one scale: every prior as a standard normal, so that a distance means the same for all keys."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from cityties.calibration.proposal import Proposal
from cityties.experiment.sampling import share_of_draw, value_within
from cityties.kernel.state import FloatArray

FURTHEST = 8.0
DIGITS = 6
"""Digits of a value that is made on this scale: more would depend on the machine's arithmetic."""


def latent_of_draws(proposal: Proposal, draws: Sequence[int]) -> FloatArray:
    """Return the places of draws from the priors on the normal scale (draws, keys)."""
    shares = [[share_of_draw(proposal.seed, draw, key) for key in proposal.keys] for draw in draws]
    return np.asarray(ndtri(np.array(shares).reshape(len(draws), len(proposal.keys))))


def values_of_latent(proposal: Proposal, places: FloatArray) -> FloatArray:
    """Return the values at places on the normal scale (draws, keys), each rounded to a few digits."""
    shares = ndtr(np.clip(places, -FURTHEST, FURTHEST))
    priors = list(proposal.priors.values())
    return np.array(
        [
            [float(f"{value_within(prior, share):.{DIGITS}g}") for prior, share in zip(priors, row, strict=True)]
            for row in shares.tolist()
        ]
    ).reshape(shares.shape)
