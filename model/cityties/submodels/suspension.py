"""Suspension (ODD 7.8): after an incident each city reviews its ties; a suspended tie thaws when both sides want it."""

from cityties.compiling import compiled
from cityties.entities import DyadState, Events, Month, State, Suspension, TieState
from cityties.noise import Process, stream, uniform
from cityties.numerics import logistic
from cityties.parameters import Parameters


@compiled
def suspend(state: State, events: Events, p: Parameters, month: Month) -> None:
    """Review every tie of a dyad with an incident this month, and let suspended ties of the others thaw."""
    ties, dyads = state.ties, state.dyads
    key = stream(month.seed, month.replicate, Process.THAW, month.calendar)
    for e in range(ties.n[0]):
        if dyads.severity[ties.dyad[e]] > p.review_threshold:
            review(ties, e, dyads, place_emphasis(ties, e, events, p, month), p, month)
        elif ties.suspended[e] != Suspension.NONE:
            wish = logistic(ties.propensity_a[e]) * logistic(ties.propensity_b[e])
            if uniform(key, ties.id[e]) < ties.thaw[e] * wish:
                ties.suspended[e] = Suspension.NONE


@compiled
def place_emphasis(ties: TieState, e: int, events: Events, p: Parameters, month: Month) -> float:
    """Return the extra share of severity felt on a tie with an end in the incident's place; 0 elsewhere."""
    place = events.place[month.step, ties.dyad[e]]
    if place >= 0 and (events.regions[place, ties.a[e]] or events.regions[place, ties.b[e]]):
        return p.place_emphasis
    return 0.0


@compiled
def review(ties: TieState, e: int, dyads: DyadState, emphasis: float, p: Parameters, month: Month) -> None:
    """Let either side suspend a tie: the likelier, the less it wants exchange and the more it felt the incident."""
    d = ties.dyad[e]
    by = Suspension.NONE + 0
    for side in range(2):
        felt = dyads.felt[d, side]
        propensity = (ties.propensity_a[e] if side == 0 else ties.propensity_b[e]) - p.public_pressure * emphasis * felt
        weight = min(1.0, (1.0 + emphasis) * felt / p.review_full_severity)
        process = Process.REVIEW_A if side == 0 else Process.REVIEW_B
        draw = uniform(stream(month.seed, month.replicate, process, month.calendar), ties.id[e])
        if draw < (1.0 - logistic(propensity)) * weight:
            by += 1 + side
    if by > 0 and ties.suspended[e] == Suspension.NONE:
        ties.suspended[e] = by
        ties.suspended_since[e] = month.step
