"""Lobbying (ODD 7.15): each city takes a position on the dispute, out of its stake in ties and its nationalism."""

from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import from_fixed, hyperbolic_tangent, to_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64
from cityties.kernel.state import Cities, Count, IntArray, Month, State, TieState, World


@compiled
def lobby(world: World, state: State, p: Parameters, stakes_count: bool, month: Month) -> None:
    """Set the position of either side's cities in every dyad with an open dispute, and 0 elsewhere.

    With ``stakes_count`` false, or in the ties-off arm, stakes are zero and only local nationalism counts.
    """
    dyads, publics = state.dyads, state.publics
    publics.position[:] = 0.0
    known = False
    for d in range(len(world.dyads.id)):
        if dyads.disputes[d] > p.dispute_floor and dyads.present[d]:
            for side in range(2):
                nation = world.dyads.nation[d, side]
                state.cities.stake[world.nations.first[nation] : world.nations.last[nation]] = 0
            if stakes_count and month.tie_pathways and dyads.n_ties[d] > 0:
                # once a month whatever the number of dyads in dispute; in calm months never
                if not known:
                    value_ties(state.ties)
                    known = True
                add_stakes(state.ties, state.cities.stake, dyads.first_tie[d])
            for side in range(2):
                loyalty = 1.0 - p.over_compliance * publics.anger[d, side]
                publics.position[d, side] = position(world, state, (d, side), loyalty, p, month)


@compiled
def value_ties(ties: TieState) -> None:
    """Write what each tie is worth to its cities, strength times affinity, in fixed point."""
    for e in range(ties.n[Count.EXISTING]):
        ties.worth[e] = to_fixed(ties.strength[e] * ties.affinity[e])


@compiled
def add_stakes(ties: TieState, stake: IntArray, first: int) -> None:
    """Add the worth of each tie of a dyad, from its first on, to the stakes of its two cities."""
    e = first
    while e >= 0:
        stake[ties.a[e]] += ties.worth[e]
        stake[ties.b[e]] += ties.worth[e]
        e = ties.next_in_dyad[e]


@compiled
def position(world: World, state: State, place: tuple[int, int], loyalty: float, p: Parameters, month: Month) -> float:
    """Return the sum of the cities' positions on one side of a dyad, by size and by how far they may speak.

    Not divided by their voice: a centralised nation hears its cities less. Stake turns hawkish where ``loyalty`` is
    below 0. Cities outside the table have nationalism and voice like the mean city, and no stake.
    """
    nation, bound = world.dyads.nation[place], world.policies.obedience[month.step]
    hawkish = p.nationalism_lobbying * state.publics.anger[place]
    rows = (world.nations.first[nation], world.nations.last[nation])
    within = city_positions(world.cities, state.cities.stake, rows, (p.stake_scale * loyalty, hawkish, bound))
    within = within / world.nations.weight[nation]
    voice = 1.0 - (1.0 - world.nations.voice[nation]) * bound
    outside = voice * hyperbolic_tangent(-hawkish * world.nations.nationalism[nation])
    return float((within + p.untied_weight * outside) / (1.0 + p.untied_weight))


@compiled
def city_positions(cities: Cities, stake: IntArray, rows: tuple[int, int], terms: tuple[float, float, float]) -> int:
    """Sum in fixed point the positions of the cities of some rows.

    ``terms`` are the weights of stake, of nationalism and of the lack of voice.
    """
    calm, hawkish, bound = terms
    total = 0
    for c in range(U64(rows[0]), U64(rows[1])):
        voice = cities.weight[c] - (cities.weight[c] - cities.voice[c]) * bound
        stance = calm * from_fixed(stake[c]) - hawkish * cities.nationalism[c]
        total += to_fixed(voice * hyperbolic_tangent(stance))
    return total
