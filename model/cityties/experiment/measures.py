"""The measures: what each recorded column means, in which unit, and which are kept for every replicate (ODD 4.11)."""

from dataclasses import dataclass

from cityties.kernel.record import DyadMeasure as M


@dataclass(frozen=True, slots=True)
class Measure:
    """One recorded column: its unit and its meaning."""

    unit: str
    meaning: str

    @property
    def is_count(self) -> bool:
        """Whether the values of one run are whole numbers."""
        return self.unit in COUNTED


COUNTED = ("ties", "events", "incidents", "0 or 1")

MEASURES: dict[M, Measure] = {
    M.RELATIONS: Measure("-1 to 1", "official relations at the end of the month"),
    M.DISPUTES: Measure("severity", "open disputes"),
    M.MOOD_A: Measure("-1 to 1", "slow mood of the first nation's public about the second"),
    M.MOOD_B: Measure("-1 to 1", "slow mood of the second nation's public about the first"),
    M.ANGER_A: Measure("severity", "anger of the first nation's public"),
    M.ANGER_B: Measure("severity", "anger of the second nation's public"),
    M.DIRECTIVE_A: Measure("0 or 1", "the first nation's directive against official exchange"),
    M.DIRECTIVE_B: Measure("0 or 1", "the second nation's directive against official exchange"),
    M.POSITION_A: Measure("-1 to 1", "position of the first nation's cities on the dispute (above 0: calm it)"),
    M.POSITION_B: Measure("-1 to 1", "position of the second nation's cities on the dispute (above 0: calm it)"),
    M.ESCALATION_A: Measure("share", "escalation of the first nation"),
    M.ESCALATION_B: Measure("share", "escalation of the second nation"),
    M.SEVERITY: Measure("severity", "severity of the month's incidents, provocations included"),
    M.PROVOCATIONS: Measure("incidents", "provocations by city leaders this month"),
    M.TIES: Measure("ties", "existing ties"),
    M.SIGNED: Measure("ties", "ties signed this month"),
    M.DORMANT: Measure("ties", "ties whose strength is below the dormancy threshold"),
    M.SUSPENDED: Measure("ties", "ties suspended by at least one side"),
    M.PLANNED: Measure("events", "official events planned this month"),
    M.OFFICIAL: Measure("events", "planned events held officially"),
    M.REFUSED_A: Measure("events", "planned events refused by the first nation's city"),
    M.REFUSED_B: Measure("events", "planned events refused by the second nation's city"),
    M.PEOPLE: Measure("events", "refused events held at the people's level"),
    M.FORUM_MEETINGS: Measure("ties", "ties whose two cities met at the forum"),
    M.AID_A: Measure("ties", "ties over which the first nation's city received aid"),
    M.AID_B: Measure("ties", "ties over which the second nation's city received aid"),
    M.GIFT_A: Measure("gifts", "size of those gifts, a first gift counting 1"),
    M.GIFT_B: Measure("gifts", "size of those gifts, a first gift counting 1"),
    M.NETWORK_MEETINGS: Measure("ties", "ties whose two cities met in a network"),
    M.EXCHANGE: Measure("exchanges", "sum of exchange over all ties, an official event counting 1"),
    M.STRENGTH: Measure("0 to 1", "mean strength of the existing ties"),
    M.GATE_SHUT: Measure("0 or 1", "whether the approval gate for new ties is shut"),
    M.ECONOMY: Measure("standard deviations", "business climate of the dyad, which the model does not move (0: usual)"),
}

HISTORY_MEASURES = (M.RELATIONS, M.MOOD_A, M.MOOD_B, M.TIES, M.SIGNED, M.SUSPENDED, M.PLANNED, M.OFFICIAL)
BRANCH_MEASURES = (
    M.RELATIONS,
    M.MOOD_A,
    M.MOOD_B,
    M.SUSPENDED,
    M.PLANNED,
    M.OFFICIAL,
    M.REFUSED_A,
    M.REFUSED_B,
    M.PEOPLE,
)
