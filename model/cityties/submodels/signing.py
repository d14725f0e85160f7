"""Signing (ODD 7.5): ties whose month has come begin, and their cities have one partner more."""

from cityties.compiling import compiled
from cityties.entities import Cities, CityState, Month, State, World
from cityties.months import MONTHS_PER_YEAR
from cityties.numerics import exponential, to_fixed
from cityties.parameters import Parameters
from cityties.traits import bonus


@compiled
def sign(world: World, state: State, p: Parameters, month: Month) -> None:
    """Bring to life the ties signed this month; rows are in the order of signing, so existing ties stay a prefix."""
    ties, nation, dyads = state.ties, world.cities.nation, state.dyads
    for d in range(len(dyads.signings)):
        dyads.signings[d] -= dyads.signings[d] / MONTHS_PER_YEAR
    while ties.n[0] < ties.n[1] and ties.signed[ties.n[0]] <= month.step:
        e = ties.n[0]
        ties.strength[e] = p.initial_strength
        ties.bonus_a[e] = bonus(world, ties.a[e], ties.dyad[e], p, month.step)
        ties.bonus_b[e] = bonus(world, ties.b[e], ties.dyad[e], p, month.step)
        add_partner(world.cities, state.cities, p, ties.a[e], nation[ties.b[e]])
        add_partner(world.cities, state.cities, p, ties.b[e], nation[ties.a[e]])
        dyads.signings[ties.dyad[e]] += 1.0 / MONTHS_PER_YEAR
        ties.n[0] += 1


@compiled
def add_partner(cities: Cities, state: CityState, p: Parameters, city: int, partner_nation: int) -> None:
    """Count a partner and let the city's pull on further partners of that nation fade (saturation)."""
    state.partners[city, partner_nation] += 1
    room = p.saturation_ties * cities.saturation[city]
    pull = cities.drawing[city] * exponential(-state.partners[city, partner_nation] / room)
    change = to_fixed(pull) - to_fixed(state.pull[city, partner_nation])
    state.pull_total[cities.nation[city], partner_nation] += change
    state.pull[city, partner_nation] = pull
