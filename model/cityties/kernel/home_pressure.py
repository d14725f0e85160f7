"""Home pressure (ODD 7.10, 7.17): public and directive at home of a city invited to the forum or to a network."""

from cityties.kernel.compiling import compiled
from cityties.kernel.state import State, World


@compiled
def home_pressure(world: World, state: State, nation: int, host: int, elsewhere: float) -> tuple[float, float]:
    """Return a nation's mean mood less anger over its dyads, and the weight of its strictest directive.

    A directive against the nation in row ``host`` counts in full, one against another nation by ``elsewhere``.
    """
    publics = state.publics
    total, n_dyads, strictest = 0.0, 0, 0.0
    for place in range(world.nations.first_dyad[nation], world.nations.first_dyad[nation + 1]):
        d = world.nations.dyads[place]
        side = 0 if world.dyads.nation[d, 0] == nation else 1
        total += publics.mood[d, side] - publics.anger[d, side]
        n_dyads += 1
        weight = 1.0 if world.dyads.nation[d, 1 - side] == host else elsewhere
        strictest = max(strictest, state.dyads.directive[d, side] * weight)
    return total / max(n_dyads, 1), strictest
