"""Consent (ODD 7.7): how much each end of a tie wants official exchange this month."""

from cityties.compiling import compiled
from cityties.entities import DyadState, PublicState, TieState
from cityties.parameters import Parameters


@compiled
def weigh(ties: TieState, dyads: DyadState, publics: PublicState, p: Parameters) -> None:
    """Sum the terms of each end's propensity (logit): habit, strength, outreach, own public, directive, dormancy."""
    for e in range(ties.n[0]):
        d = ties.dyad[e]
        pull = p.strength_consent + p.outreach * max(0.0, -dyads.relations[d])
        habit = p.consent_base + pull * ties.strength[e]
        if ties.strength[e] < p.dormancy_threshold:
            habit -= p.dormancy_penalty
        public_a = p.public_pressure * (publics.mood[d, 0] - publics.anger[d, 0])
        public_b = p.public_pressure * (publics.mood[d, 1] - publics.anger[d, 1])
        ties.propensity_a[e] = habit + public_a - p.directive_weight * ties.obedience_a[e] * dyads.directive[d, 0]
        ties.propensity_b[e] = habit + public_b - p.directive_weight * ties.obedience_b[e] * dyads.directive[d, 1]
