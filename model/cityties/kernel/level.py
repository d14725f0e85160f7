"""Level (ODD 7.16): what a dispute leaves standing when the dispute itself is over, and how it heals in years."""

from cityties.kernel.compiling import compiled
from cityties.kernel.state import DyadState


@compiled
def settle(dyads: DyadState, baseline: float, d: int, healing: float, fall: float) -> None:
    """Let the level of a dyad heal by a share, then fall by what this month's escalation leaves standing.

    The point that relations return to, baseline and level together, stays within their bounds of -1 and 1.
    """
    level = dyads.level[d] * (1.0 - healing) - fall
    dyads.level[d] = min(max(level, -1.0 - baseline), 1.0 - baseline)
