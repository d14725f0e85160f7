"""Home pressure (ODD 7.10, 7.17): public and directive at home of a city invited to the forum or to a network."""

from cityties.kernel.compiling import compiled
from cityties.kernel.state import DyadState, IntArray, Nations, PublicState


@compiled
def home_pressure(
    nations: Nations,
    sides: IntArray,
    dyads: DyadState,
    publics: PublicState,
    nation: int,
    host: int,
    elsewhere: float,
) -> tuple[float, float]:
    """Return a nation's mean mood less anger over its dyads, and the weight of its strictest directive.

    ``sides`` (D, 2) are the nations of each dyad. A directive against the nation in row ``host`` counts in full, one
    against another nation by ``elsewhere``.
    """
    total, n_dyads, strictest = 0.0, 0, 0.0
    for place in range(nations.first_dyad[nation], nations.first_dyad[nation + 1]):
        d = nations.dyads[place]
        side = 0 if sides[d, 0] == nation else 1
        total += publics.mood[d, side] - publics.anger[d, side]
        n_dyads += 1
        weight = 1.0 if sides[d, 1 - side] == host else elsewhere
        strictest = max(strictest, dyads.directive[d, side] * weight)
    return total / max(n_dyads, 1), strictest
