"""Recognition (ODD 7.1): until two states recognise each other, their relations stand still and nothing is signed."""

from cityties.compiling import compiled
from cityties.entities import DyadState, Month, World


@compiled
def recognise(world: World, dyads: DyadState, month: Month) -> None:
    """Hold unrecognised dyads at their level, and open a dyad in its month of recognition."""
    for d in range(len(dyads.relations)):
        if month.step < world.dyads.recognised[d]:
            dyads.relations[d] = world.dyads.relations_before[d]
        elif month.step == world.dyads.recognised[d]:
            dyads.relations[d] = world.dyads.relations_at_recognition[d]
        dyads.relations_before[d] = dyads.relations[d]
