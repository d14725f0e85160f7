"""The entities of a run as columns (ODD 2): what changes from month to month, and the scratch columns of a month.

``World`` is shared by all runs of a scenario and never written. ``State`` is one run. Ties 0 .. n - 1 exist, in the
order of their signing. Side 0 of a dyad is the nation named first, side 1 the other. Months are counted from the first
month of the run, which is month 0.
"""

from typing import Annotated, NamedTuple, get_type_hints

import numpy as np

from cityties.kernel.codes import Budget, Count, Exchange, Suspension
from cityties.kernel.columns import (
    CodeArray,
    Column,
    ColumnRole,
    FloatArray,
    IdArray,
    IntArray,
    MonthArray,
    RowArray,
    declared,
)
from cityties.kernel.world import (
    ADDRESS,
    FIXED_POINT,
    MONTH,
    ROW,
    SHARE,
    YES,
    Cities,
    Dyads,
    Events,
    Forum,
    Incentives,
    Nations,
    Networks,
    Policies,
    Publics,
    World,
)

__all__ = [
    "FAR_FUTURE",
    "NEVER",
    "NOBODY",
    "N_PRACTICES",
    "Budget",
    "Cities",
    "CityState",
    "Climate",
    "CodeArray",
    "Count",
    "DyadState",
    "Dyads",
    "EndedTies",
    "Events",
    "Exchange",
    "FloatArray",
    "Forum",
    "IdArray",
    "Incentives",
    "IntArray",
    "Month",
    "MonthArray",
    "Nations",
    "Networks",
    "Policies",
    "PublicState",
    "Publics",
    "RowArray",
    "State",
    "Suspension",
    "TieState",
    "World",
    "state_columns",
]
NEVER = -1_000_000
FAR_FUTURE = 2**30
NOBODY = -1
N_PRACTICES = 3


def recognised_already(world: World) -> IntArray:
    """Whether the recorded recognition lies before the run."""
    return (world.dyads.recognised < 0).astype(np.int64)


def relations_by_recognition(world: World) -> FloatArray:
    """Relations at recognition where it lies before the run, else those before recognition."""
    fixed = world.dyads
    return np.where(fixed.recognised < 0, fixed.relations_at_recognition, fixed.relations_before)


def mood_at_rest(world: World) -> FloatArray:
    """The baseline of each public's mood."""
    return world.publics.baseline


def level_at_rest(world: World) -> FloatArray:
    """The baseline of each public as log odds."""
    return world.publics.level


def pull_without_partners(world: World) -> IntArray:
    """Each nation's pull on new partners, the same towards every nation."""
    return np.repeat(world.nations.drawing[:, None], len(world.nations.drawing), axis=1)


CARRIED, SCRATCH = ColumnRole.CARRIED, ColumnRole.SCRATCH


