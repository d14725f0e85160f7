"""Consent (ODD 7.7): how much each end of a tie wants official exchange this month."""

from cityties.compiling import compiled
from cityties.entities import Month, State
from cityties.months import MONTHS_PER_YEAR
from cityties.parameters import Parameters

DECADE = 10.0 * MONTHS_PER_YEAR


@compiled
def weigh(state: State, p: Parameters, freedom: float, month: Month) -> None:
    """Sum the terms of each end's propensity (logit), which :func:`cityties.explanation.terms` shows one by one.

    Habit, strength, outreach, age, dormancy, what incentives and advantages add, own public, directive. ``freedom``
    scales the directive's weight where a policy has raised autonomy.
    """
    ties, dyads, publics = state.ties, state.dyads, state.publics
    order = p.directive_weight * freedom
    for e in range(ties.n[0]):
        d = ties.dyad[e]
        pull = p.strength_consent + p.outreach * max(0.0, -dyads.relations[d])
        decades = min((month.step - ties.signed[e]) / DECADE, 1.0)
        habit = p.consent_base + pull * ties.strength[e] + p.age_consent * decades
        if ties.strength[e] < p.dormancy_threshold:
            habit -= p.dormancy_penalty
        public_a = p.public_pressure * (publics.mood[d, 0] - publics.anger[d, 0])
        public_b = p.public_pressure * (publics.mood[d, 1] - publics.anger[d, 1])
        order_a = order * ties.obedience_a[e] * dyads.directive[d, 0]
        order_b = order * ties.obedience_b[e] * dyads.directive[d, 1]
        ties.propensity_a[e] = habit + ties.bonus_a[e] + public_a - order_a
        ties.propensity_b[e] = habit + ties.bonus_b[e] + public_b - order_b
