"""Invented worlds by the hundred: a hypothesis strategy over tables and scenarios, for tests that hold in any world.

Structure (numbers of nations, cities and months, history, mechanisms) is drawn so that a failure can shrink to a small
world; the many plain numbers come from one random seed, because drawing each would cost more than running the model.
"""

from random import Random
from typing import Any

from hypothesis import strategies as st

from cityties.mechanisms import MECHANISMS
from cityties.months import month_index, month_label
from cityties.parameters import DECLARED
from cityties.scenario import Scenario
from cityties.tables import WorldTables
from worlds import Row, scenario, world

type Drawn = tuple[Scenario, WorldTables]

NATIONS = ("AA", "BB", "CC")
PROVINCES = ("Heartland", "Coast")
FIRST_ANCHOR, LAST_ANCHOR = 1964.0, 2012.0
# Their far bounds, taken together, leave what a fixed-point sum can hold or what two ways to compute can agree on.
KEPT_NEAR = {"size_unit", "size_cap", "size_exponent", "formation_size", "affinity_km", "saturation_ties"}


@st.composite
def worlds(draw: st.DrawFn, history: str = "") -> Drawn:
    """Draw a checked world of two or three nations, and a scenario of two to ten years for it."""
    luck = Random(draw(st.integers(0, 2**32)))
    start = month_index("1985-01") + draw(st.integers(0, 200))
    end = start + draw(st.integers(24, 120)) - 1
    nations = NATIONS[: draw(st.integers(2, 3))]
    cities = [_city(number, nations[number % len(nations)], luck) for number in range(draw(st.integers(2, 8)))]
    dyads = [_dyad(a, b, start, end, luck) for i, a in enumerate(nations) for b in nations[i + 1 :]]
    shocks = [_shock(number, dyads, cities, (start, end), luck) for number in range(draw(st.integers(0, 10)))]
    tables = world(
        nations=[{"nation": nation, "centralisation": _share(luck)} for nation in nations],
        dyads=dyads,
        cities=cities,
        publics=[_public(row["nation_a"], row["nation_b"], luck) for row in dyads]
        + [_public(row["nation_b"], row["nation_a"], luck) for row in dyads],
        ties=[tie for row in dyads for tie in _ties(row, cities, end, luck)],
        shocks=_distinct(shocks),
        forum=[_edition(month, nations, luck) for month in range(start, end) if luck.random() < 0.1],
        stock_anchors=[anchor for row in dyads for anchor in _anchors(row, luck)],
    )
    return _scenario(draw, start, end, history, tables, luck), tables


def _share(luck: Random, low: float = 0.0, high: float = 1.0) -> float:
    return round(luck.uniform(low, high), 4)


def _city(number: int, nation: str, luck: Random) -> Row:
    return {
        "city": f"City {number}",
        "nation": nation,
        "province": luck.choice(PROVINCES),
        "latitude": _share(luck, 20, 45),
        "longitude": _share(luck, 100, 145),
        "population": int(10 ** luck.uniform(4, 7.4)),
        "ties_abroad": luck.choice(("", 0, 1, 3, 20)),
        "autonomy": _share(luck),
        "nationalism": _share(luck),
    }


def _dyad(a: str, b: str, start: int, end: int, luck: Random) -> Row:
    recognised = luck.choice((start - 150, start - 7, start, luck.randint(start + 1, end)))
    return {
        "dyad": f"{a}-{b}",
        "nation_a": a,
        "nation_b": b,
        "recognised": month_label(recognised),
        "relations_before": _share(luck, -1, 0.5),
        "relations_at_recognition": _share(luck, -0.5, 1),
        "baseline_relations": _share(luck, -0.5, 0.8),
        "formation_factor": _share(luck, 0, 3),
        "formation_trend_per_year": _share(luck, -0.1, 0.1),
        "formation_trend_from": luck.randint(1980, 2000),
    }


def _public(of: str, about: str, luck: Random) -> Row:
    floor = _share(luck, -1, 0)
    baseline = _share(luck, floor + 0.05, 1)
    reversion = luck.choice(("slow", "fast"))
    return {"of": of, "about": about, "mood_floor": floor, "mood_baseline": baseline, "reversion": reversion}


