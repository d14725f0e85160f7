"""Signing (ODD 7.5): ties whose month has come begin, and their cities have one partner more."""

from cityties.kernel.adjacency import append_to_dyad, newest_with
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import exponential, to_fixed
from cityties.kernel.pair_traits import bonus
from cityties.kernel.parameters import Parameters
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Count, FloatArray, Month, State, World


@compiled
def sign(world: World, state: State, p: Parameters, month: Month, out: FloatArray) -> None:
    """Begin the ties signed this month; rows are in the order of signing, so existing ties stay a prefix.

    Ties and signings are counted in ``out``, the dyad record of the month (D, DyadMeasure).
    """
    ties, dyads = state.ties, state.dyads
    for d in range(len(dyads.signings)):
        dyads.signings[d] -= dyads.signings[d] / MONTHS_PER_YEAR
    while ties.n[Count.EXISTING] < ties.n[Count.LAID_OUT] and ties.signed[ties.n[Count.EXISTING]] <= month.step:
        e = ties.n[Count.EXISTING]
        ties.strength[e] = p.initial_strength
        ties.bonus_a[e] = bonus(world, ties.a[e], ties.dyad[e], p, month.step)
        ties.bonus_b[e] = bonus(world, ties.b[e], ties.dyad[e], p, month.step)
        add_partner(world, state, p, e, 0)
        add_partner(world, state, p, e, 1)
        dyads.signings[ties.dyad[e]] += 1.0 / MONTHS_PER_YEAR
        append_to_dyad(ties, dyads, e)
        out[ties.dyad[e], DyadMeasure.SIGNED] += ties.signed[e] == month.step
        ties.n[Count.EXISTING] += 1
    for d in range(len(dyads.n_ties)):
        out[d, DyadMeasure.TIES] = dyads.n_ties[d]


@compiled
def add_partner(world: World, state: State, p: Parameters, e: int, side: int) -> None:
    """Count a partner of one end of a tie and let its pull on further partners of that nation fade (saturation).

    Pulls are kept only where cities sign ties by themselves.
    """
    ties, cities = state.ties, state.cities
    city, partner = (ties.a[e], ties.b[e]) if side == 0 else (ties.b[e], ties.a[e])
    nation = world.cities.nation[partner]
    # the count and the pull stand at the newest tie with that nation: a table of cities by nations would grow with both
    n_partners, before = 0, world.cities.drawing[city]
    cities.partners[city] += 1
    if world.endogenous_from >= len(world.policies.wake):
        return
    last = newest_with(world, state, city, nation) if cities.partners[city] > 1 else -1
    if last >= 0:
        first_end = ties.a[last] == city
        n_partners = ties.partners_a[last] if first_end else ties.partners_b[last]
        before = ties.pull_a[last] if first_end else ties.pull_b[last]
    n_partners += 1
    pull = world.cities.drawing[city] * exponential(-n_partners / (p.saturation_ties * world.cities.saturation[city]))
    cities.pull_total[world.cities.nation[city], nation] += to_fixed(pull) - to_fixed(before)
    if side == 0:
        ties.partners_a[e], ties.pull_a[e] = n_partners, pull
    else:
        ties.partners_b[e], ties.pull_b[e] = n_partners, pull