# fmt: off
class DyadState(NamedTuple):
    """Relations between two states, and sums over the ties between their cities."""

    present: Annotated[IntArray, Column("whether the two states recognise each other", YES, "D", CARRIED, recognised_already)]
    relations: Annotated[FloatArray, Column("relations R", "-1 to 1", "D", CARRIED, relations_by_recognition)]
    level: Annotated[FloatArray, Column("standing damage L: how far the point that relations return to lies from the baseline", "R", "D", CARRIED)]
    relations_before: Annotated[FloatArray, Column("relations at the start of the month", "-1 to 1", "D", SCRATCH)]
    disputes: Annotated[FloatArray, Column("open disputes Q", "severity", "D", CARRIED)]
    directive: Annotated[IntArray, Column("whether each side's nation has directed its cities to stop official exchange", YES, "D, 2", CARRIED)]
    gate_shut: Annotated[IntArray, Column("whether the approval gate for signings is shut", YES, "D", CARRIED)]
    severity: Annotated[FloatArray, Column("severity of this month's incidents, provocations included", "severity", "D", SCRATCH)]
    felt: Annotated[FloatArray, Column("that severity as each side's public feels it", "severity", "D, 2", SCRATCH)]
    provocations: Annotated[IntArray, Column("provocations by cities this month", "number", "D", SCRATCH)]
    eased: Annotated[FloatArray, Column("how far helping acts by cities ease each side's public this month", "severity", "D, 2", SCRATCH)]
    conciliations: Annotated[IntArray, Column("helping acts by cities this month", "number", "D", SCRATCH)]
    exchange: Annotated[IntArray, Column("sum of this month's exchange over ties", FIXED_POINT, "D", SCRATCH)]
    strength: Annotated[IntArray, Column("sum of strength over ties", FIXED_POINT, "D", SCRATCH)]
    density: Annotated[IntArray, Column("sum of strength times affinity over ties (reduced form)", FIXED_POINT, "D", SCRATCH)]
    awake: Annotated[IntArray, Column("sum of strength over ties that are not suspended (reduced form)", FIXED_POINT, "D", SCRATCH)]
    shield: Annotated[FloatArray, Column("what ties hold against the next incident (reduced form)", SHARE, "D", CARRIED)]
    aid_share: Annotated[FloatArray, Column("ties over which aid reached each side this month", SHARE, "D, 2", SCRATCH)]
    signings: Annotated[FloatArray, Column("signings a month, smoothed over a year", "number", "D", CARRIED)]
    n_ties: Annotated[IntArray, Column("ties that have begun", "number", "D", CARRIED)]
    first_tie: Annotated[IntArray, Column("first tie of the dyad's chain; -1 for none", ROW, "D", CARRIED, NOBODY)]
    last_tie: Annotated[IntArray, Column("last tie of the dyad's chain; -1 for none", ROW, "D", CARRIED, NOBODY)]
    planned: Annotated[IntArray, Column("events that its ties plan together, under a policy on budgets", FIXED_POINT, "D", SCRATCH)]
    to_plan: Annotated[IntArray, Column("events that they would plan without that policy", FIXED_POINT, "D", SCRATCH)]
    in_question: Annotated[IntArray, Column("whether relations are so far below what is usual that councils ask whether to keep ties", YES, "D", SCRATCH)]
    tally: Annotated[IntArray, Column("dormant ties, and from 2 to the 32 on suspended ones", "number", "D", SCRATCH)]
    economy: Annotated[FloatArray, Column("business climate; 0 is usual", "X", "D", CARRIED)]


class PublicState(NamedTuple):
    """Directed publics, and what each side's cities and nation make of a dispute."""

    mood: Annotated[FloatArray, Column("slow mood P", "-1 to 1", "D, 2", CARRIED, mood_at_rest)]
    level: Annotated[FloatArray, Column("the same with two clocks: log odds of the share friendly, of which mood is made", "logit", "D, 2", CARRIED, level_at_rest)]
    mood_memory: Annotated[FloatArray, Column("mean of mood over the memory of relations, five years by default", "-1 to 1", "D, 2", CARRIED, mood_at_rest)]
    anger: Annotated[FloatArray, Column("fast anger N", "severity", "D, 2", CARRIED)]
    position: Annotated[FloatArray, Column("position of the side's cities: above 0 for calm", "-1 to 1", "D, 2", CARRIED)]
    escalation: Annotated[FloatArray, Column("chance that the side's nation escalates", SHARE, "D, 2", CARRIED)]


class CityState(NamedTuple):
    """Cities as they change, and the work of a month on them."""

    partners: Annotated[IntArray, Column("partners so far", "number", "N", CARRIED)]
    newest: Annotated[IntArray, Column("newest tie laid out, where the city's chain begins; -1 for none", ROW, "N", CARRIED, NOBODY)]
    pull_total: Annotated[IntArray, Column("sum over the cities of one nation of their pull on partners of another", FIXED_POINT, "K, K", CARRIED, pull_without_partners)]
    attended: Annotated[IntArray, Column("month of the last forum attended", MONTH, "N", CARRIED, NEVER)]
    exchange: Annotated[IntArray, Column("exchange of the month before", FIXED_POINT, "N", CARRIED)]
    attention_asked: Annotated[IntArray, Column("attention that its ties ask for", FIXED_POINT, "N", SCRATCH)]
    budget_share: Annotated[FloatArray, Column("budget per unit of attention asked for", "ratio", "N", SCRATCH)]
    strongest: Annotated[IntArray, Column("strongest tie not ranked yet, under a policy that concentrates budgets", ROW, "N", SCRATCH)]
    would_come: Annotated[IntArray, Column("whether it would come to this month's forum if it may", YES, "N", SCRATCH)]
    stake: Annotated[IntArray, Column("stake in calm: what its ties in the dyad at hand are worth", FIXED_POINT, "N", SCRATCH)]
    at_network: Annotated[IntArray, Column("stamp of the last network meeting attended", "number", "N", CARRIED)]
    activity: Annotated[FloatArray, Column("smoothed exchange per tie; 1 is as planned on average", "ratio", "N", CARRIED)]
    lift: Annotated[FloatArray, Column("factor of its cluster's centre on its budget and pull", "ratio", "N", CARRIED, 1)]
    practices: Annotated[IntArray, Column("whether it has adopted each practice", YES, f"N, {N_PRACTICES}", CARRIED)]


