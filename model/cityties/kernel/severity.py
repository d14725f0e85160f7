"""Severity: what several submodels ask of a month's incidents before they look at single dyads or ties."""

from cityties.kernel.compiling import compiled
from cityties.kernel.state import DyadState


@compiled
def worst_severity(dyads: DyadState) -> float:
    """Return the severity of the worst incident of this month in any dyad; 0 if there was none."""
    worst = 0.0
    for d in range(len(dyads.severity)):
        worst = max(worst, dyads.severity[d])
    return worst
