"""Ending (ODD 7.23): a council decides to end a tie in a downturn, and a month later the tie is none any more.

Ties fade by themselves (7.12) but never end so. What has ended is taken out of the table of ties at the beginning of a
month, before anything looks at it, so no other submodel needs to know that ties can end.
"""

from typing import Any

from cityties.kernel.adjacency import append_to_dyad, link, newest_with, older
from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import LN2, exponential, logarithm, logistic, to_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64, Process, second_uniform_at, stream, uniform_at
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import (
    FAR_FUTURE,
    NOBODY,
    Cities,
    CityState,
    Climate,
    Count,
    Dyads,
    DyadState,
    Exchange,
    FloatArray,
    Month,
    RowArray,
    State,
    Suspension,
    TieState,
    World,
)

MIDDLE = 0.5
"""Autonomy of the city that counts as average."""


@compiled
def put_to_councils(fixed: Dyads, state: State, p: Parameters, month: Month) -> None:
    """Mark the dyads whose relations have fallen so far that councils ask whether to keep open ties, and those ties.

    No chance exceeds that of a council without any consent, so ties whose draws lie above it need not be asked; where
    cities differ there is no such bound, and all are.
    """
    dyads, climate = state.dyads, state.climate
    any_question = False
    for d in range(len(dyads.relations)):
        usual = fixed.baseline[d] + p.level_orders * dyads.level[d]
        fall = max(0.0, usual - dyads.relations[d])
        dyads.in_question[d] = dyads.present[d] > 0 and p.ending_rate > 0.0 and fall > p.ending_depth
        climate.ending[d] = p.ending_rate * exponential(p.ending_fall * fall)
        any_question |= dyads.in_question[d] > 0
    if any_question:
        ask(state.ties, dyads, climate, cities_differ(p), stream_of(month))


@compiled
def ask(ties: TieState, dyads: DyadState, climate: Climate, everybody: bool, key: U64) -> None:
    """Write which ties of the dyads in question a council may end, given their draws."""
    for e in range(ties.n[Count.EXISTING]):
        d = ties.dyad[e]
        lowest = min(uniform_at(key, ties.place[e]), second_uniform_at(key, ties.place[e]))
        ties.asked[e] = (dyads.in_question[d] > 0) & (everybody | (lowest < climate.ending[d]))


@compiled
def stream_of(month: Month) -> U64:
    """Return the key of the month's endings; side a takes the first uniform of a tie, side b the second."""
    return stream(month.seed, month.replicate, Process.ENDING, month.calendar)


@compiled
def cities_differ(p: Parameters) -> bool:
    """Return whether what a city is like makes a difference to its council."""
    return p.ending_autonomy != 0.0 or p.ending_size != 0.0 or p.ending_partners != 0.0


@compiled
def decide_endings(world: World, state: State, p: Parameters, month: Month) -> None:
    """Let the councils of both ends decide on every tie that is suspended or in question."""
    ties, dyads, cities = state.ties, state.dyads, state.cities
    key, freedom = stream_of(month), world.policies.obedience[month.step]
    nearer, everybody = exponential(p.ending_suspended), cities_differ(p)
    for place in range(ties.n[Count.DECIDING] if p.ending_rate > 0.0 else 0):
        e = ties.deciding[place]
        on_ice = ties.suspended[e] != Suspension.NONE
        if on_ice or dyads.in_question[ties.dyad[e]]:
            most = state.climate.ending[ties.dyad[e]] * (nearer if on_ice else 1.0)
            draw_a, draw_b = uniform_at(key, ties.place[e]), second_uniform_at(key, ties.place[e])
            if everybody or min(draw_a, draw_b) < most:
                chance_a = most * readiness(world.cities, cities, ties.a[e], ties.propensity_a[place], freedom, p)
                chance_b = most * readiness(world.cities, cities, ties.b[e], ties.propensity_b[place], freedom, p)
                ties.leaving[e] = Suspension.BY_A * (draw_a < chance_a) + Suspension.BY_B * (draw_b < chance_b)
                ties.n[Count.LEAVING] += ties.leaving[e] != Suspension.NONE


@compiled
def readiness(fixed: Cities, cities: CityState, city: int, propensity: float, freedom: float, p: Parameters) -> float:
    """Return how ready a council is to end a tie: its reluctance, times what autonomy, size and partners make of it."""
    own = 0.0
    if p.ending_autonomy != 0.0:
        own += p.ending_autonomy * (1.0 - (1.0 - fixed.autonomy[city]) * freedom - MIDDLE)
    own += p.ending_size * fixed.log_size[city]
    if p.ending_partners != 0.0:
        # all its partners at home and abroad in the world, this one included: one more than the others
        own += p.ending_partners * logarithm(max(1.0, fixed.abroad[city] + cities.partners[city])) / LN2
    return float((1.0 - logistic(propensity)) * exponential(own))