class TieState(NamedTuple):
    """Ties, in the order in which they begin.

    What is read every month is kept narrow: with many ties a month takes as long as fetching its columns.
    """

    n: Annotated[IntArray, Column("counts of ties (Count)", "number", f"{len(Count)}", CARRIED)]
    a: Annotated[RowArray, Column("city of side 0", ROW, "E")]
    b: Annotated[RowArray, Column("city of side 1", ROW, "E")]
    dyad: Annotated[RowArray, Column("the tie's dyad", ROW, "E")]
    id: Annotated[IdArray, Column("lasting address of the pair of cities", ADDRESS, "E")]
    place: Annotated[IdArray, Column("place of that address in the sequences of random numbers", ADDRESS, "E")]
    signed: Annotated[MonthArray, Column("month in which the tie begins", MONTH, "E", start=FAR_FUTURE)]
    affinity: Annotated[FloatArray, Column("how well the two cities suit; 1 is the mean of the recorded ties", "ratio", "E")]
    thaw: Annotated[FloatArray, Column("chance that it thaws when both sides want it", "per month", "E")]
    obedience_a: Annotated[FloatArray, Column("weight of a directive on city a", SHARE, "E")]
    obedience_b: Annotated[FloatArray, Column("weight of a directive on city b", SHARE, "E")]
    bonus_a: Annotated[FloatArray, Column("what advantages and incentives add to a's propensity", "logit", "E", CARRIED)]
    bonus_b: Annotated[FloatArray, Column("what advantages and incentives add to b's propensity", "logit", "E", CARRIED)]
    strength: Annotated[FloatArray, Column("strength (intimacy) of the tie", "0 to 1", "E", CARRIED)]
    suspended: Annotated[CodeArray, Column("who suspended it (Suspension)", "code", "E", CARRIED)]
    suspended_since: Annotated[IntArray, Column("month of the last suspension", MONTH, "E", CARRIED, NEVER)]
    mode: Annotated[CodeArray, Column("how it meets this month (Exchange)", "code", "E", SCRATCH)]
    exchange: Annotated[FloatArray, Column("exchange this month; an official event counts 1", "exchanges", "E", SCRATCH)]
    asked: Annotated[CodeArray, Column("in months of a dyad in question: whether a council may decide this month to end the open tie", YES, "E", SCRATCH)]
    leaving: Annotated[CodeArray, Column("which sides have decided to end it with this month (Suspension)", "code", "E", CARRIED)]
    received_a: Annotated[FloatArray, Column("gift that a received last and has not returned", "gifts", "E", CARRIED)]
    received_b: Annotated[FloatArray, Column("gift that b received last and has not returned", "gifts", "E", CARRIED)]
    plan: Annotated[FloatArray, Column("chance that it plans an official event", "per month", "E", SCRATCH)]
    worth: Annotated[IntArray, Column("strength times affinity: what it is worth to its cities", FIXED_POINT, "E", SCRATCH)]
    kept: Annotated[IntArray, Column("whether it is among the strongest third at a (1), b (2), both (3)", "code", "E", SCRATCH)]
    deciding: Annotated[RowArray, Column("list of the ties whose ends have something to decide", ROW, "E", SCRATCH)]
    propensity_a: Annotated[FloatArray, Column("propensity of a, by place in that list", "logit", "E", SCRATCH)]
    propensity_b: Annotated[FloatArray, Column("propensity of b, by place in that list", "logit", "E", SCRATCH)]
    listed: Annotated[RowArray, Column("list of places in that list that a process works on", "place", "E", SCRATCH)]
    emphasis: Annotated[FloatArray, Column("extra share of severity felt, by number in that list of places", SHARE, "E", SCRATCH)]
    refused: Annotated[CodeArray, Column("which sides refuse (Suspension), by number in that list of places", "code", "E", SCRATCH)]
    met: Annotated[RowArray, Column("list of the ties that had an exchange this month", ROW, "E", SCRATCH)]
    older_a: Annotated[IntArray, Column("next older tie of a; -1 for none", ROW, "E", CARRIED)]
    older_b: Annotated[IntArray, Column("next older tie of b; -1 for none", ROW, "E", CARRIED)]
    partners_a: Annotated[IntArray, Column("a's partners in b's nation, kept at its newest tie there", "number", "E", CARRIED)]
    partners_b: Annotated[IntArray, Column("b's partners in a's nation, kept at its newest tie there", "number", "E", CARRIED)]
    pull_a: Annotated[FloatArray, Column("a's pull on further partners of b's nation since", "size", "E", CARRIED)]
    pull_b: Annotated[FloatArray, Column("b's pull on further partners of a's nation since", "size", "E", CARRIED)]
    next_in_dyad: Annotated[IntArray, Column("next tie in the dyad's chain; -1 for none", ROW, "E", CARRIED)]


