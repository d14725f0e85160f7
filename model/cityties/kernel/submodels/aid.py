"""Aid (ODD 7.11): when a disaster strikes a nation, partners send help; gifts are remembered and returned."""

from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import exponential, logistic
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import Process, normal, stream, uniform_at
from cityties.kernel.record import DyadMeasure
from cityties.kernel.state import Count, FloatArray, IntArray, Month, State, World


@compiled
def give(world: World, state: State, struck: IntArray, p: Parameters, month: Month, out: FloatArray) -> None:
    """Let each tie give aid to an end whose nation is struck, whatever the national line is.

    Cities sent masks in 2020 regardless of directives, so none enters here. A gift strengthens the tie. A city that
    once received returns a multiple of what it got. ``struck`` marks nations (K,), ``out`` is the dyad record (D, :).
    """
    if not struck.any():
        return
    ties = state.ties
    key = stream(month.seed, month.replicate, Process.AID, month.calendar)
    key_back = stream(month.seed, month.replicate, Process.AID_BACK, month.calendar)
    for e in range(ties.n[Count.EXISTING]):
        d = ties.dyad[e]
        for side in range(2):
            if struck[world.dyads.nation[d, side]]:
                propensity = (
                    p.consent_base + p.strength_consent * ties.strength[e] + p.aid_affinity * (ties.affinity[e] - 1.0)
                )
                draw = uniform_at(key if side == 0 else key_back, ties.place[e])
                if draw < logistic(propensity) * p.aid_rate:
                    hand_over(state, e, side, p, month)
                    out[d, DyadMeasure.AID_A + side] += 1
                    out[d, DyadMeasure.GIFT_A + side] += ties.received_a[e] if side == 0 else ties.received_b[e]
    for d in range(len(out)):
        n_ties = max(out[d, DyadMeasure.TIES], 1.0)
        for side in range(2):
            state.dyads.aid_share[d, side] = out[d, DyadMeasure.AID_A + side] / n_ties


@compiled
def hand_over(state: State, e: int, side: int, p: Parameters, month: Month) -> None:
    """Give to one side: one unit, or a multiple of what the giver last received over this tie."""
    ties = state.ties
    key = stream(month.seed, month.replicate, Process.AID_RATIO, month.calendar)
    had = ties.received_b[e] if side == 0 else ties.received_a[e]
    ratio = p.reciprocity * exponential(p.reciprocity_spread * normal(key, ties.id[e]))
    gift = had * ratio if had > 0.0 else 1.0
    if side == 0:
        ties.received_a[e] = gift
        ties.received_b[e] = 0.0
    else:
        ties.received_b[e] = gift
        ties.received_a[e] = 0.0
    ties.strength[e] += p.aid_strength * (1.0 - ties.strength[e])
