"""Exchange (ODD 7.9): planned events are held when both sides consent; else people may still meet."""

from cityties.compiling import compiled
from cityties.entities import Exchange, FloatArray, Month, Suspension, TieState
from cityties.noise import U64, Process, stream, uniform
from cityties.numerics import logistic
from cityties.parameters import Parameters
from cityties.record import DyadMeasure


@compiled
def exchange(ties: TieState, closed: bool, people: float, p: Parameters, month: Month, out: FloatArray) -> None:
    """Plan events, ask both sides, and write how each tie met; while borders are closed nothing is planned.

    ``people`` is the exchange that survives a refusal at the people's level. ``out`` is this month's dyad record
    (D, DyadMeasure), whose counts of plans and refusals are filled here.
    """
    draw_plans(ties, 0.0 if closed else 1.0, stream(month.seed, month.replicate, Process.PLAN, month.calendar))
    key_a = stream(month.seed, month.replicate, Process.CONSENT_A, month.calendar)
    key_b = stream(month.seed, month.replicate, Process.CONSENT_B, month.calendar)
    for e in range(ties.n[0]):
        if ties.exchange[e] != 0.0:
            ties.exchange[e] = 0.0
            hold(ties, e, refusals(ties, e, key_a, key_b), people, p, out[ties.dyad[e]])


@compiled
def draw_plans(ties: TieState, planned: float, key: U64) -> None:
    """Set the exchange of all ties to nothing, and where an event is planned to ``planned``."""
    for e in range(ties.n[0]):
        ties.mode[e] = Exchange.NONE
        ties.exchange[e] = planned if uniform(key, ties.id[e]) < ties.plan[e] else 0.0


@compiled
def refusals(ties: TieState, e: int, key_a: U64, key_b: U64) -> int:
    """Tell which sides refuse a planned event: those that suspended the tie, else those whose consent fails."""
    if ties.suspended[e] != Suspension.NONE:
        return int(ties.suspended[e])
    by = Suspension.NONE + 0
    if uniform(key_a, ties.id[e]) >= logistic(ties.propensity_a[e]):
        by += Suspension.BY_A
    if uniform(key_b, ties.id[e]) >= logistic(ties.propensity_b[e]):
        by += Suspension.BY_B
    return by


@compiled
def hold(ties: TieState, e: int, refused_by: int, people: float, p: Parameters, out: FloatArray) -> None:
    """Hold a planned event officially, or at the people's level if a side refuses and the tie is awake."""
    out[DyadMeasure.PLANNED] += 1
    if refused_by == Suspension.NONE:
        ties.exchange[e] = 1.0
        ties.mode[e] = Exchange.OFFICIAL
        out[DyadMeasure.OFFICIAL] += 1
        return
    out[DyadMeasure.REFUSED_A] += refused_by & Suspension.BY_A
    out[DyadMeasure.REFUSED_B] += (refused_by & Suspension.BY_B) // Suspension.BY_B
    if ties.strength[e] >= p.dormancy_threshold:
        ties.exchange[e] = people
        ties.mode[e] = Exchange.PEOPLE
        out[DyadMeasure.PEOPLE] += 1
