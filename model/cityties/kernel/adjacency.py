"""Neighbours: the ties of one city and of one dyad as chains through the table of ties, so that nothing searches it.

A city's chain runs from its newest tie to its oldest, a dyad's from its first to its last. A tie is laid out before it
begins; the chains of cities hold all ties laid out, those of dyads only ties that have begun.

A link is one more column of the table, so chains need no memory of their own, which compiled code could not ask for. To
lay a tie in costs two writes however many there are, and what walks a chain sees the ties of its city alone.
"""

from cityties.kernel.compiling import compiled, entry
from cityties.kernel.state import NOBODY, CityState, Count, DyadState, State, TieState, World


@entry
def link_all(ties: TieState, cities: CityState) -> None:
    """Lay all rows of ties that are filled into the chains of their cities."""
    for e in range(ties.n[Count.LAID_OUT]):
        link(ties, cities, e)


@compiled
def link(ties: TieState, cities: CityState, e: int) -> None:
    """Lay a tie into the chains of its two cities as their newest."""
    ties.older_a[e] = cities.newest[ties.a[e]]
    ties.older_b[e] = cities.newest[ties.b[e]]
    cities.newest[ties.a[e]] = e
    cities.newest[ties.b[e]] = e


@compiled
def older(ties: TieState, e: int, city: int) -> int:
    """Return the next older tie of a city after one of its ties; -1 at the end."""
    return int(ties.older_a[e] if ties.a[e] == city else ties.older_b[e])


@compiled
def append_to_dyad(ties: TieState, dyads: DyadState, e: int) -> None:
    """Add a tie that begins to the end of its dyad's chain."""
    d = ties.dyad[e]
    ties.next_in_dyad[e] = NOBODY
    if dyads.n_ties[d] == 0:
        dyads.first_tie[d] = e
    else:
        ties.next_in_dyad[dyads.last_tie[d]] = e
    dyads.last_tie[d] = e
    dyads.n_ties[d] += 1


@compiled
def newest_with(world: World, state: State, city: int, nation: int) -> int:
    """Return a city's newest tie with one nation among those that have begun; -1 if there is none."""
    ties = state.ties
    e = state.cities.newest[city]
    while e >= 0:
        partner = ties.b[e] if ties.a[e] == city else ties.a[e]
        if e < ties.n[Count.EXISTING] and world.cities.nation[partner] == nation:
            break
        e = older(ties, e, city)
    return int(e)


@compiled
def pull_towards(world: World, state: State, city: int, nation: int) -> float:
    """Return a city's pull on new partners of one nation, which fades with the partners it has there."""
    if state.cities.partners[city] > 0:
        e = newest_with(world, state, city, nation)
        if e >= 0:
            return float(state.ties.pull_a[e] if state.ties.a[e] == city else state.ties.pull_b[e])
    return float(world.cities.drawing[city])


@compiled
def have_a_tie(state: State, a: int, b: int) -> bool:
    """Return whether two cities of different nations have a tie, or will have one that is laid out."""
    ties = state.ties
    e = state.cities.newest[a]
    while e >= 0:
        if ties.a[e] == b or ties.b[e] == b:
            return True
        e = older(ties, e, a)
    return False
