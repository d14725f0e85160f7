"""Spillover (ODD 7.18): the activity of a cluster's central city lifts, or drains, the cities around it."""

from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import from_fixed
from cityties.kernel.parameters import Parameters
from cityties.kernel.state import Cities, CityState


@compiled
def spill_over(cities: Cities, state: CityState, p: Parameters, coordination: float) -> None:
    """Smooth each city's activity (1: its mean tie meets as often as planned on average), then set what members get.

    Members share in the centre's activity with a sign that is free, and pay for coordination; ``coordination`` is the
    policy's factor on that cost. The lift multiplies a member's budget and its pull on new partners.
    """
    per_event = 1.0 / p.plan_rate if p.plan_rate > 0.0 else 0.0
    for c in range(len(state.activity)):
        now = from_fixed(state.exchange[c]) * per_event / max(1, state.partners[c])
        state.activity[c] += (now - state.activity[c]) / p.activity_memory
    for c in range(len(state.lift)):
        centre = cities.centre[c]
        if centre >= 0:
            lift = 1.0 + p.spillover * state.activity[centre] - p.coordination_cost * coordination
            state.lift[c] = max(0.0, lift)
