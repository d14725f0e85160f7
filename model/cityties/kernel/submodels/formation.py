"""Formation (ODD 7.13): nations' relations set how many ties are signed; cities race for who signs them."""

from cityties.kernel.adjacency import have_a_tie, link, pull_towards
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import exponential, from_fixed, logarithm
from cityties.kernel.pair_traits import affinity, highest_affinity, obedience, thaw_trait
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import Process, pair_id, place_of, stream, substream, uniform
from cityties.kernel.state import (
    NEVER,
    Cities,
    CityState,
    Count,
    Events,
    Month,
    Nations,
    State,
    Suspension,
    TieState,
    World,
)

MOST_SIGNINGS, MOST_EXPECTED = 60, 30.0
# the bound is computed by other roundings than what it bounds, so it stands a little above
AT_MOST = 1.000001


@compiled
def form(world: World, state: State, events: Events, p: Parameters, month: Month) -> None:
    """Draw the number of signings of each dyad, then for each the city of side a and its partner on side b.

    The number comes first and the pairs from keyed races, so a signing costs one pass over the cities and not over
    all pairs, and a pair has common random numbers in every arm. A tie signed now begins next month.
    """
    if events.closed[month.step]:
        return
    key = stream(month.seed, month.replicate, Process.SIGNINGS, month.calendar)
    for d in range(len(world.dyads.id)):
        if state.dyads.present[d]:
            for slot in range(signings(uniform(key, world.dyads.id[d]), expected(world, state, d, p, month))):
                a, b = world.dyads.nation[d, 0], world.dyads.nation[d, 1]
                city = first_city(world.nations, world.cities, state.cities, state.ties, d, a, b, slot, p, month)
                partner = second_city(world, state.cities, state.ties, d, a, b, slot, city, p, month)
                agree(world, state.cities, state.ties, d, city, partner, p, month)