class Climate(NamedTuple):
    """What enters the propensity of all ties of a dyad alike this month."""

    pull: Annotated[FloatArray, Column("pull of strength", "logit per strength", "D", SCRATCH)]
    public_a: Annotated[FloatArray, Column("pressure of the public on cities of side 0", "logit", "D", SCRATCH)]
    public_b: Annotated[FloatArray, Column("pressure of the public on cities of side 1", "logit", "D", SCRATCH)]
    order_a: Annotated[FloatArray, Column("directive to cities of side 0, per obedience", "logit", "D", SCRATCH)]
    order_b: Annotated[FloatArray, Column("directive to cities of side 1, per obedience", "logit", "D", SCRATCH)]
    ending: Annotated[FloatArray, Column("chance that a council without any consent ends an open tie, all else being average", "per month", "D", SCRATCH)]


class EndedTies(NamedTuple):
    """Ties that have ended, in the order in which they did; none of them is among ``TieState`` any more."""

    a: Annotated[RowArray, Column("city of side 0", ROW, "E", CARRIED)]
    b: Annotated[RowArray, Column("city of side 1", ROW, "E", CARRIED)]
    dyad: Annotated[RowArray, Column("the tie's dyad", ROW, "E", CARRIED)]
    signed: Annotated[MonthArray, Column("month in which the tie began", MONTH, "E", CARRIED)]
    ended: Annotated[MonthArray, Column("first month without the tie", MONTH, "E", CARRIED)]
    by: Annotated[CodeArray, Column("which sides decided it (Suspension)", "code", "E", CARRIED)]
    suspended: Annotated[CodeArray, Column("who had suspended it by then (Suspension); 0: it ended out of an open tie", "code", "E", CARRIED)]


# fmt: on


class State(NamedTuple):
    """One run at the end of a month."""

    dyads: DyadState
    publics: PublicState
    cities: CityState
    ties: TieState
    climate: Climate
    endings: EndedTies


class Month(NamedTuple):
    """Where and when a submodel works: month of the run, calendar month, random address, and the arm.

    ``tie_pathways`` false is the ties-off arm: ties live on as before but nothing they do reaches relations or publics.
    """

    step: int
    calendar: int
    seed: int
    replicate: int
    tie_pathways: bool


def state_columns() -> dict[str, Column]:
    """Return the declarations of all columns of a run by name, such as ``ties.strength``."""
    parts = get_type_hints(State)
    return {f"{part}.{name}": column for part, kind in parts.items() for name, column in declared(kind).items()}
