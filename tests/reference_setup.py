"""One run of the reference model before its first month: events, forum, ties that wait, from ODD 5 and 6 alone."""

from dataclasses import dataclass, field

import reference_chance as chance
from cityties.mechanisms import Switches
from cityties.parameters import Parameters
from cityties.scenario import Scenario
from cityties.tables import WorldTables
from reference_dating import Signing, profile_of, read_signings, signing_month
from reference_world import City, Dyad, Tie, give_budgets, make_cities, make_dyads, raw_affinity, rows, thaw_rate

COUNTED = (
    "provocations",
    "signed",
    "planned",
    "official",
    "refused_a",
    "refused_b",
    "people",
    "forum_meetings",
    "aid",
)


@dataclass(frozen=True)
class Incident:
    severity: float
    factors: tuple[float, float]


type Place = tuple[int, int]
"""Calendar month and row of a dyad."""


@dataclass(eq=False)
class Run:
    """One run: its choices, its entities, its events by month, and the month it is in."""

    scenario: Scenario
    p: Parameters
    on: Switches
    replicate: int
    tie_pathways: bool
    cities: list[City]
    dyads: list[Dyad]
    mean_affinity: float = 1.0
    ties: list[Tie] = field(default_factory=list)
    pairs: set[int] = field(default_factory=set)
    waiting: dict[int, list[Tie]] = field(default_factory=dict)
    incidents: dict[Place, list[Incident]] = field(default_factory=dict)
    levels: dict[Place, float] = field(default_factory=dict)
    places: dict[Place, set[str]] = field(default_factory=dict)
    crises: list[tuple[int, int]] = field(default_factory=list)
    forum: dict[int, tuple[int, bool]] = field(default_factory=dict)
    attendance: dict[int, int] = field(default_factory=dict)
    month: int = 0

    def key(self, process: int) -> int:
        return chance.stream(self.scenario.seed, self.replicate, process, self.month)

    def year(self) -> int:
        return self.month // 12

    def present(self) -> list[Dyad]:
        return [dyad for dyad in self.dyads if dyad.recognised <= self.month]

    def borders_closed(self) -> bool:
        return any(first <= self.month <= last for first, last in self.crises)

    def aid_given(self) -> bool:
        """Aid lasts ``aid_months`` (assumed: rounded) from the beginning, even where the crisis ends before."""
        return self.on.aid and any(0 <= self.month - first < round(self.p.aid_months) for first, _ in self.crises)


def neutral(p: Parameters, on: Switches) -> Parameters:
    """Set the parameters of mechanisms that are off to the value that does nothing."""
    off = {
        "contact": "contact_goodwill",
        "outreach": "outreach",
        "directive": "directive_weight",
        "public_pressure": "public_pressure",
        "over_compliance": "over_compliance",
        "dormancy": "dormancy_threshold",
        "suspension": "walkout",
    }
    return p._replace(**{parameter: 0.0 for switch, parameter in off.items() if not getattr(on, switch)})


def set_up(scenario: Scenario, tables: WorldTables, replicate: int, tie_pathways: bool, without: frozenset[str]) -> Run:
    on = scenario.switches()
    p = neutral(scenario.parameter_values(), on)
    run = Run(
        scenario=scenario,
        p=p,
        on=on,
        replicate=replicate,
        tie_pathways=tie_pathways,
        cities=make_cities(scenario, tables, p),
        dyads=make_dyads(tables, scenario.start, p),
    )
    plan_ties(run, tables)
    plan_shocks(run, tables, without)
    plan_forum(run, tables)
    return run


def plan_ties(run: Run, tables: WorldTables) -> None:
    """Date the recorded ties and let them wait for their month."""
    signings = read_signings(tables)
    by_name = {(city.nation, city.name): city for city in run.cities}
    pairs = []
    for signing in signings:
        nations = run.dyads[signing.dyad].nations
        pairs.append((by_name[nations[0], signing.city_a], by_name[nations[1], signing.city_b]))
    give_budgets(run.cities, pairs, run.p)
    raw = [raw_affinity(a, b, run.p) for a, b in pairs]
    run.mean_affinity = sum(raw) / len(raw) if raw else 1.0
    if run.scenario.ties.history == "none":
        return
    profiles = [
        profile_of(
            [signing for signing in signings if signing.dyad == dyad.row],
            anchors_of(tables, dyad),
            dyad.recognised,
            run.scenario.end // 12,
        )
        for dyad in run.dyads
    ]
    for signing, ends in zip(signings, pairs, strict=True):
        number = chance.pair_address(ends[0].id, ends[1].id)
        month = signing_month(run.scenario, run.replicate, signing, number, profiles[signing.dyad])
        wait(run, signing, ends, month)


def anchors_of(tables: WorldTables, dyad: Dyad) -> list[tuple[float, float]]:
    return sorted((row.year, row.count) for row in rows(tables.stock_anchors) if row.dyad == dyad.code)


def wait(run: Run, signing: Signing, ends: tuple[City, City], month: int) -> None:
    scenario = run.scenario
    begins = max(month, run.dyads[signing.dyad].recognised, scenario.start)
    if scenario.ties.history == "endogenous" and begins >= scenario.ties.endogenous_from:
        return
    number = chance.pair_address(ends[0].id, ends[1].id)
    affinity = raw_affinity(*ends, run.p) / run.mean_affinity
    tie = Tie(signing.dyad, ends, number, begins, affinity, thaw_rate(number, run.p))
    run.pairs.add(number)
    run.waiting.setdefault(begins, []).append(tie)


def begin_tie(run: Run, tie: Tie) -> None:
    """A tie begins: each end has one partner more."""
    tie.strength = run.p.initial_strength
    run.ties.append(tie)
    for city, partner in (tie.ends, tie.ends[::-1]):
        city.ties.append(tie)
        city.partners[partner.nation] = city.partners.get(partner.nation, 0) + 1


def plan_shocks(run: Run, tables: WorldTables, without: frozenset[str]) -> None:
    """Sort the shocks that happen into their months."""
    row_of = {dyad.code: dyad.row for dyad in run.dyads}
    for row in rows(tables.shocks):
        if row.shock in without or row.shock in run.scenario.shocks.drop:
            continue
        if row.type == "common":
            run.crises.append((row.date, row.until))
        elif row.type == "positive":
            where = (row.date, row_of[row.dyad])
            run.levels[where] = run.levels.get(where, 0.0) + row.level
        else:
            values = {name: getattr(row, name) for name in ("date", "severity", "factor_a", "factor_b")}
            change = run.scenario.shocks.change.get(row.shock)
            if change is not None:
                values |= {name: value for name in values if (value := getattr(change, name)) is not None}
            where = (values["date"], row_of[row.dyad])
            incident = Incident(values["severity"], (values["factor_a"], values["factor_b"]))
            run.incidents.setdefault(where, []).append(incident)
            places = {place.strip() for place in row.place.split(";") if place.strip()}
            run.places.setdefault(where, set()).update(places)


def plan_forum(run: Run, tables: WorldTables) -> None:
    codes = list(tables.nations["nation"])
    if not run.on.forum:
        return
    for row in rows(tables.forum):
        if row.held:
            is_open = {"tied_only": False, "open": True}.get(run.scenario.forum.eligibility, row.eligibility == "open")
            run.forum[row.date] = (codes.index(row.host_nation), is_open)
