"""Attention (ODD 7.6): a city's limited exchange budget is shared among its ties and its partners elsewhere."""

from cityties.compiling import compiled
from cityties.entities import Cities, CityState, TieState
from cityties.numerics import from_fixed, to_fixed
from cityties.parameters import Parameters


@compiled
def allocate(cities: Cities, state: CityState, ties: TieState, p: Parameters) -> None:
    """Set the chance that each tie plans an official event: more ties, less attention for each.

    The less attentive end decides, since an event needs both.
    """
    state.attention[:] = 0
    for e in range(ties.n[0]):
        wanted = to_fixed(ties.strength[e] + p.attention_floor)
        state.attention[ties.a[e]] += wanted
        state.attention[ties.b[e]] += wanted
    for c in range(len(cities.budget)):
        taken = from_fixed(state.attention[c]) + p.abroad_attention * cities.abroad[c]
        state.budget_share[c] = cities.budget[c] / taken if taken > 0.0 else 0.0
    for e in range(ties.n[0]):
        share = min(state.budget_share[ties.a[e]], state.budget_share[ties.b[e]])
        ties.plan[e] = min(p.plan_ceiling, p.plan_rate * share * (ties.strength[e] + p.attention_floor))


@compiled
def allocate_freely(ties: TieState, p: Parameters) -> None:
    """Give every tie the mean attention: the model without a limited budget."""
    for e in range(ties.n[0]):
        ties.plan[e] = p.plan_rate
