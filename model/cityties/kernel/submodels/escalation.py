"""Escalation (ODD 7.16): anger keeps disputes alive, cities may cool them, relations return to their level."""

from cityties.kernel.compiling import compiled
from cityties.kernel.level import settle
from cityties.kernel.numerics import logistic
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import Process, normal, stream
from cityties.kernel.state import Month, State, World


@compiled
def escalate(world: World, state: State, p: Parameters, month: Month) -> None:
    """Set each nation's escalation, then move relations, disputes and anger of every recognised dyad by a month."""
    key = stream(month.seed, month.replicate, Process.RELATIONS, month.calendar)
    for d in range(len(world.dyads.id)):
        if not state.dyads.present[d]:
            state.publics.anger[d, :] = 0.0
            continue
        noise = p.relations_noise * normal(key, world.dyads.id[d])
        tension = set_escalation(state, d, p)
        fall = p.escalation_drop * min(state.dyads.disputes[d], p.dispute_cap) * tension
        relate(world, state, d, p, noise - fall)
        settle(state.dyads, world.dyads.baseline[d], d, p.level_reversion, p.level_share * fall)
        state.dyads.disputes[d] *= 1.0 - p.dispute_settlement * (1.0 - tension)
        cool(state, d, p)


@compiled
def set_escalation(state: State, d: int, p: Parameters) -> float:
    """Set both sides' escalation from anger and their cities' position; return its mean."""
    publics = state.publics
    for side in range(2):
        heat = p.anger_escalation * (publics.anger[d, side] - p.anger_pivot)
        heat -= p.lobbying_restraint * publics.position[d, side]
        disputed = state.dyads.disputes[d] > p.dispute_floor
        publics.escalation[d, side] = logistic(heat) if disputed else 0.0
    return float(publics.escalation[d, 0] + publics.escalation[d, 1]) / 2.0


@compiled
def relate(world: World, state: State, d: int, p: Parameters, push: float) -> None:
    """Move relations towards their baseline and level, counted from the start of the month, and by what pushes them."""
    dyads = state.dyads
    rest = world.dyads.baseline[d] + dyads.level[d] + p.economy_relations * dyads.economy[d]
    pull = p.relations_reversion * (rest - dyads.relations_before[d])
    dyads.relations[d] = min(max(dyads.relations[d] + pull + push, -1.0), 1.0)


@compiled
def cool(state: State, d: int, p: Parameters) -> None:
    """Let anger fade, lit again by the other side's escalation over what is still in dispute."""
    publics = state.publics
    fuel = p.anger_reignition * min(state.dyads.disputes[d], p.dispute_cap)
    for side in range(2):
        anger = publics.anger[d, side]
        lit = fuel * publics.escalation[d, 1 - side] * max(0.0, 1.0 - anger)
        publics.anger[d, side] = max(0.0, anger * (1.0 - 1.0 / p.anger_life) + lit)
