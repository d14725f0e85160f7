"""Strength (ODD 7.12): exchange builds intimacy, time wears it down, incidents damage weak ties most."""

from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import from_fixed, to_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.record import DyadMeasure
from cityties.kernel.severity import worst_severity
from cityties.kernel.state import CityState, Count, DyadState, FloatArray, IntArray, TieState


@compiled
def strengthen(ties: TieState, dyads: DyadState, practices: IntArray, p: Parameters) -> None:
    """Add this month's exchange to strength, then take decay and the damage of this month's incident.

    Practices (N, 3) that both ends hold may make an exchange count for more.
    """
    # in months without an incident no tie looks up its dyad
    struck = worst_severity(dyads) > 0.0
    for e in range(ties.n[Count.EXISTING]):
        w = ties.strength[e]
        gain = p.strength_gain * ties.exchange[e]
        if p.learning_gain != 0.0 and gain > 0.0:
            gain *= max(0.0, 1.0 + p.learning_gain * shared(practices[ties.a[e]], practices[ties.b[e]]))
        w += gain * (1.0 - w) - p.strength_decay * w
        damage = p.crisis_damage * dyads.severity[ties.dyad[e]] if struck else 0.0
        w *= 1.0 - damage * (1.0 - w)
        ties.strength[e] = min(max(w, 0.0), 1.0)


@compiled
def shared(ours: IntArray, theirs: IntArray) -> int:
    """Count the practices that both cities hold."""
    n = 0
    for practice in range(len(ours)):
        n += ours[practice] & theirs[practice]
    return n


@compiled
def wake(ties: TieState, p: Parameters) -> None:
    """Raise the strength of every dormant tie to that of a tie woken on purpose."""
    for e in range(ties.n[Count.EXISTING]):
        if ties.strength[e] < p.dormancy_threshold:
            ties.strength[e] = max(ties.strength[e], p.wake_strength)


@compiled
def add_up(ties: TieState, dyads: DyadState, cities: CityState, has_custom_rules: bool, out: FloatArray) -> None:
    """Sum the month's exchange by dyad, for the publics, and by city, whose leaders it exposes next month.

    Only where ties may have met that planned nothing, or custom rules act, are all of them looked through.
    """
    cities.exchange[:] = 0
    dyads.exchange[:] = 0
    n_met = list_met(ties) if has_custom_rules or ties.n[Count.MET_BESIDES] > 0 else list_held(ties)
    for number in range(n_met):
        e = ties.met[number]
        held = to_fixed(ties.exchange[e])
        cities.exchange[ties.a[e]] += held
        cities.exchange[ties.b[e]] += held
        dyads.exchange[ties.dyad[e]] += held
    for d in range(len(dyads.exchange)):
        out[d, DyadMeasure.EXCHANGE] = from_fixed(dyads.exchange[d])


@compiled
def list_met(ties: TieState) -> int:
    """List the rows of the ties with an exchange this month; return how many.

    Every row is written and the place moves on only where there is something: no branch for the processor to guess.
    """
    n = 0
    for e in range(ties.n[Count.EXISTING]):
        ties.met[n] = e
        n += ties.exchange[e] != 0.0
    return n


@compiled
def list_held(ties: TieState) -> int:
    """List the rows of the ties with an exchange among those that had something to decide; return how many."""
    n = 0
    for place in range(ties.n[Count.DECIDING]):
        ties.met[n] = ties.deciding[place]
        n += ties.exchange[ties.deciding[place]] != 0.0
    return n
