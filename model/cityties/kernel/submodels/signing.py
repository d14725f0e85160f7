"""Signing (ODD 7.5): ties whose month has come begin, and their cities have one partner more."""

from cityties.kernel.adjacency import append_to_dyad, newest_with
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import exponential, to_fixed
from cityties.kernel.pair_traits import bonus
from cityties.kernel.parameters import Parameters
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Cities, CityState, Count, FloatArray, Month, State, TieState, World


@compiled
def sign(world: World, state: State, p: Parameters, month: Month, out: FloatArray) -> None:
    """Begin the ties signed this month; rows are in the order of signing, so existing ties stay a prefix.

    Ties and signings are counted in ``out``, the dyad record of the month (D, DyadMeasure).
    """
    ties, dyads = state.ties, state.dyads
    cities_sign = world.endogenous_from < len(world.policies.wake)
    for d in range(len(dyads.signings)):
        dyads.signings[d] -= dyads.signings[d] / MONTHS_PER_YEAR
    while ties.n[Count.EXISTING] < ties.n[Count.LAID_OUT] and ties.signed[ties.n[Count.EXISTING]] <= month.step:
        e = ties.n[Count.EXISTING]
        ties.strength[e] = p.initial_strength
        ties.bonus_a[e] = bonus(world.cities, world.incentives, ties.a[e], ties.dyad[e], p, month.step)
        ties.bonus_b[e] = bonus(world.cities, world.incentives, ties.b[e], ties.dyad[e], p, month.step)
        for side in range(2):
            add_partner(world.cities, state.cities, ties, p, e, side, cities_sign)
        dyads.signings[ties.dyad[e]] += 1.0 / MONTHS_PER_YEAR
        append_to_dyad(ties, dyads, e)
        out[ties.dyad[e], DyadMeasure.SIGNED] += ties.signed[e] == month.step
        ties.n[Count.EXISTING] += 1
    for d in range(len(dyads.n_ties)):
        out[d, DyadMeasure.TIES] = dyads.n_ties[d]


@compiled
def add_partner(
    fixed: Cities, cities: CityState, ties: TieState, p: Parameters, e: int, side: int, cities_sign: bool
) -> None:
    """Count a partner of one end of a tie and let its pull on further partners of that nation fade (saturation).

    Pulls are kept only where cities sign ties by themselves.
    """
    city, partner = (ties.a[e], ties.b[e]) if side == 0 else (ties.b[e], ties.a[e])
    nation = fixed.nation[partner]
    # the count and the pull stand at the newest tie with that nation: a table of cities by nations would grow with both
    n_partners, before = 0, fixed.drawing[city]
    cities.partners[city] += 1
    if not cities_sign:
        return
    last = newest_with(fixed.nation, ties, cities.newest, city, nation) if cities.partners[city] > 1 else -1
    if last >= 0:
        first_end = ties.a[last] == city
        n_partners = ties.partners_a[last] if first_end else ties.partners_b[last]
        before = ties.pull_a[last] if first_end else ties.pull_b[last]
    n_partners += 1
    pull = fixed.drawing[city] * exponential(-n_partners / (p.saturation_ties * fixed.saturation[city]))
    cities.pull_total[fixed.nation[city], nation] += to_fixed(pull) - to_fixed(before)
    if side == 0:
        ties.partners_a[e], ties.pull_a[e] = n_partners, pull
    else:
        ties.partners_b[e], ties.pull_b[e] = n_partners, pull
