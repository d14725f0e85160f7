"""The fixed half of the entities (ODD 2): what a world is, shared by all runs of a scenario and never written.

Sums over cities are in fixed point (:func:`cityties.kernel.numerics.to_fixed`). Months are counted from the first month
of the run, which is month 0.
"""

from typing import Annotated, NamedTuple

from cityties.kernel.columns import Column, FloatArray, IdArray, IntArray

ADDRESS = "address"
FIXED_POINT = "fixed point"
MONTH = "month"
ROW = "row"
SHARE = "share"
YES = "0 or 1"


# fmt: off
class Nations(NamedTuple):
    """Nations: how far each binds its cities, and which rows of the cities and dyads are its own."""

    centralisation: Annotated[FloatArray, Column("how far the nation binds its cities", SHARE, "K")]
    first: Annotated[IntArray, Column("first row of its cities", ROW, "K")]
    last: Annotated[IntArray, Column("row after the last of its cities", ROW, "K")]
    weight: Annotated[IntArray, Column("sum of its cities' weight, at least 1", FIXED_POINT, "K")]
    voice: Annotated[FloatArray, Column("mean voice of its cities per weight", SHARE, "K")]
    nationalism: Annotated[FloatArray, Column("mean nationalism of its cities", SHARE, "K")]
    urban: Annotated[FloatArray, Column("urban share in the reference year", SHARE, "K")]
    drawing: Annotated[IntArray, Column("sum of its cities' pull on new partners", FIXED_POINT, "K")]
    first_dyad: Annotated[IntArray, Column("where its dyads begin in the next column, and after the last where they end", "place", "K + 1")]
    dyads: Annotated[IntArray, Column("the dyads of each nation in turn", ROW, "2D")]


class Dyads(NamedTuple):
    """Pairs of nations: who they are, since when they recognise each other, where relations rest."""

    id: Annotated[IdArray, Column("lasting address of the dyad", ADDRESS, "D")]
    nation: Annotated[IntArray, Column("the nation named first (side 0) and the other (side 1)", ROW, "D, 2")]
    recognised: Annotated[IntArray, Column("recorded month of recognition, below 0 before the run", MONTH, "D")]
    relations_before: Annotated[FloatArray, Column("relations until recognition", "R", "D")]
    relations_at_recognition: Annotated[FloatArray, Column("relations in the month of recognition", "R", "D")]
    baseline: Annotated[FloatArray, Column("relations to which the dyad returns", "R", "D")]
    formation_factor: Annotated[FloatArray, Column("signings relative to the base rate", "ratio", "D")]
    formation_trend: Annotated[FloatArray, Column("growth of that factor", "per year", "D")]
    formation_trend_from: Annotated[FloatArray, Column("year from which it grows", "year", "D")]
    prospect: Annotated[FloatArray, Column("how much the cities of both sides hope for partners across", "position", "D")]


class Publics(NamedTuple):
    """Directed publics: side 0 is the public of the dyad's first nation about the second."""

    baseline: Annotated[FloatArray, Column("mood at the start, to which it recovers", "mood", "D, 2")]
    floor: Annotated[FloatArray, Column("mood below which no incident pushes it", "mood", "D, 2")]
    reversion: Annotated[FloatArray, Column("recovery of mood", "per month", "D, 2")]
    level: Annotated[FloatArray, Column("baseline as log odds of the share friendly", "logit", "D, 2")]


