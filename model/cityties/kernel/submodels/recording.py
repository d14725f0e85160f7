"""Recording (ODD 4.11): write the month's state into the record; nothing in the model reads it again."""

from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import from_fixed, to_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Count, DyadState, FloatArray, State, Suspension, TieState

# two counts in one integer, so that a tie adds to two places instead of three
COUNT_APART = 2**32
# with so few dyads it is faster to go through a block of ties for each, in wide vectors, than to sort as one goes
FEW_DYADS, BLOCK = 4, 2048


@compiled
def write_ties(ties: TieState, dyads: DyadState, p: Parameters, out: FloatArray) -> None:
    """Count dormant and suspended ties and take the mean strength."""
    dyads.strength[:] = 0
    dyads.tally[:] = 0
    if len(out) <= FEW_DYADS:
        for first in range(0, ties.n[Count.EXISTING], BLOCK):
            for d in range(len(out)):
                count_block(ties, dyads, d, (first, min(first + BLOCK, ties.n[Count.EXISTING])), p.dormancy_threshold)
    else:
        count_all(ties, dyads, p.dormancy_threshold)
    for d in range(len(out)):
        out[d, DyadMeasure.DORMANT] = dyads.tally[d] % COUNT_APART
        out[d, DyadMeasure.SUSPENDED] = dyads.tally[d] // COUNT_APART
        out[d, DyadMeasure.STRENGTH] = from_fixed(dyads.strength[d]) / max(out[d, DyadMeasure.TIES], 1.0)


@compiled
def count_all(ties: TieState, dyads: DyadState, threshold: float) -> None:
    """Add every tie to what is counted of its dyad."""
    for e in range(ties.n[Count.EXISTING]):
        d = ties.dyad[e]
        dyads.tally[d] += (ties.strength[e] < threshold) + COUNT_APART * (ties.suspended[e] != Suspension.NONE)
        dyads.strength[d] += to_fixed(ties.strength[e])


@compiled
def count_block(ties: TieState, dyads: DyadState, d: int, rows: tuple[int, int], threshold: float) -> None:
    """Add those ties of some rows that are of one dyad to what is counted of it."""
    strength, dormant, suspended = 0, 0, 0
    for e in range(U64(rows[0]), U64(rows[1])):
        mine = ties.dyad[e] == d
        strength += to_fixed(ties.strength[e]) if mine else 0
        dormant += mine & (ties.strength[e] < threshold)
        suspended += mine & (ties.suspended[e] != Suspension.NONE)
    dyads.strength[d] += strength
    dyads.tally[d] += dormant + COUNT_APART * suspended


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
        out[d, DyadMeasure.LEVEL] = dyads.level[d]
        out[d, DyadMeasure.CONCILIATIONS] = dyads.conciliations[d]
        for side in range(2):
            out[d, DyadMeasure.MOOD_A + side] = publics.mood[d, side]
            out[d, DyadMeasure.ANGER_A + side] = publics.anger[d, side]
            out[d, DyadMeasure.DIRECTIVE_A + side] = dyads.directive[d, side]
            out[d, DyadMeasure.POSITION_A + side] = publics.position[d, side]
            out[d, DyadMeasure.ESCALATION_A + side] = publics.escalation[d, side]
