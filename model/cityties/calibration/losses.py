"""The buffer indices of an ensemble: what its draws, before and after they are held against data, say of ties."""

from dataclasses import dataclass

import numpy as np

from cityties.analysis.buffering import THRESHOLD, buffer_index, least_loss
from cityties.calibration.ensemble import Simulated
from cityties.calibration.reading import OFF, ON, SEVERITY
from cityties.kernel.state import FloatArray

POOLED = "pooled"


@dataclass(frozen=True)
class Buffers:
    """Buffer indices of every draw: ``values`` (draws, crises and pooled), ``nan`` where a draw has no downturn."""

    names: tuple[str, ...]
    values: FloatArray

    @property
    def pooled(self) -> FloatArray:
        """B over all crises (draws)."""
        return np.asarray(self.values[:, -1])


def buffers_of(simulated: Simulated, part: str, crises: tuple[str, ...]) -> Buffers:
    """Return B of every crisis and pooled over crises, from losses summed over the replicates of each draw."""
    on, off, severity = (
        np.array([simulated.column(f"{part}: {what} {crisis}").mean(axis=1) for crisis in crises])
        for what in (ON, OFF, SEVERITY)
    )
    least = np.vectorize(least_loss, otypes=[float])(severity) if severity.size else severity
    single = buffer_index(on, off, least)
    counts = (off > 0.0) & (off >= least)
    pooled = buffer_index(*(np.where(counts, losses, 0.0).sum(axis=0) for losses in (on, off)))
    return Buffers((*crises, POOLED), np.vstack([single, pooled[None]]).T)


def label_shares(values: FloatArray, weights: FloatArray) -> tuple[float, float, float]:
    """Return the weighted shares of draws in which ties buffer, do neither, and harm, among those with a downturn."""
    known = ~np.isnan(values)
    total = float(weights[known].sum())
    if total <= 0.0:
        return float("nan"), float("nan"), float("nan")
    kept, share = values[known], weights[known] / total
    return tuple(float(share[mask].sum()) for mask in (kept > THRESHOLD, abs(kept) <= THRESHOLD, kept < -THRESHOLD))  # type: ignore[return-value]
