"""Recognition (ODD 7.1): until two states recognise each other, their relations stand still and nothing is signed."""

from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.compiling import compiled
from cityties.kernel.parameters import Parameters
from cityties.kernel.state import Dyads, DyadState, Month


@compiled
def recognise(fixed: Dyads, dyads: DyadState, p: Parameters, month: Month) -> None:
    """Open a dyad in its recorded month, or earlier if its cities have lobbied relations up to the opening.

    Lobbying before recognition moves relations by the cities' prospect of partners (Shandong before 1992).
    """
    lobbying = p.gate_lobbying if month.calendar // MONTHS_PER_YEAR >= p.gate_lobbying_year else 0.0
    for d in range(len(dyads.relations)):
        if not dyads.present[d]:
            dyads.relations[d] = min(max(dyads.relations[d] + lobbying * fixed.prospect[d], -1.0), 1.0)
            early = lobbying != 0.0 and dyads.relations[d] >= p.gate_opening
            if early or month.step >= fixed.recognised[d]:
                dyads.present[d] = 1
                dyads.relations[d] = fixed.relations_at_recognition[d]
        dyads.relations_before[d] = dyads.relations[d]