@compiled
def expected(world: World, state: State, d: int, p: Parameters, month: Month) -> float:
    """Return the expected signings of a dyad this month: base rate, room left, relations, mood, directive, gate."""
    dyads, a, b = world.dyads, world.dyads.nation[d, 0], world.dyads.nation[d, 1]
    total_a = max(from_fixed(world.nations.drawing[a]), from_fixed(1))
    total_b = max(from_fixed(world.nations.drawing[b]), from_fixed(1))
    room = from_fixed(state.cities.pull_total[a, b]) / total_a * (from_fixed(state.cities.pull_total[b, a]) / total_b)
    mood = (state.publics.mood[d, 0] + state.publics.mood[d, 1]) / 2.0
    climate = p.formation_relations * (state.dyads.relations[d] - p.relations_reference)
    climate += p.formation_mood * (mood - p.mood_reference) + p.economy_formation * state.dyads.economy[d]
    years = max(0.0, month.calendar // MONTHS_PER_YEAR - dyads.formation_trend_from[d])
    factor = dyads.formation_factor[d] * (1.0 + dyads.formation_trend[d] * years)
    allowed = 1.0 - max(state.dyads.directive[d, 0], state.dyads.directive[d, 1])
    gate = p.approval_gate if state.dyads.gate_shut[d] else 1.0
    wave = max(0.0, 1.0 + p.imitation * state.dyads.signings[d] * MONTHS_PER_YEAR / p.imitation_reference)
    climate += p.incentive_formation * fresh_steps(world, d, p, month)
    return float(p.formation_rate / MONTHS_PER_YEAR * factor * room * exponential(climate) * allowed * gate * wave)


@compiled
def fresh_steps(world: World, d: int, p: Parameters, month: Month) -> float:
    """Return the size of the incentive steps that a dyad has had so far, each the smaller the longer ago it was."""
    size = 0.0
    for s in range(len(world.incentives.month)):
        months = month.step - world.incentives.month[s]
        if months >= 0:
            size += world.incentives.dyads[s, d] * exponential(-months / (MONTHS_PER_YEAR * p.incentive_life))
    return size


@compiled
def signings(draw: float, mean: float) -> int:
    """Turn a uniform into a Poisson number by the inverse of its distribution function; the mean counts up to 30."""
    mean = min(mean, MOST_EXPECTED)
    chance = exponential(-mean)
    cumulated, n = chance, 0
    while draw > cumulated and n < MOST_SIGNINGS:
        n += 1
        chance *= mean / n
        cumulated += chance
    return n


@compiled
def first_city(
    nations: Nations,
    fixed: Cities,
    cities: CityState,
    ties: TieState,
    d: int,
    a: int,
    b: int,
    slot: int,
    p: Parameters,
    month: Month,
) -> int:
    """Pick the city of side a in a race: the first arrival of exponential clocks that run at each city's pull.

    No clock rings before the uniform behind it divided by the highest pull; most cities are out of the race by that.
    ``a`` and ``b`` are the nations of the dyad's sides.
    """
    key = substream(stream(month.seed, month.replicate, Process.SIGNING_CITY_A, month.calendar), slot)
    key = substream(key, d)
    best, winner = 1e300, -1
    for c in range(nations.first[a], nations.last[a]):
        draw = uniform(key, fixed.id[c])
        met = month.step - cities.attended[c] < p.meeting_memory
        more = 1.0 + (p.forum_initiative * p.forum_formation if met else 0.0)
        # -log(1 - u) >= u, so no clock rings before u / pull: who cannot win by the highest pull is not looked at
        if draw < best * (more * most_ready(fixed, cities, c, p)):
            pull = readiness(fixed, cities, ties, c, b, p)
            pull *= more
            arrival = -logarithm(1.0 - draw) / pull
            if arrival < best:
                best, winner = arrival, c
    return winner


@compiled
def most_ready(fixed: Cities, cities: CityState, city: int, p: Parameters) -> float:
    """Return a little more than the highest readiness a city can have, without looking at its partners."""
    first = 1.0 + p.first_tie if cities.partners[city] == 0 else 1.0
    return float(AT_MOST * first * cities.lift[city] * fixed.drawing[city])


@compiled
def readiness(fixed: Cities, cities: CityState, ties: TieState, city: int, nation: int, p: Parameters) -> float:
    """Return how readily a city signs with one nation: its pull, what its cluster adds, more if it has no partner."""
    first = 1.0 + p.first_tie if cities.partners[city] == 0 else 1.0
    return float(cities.lift[city] * pull_towards(fixed, cities, ties, city, nation) * first)


@compiled
def second_city(
    world: World,
    cities: CityState,
    ties: TieState,
    d: int,
    a: int,
    b: int,
    slot: int,
    city: int,
    p: Parameters,
    month: Month,
) -> int:
    """Pick the partner in a like race, weighted by affinity and by having met at the last forum."""
    nations, fixed, mean = world.nations, world.cities, world.mean_affinity
    key = substream(stream(month.seed, month.replicate, Process.SIGNING_CITY_B, month.calendar), slot)
    key = substream(key, d)
    came = month.step - cities.attended[city] < p.meeting_memory
    highest = exponential(abs(2.0 * p.competitiveness_affinity)) / mean
    best, winner = 1e300, -1
    for c in range(nations.first[b], nations.last[b]):
        draw = uniform(key, fixed.id[c])
        met = came and month.step - cities.attended[c] < p.meeting_memory
        more = 1.0 + (p.forum_formation if met else 0.0)
        most = more * most_ready(fixed, cities, c, p)
        # the cheap bound first, then the one that needs the two cities, and only then distance and chain
        if draw < best * (most * highest) and draw < best * (most * highest_affinity(fixed, mean, city, c, p)):
            pull = readiness(fixed, cities, ties, c, a, p) * affinity(fixed, mean, city, c, p)
            pull *= more
            arrival = -logarithm(1.0 - draw) / pull
            if arrival < best:
                best, winner = arrival, c
    return winner


@compiled
def agree(world: World, cities: CityState, ties: TieState, d: int, a: int, b: int, p: Parameters, month: Month) -> None:
    """Write a new tie into the next free row, unless the pair has one already or there is no room."""
    fixed, e = world.cities, ties.n[Count.LAID_OUT]
    pair = pair_id(fixed.id[a], fixed.id[b])
    if e + ties.n[Count.ENDED] >= len(ties.id) or a < 0 or b < 0 or have_a_tie(ties, cities.newest, a, b):
        return
    ties.a[e], ties.b[e], ties.dyad[e], ties.id[e] = a, b, d, pair
    ties.place[e] = place_of(pair)
    ties.signed[e] = month.step + 1
    ties.affinity[e] = affinity(fixed, world.mean_affinity, a, b, p)
    ties.thaw[e] = thaw_trait(pair, p)
    ties.obedience_a[e] = obedience(world.nations, fixed, a, p)
    ties.obedience_b[e] = obedience(world.nations, fixed, b, p)
    ties.suspended[e], ties.suspended_since[e] = Suspension.NONE, NEVER
    ties.leaving[e] = Suspension.NONE
    ties.received_a[e], ties.received_b[e] = 0.0, 0.0
    link(ties, cities, e)
    ties.n[Count.LAID_OUT] += 1
