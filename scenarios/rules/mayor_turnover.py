"""Turnover of mayors: what a mayor built up with a partner is partly lost with the mayor.

Acts after 7.12, every `turnover_years` years in January, counted from year 0. Each city has a new mayor with
probability `turnover_chance`, from its own uniform of the process "mayor turnover". Every tie of a city with a new
mayor loses `turnover_loss` of its strength, w *= 1 - `turnover_loss`; a tie whose two cities change at once loses it
twice.
Speaks to the claim that exchange hangs on persons: with turnover a net of ties is as young as its mayors.
"""

from typing import Annotated, NamedTuple

from cityties.rules import (
    MONTHS_PER_YEAR,
    Conditions,
    Count,
    Month,
    Parameter,
    Record,
    Rule,
    State,
    compiled,
    rule_process,
    stream,
    uniform,
)

TURNOVER = rule_process("mayor turnover")


class Own(NamedTuple):
    """Parameters of this rule; a scenario sets them in rule_parameters."""

    turnover_years: Annotated[
        float, Parameter(4.0, 1.0, 10.0, "years", "years between elections", "Japanese local law")
    ]
    turnover_chance: Annotated[
        float, Parameter(0.4, 0.0, 1.0, "share", "cities with a new mayor after an election", "assumption of this rule")
    ]
    turnover_loss: Annotated[
        float, Parameter(0.2, 0.0, 1.0, "share", "strength of its ties lost with a mayor", "assumption of this rule")
    ]


@compiled
def turn_over(given: Conditions, state: State, record: Record, month: Month, own: Own) -> None:
    """Weaken the ties of cities whose mayor changes in this month's election."""
    if month.calendar % (own.turnover_years * MONTHS_PER_YEAR) >= 1.0:
        return
    ties, ids = state.ties, given.world.cities.id
    key = stream(month.seed, month.replicate, TURNOVER, month.calendar)
    for e in range(ties.n[Count.EXISTING]):
        for city in (ties.a[e], ties.b[e]):
            if uniform(key, ids[city]) < own.turnover_chance:
                ties.strength[e] *= 1.0 - own.turnover_loss


RULE = Rule(turn_over, after="strengthen", writes=("ties.strength",))
