"""Invented worlds by the hundred: a hypothesis strategy over tables and scenarios, for tests that hold in any world.

Structure (numbers of nations, cities and months, history, engine, mechanisms) is drawn so that a failure can shrink to
a small world; the many plain numbers come from one rng seed, because drawing each would cost more than a run.
"""

from random import Random
from typing import Any

from hypothesis import strategies as st

from builders.worlds import Row, scenario, world
from builders.worlds_drawn_events import disaster, editions, incentive, meetings, members, shocks_of
from cityties.kernel.calendar import month_index, month_label
from cityties.kernel.mechanisms import MECHANISMS
from cityties.kernel.parameters import DECLARED
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables

type Drawn = tuple[Scenario, WorldTables]

NATIONS = ("AA", "BB", "CC")
NETWORKS = ("RING", "LEAGUE")
PROVINCES = ("Heartland", "Coast")
FIRST_ANCHOR, LAST_ANCHOR = 1964.0, 2012.0
# Their far bounds, taken together, leave what a fixed-point sum can hold or what two ways to compute can agree on.
KEPT_NEAR = {
    "size_unit",
    "size_cap",
    "size_exponent",
    "formation_size",
    "affinity_km",
    "saturation_ties",
    "competitiveness_affinity",
    "reciprocity",
    "reciprocity_spread",
    "urban_rate",
    "urban_year",
}
# Left at their default by one parameter in two, they would hardly ever act within a few years.
OFTEN: dict[str, tuple[float, ...]] = {
    "provocation_rate": (0.0, 0.001, 0.05),
    "formation_rate": (0.0, 6.4, 60.0, 60.0),
    "learning_seed": (0.01, 0.3, 0.6),
    "learning_rate": (0.05, 0.5, 1.0),
    "gate_lobbying_year": (1980.0, 1992.0),
    "gate_lobbying": (0.0, 0.0, 0.02, 0.1, -0.05),
    "density_reference": (1.0, 100.0),
    "aid_rate": (0.25, 0.5, 1.0),
    "activity_memory": (1.0, 12.0),
    "ending_rate": (0.0, 0.0015, 0.05, 0.5),
    "ending_depth": (0.32, 0.05, 0.32),
}


@st.composite
def worlds(draw: st.DrawFn, history: str = "") -> Drawn:
    """Draw a checked world of two or three nations, and a scenario of two to ten years for it."""
    rng = Random(draw(st.integers(0, 2**32)))
    start = month_index("1985-01") + draw(st.integers(0, 200))
    end = start + draw(st.integers(24, 120)) - 1
    nations = NATIONS[: draw(st.integers(2, 3))]
    cities = [_city(number, nations[number % len(nations)], rng) for number in range(draw(st.integers(2, 8)))]
    dyads = [_dyad(a, b, start, end, rng) for i, a in enumerate(nations) for b in nations[i + 1 :]]
    shocks = shocks_of(draw(st.integers(0, 10)), dyads, cities, (start, end), rng)
    crises = sorted({row.get("crisis", "") for row in shocks})
    tables = world(
        nations=[_nation(nation, rng) for nation in nations],
        dyads=dyads,
        cities=cities,
        publics=[_public(row["nation_a"], row["nation_b"], rng) for row in dyads]
        + [_public(row["nation_b"], row["nation_a"], rng) for row in dyads],
        ties=[tie for row in dyads for tie in _ties(row, cities, end, rng)],
        shocks=shocks,
        forum=editions(nations, (start, end), rng),
        network_members=[row for name in NETWORKS for row in members(name, cities, (start, end), rng)],
        network_meetings=[row for name in NETWORKS for row in meetings(name, (start, end), rng)],
        incentives=[incentive(dyads, nations, cities, (start, end), rng) for _ in range(rng.randint(0, 3))],
        disasters=[disaster(nations, crises, (start, end), rng) for _ in range(rng.randint(0, 3))],
        stock_anchors=[anchor for row in dyads for anchor in _anchors(row, rng)],
    )
    return _scenario(draw, start, end, history, tables, rng), tables


def _share(rng: Random, low: float = 0.0, high: float = 1.0) -> float:
    return round(rng.uniform(low, high), 4)


def _nation(nation: str, rng: Random) -> Row:
    return {
        "nation": nation,
        "centralisation": _share(rng),
        "urban_share": rng.choice(("", _share(rng, 0.1, 1))),
    }


def _city(number: int, nation: str, rng: Random) -> Row:
    return {
        "city": f"City {number}",
        "nation": nation,
        "province": rng.choice(PROVINCES),
        "cluster": rng.choice(("", "Delta", "Delta", "Bay")),
        "latitude": _share(rng, 20, 45),
        "longitude": _share(rng, 100, 145),
        "population": rng.choice((500_000, int(10 ** rng.uniform(4, 7.4)))),
        "ties_abroad": rng.choice(("", 0, 1, 3, 20)),
        "autonomy": _share(rng),
        "nationalism": _share(rng),
        "capital": rng.choice(("yes", "no", "no")),
        "strategy": rng.choice(("", _share(rng))),
        "competitiveness": rng.choice(("", _share(rng))),
    }


def _dyad(a: str, b: str, start: int, end: int, rng: Random) -> Row:
    recognised = rng.choice((start - 150, start - 7, start, rng.randint(start + 1, end)))
    return {
        "dyad": f"{a}-{b}",
        "nation_a": a,
        "nation_b": b,
        "recognised": month_label(recognised),
        "relations_before": _share(rng, -1, 0.5),
        "relations_at_recognition": _share(rng, -0.5, 1),
        "baseline_relations": _share(rng, -0.5, 0.8),
        "formation_factor": _share(rng, 0, 3),
        "formation_trend_per_year": _share(rng, -0.1, 0.1),
        "formation_trend_from": rng.randint(1980, 2000),
    }


