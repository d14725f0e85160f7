"""Economy (ODD 7.22): a business climate that cities do not make and that may drive both ties and relations."""

import math

from cityties.kernel.compiling import compiled
from cityties.kernel.numerics import exponential
from cityties.kernel.parameters import Parameters
from cityties.kernel.randomness import Process, normal, stream
from cityties.kernel.state import Count, DyadState, IdArray, Month, TieState


@compiled
def drift(ids: IdArray, dyads: DyadState, p: Parameters, month: Month) -> None:
    """Move the climate of every dyad by a month: in the long run its standard deviation is ``economy_spread``.

    It starts at 0 and takes no notice of the model, so that it is the same in every arm. With a spread of 0 it stays
    at 0, which is the run with the common cause held fixed.
    """
    key = stream(month.seed, month.replicate, Process.ECONOMY, month.calendar)
    kept = p.economy_persistence
    push = p.economy_spread * math.sqrt(1.0 - kept * kept)
    for d in range(len(ids)):
        dyads.economy[d] = kept * dyads.economy[d] + push * normal(key, ids[d])


@compiled
def apply_climate(ties: TieState, dyads: DyadState, p: Parameters) -> None:
    """Let the climate of its dyad multiply the chance that a tie plans an official event."""
    for e in range(ties.n[Count.EXISTING]):
        boom = exponential(p.economy_exchange * dyads.economy[ties.dyad[e]])
        ties.plan[e] = min(max(ties.plan[e], p.plan_ceiling), ties.plan[e] * boom)
