"""Consent (ODD 7.7): how much the ends of a tie want official exchange, where they have something to decide."""

import math

from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled
from cityties.kernel.parameters import Parameters
from cityties.kernel.rules import Rules
from cityties.kernel.severity import worst_severity
from cityties.kernel.state import Climate, Count, DyadState, Month, State, TieState

DECADE = 10.0 * MONTHS_PER_YEAR


@compiled
def list_decisions(ties: TieState, dyads: DyadState, rules: Rules, list_all: bool) -> None:
    """List the ties whose ends decide something: an event is planned, the tie is suspended, reviewed or in question.

    With ``list_all`` every tie is listed, in the order of rows; what comes of the month is the same.
    """
    threshold = rules.p.review_threshold if rules.on.suspension else math.inf
    reviewing, asking = worst_severity(dyads) > threshold, rules.on.ending and dyads.in_question.any()
    n = 0
    # every row is written and the place moves on only where there is something: no branch for the processor to guess
    for e in range(ties.n[Count.EXISTING]):
        ties.deciding[n] = e
        decides = list_all or (ties.mode[e] | ties.suspended[e]) != 0
        if reviewing:
            decides |= dyads.severity[ties.dyad[e]] > threshold
        if asking:
            decides |= ties.asked[e] != 0
        n += decides
    ties.n[Count.DECIDING] = n


@compiled
def compute_propensity(state: State, rules: Rules, freedom: float, month: Month) -> None:
    """Sum the terms of each end's propensity (logit), which :func:`cityties.explanation.replay.terms` shows one by one.

    Habit, strength, outreach, age, dormancy, what incentives and advantages add, level and own public, directive.
    ``freedom`` scales the directive's weight where a policy has raised autonomy.
    """
    p, climate, dyads, publics = rules.p, state.climate, state.dyads, state.publics
    order, ordered = p.directive_weight * freedom, False
    for d in range(len(dyads.relations)):
        climate.pull[d] = p.strength_consent + p.outreach * max(0.0, -dyads.relations[d])
        standing = p.level_consent * dyads.level[d]
        climate.public_a[d] = standing + p.public_pressure * (publics.mood[d, 0] - publics.anger[d, 0])
        climate.public_b[d] = standing + p.public_pressure * (publics.mood[d, 1] - publics.anger[d, 1])
        climate.order_a[d] = order * dyads.directive[d, 0]
        climate.order_b[d] = order * dyads.directive[d, 1]
        ordered |= dyads.directive[d, 0] + dyads.directive[d, 1] > 0
    sum_terms(state.ties, climate, p, (privileged(rules), ordered), month)


@compiled
def privileged(rules: Rules) -> bool:
    """Return whether anything can add to the propensity of single cities; if not, nothing of it is read."""
    p = rules.p
    return rules.has_custom_rules or p.incentive_consent != 0.0 or p.capital_consent != 0.0 or p.strategy_consent != 0.0


@compiled
def sum_terms(ties: TieState, climate: Climate, p: Parameters, read: tuple[bool, bool], month: Month) -> None:
    """Write the propensities of the ties listed; the same for all ties of a dyad is what ``climate`` holds.

    ``read`` is whether what was added to single cities and whether obedience matter; if not, they are not fetched.
    """
    with_bonus, with_orders = read
    # by place and not by row: the lists stay short in calm months, and the loop writes one place after the other
    for place in range(ties.n[Count.DECIDING]):
        e = ties.deciding[place]
        d, strength = ties.dyad[e], ties.strength[e]
        habit = p.consent_base + climate.pull[d] * strength
        if p.age_consent != 0.0:
            habit += p.age_consent * min((month.step - ties.signed[e]) / DECADE, 1.0)
        habit -= p.dormancy_penalty if strength < p.dormancy_threshold else 0.0
        bonus_a = ties.bonus_a[e] if with_bonus else 0.0
        bonus_b = ties.bonus_b[e] if with_bonus else 0.0
        ordered_a = climate.order_a[d] * ties.obedience_a[e] if with_orders else 0.0
        ordered_b = climate.order_b[d] * ties.obedience_b[e] if with_orders else 0.0
        ties.propensity_a[place] = habit + bonus_a + climate.public_a[d] - ordered_a
        ties.propensity_b[place] = habit + bonus_b + climate.public_b[d] - ordered_b
