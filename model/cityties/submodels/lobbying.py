"""Lobbying (ODD 7.15): each city takes a position on the dispute, out of its stake in ties and its nationalism."""

from cityties.compiling import compiled
from cityties.entities import IntArray, Month, State, TieState, World
from cityties.numerics import from_fixed, hyperbolic_tangent, to_fixed
from cityties.parameters import Parameters


@compiled
def lobby(world: World, state: State, p: Parameters, stakes_count: bool, month: Month) -> None:
    """Set the position of either side's cities in every dyad with an open dispute, and 0 elsewhere.

    With ``stakes_count`` false, or in the ties-off arm, stakes are nil and only local nationalism speaks.
    """
    publics = state.publics
    for d in range(len(world.dyads.id)):
        disputed = state.dyads.disputes[d] > p.dispute_floor and month.step >= world.dyads.recognised[d]
        for side in range(2):
            publics.position[d, side] = 0.0
            if disputed:
                nation = world.dyads.nation[d, side]
                state.cities.stake[world.nations.first[nation] : world.nations.last[nation]] = 0
                if stakes_count and month.tie_pathways:
                    add_stakes(state.ties, state.cities.stake, d, side)
                publics.position[d, side] = position(world, state, nation, publics.anger[d, side], p)


@compiled
def add_stakes(ties: TieState, stake: IntArray, d: int, side: int) -> None:
    """Add each tie's strength times affinity to the stake of its city on one side of the dyad."""
    city = ties.a if side == 0 else ties.b
    for e in range(ties.n[0]):
        if ties.dyad[e] == d:
            stake[city[e]] += to_fixed(ties.strength[e] * ties.affinity[e])


@compiled
def position(world: World, state: State, nation: int, anger: float, p: Parameters) -> float:
    """Return the sum of the cities' positions over the nation, weighted by size and by how far they may speak.

    Not divided by their voice: a centralised nation hears its cities less. Stake turns hawkish once
    ``over_compliance`` times anger exceeds 1.
    """
    cities, first, last = world.cities, world.nations.first[nation], world.nations.last[nation]
    loyalty = p.stake_scale * (1.0 - p.over_compliance * anger)
    hawkish = p.nationalism_lobbying * anger
    for c in range(first, last):
        stance = loyalty * from_fixed(state.cities.stake[c]) - hawkish * cities.nationalism[c]
        state.cities.position[c] = cities.voice[c] * hyperbolic_tangent(stance)
    total = 0
    for c in range(first, last):
        total += to_fixed(state.cities.position[c])
    return float(total / world.nations.weight[nation])