def _ties(dyad: Row, cities: list[Row], end: int, luck: Random) -> list[Row]:
    recognised, density = month_index(dyad["recognised"]), luck.choice((0.1, 0.4, 0.8))
    pairs = [
        (a["city"], b["city"])
        for a in cities
        for b in cities
        if (a["nation"], b["nation"]) == (dyad["nation_a"], dyad["nation_b"]) and luck.random() < density
    ]
    ties = []
    for a, b in pairs:
        month = month_label(luck.randint(recognised, max(recognised, end + 12)))
        ties.append({"dyad": dyad["dyad"], "city_a": a, "city_b": b, "signed": luck.choice((month, month[:4], ""))})
    return ties


def _shock(number: int, dyads: list[Row], cities: list[Row], window: tuple[int, int], luck: Random) -> Row:
    start, end = window
    month = luck.randint(start - 6, end + 6)
    kind = luck.choice(("political", "political", "political", "positive", "common"))
    row: Row = {"shock": f"shock {number}", "type": kind, "date": month_label(month)}
    if kind == "common":
        return row | {"dyad": "all", "until": month_label(max(month, start) + luck.randint(0, 20))}
    dyad = luck.choice(dyads)
    row |= {"dyad": dyad["dyad"]}
    if kind == "positive":
        return row | {"level": luck.choice((0, 0.5, 1, 2, 3))}
    factors = {"severity": _share(luck, 0, 1.5), "factor_a": _share(luck, 0, 3), "factor_b": _share(luck, 0, 3)}
    provinces = {city["province"] for city in cities if city["nation"] in (dyad["nation_a"], dyad["nation_b"])}
    places = [province for province in sorted(provinces) if luck.random() < 0.5]
    return row | factors | {"place": ";".join(places)}


def _distinct(shocks: list[Row]) -> list[Row]:
    """Keep one quarrel a month and dyad: of two places in a month, the text does not say which counts."""
    kept: dict[tuple[Any, ...], Row] = {}
    for row in shocks:
        key = (row["date"], row["dyad"]) if row["type"] == "political" else (row["shock"],)
        kept.setdefault(key, row)
    return list(kept.values())


def _edition(month: int, nations: tuple[str, ...], luck: Random) -> Row:
    return {
        "date": month_label(month),
        "host_nation": luck.choice(nations),
        "held": luck.choice(("yes", "yes", "no")),
        "eligibility": luck.choice(("tied", "open")),
    }


def _anchors(dyad: Row, luck: Random) -> list[Row]:
    years = sorted({_share(luck, FIRST_ANCHOR, LAST_ANCHOR) for _ in range(luck.randint(0, 4))})
    counts = sorted(luck.randint(0, 60) for _ in years)
    return [{"dyad": dyad["dyad"], "year": y, "count": n + 1} for y, n in zip(years, counts, strict=True)]


def _scenario(draw: st.DrawFn, start: int, end: int, history: str, tables: WorldTables, luck: Random) -> Scenario:
    off = draw(st.sets(st.sampled_from(sorted(MECHANISMS)), max_size=4))
    chosen = history or draw(st.sampled_from(("replay", "replay", "endogenous", "endogenous", "none")))
    quarrels = tables.shocks.loc[tables.shocks["type"] == "political", "shock"].tolist()
    nation = luck.choice(tables.nations["nation"].tolist())
    shock_changes = {luck.choice(quarrels): {"severity": _share(luck), "factor_a": _share(luck)}} if quarrels else {}
    return scenario(
        start=month_label(start),
        end=month_label(end),
        seed=luck.randrange(2**63),
        ties={"history": chosen, "endogenous_from": month_label(luck.randint(start, luck.choice((start + 6, end))))},
        forum={"eligibility": luck.choice(("recorded", "tied_only", "open"))},
        mechanisms=dict.fromkeys(sorted(off), False),
        parameters=_parameters(luck),
        nations={nation: {"autonomy": _share(luck)}} if luck.random() < 0.3 else {},
        shocks={"change": shock_changes} if luck.random() < 0.3 else {},
    )


def _parameters(luck: Random) -> dict[str, float]:
    """Scatter every second parameter around its default; a few go anywhere within their bounds, or to a bound."""
    values = {
        "provocation_rate": luck.choice((0.0, 0.001, 0.05)),
        "formation_rate": luck.choice((0.0, 6.4, 60.0, 60.0)),
    }
    for name, declared in DECLARED.items():
        low, high = declared.low, declared.high
        kind = luck.random()
        if kind < 0.04 and name not in KEPT_NEAR:
            values[name] = luck.choice((low, high, luck.uniform(low, high)))
        elif kind < 0.5 and name not in values:
            around = declared.default if declared.default != 0.0 else 0.1 * high
            values[name] = min(max(around * luck.uniform(0.5, 1.5), low), high)
    return values
