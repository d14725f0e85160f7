"""Suspension (ODD 7.8): after an incident each city reviews its ties; a suspended tie thaws when both sides want it."""

from cityties.kernel.compiling import compiled, inlined
from cityties.kernel.numerics import logistic
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import U64, Process, stream, uniform_at
from cityties.kernel.severity import worst_severity
from cityties.kernel.state import Count, DyadState, Events, Month, State, Suspension, TieState


@compiled
def suspend(state: State, events: Events, p: Parameters, month: Month) -> None:
    """Review every tie of a dyad with an incident this month, and let suspended ties of the others thaw."""
    ties, dyads = state.ties, state.dyads
    thaw(ties, dyads, p, stream(month.seed, month.replicate, Process.THAW, month.calendar))
    n_reviewed = list_reviewed(ties, dyads, p)
    for number in range(n_reviewed):
        ties.emphasis[number] = place_emphasis(ties, ties.deciding[ties.listed[number]], events, p, month)
    if n_reviewed > 0:
        review(ties, dyads, n_reviewed, p, month)
    for number in range(n_reviewed):
        e = ties.deciding[ties.listed[number]]
        if ties.refused[number] > 0 and ties.suspended[e] == Suspension.NONE:
            ties.suspended[e] = ties.refused[number]
            ties.suspended_since[e] = month.step


@compiled
def thaw(ties: TieState, dyads: DyadState, p: Parameters, key: U64) -> None:
    """Take up suspended ties again whose dyad had no incident worth a review and whose two sides want it."""
    n = 0
    # first list, then draw, then write: three plain loops run in wide vectors, one with branches does not
    for place in range(ties.n[Count.DECIDING]):
        e = ties.deciding[place]
        ties.listed[n] = place
        n += (ties.suspended[e] != Suspension.NONE) & (dyads.severity[ties.dyad[e]] <= p.review_threshold)
    for number in range(n):
        place = ties.listed[number]
        e = ties.deciding[place]
        consent_logit = logistic(ties.propensity_a[place]) * logistic(ties.propensity_b[place])
        ties.refused[number] = uniform_at(key, ties.place[e]) >= ties.thaw[e] * consent_logit
    for number in range(n):
        if ties.refused[number] == 0:
            ties.suspended[ties.deciding[ties.listed[number]]] = Suspension.NONE


@compiled
def list_reviewed(ties: TieState, dyads: DyadState, p: Parameters) -> int:
    """List the places, among the ties that decide something, of those whose dyad had an incident worth a review."""
    n = 0
    for place in range(ties.n[Count.DECIDING] if worst_severity(dyads) > p.review_threshold else 0):
        ties.listed[n] = place
        n += dyads.severity[ties.dyad[ties.deciding[place]]] > p.review_threshold
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
    """Write which sides would suspend each listed tie; ``emphasis`` holds that of its place."""
    key_a = stream(month.seed, month.replicate, Process.REVIEW_A, month.calendar)
    key_b = stream(month.seed, month.replicate, Process.REVIEW_B, month.calendar)
    for number in range(n_reviewed):
        place, more = ties.listed[number], ties.emphasis[number]
        e = ties.deciding[place]
        d = ties.dyad[e]
        chance_a = suspending(
            ties.propensity_a[place], dyads.felt[d, 0], more, p.public_pressure, p.review_full_severity
        )
        chance_b = suspending(
            ties.propensity_b[place], dyads.felt[d, 1], more, p.public_pressure, p.review_full_severity
        )
        by_a = Suspension.BY_A * (uniform_at(key_a, ties.place[e]) < chance_a)
        by_b = Suspension.BY_B * (uniform_at(key_b, ties.place[e]) < chance_b)
        ties.refused[number] = by_a + by_b


@inlined
def suspending(propensity: float, felt: float, emphasis: float, pressure: float, full: float) -> float:
    """Return the chance that a side suspends a tie, higher the less it wants exchange and the more it felt."""
    consent_logit = logistic(propensity - pressure * emphasis * felt)
    return (1.0 - consent_logit) * min(1.0, (1.0 + emphasis) * felt / full)
