"""One run of the reference model before its first month, and the recorded ties that wait, from ODD 5 alone."""

from cityties.kernel.mechanisms import Switches
from cityties.kernel.parameters import Parameters
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables
from oracle import chance
from oracle.beginning import give_budgets, hope, make_cities, make_dyads, make_nations
from oracle.changes import put_in_force, ties_there
from oracle.dating import Signing, profile_of, read_signings, signing_month, signing_years
from oracle.plans import found_network, plan_disasters, plan_forum, plan_networks, plan_shocks, plan_steps
from oracle.run import Run
from oracle.world import City, Dyad, Tie, affinity, raw_affinity, rows, thaw_rate

ATTEMPTS_PER_TIE = 20

NEUTRAL: dict[str, dict[str, float]] = {
    "contact": {"contact_goodwill": 0.0},
    "outreach": {"outreach": 0.0},
    "directive": {"directive_weight": 0.0},
    "public_pressure": {"public_pressure": 0.0},
    "over_compliance": {"over_compliance": 0.0},
    "dormancy": {"dormancy_threshold": 0.0},
    "suspension": {"walkout": 0.0},
    "absorption": {"absorption": 0.0},
    "repair": {"repair": 0.0},
    "imitation": {"imitation": 0.0},
    "incentives": {"incentive_consent": 0.0, "incentive_formation": 0.0},
    "advantages": dict.fromkeys(("strategy_consent", "age_consent", "aid_affinity", "competitiveness_affinity"), 0.0),
    "capitals": {"capital_consent": 0.0, "capital_obedience": 0.0},
    "urbanisation": {"urban_budget": 0.0},
    "gate_lobbying": {"gate_lobbying": 0.0},
    "two_clocks": {"level_share": 0.0},
    "remote_exchange": {"remote_share": 0.0},
}
"""What a mechanism that is off sets; the text refers to a table that states it (assumed: these, in its place)."""


def neutral(p: Parameters, on: Switches) -> Parameters:
    for switch, values in NEUTRAL.items():
        if not getattr(on, switch):
            p = p._replace(**values)
    return p


def set_up(scenario: Scenario, tables: WorldTables, replicate: int, tie_pathways: bool, without: frozenset[str]) -> Run:
    on = scenario.switches()
    p = neutral(scenario.parameter_values(), on)
    nations = make_nations(tables)
    cities = make_cities(scenario, tables, nations, p)
    dyads = make_dyads(scenario, tables, p)
    run = Run(scenario, p, on, replicate, tie_pathways, nations, cities, dyads)
    run.month = scenario.start
    put_in_force(run)
    recorded = read_signings(tables)
    take_scales(run, pair_cities(run, recorded))
    signings = ties_there(run, recorded)
    pairs = pair_cities(run, signings)
    profiles = profiles_of(run, tables, recorded)
    plan_ties(run, profiles, signings, rewired(run, signings, pairs) if scenario.ties.rewired else pairs)
    plan_shocks(run, tables, without)
    plan_disasters(run, tables, without)
    plan_forum(run, tables)
    plan_networks(run, tables)
    found_network(run, pairs)
    plan_steps(run, tables)
    return run


def pair_cities(run: Run, signings: list[Signing]) -> list[tuple[City, City]]:
    by_name = {(city.nation, city.name): city for city in run.cities}
    pairs = []
    for signing in signings:
        nations = run.dyads[signing.dyad].nations
        pairs.append((by_name[nations[0], signing.city_a], by_name[nations[1], signing.city_b]))
    return pairs


def take_scales(run: Run, pairs: list[tuple[City, City]]) -> None:
    """Scale budgets and affinity by the recorded ties, whatever becomes of them in the run."""
    give_budgets(run.cities, pairs, run.p)
    raw = [raw_affinity(a, b, run.p) for a, b in pairs]
    run.mean_affinity = sum(raw) / len(raw) if raw else 1.0
    for dyad in run.dyads if run.p.gate_lobbying != 0.0 else ():
        dyad.prospect = hope(dyad, run.cities, run.mean_affinity, run.p)


def rewired(run: Run, signings: list[Signing], pairs: list[tuple[City, City]]) -> list[tuple[City, City]]:
    """5.4: cities of side b change places, unless a new pair is there already (assumed: both must be new)."""
    ends = list(pairs)
    for dyad in run.dyads:
        here = [number for number, signing in enumerate(signings) if signing.dyad == dyad.row]
        here.sort(key=lambda number: chance.pair_address(*(city.id for city in pairs[number])))
        key = chance.stream(run.scenario.seed, 0, chance.Draw.REWIRING, dyad.row)
        for attempt in range(ATTEMPTS_PER_TIE * len(here)):
            i, j = (here[int(chance.uniform(key, 2 * attempt + which) * len(here))] for which in (0, 1))
            there = {ends[number] for number in here}
            new = (ends[i][0], ends[j][1]), (ends[j][0], ends[i][1])
            if i != j and not there & set(new):
                ends[i], ends[j] = new
    return ends


def profiles_of(run: Run, tables: WorldTables, recorded: list[Signing]) -> list[dict[int, float]]:
    """Weights by year for undated ties, by dyad; dropped ties count, and added ones do not."""
    years = signing_years(tables)
    return [
        profile_of(
            [signing for signing in recorded if signing.dyad == dyad.row],
            anchors_of(tables, dyad),
            dyad.recognised,
            years,
        )
        for dyad in run.dyads
    ]


def plan_ties(
    run: Run, profiles: list[dict[int, float]], signings: list[Signing], pairs: list[tuple[City, City]]
) -> None:
    """Date the ties of the tables and let them wait for their month."""
    if run.scenario.ties.history == "none":
        return
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
    suited = affinity(*ends, run.p, run.mean_affinity)
    tie = Tie(signing.dyad, ends, number, begins, suited, thaw_rate(number, run.p))
    run.pairs.add(number)
    run.waiting.setdefault(begins, []).append(tie)
