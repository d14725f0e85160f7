"""Lobbying (ODD 7.15): each city takes a position on the dispute, out of its stake in ties and its nationalism."""

from cityties.compiling import compiled
from cityties.entities import IntArray, Month, PublicState, State, TieState, World
from cityties.numerics import from_fixed, hyperbolic_tangent, to_fixed
from cityties.parameters import Parameters


@compiled
def lobby(world: World, state: State, p: Parameters, stakes_count: bool, month: Month) -> None:
    """Set the position of either side's cities in every dyad with an open dispute, and 0 elsewhere.

    With ``stakes_count`` false, or in the ties-off arm, stakes are nil and only local nationalism speaks.
    """
    publics = state.publics
    for d in range(len(world.dyads.id)):
        disputed = state.dyads.disputes[d] > p.dispute_floor and state.dyads.present[d]
        for side in range(2):
            publics.position[d, side] = 0.0
            if disputed:
                nation = world.dyads.nation[d, side]
                state.cities.stake[world.nations.first[nation] : world.nations.last[nation]] = 0
                if stakes_count and month.tie_pathways:
                    add_stakes(state.ties, state.cities.stake, d, side)
                loyalty = 1.0 - p.over_compliance * relative_anger(publics, d, side)
                publics.position[d, side] = position(world, state, nation, loyalty, publics.anger[d, side], p, month)


@compiled
def relative_anger(publics: PublicState, d: int, side: int) -> float:
    """Return today's anger over its mean in all disputed months lived through, this one included."""
    publics.anger_lived[d, side] += publics.anger[d, side]
    publics.disputed[d, side] += 1.0
    lived = publics.anger_lived[d, side] / publics.disputed[d, side]
    return float(publics.anger[d, side] / lived) if lived > 0.0 else 0.0


@compiled
def add_stakes(ties: TieState, stake: IntArray, d: int, side: int) -> None:
    """Add each tie's strength times affinity to the stake of its city on one side of the dyad."""
    city = ties.a if side == 0 else ties.b
    for e in range(ties.n[0]):
        if ties.dyad[e] == d:
            stake[city[e]] += to_fixed(ties.strength[e] * ties.affinity[e])


@compiled
def position(
    world: World, state: State, nation: int, loyalty: float, anger: float, p: Parameters, month: Month
) -> float:
    """Return the sum of the cities' positions over the nation, weighted by size and by how far they may speak.

    Not divided by their voice: a centralised nation hears its cities less. Stake turns hawkish where ``loyalty`` is
    below 0. Cities outside the table have nationalism and voice like the mean city, and no stake.
    """
    cities, first, last = world.cities, world.nations.first[nation], world.nations.last[nation]
    bound = world.policies.obedience[month.step]
    hawkish = p.nationalism_lobbying * anger
    for c in range(first, last):
        voice = cities.weight[c] - (cities.weight[c] - cities.voice[c]) * bound
        stance = p.stake_scale * loyalty * from_fixed(state.cities.stake[c]) - hawkish * cities.nationalism[c]
        state.cities.position[c] = voice * hyperbolic_tangent(stance)
    total = 0
    for c in range(first, last):
        total += to_fixed(state.cities.position[c])
    within = total / world.nations.weight[nation]
    voice = 1.0 - (1.0 - world.nations.voice[nation]) * bound
    outside = voice * hyperbolic_tangent(-hawkish * world.nations.nationalism[nation])
    return float((within + p.untied_weight * outside) / (1.0 + p.untied_weight))
