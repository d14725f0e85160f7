"""The fixed half of the entities (ODD 2): what a world is, shared by all runs of a scenario and never written."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
IdArray = NDArray[np.uint64]
RowArray = NDArray[np.uint32]
MonthArray = NDArray[np.int32]
CodeArray = NDArray[np.int8]


class Nations(NamedTuple):
    """Nations (K,): how far each binds its cities, and which rows of the cities are its own.

    The cities are ``first`` .. ``last`` - 1; ``weight`` and ``drawing`` are their sums in fixed point, ``voice`` and
    ``nationalism`` their mean voice per weight and mean nationalism; ``urban`` the urban share of the reference year.
    The dyads are ``dyads`` (2D,) from ``first_dyad`` (K + 1,) on, up to, not including, the next nation's.
    """

    centralisation: FloatArray
    first: IntArray
    last: IntArray
    weight: IntArray
    voice: FloatArray
    nationalism: FloatArray
    urban: FloatArray
    drawing: IntArray
    first_dyad: IntArray
    dyads: IntArray


class Dyads(NamedTuple):
    """Pairs of nations (D,): who they are, since when they recognise each other, where relations rest."""

    id: IdArray
    nation: IntArray
    recognised: IntArray
    relations_before: FloatArray
    relations_at_recognition: FloatArray
    baseline: FloatArray
    formation_factor: FloatArray
    formation_trend: FloatArray
    formation_trend_from: FloatArray
    prospect: FloatArray


class Publics(NamedTuple):
    """Directed publics (D, 2): the mood each started from, its floor and its monthly recovery."""

    baseline: FloatArray
    floor: FloatArray
    reversion: FloatArray


class Cities(NamedTuple):
    """City governments (N,): fixed attributes, and quantities derived from them once, ``place`` for drawing luck."""

    id: IdArray
    place: IdArray
    nation: IntArray
    autonomy: FloatArray
    nationalism: FloatArray
    weight: FloatArray
    budget: FloatArray
    abroad: FloatArray
    bigness: FloatArray
    voice: FloatArray
    drawing: FloatArray
    saturation: FloatArray
    log_size: FloatArray
    capital: IntArray
    strategy: FloatArray
    competitiveness: FloatArray
    centre: IntArray
    x: FloatArray
    y: FloatArray
    z: FloatArray


class Forum(NamedTuple):
    """Editions of the forum by month (T,): host nation (-1: no meeting) and whether untied cities may come."""

    host: IntArray
    open: IntArray


class Networks(NamedTuple):
    """City networks (G,): their address, month in which each city joined (G, N; far future: never), meetings (T, G)."""

    id: IdArray
    joined: IntArray
    meets: IntArray


class Incentives(NamedTuple):
    """National incentive steps (S,): month, cities (S, N; 1 or 0) and size by dyad (S, D), and size for whole dyads."""

    month: IntArray
    cities: FloatArray
    sizes: FloatArray
    dyads: FloatArray


class Policies(NamedTuple):
    """Levers by month (T,): spread of budgets, factors on obedience, people's share, provocation, coordination.

    ``wake`` is 1 in a month in which all dormant ties are woken on purpose.
    """

    budget: IntArray
    wake: IntArray
    obedience: FloatArray
    people: FloatArray
    provocation: FloatArray
    coordination: FloatArray


class World(NamedTuple):
    """Everything fixed that all runs of a scenario share; ``first_month`` is the calendar number of month 0."""

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


class Events(NamedTuple):
    """What befalls the dyads by month, in one arm.

    Severities (T, D), severities felt by side (T, D, 2), levels of positive events (T, D), place of the incident (T, D;
    -1 none) as a row of ``regions`` (P, N), whether borders are closed (T,), nations struck by a disaster (T, K).
    """

    severity: FloatArray
    felt: FloatArray
    level: FloatArray
    place: IntArray
    regions: IntArray
    closed: IntArray
    struck: IntArray
