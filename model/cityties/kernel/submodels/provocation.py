"""Public acts (ODD 7.3): leaders of cities provoke or win people over; a visible exchange exposes them."""

from cityties.kernel.adjacency import older
from cityties.kernel.compiling import compiled, inlined
from cityties.kernel.numerics import from_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64, Process, second_uniform_at, stream, uniform, uniform_at
from cityties.kernel.rules import Rules
from cityties.kernel.state import Cities, Count, DyadState, IntArray, Month, State, Suspension, World

BLOCK = 256


@compiled
def act_in_public(world: World, state: State, rules: Rules, month: Month) -> None:
    """Draw the leaders that provoke this month, and those that win people over.

    Each sign is a process of its own, with its own rate and its own uniform, so what one does leaves the other as it
    is, and a city may do both in one month. In the ties-off arm the hazards stay and only what ties add to them goes:
    exposure and the partner's walk-out. Most months nobody acts, so blocks of cities are counted before any is looked
    at.
    """
    p, policies = rules.p, world.policies
    key = stream(month.seed, month.replicate, Process.PROVOCATION, month.calendar)
    hurting = p.provocation_rate * policies.provocation[month.step] if rules.on.provocation else 0.0
    odds = p.conciliation_share / (1.0 - p.conciliation_share) if rules.on.conciliation else 0.0
    obedience = policies.obedience[month.step]
    per_exchange = 1.0 / p.plan_rate if month.tie_pathways and p.plan_rate > 0.0 else 0.0
    helping = p.provocation_rate * odds
    terms = (hurting, helping, obedience, per_exchange)
    n_cities = len(world.cities.id)
    for first in range(0, n_cities, BLOCK):
        last = min(first + BLOCK, n_cities)
        # counting needs no branch and runs in wide vectors; the same draws are made again where a block has somebody
        if acting(world.cities, state.cities.exchange, (first, last), key, terms) > 0:
            for c in range(first, last):
                place, hawkish, exchange = world.cities.place[c], world.cities.nationalism[c], state.cities.exchange
                harmed = hazard(world.cities, exchange, c, hurting, hawkish, obedience, per_exchange)
                eased = hazard(world.cities, exchange, c, helping, 1.0 - hawkish, obedience, per_exchange)
                if uniform_at(key, place) < harmed:
                    provoke(world, state, c, p, month)
                if second_uniform_at(key, place) < eased:
                    win_over(world, state.dyads, c, p, month)


@inlined
def hazard(
    cities: Cities, exchange: IntArray, c: int, rate: float, pull: float, obedience: float, per_exchange: float
) -> float:
    """Return the chance of an act by a city's leader: by pull, by freedom, and by how far exchange exposes it."""
    exposure = 1.0 + from_fixed(exchange[c]) * per_exchange
    autonomy = 1.0 - (1.0 - cities.autonomy[c]) * obedience
    return float(rate * pull * autonomy * exposure)


@compiled
def acting(
    cities: Cities, exchange: IntArray, rows: tuple[int, int], key: U64, terms: tuple[float, float, float, float]
) -> int:
    """Count the cities of some rows that act; ``terms`` are both rates, factor on obedience, weight of exchange."""
    hurting, helping, obedience, per_exchange = terms
    n = 0
    for c in range(U64(rows[0]), U64(rows[1])):
        hawkish = cities.nationalism[c]
        hurts = uniform_at(key, cities.place[c]) < hazard(
            cities, exchange, c, hurting, hawkish, obedience, per_exchange
        )
        helps = second_uniform_at(key, cities.place[c]) < hazard(
            cities, exchange, c, helping, 1.0 - hawkish, obedience, per_exchange
        )
        n += hurts | helps
    return n


@compiled
def provoke(world: World, state: State, city: int, p: Parameters, month: Month) -> None:
    """Let a city provoke one of the nations its own has relations with."""
    d = addressed_dyad(world, state.dyads, city, Process.PROVOKED_DYAD, month)
    if d >= 0:
        side = 0 if world.dyads.nation[d, 0] == world.cities.nation[city] else 1
        add_incident(state.dyads, d, 1 - side, p)
        if month.tie_pathways:
            walk_out(state, city, d, p, month)


@compiled
def win_over(world: World, dyads: DyadState, city: int, p: Parameters, month: Month) -> None:
    """Count a helping act towards one of the nations its own has relations with, felt by that nation's public."""
    d = addressed_dyad(world, dyads, city, Process.CONCILIATED_DYAD, month)
    if d >= 0:
        side = 0 if world.dyads.nation[d, 0] == world.cities.nation[city] else 1
        dyads.eased[d, 1 - side] += p.provocation_severity
        dyads.conciliations[d] += 1


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


@compiled
def add_incident(dyads: DyadState, d: int, insulted: int, p: Parameters) -> None:
    """Count a provocation as an incident that the insulted side's public feels."""
    dyads.severity[d] += p.provocation_severity
    dyads.felt[d, insulted] += p.provocation_severity
    dyads.provocations[d] += 1


@compiled
def walk_out(state: State, city: int, d: int, p: Parameters, month: Month) -> None:
    """Let partners of the provoking city in that dyad suspend their tie with it (Nanjing and Nagoya 2012)."""
    ties = state.ties
    key = stream(month.seed, month.replicate, Process.WALKOUT, month.calendar)
    e = state.cities.newest[city]
    while e >= 0:
        open_tie = e < ties.n[Count.EXISTING] and ties.dyad[e] == d and ties.suspended[e] == Suspension.NONE
        if open_tie and uniform_at(key, ties.place[e]) < p.walkout:
            ties.suspended[e] = Suspension.BY_B if ties.a[e] == city else Suspension.BY_A
            ties.suspended_since[e] = month.step
        e = older(ties, e, city)
