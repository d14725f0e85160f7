"""Attention (ODD 7.6): a city's limited exchange budget is shared among its ties and its partners elsewhere."""

from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled, inlined
from cityties.kernel.numerics import exponential, from_fixed, logarithm, to_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64
from cityties.kernel.rules import Rules
from cityties.kernel.state import NOBODY, Budget, Cities, CityState, Count, IntArray, Month, State, TieState, World

KEPT_AT_BOTH = 3
SHARING_ROUNDS = 8


@compiled
def allocate(world: World, state: State, rules: Rules, month: Month) -> None:
    """Set the chance that each tie plans an official event: more ties, less attention for each.

    The less attentive end decides, since an event needs both. A policy may spread budgets evenly over ties or keep them
    for the strongest third; it moves events between the ties of a dyad and plans as many of them as before.
    """
    way = world.policies.budget[month.step]
    plan_by_budget(world, state, Budget.PROPORTIONAL, rules, month)
    if way != Budget.PROPORTIONAL:
        sum_plans(state.ties, state.dyads.to_plan)
        plan_by_budget(world, state, way, rules, month)
        keep_number(state, rules.p)


@compiled
def plan_by_budget(world: World, state: State, way: int, rules: Rules, month: Month) -> None:
    """Set the events each tie would plan under a way of spreading budgets."""
    cities, ties, p = state.cities, state.ties, rules.p
    lifted = rules.on.spillover or rules.has_custom_rules
    if way == Budget.CONCENTRATED:
        keep_strongest(state)
    cities.attention_asked[:] = 0
    for e in range(ties.n[Count.EXISTING]):
        wanted = to_fixed(asked(ties, e, way, p))
        cities.attention_asked[ties.a[e]] += wanted
        cities.attention_asked[ties.b[e]] += wanted
    for k in range(len(world.nations.first)):
        growth = urban_growth(world.nations.urban[k], p, month)
        share_budgets(world.cities, cities, (world.nations.first[k], world.nations.last[k]), (growth, lifted), p)
    for e in range(ties.n[Count.EXISTING]):
        share = min(cities.budget_share[ties.a[e]], cities.budget_share[ties.b[e]])
        ties.plan[e] = min(p.plan_ceiling, p.plan_rate * share * asked(ties, e, way, p))


@compiled
def keep_number(state: State, p: Parameters) -> None:
    """Scale each dyad's plans to the events in ``to_plan``; what passes the ceiling goes to its other ties."""
    dyads, ties = state.dyads, state.ties
    for _ in range(SHARING_ROUNDS):
        sum_plans(ties, dyads.planned)
        for e in range(ties.n[Count.EXISTING]):
            planned = from_fixed(dyads.planned[ties.dyad[e]])
            scale = from_fixed(dyads.to_plan[ties.dyad[e]]) / planned if planned > 0.0 else 1.0
            ties.plan[e] = min(p.plan_ceiling, ties.plan[e] * scale)


@compiled
def sum_plans(ties: TieState, total: IntArray) -> None:
    """Write the events that the ties of each dyad plan together, in fixed point."""
    total[:] = 0
    for e in range(ties.n[Count.EXISTING]):
        total[ties.dyad[e]] += to_fixed(ties.plan[e])


@inlined
def asked(ties: TieState, e: int, way: int, p: Parameters) -> float:
    """Return the attention a tie asks for under a way of spreading budgets."""
    passed_over = way == Budget.CONCENTRATED and ties.kept[e] != KEPT_AT_BOTH
    strength = p.initial_strength if way == Budget.EVEN else ties.strength[e]
    return 0.0 if passed_over else strength + p.attention_floor


@compiled
def share_budgets(
    fixed: Cities, cities: CityState, rows: tuple[int, int], terms: tuple[float, bool], p: Parameters
) -> None:
    """Divide the budget of the cities in some rows by the attention asked of them.

    ``terms`` are the growth of budgets, and whether anything lifts those of single cities.
    """
    growth, lifted = terms
    # unsigned bounds, because numba then proves that no row is counted from the end and the loop runs in wide vectors
    for c in range(U64(rows[0]), U64(rows[1])):
        lift = cities.lift[c] if lifted else 1.0
        taken = from_fixed(cities.attention_asked[c]) + p.abroad_attention * fixed.abroad[c]
        cities.budget_share[c] = growth * lift * fixed.budget[c] / taken if taken > 0.0 else 0.0


@compiled
def keep_strongest(state: State) -> None:
    """Mark the ties that are among the strongest third (rounded up) at an end: 1 at end a, 2 at end b, 3 at both.

    Ties of one city are ranked by strength, equal ones by age and then by address; each pass settles the next rank of
    every city.
    """
    ties, cities = state.ties, state.cities
    for e in range(ties.n[Count.EXISTING]):
        ties.kept[e] = 0
    rank, n_marked = 0, 1
    while n_marked > 0:
        n_marked = 0
        next_strongest(ties, cities.strongest)
        for c in range(len(cities.strongest)):
            e = cities.strongest[c]
            if e >= 0 and rank < (cities.partners[c] + 2) // 3:
                ties.kept[e] |= 1 if ties.a[e] == c else 2
                n_marked += 1
        rank += 1


@compiled
def next_strongest(ties: TieState, strongest: IntArray) -> None:
    """Write for each city the row of its strongest tie not marked at its end yet; -1 if there is none."""
    strongest[:] = NOBODY
    for e in range(ties.n[Count.EXISTING]):
        for side in range(2):
            if ties.kept[e] & (1 + side) == 0:
                c = ties.a[e] if side == 0 else ties.b[e]
                if strongest[c] < 0 or ranks_before(ties, e, strongest[c]):
                    strongest[c] = e


@inlined
def ranks_before(ties: TieState, e: int, other: int) -> bool:
    """Return whether a tie is stronger than another, or as strong and older, or as old and of a lower address."""
    if ties.strength[e] != ties.strength[other]:
        return bool(ties.strength[e] > ties.strength[other])
    if ties.signed[e] != ties.signed[other]:
        return bool(ties.signed[e] < ties.signed[other])
    return bool(ties.id[e] < ties.id[other])


@compiled
def urban_growth(share: float, p: Parameters, month: Month) -> float:
    """Return the factor on budgets of a nation whose urban share follows a logistic curve through the recorded one."""
    if p.urban_budget == 0.0 or share <= 0.0:
        return 1.0
    years = month.calendar // MONTHS_PER_YEAR - p.urban_year
    now = 1.0 / (1.0 + (1.0 / share - 1.0) * exponential(-p.urban_rate * years))
    return exponential(p.urban_budget * logarithm(now / share))


@compiled
def allocate_freely(ties: TieState, p: Parameters) -> None:
    """Give every tie the mean attention: the model without a limited budget."""
    for e in range(ties.n[Count.EXISTING]):
        ties.plan[e] = p.plan_rate