@compiled
def remove_ended(world: World, state: State, p: Parameters, month: Month, out: FloatArray) -> None:
    """Take the ties that councils decided to end out of the table, and count them in ``out`` (D, DyadMeasure)."""
    ties, cities = state.ties, state.cities
    cities_sign = world.endogenous_from < len(world.policies.wake)
    n_kept = 0
    for e in range(ties.n[Count.LAID_OUT]):
        if ties.leaving[e] != Suspension.NONE:
            note(state, e, month)
            for side in range(2):
                lose_partner(world.cities, cities, ties, p, e, side, cities_sign)
            out[ties.dyad[e], DyadMeasure.ENDED] += 1
        else:
            ties.listed[n_kept] = e
            n_kept += 1
    move_up(ties, n_kept)
    for e in range(n_kept, ties.n[Count.LAID_OUT]):
        # as rows are that were never filled
        ties.signed[e], ties.strength[e], ties.exchange[e] = FAR_FUTURE, 0.0, 0.0
        ties.leaving[e], ties.suspended[e], ties.mode[e] = Suspension.NONE, Suspension.NONE, Exchange.NONE
    ties.n[Count.EXISTING] -= ties.n[Count.LEAVING]
    ties.n[Count.LAID_OUT] = n_kept
    ties.n[Count.LEAVING] = 0
    link_anew(state)


@compiled
def note(state: State, e: int, month: Month) -> None:
    """Write down a tie that ends: who it joined, since when, and who ended it."""
    ties, endings, row = state.ties, state.endings, state.ties.n[Count.ENDED]
    endings.a[row], endings.b[row], endings.dyad[row] = ties.a[e], ties.b[e], ties.dyad[e]
    endings.signed[row], endings.ended[row] = ties.signed[e], month.step
    endings.by[row], endings.suspended[row] = ties.leaving[e], ties.suspended[e]
    ties.n[Count.ENDED] += 1


@compiled
def lose_partner(
    fixed: Cities, cities: CityState, ties: TieState, p: Parameters, e: int, side: int, cities_sign: bool
) -> None:
    """Count one partner less at an end of a tie; its pull on new partners of that nation grows again.

    Count and pull stand at the newest tie with the nation, which may be one that ends now, so all of them get both.
    """
    city, partner = (ties.a[e], ties.b[e]) if side == 0 else (ties.b[e], ties.a[e])
    cities.partners[city] -= 1
    if not cities_sign:
        return
    nation = fixed.nation[partner]
    last = newest_with(fixed.nation, ties, cities.newest, city, nation)
    first_end = ties.a[last] == city
    n_partners = (ties.partners_a[last] if first_end else ties.partners_b[last]) - 1
    before = ties.pull_a[last] if first_end else ties.pull_b[last]
    pull = fixed.drawing[city]
    if n_partners > 0:
        pull *= exponential(-n_partners / (p.saturation_ties * fixed.saturation[city]))
    cities.pull_total[fixed.nation[city], nation] += to_fixed(pull) - to_fixed(before)
    while last >= 0:
        if ties.a[last] == city and fixed.nation[ties.b[last]] == nation:
            ties.partners_a[last], ties.pull_a[last] = n_partners, pull
        elif ties.b[last] == city and fixed.nation[ties.a[last]] == nation:
            ties.partners_b[last], ties.pull_b[last] = n_partners, pull
        last = older(ties, last, city)


@compiled
def move_up(ties: TieState, n_kept: int) -> None:
    """Let the rows that are kept, given in ``listed``, close the gaps in every column that lasts beyond a month."""
    rows = ties.listed
    close_gaps(ties.a, rows, n_kept)
    close_gaps(ties.b, rows, n_kept)
    close_gaps(ties.dyad, rows, n_kept)
    close_gaps(ties.id, rows, n_kept)
    close_gaps(ties.place, rows, n_kept)
    close_gaps(ties.signed, rows, n_kept)
    close_gaps(ties.affinity, rows, n_kept)
    close_gaps(ties.thaw, rows, n_kept)
    close_gaps(ties.obedience_a, rows, n_kept)
    close_gaps(ties.obedience_b, rows, n_kept)
    close_gaps(ties.bonus_a, rows, n_kept)
    close_gaps(ties.bonus_b, rows, n_kept)
    close_gaps(ties.strength, rows, n_kept)
    close_gaps(ties.suspended, rows, n_kept)
    close_gaps(ties.suspended_since, rows, n_kept)
    close_gaps(ties.mode, rows, n_kept)
    close_gaps(ties.exchange, rows, n_kept)
    close_gaps(ties.leaving, rows, n_kept)
    close_gaps(ties.received_a, rows, n_kept)
    close_gaps(ties.received_b, rows, n_kept)
    close_gaps(ties.plan, rows, n_kept)
    close_gaps(ties.partners_a, rows, n_kept)
    close_gaps(ties.partners_b, rows, n_kept)
    close_gaps(ties.pull_a, rows, n_kept)
    close_gaps(ties.pull_b, rows, n_kept)


@compiled
def close_gaps(column: Any, rows: RowArray, n_kept: int) -> None:
    """Write the values in ``rows``, which ascend, into the first places of a column."""
    for e in range(n_kept):
        column[e] = column[rows[e]]


@compiled
def link_anew(state: State) -> None:
    """Lay all chains anew: those of cities through the ties laid out, those of dyads through the ties that exist."""
    ties, dyads = state.ties, state.dyads
    state.cities.newest[:] = NOBODY
    for e in range(ties.n[Count.LAID_OUT]):
        link(ties, state.cities, e)
    dyads.first_tie[:] = NOBODY
    dyads.last_tie[:] = NOBODY
    dyads.n_ties[:] = 0
    for e in range(ties.n[Count.EXISTING]):
        append_to_dyad(ties, dyads, e)