def _public(of: str, about: str, rng: Random) -> Row:
    floor = _share(rng, -1, 0)
    baseline = _share(rng, floor + 0.05, 1)
    reversion = rng.choice(("slow", "fast"))
    return {"of": of, "about": about, "mood_floor": floor, "mood_baseline": baseline, "reversion": reversion}


def _ties(dyad: Row, cities: list[Row], end: int, rng: Random) -> list[Row]:
    recognised, density = month_index(dyad["recognised"]), rng.choice((0.1, 0.4, 0.8))
    pairs = [
        (a["city"], b["city"])
        for a in cities
        for b in cities
        if (a["nation"], b["nation"]) == (dyad["nation_a"], dyad["nation_b"]) and rng.random() < density
    ]
    ties = []
    for a, b in pairs:
        month = month_label(rng.randint(recognised, max(recognised, end + 12)))
        ties.append({"dyad": dyad["dyad"], "city_a": a, "city_b": b, "signed": rng.choice((month, month[:4], ""))})
    return ties


def _anchors(dyad: Row, rng: Random) -> list[Row]:
    years = sorted({_share(rng, FIRST_ANCHOR, LAST_ANCHOR) for _ in range(rng.randint(0, 4))})
    counts = sorted(rng.randint(0, 60) for _ in years)
    return [{"dyad": dyad["dyad"], "year": y, "count": n + 1} for y, n in zip(years, counts, strict=True)]


def _changes_of_dyads(tables: WorldTables, rng: Random) -> dict[str, Any]:
    """Change numbers of one dyad and of one public in some worlds; a mood stays above the floor of its public."""
    if rng.random() > 0.3:
        return {}
    dyad, public = (rng.choice(table.to_dict("records")) for table in (tables.dyads, tables.publics))
    low = max(-0.9, public["mood_floor"] + 0.01)
    mood = {"mood_baseline": round(rng.uniform(low, max(low, 0.9)), 4)}
    return {
        "dyads": {
            dyad["dyad"]: {
                "baseline_relations": _share(rng, -0.5, 0.8),
                "formation_factor": _share(rng, 0, 2),
                "formation_trend_per_year": _share(rng, -0.05, 0.1),
            }
        },
        "publics": {f"{public['of']} about {public['about']}": mood},
    }


def _scenario(draw: st.DrawFn, start: int, end: int, history: str, tables: WorldTables, rng: Random) -> Scenario:
    turned = draw(st.sets(st.sampled_from(sorted(MECHANISMS)), max_size=6))
    chosen = history or draw(st.sampled_from(("replay", "replay", "endogenous", "endogenous", "none")))
    engine = draw(st.sampled_from(("escalation", "reduced_form")))
    disputes = tables.shocks.loc[tables.shocks["type"] == "political", "shock"].tolist()
    nation = rng.choice(tables.nations["nation"].tolist())
    shock_changes = {rng.choice(disputes): {"severity": _share(rng), "factor_a": _share(rng)}} if disputes else {}
    first = month_label(rng.randint(start, rng.choice((start + 6, end))))
    parameters = _parameters(rng)
    if tables.ties.empty or chosen == "none":
        parameters["gate_lobbying"] = 0.0  # the prospects of a world that records no ties have no scale
    return scenario(
        start=month_label(start),
        end=month_label(end),
        seed=rng.randrange(2**63),
        engine=engine,
        ties={"history": chosen, "endogenous_from": first, "rewired": rng.random() < 0.3},
        forum={"eligibility": rng.choice(("recorded", "tied_only", "open")), "goes_on": rng.random() < 0.3},
        networks={"only": rng.choice(("all", "all", ["RING"]))},
        mechanisms={name: not MECHANISMS[name].default for name in sorted(turned)},
        parameters=parameters,
        nations={nation: {"autonomy": _share(rng)}} if rng.random() < 0.3 else {},
        **_changes_of_dyads(tables, rng),
        shocks={"change": shock_changes} if rng.random() < 0.3 else {},
        policies=_policies(start, end, rng),
    )


def _policies(start: int, end: int, rng: Random) -> dict[str, Any]:
    """Draw levers; the month they act from may lie before or after the run."""
    new = {"members": rng.choice((2, 5, 15)), "every_months": rng.choice((1, 5, 12))}
    return {
        "start": month_label(rng.randint(start - 20, end + 6)),
        "budget": rng.choice(("proportional", "concentrated", "even")),
        "wake_dormant": rng.random() < 0.5,
        "people_share_factor": rng.choice((1.0, 0.0, 3.0)),
        "autonomy_gain": rng.choice((0.0, 0.5, 1.0)),
        "provocation_factor": rng.choice((1.0, 0.25, 4.0)),
        "coordination_factor": rng.choice((1.0, 0.0, 5.0)),
    } | ({"new_network": new} if rng.random() < 0.4 else {})


def _parameters(rng: Random) -> dict[str, float]:
    """Scatter every second parameter around its default; a few go anywhere within their bounds, or to a bound."""
    values = {name: rng.choice(choices) for name, choices in OFTEN.items()}
    for name, declared in DECLARED.items():
        low, high = declared.low, declared.high
        kind = rng.random()
        if kind < 0.03 and name not in KEPT_NEAR:
            values[name] = rng.choice((low, high, rng.uniform(low, high)))
        elif kind < 0.5 and name not in values:
            around = declared.default if declared.default != 0.0 else 0.2 * high * rng.choice((1.0, -1.0 * (low < 0.0)))
            values[name] = min(max(around * rng.uniform(0.5, 1.5), low), high)
    return values
