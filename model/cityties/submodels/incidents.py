"""Incidents (ODD 7.2): quarrels hit relations, disputes and anger; positive events relieve them."""

from cityties.compiling import compiled
from cityties.entities import DyadState, Events, Month, PublicState, World
from cityties.parameters import Parameters


@compiled
def befall(world: World, dyads: DyadState, events: Events, month: Month) -> None:
    """Read this month's incidents from the table of shocks; an unrecognised dyad has none."""
    for d in range(len(dyads.severity)):
        counts = month.step >= world.dyads.recognised[d]
        dyads.severity[d] = events.severity[month.step, d] if counts else 0.0
        dyads.provocations[d] = 0
        for side in range(2):
            dyads.felt[d, side] = events.felt[month.step, d, side] if counts else 0.0


@compiled
def strike(dyads: DyadState, publics: PublicState, events: Events, p: Parameters, month: Month) -> None:
    """Let the month's incidents and positive events act on relations, disputes, anger and the approval gate."""
    for d in range(len(dyads.relations)):
        severity, level = dyads.severity[d], events.level[month.step, d]
        if severity > 0.0:
            dyads.relations[d] -= p.incident_drop * severity
            dyads.disputes[d] += severity
            for side in range(2):
                publics.anger[d, side] += dyads.felt[d, side]
        if severity >= p.approval_shut_severity:
            dyads.gate_shut[d] = 1
        if level > 0.0:
            dyads.relations[d] += p.positive_gain * level
            dyads.disputes[d] *= max(0.0, 1.0 - p.positive_relief * level)
        if level >= p.approval_open_level:
            dyads.gate_shut[d] = 0
        dyads.relations[d] = min(max(dyads.relations[d], -1.0), 1.0)
