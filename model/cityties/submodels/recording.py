"""Recording (ODD 4.11): write the month's state into the record; nothing in the model reads it again."""

from cityties.compiling import compiled
from cityties.entities import DyadState, FloatArray, State, Suspension, TieState
from cityties.numerics import from_fixed, to_fixed
from cityties.parameters import Parameters
from cityties.record import DyadMeasure

# two counts in one integer, so that a tie adds to two places instead of three
COUNT_APART = 2**32


@compiled
def write_ties(ties: TieState, dyads: DyadState, p: Parameters, out: FloatArray) -> None:
    """Count dormant and suspended ties and take the mean strength."""
    dyads.strength[:] = 0
    dyads.tally[:] = 0
    for e in range(ties.n[0]):
        d = ties.dyad[e]
        dormant = ties.strength[e] < p.dormancy_threshold
        dyads.tally[d] += dormant + COUNT_APART * (ties.suspended[e] != Suspension.NONE)
        dyads.strength[d] += to_fixed(ties.strength[e])
    for d in range(len(out)):
        out[d, DyadMeasure.DORMANT] = dyads.tally[d] % COUNT_APART
        out[d, DyadMeasure.SUSPENDED] = dyads.tally[d] // COUNT_APART
        out[d, DyadMeasure.STRENGTH] = from_fixed(dyads.strength[d]) / max(out[d, DyadMeasure.TIES], 1.0)


@compiled
def write_dyads(state: State, out: FloatArray) -> None:
    """Copy the state of dyads and publics."""
    dyads, publics = state.dyads, state.publics
    for d in range(len(out)):
        out[d, DyadMeasure.RELATIONS] = dyads.relations[d]
        out[d, DyadMeasure.DISPUTES] = dyads.disputes[d]
        out[d, DyadMeasure.SEVERITY] = dyads.severity[d]
        out[d, DyadMeasure.PROVOCATIONS] = dyads.provocations[d]
        out[d, DyadMeasure.GATE_SHUT] = dyads.gate_shut[d]
        out[d, DyadMeasure.ECONOMY] = dyads.economy[d]
        for side in range(2):
            out[d, DyadMeasure.MOOD_A + side] = publics.mood[d, side]
            out[d, DyadMeasure.ANGER_A + side] = publics.anger[d, side]
            out[d, DyadMeasure.DIRECTIVE_A + side] = dyads.directive[d, side]
            out[d, DyadMeasure.POSITION_A + side] = publics.position[d, side]
            out[d, DyadMeasure.ESCALATION_A + side] = publics.escalation[d, side]
