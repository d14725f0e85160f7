"""Aid (ODD 7.11): in a common crisis partners send help; it strengthens the tie and may warm the publics."""

from cityties.compiling import compiled
from cityties.entities import FloatArray, Month, State
from cityties.noise import Process, stream, uniform
from cityties.numerics import logistic
from cityties.parameters import Parameters
from cityties.record import DyadMeasure


@compiled
def give(state: State, p: Parameters, month: Month, out: FloatArray) -> None:
    """Let each tie give aid with a chance that grows with its strength, whatever the national line is.

    Cities sent masks in 2020 regardless of directives, so none enters here. ``out`` is the dyad record (D, :).
    """
    ties = state.ties
    key = stream(month.seed, month.replicate, Process.AID, month.calendar)
    for e in range(ties.n[0]):
        wish = logistic(p.consent_base + p.strength_consent * ties.strength[e])
        if uniform(key, ties.id[e]) < wish * p.aid_rate:
            ties.strength[e] += p.aid_strength * (1.0 - ties.strength[e])
            out[ties.dyad[e], DyadMeasure.AID] += 1
    for d in range(len(state.dyads.aid_share)):
        n_ties = out[d, DyadMeasure.TIES]
        state.dyads.aid_share[d] = out[d, DyadMeasure.AID] / n_ties if n_ties > 0 else 0.0
