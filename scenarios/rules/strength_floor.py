"""Strength with a floor: old ties are never quite forgotten.

Replaces 7.12. w += strength_gain y (1 - w); then the tie forgets exponentially, not towards 0 but towards a floor that
it has earned by its age: w += strength_decay (floor - w) where w is above the floor, with
floor = `floor_share` min(1, years / `floor_years`). Incidents damage as before: w *= 1 - crisis_damage s_d (1 - w), and
may push a tie below its floor, where it stays until it has exchange again. Practices (7.19) do not count.
Speaks to the claim that old friendships survive a frozen decade: without a floor a tie of forty years that has had no
exchange for five is as dormant as one of six.
"""

from typing import Annotated, NamedTuple

from cityties.rules import MONTHS_PER_YEAR, Conditions, Count, Month, Parameter, Record, Rule, State, compiled


class Own(NamedTuple):
    """Parameters of this rule; a scenario sets them in rule_parameters."""

    floor_share: Annotated[
        float,
        Parameter(
            0.3, 0.0, 1.0, "share", "strength that the oldest ties keep without exchange", "assumption of this rule"
        ),
    ]
    floor_years: Annotated[
        float,
        Parameter(30.0, 1.0, 100.0, "years", "age at which a tie has earned that floor", "assumption of this rule"),
    ]


@compiled
def strengthen(given: Conditions, state: State, record: Record, month: Month, own: Own) -> None:
    """Add this month's exchange, forget towards the floor, take the damage of an incident."""
    p, ties = given.rules.p, state.ties
    for e in range(ties.n[Count.EXISTING]):
        years = (month.step - ties.signed[e]) / MONTHS_PER_YEAR
        floor = own.floor_share * min(1.0, years / own.floor_years)
        w = ties.strength[e]
        w += p.strength_gain * ties.exchange[e] * (1.0 - w) - p.strength_decay * max(0.0, w - floor)
        w *= 1.0 - p.crisis_damage * state.dyads.severity[ties.dyad[e]] * (1.0 - w)
        ties.strength[e] = min(max(w, 0.0), 1.0)


RULE = Rule(strengthen, replaces="strengthen", writes=("ties.strength",))
