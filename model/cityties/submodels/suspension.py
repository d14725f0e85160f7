"""Suspension (ODD 7.8): after an incident each city reviews its ties; a suspended tie thaws when both sides want it."""

from cityties.compiling import compiled
from cityties.entities import Events, Month, State, Suspension, TieState
from cityties.neighbours import list_suspended
from cityties.noise import Process, stream, uniform
from cityties.numerics import logistic
from cityties.parameters import Parameters


@compiled
def suspend(state: State, events: Events, p: Parameters, month: Month) -> None:
    """Review every tie of a dyad with an incident this month, and let suspended ties of the others thaw."""
    ties, dyads = state.ties, state.dyads
    key = stream(month.seed, month.replicate, Process.THAW, month.calendar)
    for place in range(list_suspended(ties)):
        e = ties.listed[place]
        if dyads.severity[ties.dyad[e]] <= p.review_threshold:
            wish = logistic(ties.propensity_a[e]) * logistic(ties.propensity_b[e])
            if uniform(key, ties.id[e]) < ties.thaw[e] * wish:
                ties.suspended[e] = Suspension.NONE
    key_a = stream(month.seed, month.replicate, Process.REVIEW_A, month.calendar)
    key_b = stream(month.seed, month.replicate, Process.REVIEW_B, month.calendar)
    for d in range(len(dyads.severity)):
        if dyads.severity[d] > p.review_threshold and dyads.n_ties[d] > 0:
            e = dyads.first_tie[d]
            while e >= 0:
                emphasis = place_emphasis(ties, e, events, p, month)
                by = Suspension.NONE + 0
                by += reviewed(ties.propensity_a[e], dyads.felt[d, 0], emphasis, uniform(key_a, ties.id[e]), p)
                by += 2 * reviewed(ties.propensity_b[e], dyads.felt[d, 1], emphasis, uniform(key_b, ties.id[e]), p)
                if by > 0 and ties.suspended[e] == Suspension.NONE:
                    ties.suspended[e] = by
                    ties.suspended_since[e] = month.step
                e = ties.next_in_dyad[e]


@compiled
def place_emphasis(ties: TieState, e: int, events: Events, p: Parameters, month: Month) -> float:
    """Return the extra share of severity felt on a tie with an end in the incident's place; 0 elsewhere."""
    place = events.place[month.step, ties.dyad[e]]
    if place >= 0 and (events.regions[place, ties.a[e]] or events.regions[place, ties.b[e]]):
        return p.place_emphasis
    return 0.0


@compiled
def reviewed(propensity: float, felt: float, emphasis: float, draw: float, p: Parameters) -> bool:
    """Tell whether a side suspends a tie, likelier the less it wants exchange and the more it felt the incident."""
    wish = logistic(propensity - p.public_pressure * emphasis * felt)
    weight = min(1.0, (1.0 + emphasis) * felt / p.review_full_severity)
    return bool(draw < (1.0 - wish) * weight)
