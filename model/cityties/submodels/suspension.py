"""Suspension (ODD 7.8): after an incident each city reviews its ties; a suspended tie thaws when both sides want it."""

from cityties.compiling import compiled, inlined
from cityties.entities import DyadState, Events, Month, State, Suspension, TieState
from cityties.neighbours import list_suspended
from cityties.noise import Process, stream, uniform_at
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
            if uniform_at(key, ties.place[e]) < ties.thaw[e] * wish:
                ties.suspended[e] = Suspension.NONE
    n_reviewed = list_reviewed(ties, dyads, p)
    if n_reviewed == 0:
        return
    for place in range(n_reviewed):
        ties.wanted[place] = place_emphasis(ties, ties.listed[place], events, p, month)
    review(ties, dyads, n_reviewed, p, month)
    for place in range(n_reviewed):
        e = ties.listed[place]
        if ties.refused[place] > 0 and ties.suspended[e] == Suspension.NONE:
            ties.suspended[e] = ties.refused[place]
            ties.suspended_since[e] = month.step


@compiled
def list_reviewed(ties: TieState, dyads: DyadState, p: Parameters) -> int:
    """List the rows of the ties whose dyad had an incident worth a review; return how many."""
    most = 0.0
    for d in range(len(dyads.severity)):
        most = max(most, dyads.severity[d])
    n = 0
    for e in range(ties.n[0] if most > p.review_threshold else 0):
        ties.listed[n] = e
        n += dyads.severity[ties.dyad[e]] > p.review_threshold
    return n


@compiled
def place_emphasis(ties: TieState, e: int, events: Events, p: Parameters, month: Month) -> float:
    """Return the extra share of severity felt on a tie with an end in the incident's place; 0 elsewhere."""
    place = events.place[month.step, ties.dyad[e]]
    if place >= 0 and (events.regions[place, ties.a[e]] or events.regions[place, ties.b[e]]):
        return p.place_emphasis
    return 0.0


@compiled
def review(ties: TieState, dyads: DyadState, n_reviewed: int, p: Parameters, month: Month) -> None:
    """Write which sides would suspend each listed tie; ``wanted`` holds the emphasis of its place."""
    key_a = stream(month.seed, month.replicate, Process.REVIEW_A, month.calendar)
    key_b = stream(month.seed, month.replicate, Process.REVIEW_B, month.calendar)
    for place in range(n_reviewed):
        e = ties.listed[place]
        d, more = ties.dyad[e], ties.wanted[place]
        chance_a = suspending(ties.propensity_a[e], dyads.felt[d, 0], more, p.public_pressure, p.review_full_severity)
        chance_b = suspending(ties.propensity_b[e], dyads.felt[d, 1], more, p.public_pressure, p.review_full_severity)
        by_a = Suspension.BY_A * (uniform_at(key_a, ties.place[e]) < chance_a)
        by_b = Suspension.BY_B * (uniform_at(key_b, ties.place[e]) < chance_b)
        ties.refused[place] = by_a + by_b


@inlined
def suspending(propensity: float, felt: float, emphasis: float, pressure: float, full: float) -> float:
    """Return the chance that a side suspends a tie, higher the less it wants exchange and the more it felt."""
    wish = logistic(propensity - pressure * emphasis * felt)
    return (1.0 - wish) * min(1.0, (1.0 + emphasis) * felt / full)
