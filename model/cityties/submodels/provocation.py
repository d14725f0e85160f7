"""Provocation (ODD 7.3): leaders of nationalist, autonomous cities provoke; a visible exchange exposes them."""

from cityties.compiling import compiled
from cityties.entities import DyadState, Month, State, Suspension, TieState, World
from cityties.noise import Process, stream, uniform
from cityties.numerics import from_fixed
from cityties.parameters import Parameters


@compiled
def provoke(world: World, state: State, p: Parameters, month: Month) -> None:
    """Draw the cities that provoke this month and add each as a small incident felt by the other side's public.

    In the ties-off arm the hazard stays and only what ties add to it goes: exposure and the partner's walk-out.
    """
    cities = world.cities
    key = stream(month.seed, month.replicate, Process.PROVOCATION, month.calendar)
    rate = p.provocation_rate * world.policies.provocation[month.step]
    per_exchange = 1.0 / p.plan_rate if month.tie_pathways and p.plan_rate > 0.0 else 0.0
    for c in range(len(cities.id)):
        exposure = 1.0 + from_fixed(state.cities.exchange[c]) * per_exchange
        autonomy = 1.0 - (1.0 - cities.autonomy[c]) * world.policies.obedience[month.step]
        hazard = rate * cities.nationalism[c] * autonomy * exposure
        if uniform(key, cities.id[c]) < hazard:
            d = provoked_dyad(world, state.dyads, c, month)
            if d >= 0:
                side = 0 if world.dyads.nation[d, 0] == cities.nation[c] else 1
                add_incident(state.dyads, d, 1 - side, p)
                if month.tie_pathways:
                    walk_out(state.ties, c, d, p, month)


@compiled
def provoked_dyad(world: World, dyads: DyadState, city: int, month: Month) -> int:
    """Pick one of the recognised dyads of the city's nation, each as likely; -1 if it has none."""
    nation = world.cities.nation[city]
    n_dyads = 0
    for d in range(len(world.dyads.id)):
        n_dyads += is_open_dyad(world, dyads, d, nation)
    if n_dyads == 0:
        return -1
    key = stream(month.seed, month.replicate, Process.PROVOKED_DYAD, month.calendar)
    left = int(uniform(key, world.cities.id[city]) * n_dyads)
    for d in range(len(world.dyads.id)):
        if is_open_dyad(world, dyads, d, nation):
            if left == 0:
                return d
            left -= 1
    return -1


@compiled
def is_open_dyad(world: World, dyads: DyadState, d: int, nation: int) -> bool:
    """Tell whether a nation is one side of a recognised dyad."""
    member = world.dyads.nation[d, 0] == nation or world.dyads.nation[d, 1] == nation
    return bool(member and dyads.present[d])


@compiled
def add_incident(dyads: DyadState, d: int, insulted: int, p: Parameters) -> None:
    """Count a provocation as an incident that the insulted side's public feels."""
    dyads.severity[d] += p.provocation_severity
    dyads.felt[d, insulted] += p.provocation_severity
    dyads.provocations[d] += 1


@compiled
def walk_out(ties: TieState, city: int, d: int, p: Parameters, month: Month) -> None:
    """Let partners of the provoking city in that dyad suspend their tie with it (Nanjing and Nagoya 2012)."""
    key = stream(month.seed, month.replicate, Process.WALKOUT, month.calendar)
    for e in range(ties.n[0]):
        ours = ties.a[e] == city or ties.b[e] == city
        if ours and ties.dyad[e] == d and ties.suspended[e] == Suspension.NONE and uniform(key, ties.id[e]) < p.walkout:
            ties.suspended[e] = Suspension.BY_B if ties.a[e] == city else Suspension.BY_A
            ties.suspended_since[e] = month.step