class Cities(NamedTuple):
    """City governments: fixed attributes, and quantities derived from them once."""

    id: Annotated[IdArray, Column("lasting address of the city", ADDRESS, "N")]
    place: Annotated[IdArray, Column("place of that address in the sequences of random numbers", ADDRESS, "N")]
    nation: Annotated[IntArray, Column("its nation", ROW, "N")]
    autonomy: Annotated[FloatArray, Column("freedom from the centre", SHARE, "N")]
    nationalism: Annotated[FloatArray, Column("pull of nationalism in local politics", SHARE, "N")]
    weight: Annotated[FloatArray, Column("weight of the city in its nation, by size", "size", "N")]
    budget: Annotated[FloatArray, Column("attention it can spend; scaled so that the mean recorded tie gets 1", "attention", "N")]
    abroad: Annotated[FloatArray, Column("partners outside the modelled nations", "ties", "N")]
    bigness: Annotated[FloatArray, Column("log size over the national median", "forum size scale", "N")]
    voice: Annotated[FloatArray, Column("weight times what the nation lets it voice", "size", "N")]
    drawing: Annotated[FloatArray, Column("pull on new partners while it has none", "size", "N")]
    saturation: Annotated[FloatArray, Column("factor on the partners that cut its pull by e", "ratio", "N")]
    log_size: Annotated[FloatArray, Column("logarithm of size", "log size", "N")]
    capital: Annotated[IntArray, Column("whether it is a capital", YES, "N")]
    strategy: Annotated[FloatArray, Column("how far it is a node of national strategies", SHARE, "N")]
    competitiveness: Annotated[FloatArray, Column("how well its products complement the neighbours'", SHARE, "N")]
    centre: Annotated[IntArray, Column("central city of its cluster; -1 for the centre itself or without a cluster", ROW, "N")]
    x: Annotated[FloatArray, Column("position on the unit sphere, towards 0 degrees east", "radii", "N")]
    y: Annotated[FloatArray, Column("position on the unit sphere, towards 90 degrees east", "radii", "N")]
    z: Annotated[FloatArray, Column("position on the unit sphere, towards the north pole", "radii", "N")]


class Forum(NamedTuple):
    """Editions of the forum by month."""

    host: Annotated[IntArray, Column("host nation of the month's meeting; -1 without one", ROW, "T")]
    open: Annotated[IntArray, Column("whether cities without a tie may come", YES, "T")]


class Networks(NamedTuple):
    """City networks that hold meetings."""

    id: Annotated[IdArray, Column("lasting address of the network", ADDRESS, "G")]
    joined: Annotated[IntArray, Column("month in which each city joined; far in the future: never", MONTH, "G, N")]
    meets: Annotated[IntArray, Column("whether the network meets", YES, "T, G")]


class Incentives(NamedTuple):
    """National incentive steps, such as a trade agreement."""

    month: Annotated[IntArray, Column("month in which the step begins", MONTH, "S")]
    cities: Annotated[FloatArray, Column("which cities it is for", YES, "S, N")]
    sizes: Annotated[FloatArray, Column("size of the step for those cities in each dyad", "steps", "S, D")]
    dyads: Annotated[FloatArray, Column("size of the step for signings in each dyad", "steps", "S, D")]


class Policies(NamedTuple):
    """Policy levers by month, neutral before their start."""

    budget: Annotated[IntArray, Column("how cities spread their attention (Budget)", "code", "T")]
    wake: Annotated[IntArray, Column("whether all dormant ties are woken on purpose", YES, "T")]
    obedience: Annotated[FloatArray, Column("factor on the weight of directives", "ratio", "T")]
    people: Annotated[FloatArray, Column("factor on the exchange that survives a refusal", "ratio", "T")]
    provocation: Annotated[FloatArray, Column("factor on the rate of provocations", "ratio", "T")]
    coordination: Annotated[FloatArray, Column("factor on the cost of coordination in a cluster", "ratio", "T")]


class Events(NamedTuple):
    """The exogenous events of one arm by month."""

    severity: Annotated[FloatArray, Column("severity of the month's disputes", "severity", "T, D")]
    felt: Annotated[FloatArray, Column("severity as each side's public feels it", "severity", "T, D, 2")]
    level: Annotated[FloatArray, Column("level of the month's positive events", "level", "T, D")]
    place: Annotated[IntArray, Column("place of the disputes as a row of regions; -1 for none", ROW, "T, D")]
    regions: Annotated[IntArray, Column("which cities belong to a place", YES, "P, N")]
    closed: Annotated[IntArray, Column("whether borders are closed", YES, "T")]
    struck: Annotated[IntArray, Column("whether a disaster strikes the nation", YES, "T, K")]


# fmt: on


class World(NamedTuple):
    """Everything fixed that all runs of a scenario share.

    ``first_month`` is the calendar number of month 0, ``mean_affinity`` the mean over the recorded ties before scaling,
    ``endogenous_from`` the month from which cities sign ties by themselves (far in the future: never).
    """

    nations: Nations
    dyads: Dyads
    publics: Publics
    cities: Cities
    forum: Forum
    networks: Networks
    incentives: Incentives
    policies: Policies
    first_month: int
    mean_affinity: float
    endogenous_from: int
