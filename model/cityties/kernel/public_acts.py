"""Public acts by leaders of cities (ODD 7.3): which other nation one addresses, to provoke it or to win it over."""

from cityties.kernel.compiling import compiled
from cityties.kernel.randomness import stream, uniform
from cityties.kernel.state import DyadState, Month, World

BLOCK = 256
"""Cities that are counted together before any is looked at, since in most months none acts."""


@compiled
def addressed_dyad(world: World, dyads: DyadState, city: int, process: int, month: Month) -> int:
    """Pick one of the recognised dyads of the city's nation, each as likely; -1 if it has none."""
    nation = world.cities.nation[city]
    first, last = world.nations.first_dyad[nation], world.nations.first_dyad[nation + 1]
    n_dyads = 0
    for place in range(first, last):
        n_dyads += dyads.present[world.nations.dyads[place]]
    key = stream(month.seed, month.replicate, process, month.calendar)
    left = int(uniform(key, world.cities.id[city]) * n_dyads)
    for place in range(first, last):
        d = world.nations.dyads[place]
        if dyads.present[d]:
            if left == 0:
                return int(d)
            left -= 1
    return -1
