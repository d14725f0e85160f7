"""The entities of the model as columns (ODD 2): what is fixed in a world, and what changes from month to month.

``World`` is shared by all runs of a scenario and never written. ``State`` is one run. Sizes: K nations, D dyads,
N cities, T months, E room for ties; ties 0 .. n-1 exist, in the order of their signing. Side 0 of a dyad is the
nation named first, side 1 the other. Months are counted from the first month of the run, which is month 0.
"""

from enum import IntEnum
from typing import NamedTuple

from cityties.kernel.world import (
    Cities,
    CodeArray,
    Dyads,
    Events,
    FloatArray,
    Forum,
    IdArray,
    Incentives,
    IntArray,
    MonthArray,
    Nations,
    Networks,
    Policies,
    Publics,
    RowArray,
    World,
)

__all__ = [
    "ASKED",
    "MET_BESIDES",
    "NEVER",
    "Budget",
    "Cities",
    "CityState",
    "Climate",
    "CodeArray",
    "DyadState",
    "Dyads",
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
]
NEVER = -1_000_000
ASKED, MET_BESIDES = 2, 3


class Suspension(IntEnum):
    """Who suspended a tie; the numbers add up when both sides did."""

    NONE = 0
    BY_A = 1
    BY_B = 2
    BY_BOTH = 3


class Budget(IntEnum):
    """How a city spreads its attention over its ties."""

    PROPORTIONAL = 0
    CONCENTRATED = 1
    EVEN = 2


class Exchange(IntEnum):
    """How a tie met last month."""

    NONE = 0
    PEOPLE = 1
    OFFICIAL = 2


class DyadState(NamedTuple):
    """Relations R and open disputes Q (D,), directives (D, 2), approval gate (D,; 1 shut), this month's incidents.

    ``n_ties`` have begun; ``first_tie`` and ``last_tie`` are the ends of their chain (``adjacency.py``).
    ``present`` is 1 once the two states recognise each other. Sums of exchange, of strength, of strength times affinity
    and of strength not suspended over the dyad's ties are in fixed point; ``shield`` is what ties hold against an
    incident, ``signings`` the smoothed number signed a month, ``economy`` the business climate (0: usual).
    """

    present: IntArray
    relations: FloatArray
    relations_before: FloatArray
    disputes: FloatArray
    directive: IntArray
    gate_shut: IntArray
    severity: FloatArray
    felt: FloatArray
    provocations: IntArray
    exchange: IntArray
    strength: IntArray
    density: IntArray
    awake: IntArray
    shield: FloatArray
    aid_share: FloatArray
    signings: FloatArray
    n_ties: IntArray
    first_tie: IntArray
    last_tie: IntArray
    tally: IntArray
    economy: FloatArray


class PublicState(NamedTuple):
    """Slow mood P and fast anger N (D, 2), the cities' position and the escalation of each side's nation (D, 2).

    ``mood_memory`` is the five-year mean of mood; ``anger_lived`` sums anger over ``disputed`` months.
    """

    mood: FloatArray
    mood_memory: FloatArray
    anger: FloatArray
    anger_lived: FloatArray
    disputed: FloatArray
    position: FloatArray
    escalation: FloatArray


class CityState(NamedTuple):
    """Cities (N,) as they change, and the columns of a month's work; sums are in fixed point.

    Number of partners, newest tie laid out (-1: none), sums (K, K) of the pull on new partners by nation, month of the
    last forum attended, last month's exchange; budget per unit of attention asked for, stake in calm.
    ``at_network`` marks the last network meeting attended, ``activity`` smooths a city's exchange, ``lift`` is what its
    cluster's centre adds to its budget and pull, ``practices`` (N, 3) the practices it has adopted.
    """

    partners: IntArray
    newest: IntArray
    pull_total: IntArray
    attended: IntArray
    exchange: IntArray
    budget_share: FloatArray
    stake: IntArray
    at_network: IntArray
    activity: FloatArray
    lift: FloatArray
    practices: IntArray


class TieState(NamedTuple):
    """Ties (E,), in the order in which they begin.

    ``n`` holds the number that exist, the number of rows filled, how many have something to decide this month
    (``ASKED``), and how often ties met at forums and networks this month (``MET_BESIDES``). Fixed columns first (ends,
    dyad, address and its place for drawing luck, month signed, affinity, thaw rate, obedience of the ends), then what
    advantages and incentives add to the ends' propensity, strength, suspension, exchange, gifts received by the ends;
    chance of a planned event, stake, rank among each end's ties, a list of work; the rows of those that have something
    to decide and, in the order of that list, the propensities of their ends, a column of work and who refused; the next
    older tie of each end, the ends' partners in the other nation at signing and their pull since, the next tie of the
    dyad. What is read every month is kept narrow: with many ties a month takes as long as fetching its columns.
    """

    n: IntArray
    a: RowArray
    b: RowArray
    dyad: RowArray
    id: IdArray
    place: IdArray
    signed: MonthArray
    affinity: FloatArray
    thaw: FloatArray
    obedience_a: FloatArray
    obedience_b: FloatArray
    bonus_a: FloatArray
    bonus_b: FloatArray
    strength: FloatArray
    suspended: CodeArray
    suspended_since: IntArray
    mode: CodeArray
    exchange: FloatArray
    received_a: FloatArray
    received_b: FloatArray
    plan: FloatArray
    stake: IntArray
    kept: IntArray
    listed: RowArray
    asked: RowArray
    propensity_a: FloatArray
    propensity_b: FloatArray
    wanted: FloatArray
    refused: CodeArray
    older_a: IntArray
    older_b: IntArray
    partners_a: IntArray
    partners_b: IntArray
    pull_a: FloatArray
    pull_b: FloatArray
    next_in_dyad: IntArray


class Month(NamedTuple):
    """Where and when a submodel works: month of the run, calendar month, address of its luck, and the arm.

    ``tie_pathways`` false is the ties-off arm: ties live on as before but nothing they do reaches relations or publics.
    """

    step: int
    calendar: int
    seed: int
    replicate: int
    tie_pathways: bool


class Climate(NamedTuple):
    """What weighs on all ties of a dyad this month (D,): pull of strength, publics' pressure and orders by side."""

    pull: FloatArray
    public_a: FloatArray
    public_b: FloatArray
    order_a: FloatArray
    order_b: FloatArray


class State(NamedTuple):
    """One run at the end of a month; ``climate`` is a column of work."""

    dyads: DyadState
    publics: PublicState
    cities: CityState
    ties: TieState
    climate: Climate
