"""Incidents (ODD 7.2): disputes hit relations, disputes and anger; positive events relieve them."""

from cityties.kernel.compiling import compiled
from cityties.kernel.rules import Rules
from cityties.kernel.state import DyadState, Events, Month, PublicState


@compiled
def read_events(dyads: DyadState, events: Events, month: Month) -> None:
    """Read this month's incidents from the table of shocks; an unrecognised dyad has none."""
    for d in range(len(dyads.severity)):
        dyads.severity[d] = events.severity[month.step, d] * dyads.present[d]
        dyads.provocations[d] = 0
        dyads.conciliations[d] = 0
        for side in range(2):
            dyads.felt[d, side] = events.felt[month.step, d, side] * dyads.present[d]
            dyads.eased[d, side] = 0.0


@compiled
def strike(dyads: DyadState, publics: PublicState, events: Events, rules: Rules, month: Month) -> None:
    """Let the month's incidents and positive events act on relations, their level, disputes, anger and the gate.

    In the reduced form the net of ties, as it stood last month, takes its share of the fall (absorption).
    """
    p = rules.p
    drop = p.reduced_drop if rules.reduced_form else p.incident_drop
    for d in range(len(dyads.relations)):
        severity, level = dyads.severity[d], events.level[month.step, d] * dyads.present[d]
        if severity > 0.0:
            fall = drop * severity * (1.0 - p.absorption * dyads.shield[d])
            dyads.relations[d] -= fall
            dyads.level[d] -= p.level_share * max(fall, 0.0)
            dyads.disputes[d] += severity
            for side in range(2):
                publics.anger[d, side] += dyads.felt[d, side]
        if dyads.conciliations[d] > 0:
            ease(dyads, publics, d, drop, p.level_share)
        if severity >= p.approval_shut_severity:
            dyads.gate_shut[d] = 1
        if level > 0.0:
            dyads.relations[d] += p.positive_gain * level
            dyads.disputes[d] *= max(0.0, 1.0 - p.positive_relief * level)
            dyads.level[d] *= max(0.0, 1.0 - p.level_relief * level)
        if level >= p.approval_open_level:
            dyads.gate_shut[d] = 0
        dyads.relations[d] = min(max(dyads.relations[d], -1.0), 1.0)


@compiled
def ease(dyads: DyadState, publics: PublicState, d: int, drop: float, level_share: float) -> None:
    """Let helping acts do what incidents of their severity do, in the other direction, down to no dispute or anger."""
    relief = dyads.eased[d, 0] + dyads.eased[d, 1]
    dyads.relations[d] += drop * relief
    dyads.level[d] += level_share * drop * relief
    dyads.disputes[d] = max(0.0, dyads.disputes[d] - relief)
    for side in range(2):
        publics.anger[d, side] = max(0.0, publics.anger[d, side] - dyads.eased[d, side])
