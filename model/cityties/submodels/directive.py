"""Directive (ODD 7.4): a nation tells its cities to stop official exchange while relations are bad."""

from cityties.compiling import compiled
from cityties.entities import DyadState
from cityties.parameters import Parameters


@compiled
def direct(dyads: DyadState, p: Parameters) -> None:
    """Give the directive below the threshold and lift it only once relations have risen clearly above it."""
    for d in range(len(dyads.relations)):
        for side in range(2):
            lift = p.directive_release if dyads.directive[d, side] else 0.0
            dyads.directive[d, side] = dyads.relations[d] < p.directive_threshold + lift
