"""Single ties and cities of one history: who suspended, who went to the forum, what varies with whom.

These statistics need every tie, which a batch does not keep; so each draw is run once more and summed up at once.
"""

from collections.abc import Sequence

import numpy as np

from cityties.analysis.association import lead_lag, matched_difference, variance_shares
from cityties.claims.declared import PanelSettings
from cityties.experiment.design import Design
from cityties.experiment.outcomes import SUSPENSION_MONTHS
from cityties.kernel.calendar import MONTHS_PER_YEAR
from cityties.kernel.record import DyadMeasure, NationMeasure, Record
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.kernel.state import Exchange, FloatArray, IdArray, State
from cityties.setup.branching import rows_of
from cityties.setup.initialization import begin
from cityties.setup.periods import advance

ATTENDED_WITHIN = 24
STATISTICS = (
    "attenders_matched",
    "older_suspend_less",
    "capitals_suspend_less",
    "city_variance_share",
    "nation_variance_share",
    "lead_lag",
    "famous_ties_met",
)


def panel_statistics(design: Design, number: int, asked: PanelSettings | None = None) -> dict[str, float]:
    """Return the statistics of one replicate of the arm with ties and shocks; ``asked`` says of which months."""
    asked = asked or PanelSettings()
    setup = design.setup
    given = Conditions(setup.world, design.events[True], setup.rules, RandomAddress(setup.scenario.seed, number, True))
    shape = setup.n_months, len(setup.world.dyads.id)
    record = Record(
        np.zeros((*shape, len(DyadMeasure))),
        np.zeros((setup.n_months, len(setup.world.nations.first), len(NationMeasure))),
    )
    state = begin(setup, number)
    scenario = setup.scenario
    first = max((asked.start or scenario.start) - scenario.start, 0)
    last = min((asked.until or scenario.end) - scenario.start + 1, setup.n_months)
    watched = [
        _Watched(branch.crisis.month, branch.crisis.dyad) for branch in design.branches if branch.crisis.dyad >= 0
    ]
    advance(setup, given, state, record, 0, first)
    yearly = np.zeros((len(setup.world.cities.id), (last - first) // MONTHS_PER_YEAR + 1))
    for now in range(first, last):
        for one in watched:
            one.before(state, now, setup.rules.p.dormancy_threshold)
        advance(setup, given, state, record, now, now + 1)
        yearly[:, (now - first) // MONTHS_PER_YEAR] += state.cities.exchange
        for one in watched:
            one.after(state, now)
    return (
        _of_ties(design, watched)
        | _of_famous(watched, list(setup.tables.dyads["dyad"]).index(asked.pair) if asked.pair else 0)
        | _of_cities(design, yearly)
        | _of_months(record.dyads[first:last])
    )


class _Watched:
    """The ties of one dyad around one crisis."""

    def __init__(self, month: int, dyad: int) -> None:
        self.month, self.dyad = month, dyad
        self.columns: dict[str, FloatArray] = {}
        self.ties: IdArray = np.zeros(0, np.uint64)

    def before(self, state: State, now: int, dormant: float) -> None:
        """Note the ties that are awake just before the crisis, and who came to the forum in the two years before."""
        if now == self.month:
            n, ties, came = int(state.ties.n[0]), state.ties, state.cities.attended
            watched = np.flatnonzero((ties.dyad[:n] == self.dyad) & (ties.strength[:n] >= dormant))
            self.ties = ties.id[watched].copy()
            a, b = ties.a[watched], ties.b[watched]
            both = np.minimum(came[a], came[b]) >= now - ATTENDED_WITHIN
            self.columns = {
                "strength": ties.strength[watched].copy(),
                "affinity": ties.affinity[watched].copy(),
                "a": a.astype(np.float64),
                "b": b.astype(np.float64),
                "attended": both.astype(np.float64),
                "met": np.zeros(len(a)),
                "suspended": np.zeros(len(a)),
            }

    def after(self, state: State, now: int) -> None:
        """Note who met officially in months 1-12, and who is suspended in the fourth month."""
        if self.month < now <= self.month + MONTHS_PER_YEAR:
            rows = rows_of(state, self.ties)
            self.columns["met"] += (rows >= 0) & (state.ties.mode[rows] == Exchange.OFFICIAL)
        if now == self.month + SUSPENSION_MONTHS - 1:
            rows = rows_of(state, self.ties)
            # a tie that has ended by then is no more open than a suspended one
            self.columns["suspended"] = ((rows < 0) | (state.ties.suspended[rows] > 0)).astype(np.float64)


def _of_ties(design: Design, watched: Sequence[_Watched]) -> dict[str, float]:
    names = watched[0].columns if watched else {}
    if not names or not sum(len(one.ties) for one in watched):
        return {}
    all_ties = {name: np.concatenate([one.columns[name] for one in watched if one.columns]) for name in names}
    cities = design.setup.world.cities
    a, b = all_ties["a"].astype(np.int64), all_ties["b"].astype(np.int64)
    strong = all_ties["strength"] >= np.median(all_ties["strength"])
    capital = (cities.capital[a] + cities.capital[b] > 0).astype(np.int64)
    met, suspended = np.minimum(all_ties["met"], 1.0), all_ties["suspended"]
    return {
        "attenders_matched": matched_difference(met, all_ties["attended"].astype(np.int64), all_ties["strength"]),
        "older_suspend_less": -matched_difference(suspended, strong.astype(np.int64), all_ties["affinity"]),
        "capitals_suspend_less": -matched_difference(suspended, capital, cities.log_size[a] + cities.log_size[b]),
    }


def _of_famous(watched: Sequence[_Watched], dyad: int) -> dict[str, float]:
    """Return 1 if the strongest tie of a dyad met officially after every dispute: the articles' anecdote."""
    met = [
        bool(one.columns["met"][one.columns["strength"].argmax()] > 0)
        for one in watched
        if one.dyad == dyad and len(one.ties)
    ]
    return {"famous_ties_met": float(all(met))} if met else {}


def _of_cities(design: Design, yearly: FloatArray) -> dict[str, float]:
    nations = design.setup.world.nations
    nation = np.repeat(np.arange(len(nations.first)), nations.last - nations.first)
    tied = yearly.sum(axis=1) > 0
    if tied.sum() < 2:
        return {}
    scaled = np.log1p(yearly[tied] / yearly[tied].mean())
    city, tone = variance_shares(scaled, nation[tied])
    return {"city_variance_share": city, "nation_variance_share": tone}


def _of_months(record: FloatArray) -> dict[str, float]:
    """Return the lead of exchange over relations, the mean over dyads."""
    gains = [
        lead_lag(record[:, d, DyadMeasure.EXCHANGE], record[:, d, DyadMeasure.RELATIONS])
        for d in range(record.shape[1])
        if np.ptp(record[:, d, DyadMeasure.EXCHANGE]) > 0.0
    ]
    return {"lead_lag": float(np.mean(gains))} if gains else {}
