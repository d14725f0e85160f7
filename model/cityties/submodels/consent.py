"""Consent (ODD 7.7): how much each end of a tie wants official exchange this month."""

from cityties.compiling import compiled
from cityties.entities import Climate, Month, State, TieState
from cityties.months import MONTHS_PER_YEAR
from cityties.parameters import Parameters
from cityties.rules import Rules

DECADE = 10.0 * MONTHS_PER_YEAR


@compiled
def weigh(state: State, rules: Rules, freedom: float, month: Month) -> None:
    """Sum the terms of each end's propensity (logit), which :func:`cityties.explanation.terms` shows one by one.

    Habit, strength, outreach, age, dormancy, what incentives and advantages add, own public, directive. ``freedom``
    scales the directive's weight where a policy has raised autonomy.
    """
    p, climate, dyads, publics = rules.p, state.climate, state.dyads, state.publics
    order = p.directive_weight * freedom
    for d in range(len(dyads.relations)):
        climate.pull[d] = p.strength_consent + p.outreach * max(0.0, -dyads.relations[d])
        climate.public_a[d] = p.public_pressure * (publics.mood[d, 0] - publics.anger[d, 0])
        climate.public_b[d] = p.public_pressure * (publics.mood[d, 1] - publics.anger[d, 1])
        climate.order_a[d] = order * dyads.directive[d, 0]
        climate.order_b[d] = order * dyads.directive[d, 1]
    sum_terms(state.ties, climate, p, privileged(rules), month)


@compiled
def privileged(rules: Rules) -> bool:
    """Tell whether anything can add to the propensity of single cities; if not, what was added need not be read."""
    p = rules.p
    return rules.foreign or p.incentive_consent != 0.0 or p.capital_consent != 0.0 or p.strategy_consent != 0.0


@compiled
def sum_terms(ties: TieState, climate: Climate, p: Parameters, with_bonus: bool, month: Month) -> None:
    """Write the propensities of all ties; the same for all ties of a dyad is what ``climate`` holds."""
    for e in range(ties.n[0]):
        d, strength = ties.dyad[e], ties.strength[e]
        habit = p.consent_base + climate.pull[d] * strength
        if p.age_consent != 0.0:
            habit += p.age_consent * min((month.step - ties.signed[e]) / DECADE, 1.0)
        habit -= p.dormancy_penalty if strength < p.dormancy_threshold else 0.0
        bonus_a = ties.bonus_a[e] if with_bonus else 0.0
        bonus_b = ties.bonus_b[e] if with_bonus else 0.0
        ties.propensity_a[e] = habit + bonus_a + climate.public_a[d] - climate.order_a[d] * ties.obedience_a[e]
        ties.propensity_b[e] = habit + bonus_b + climate.public_b[d] - climate.order_b[d] * ties.obedience_b[e]
