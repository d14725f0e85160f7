"""Directive (ODD 7.4): a nation directs its cities to stop official exchange while relations are bad."""

from cityties.kernel.compiling import compiled
from cityties.kernel.parameters import Parameters
from cityties.kernel.state import Dyads, DyadState


@compiled
def direct(fixed: Dyads, dyads: DyadState, p: Parameters) -> None:
    """Give the directive when relations fall far below their baseline, lift it once they have clearly recovered.

    Nations get used to what stands between them: ``level_orders`` of the level counts as normal. Each arm reads its
    own relations, so what ties do to them reaches the directive too.
    """
    for d in range(len(dyads.relations)):
        for side in range(2):
            lift = p.directive_release if dyads.directive[d, side] else 0.0
            threshold = fixed.baseline[d] + p.level_orders * dyads.level[d] - p.directive_depth + lift
            dyads.directive[d, side] = dyads.present[d] and dyads.relations[d] < threshold
