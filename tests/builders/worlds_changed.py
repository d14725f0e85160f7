"""Invented worlds whose scenario changes them: cities, nations, ties and shocks, and policies for some cities alone."""

from random import Random
from typing import Any

from hypothesis import strategies as st

from builders.worlds import changed
from builders.worlds_drawn import Drawn, worlds
from cityties.kernel.calendar import month_label
from cityties.scenario.models import Scenario
from cityties.scenario.policies import OF_ALL, PolicySettings
from cityties.setup.city_names import names_of, ordered_cities
from cityties.setup.scenario_tables import pair_names
from cityties.tables.world_tables import WorldTables


@st.composite
def changed_worlds(draw: st.DrawFn) -> Drawn:
    """Draw a world and a scenario that changes something of most kinds in it."""
    scenario, tables = draw(worlds())
    rng = Random(draw(st.integers(0, 2**32)))
    settings = _cities(scenario, tables, rng) | _ties(scenario, tables, rng) | _shocks(scenario, tables, rng)
    settings |= _nations(scenario, tables, rng) | _policies(scenario, tables, rng)
    return changed(scenario, **settings), tables


def _share(rng: Random) -> float:
    return round(rng.random(), 4)


def _month(scenario: Scenario, rng: Random) -> str:
    return month_label(rng.randint(scenario.start - 3, scenario.end + 3))


def _cities(scenario: Scenario, tables: WorldTables, rng: Random) -> dict[str, Any]:
    changes = {}
    for name in names_of(ordered_cities(tables)):
        dated = {key: _share(rng) for key in ("autonomy", "nationalism", "strategy") if rng.random() < 0.5}
        if rng.random() < 0.5:
            dated["budget"] = 3 * _share(rng)
        lasting: dict[str, Any] = {"population": int(10 ** rng.uniform(4, 7)), "ties_abroad": rng.randint(0, 9)}
        lasting |= {"competitiveness": _share(rng), "capital": rng.random() < 0.5}
        change = rng.choice((dated, dated | {"from": _month(scenario, rng)}, dated | lasting))
        if dated and rng.random() < 0.5:
            changes[name] = change
    return {"cities": changes}


def _nations(scenario: Scenario, tables: WorldTables, rng: Random) -> dict[str, Any]:
    nation = rng.choice(tables.nations["nation"].tolist())
    change: dict[str, Any] = {"centralisation": _share(rng), "autonomy": _share(rng)}
    dated = rng.choice(({}, {"from": _month(scenario, rng)}))
    return {"nations": {nation: change | dated}} if rng.random() < 0.5 else {}


def _ties(scenario: Scenario, tables: WorldTables, rng: Random) -> dict[str, Any]:
    there = pair_names(tables)
    cities = ordered_cities(tables)
    dyads = {frozenset(pair) for pair in tables.dyads[["nation_a", "nation_b"]].to_numpy().tolist()}
    full = names_of(cities)
    pairs = [
        (one, other)
        for one in full
        for other in full
        if one != other and frozenset((one.split("/")[0], other.split("/")[0])) in dyads
    ]
    new = [pair for pair in pairs if frozenset(pair) not in there]
    old = [tuple(sorted(pair, key=lambda _: rng.random())) for pair in there]
    add = {" - ".join(rng.choice(new)): {"signed": _month(scenario, rng)}} if new and rng.random() < 0.5 else {}
    dropped = [" - ".join(pair) for pair in old if rng.random() < 0.2]
    kept = [" - ".join(pair) for pair in old if " - ".join(pair) not in dropped]
    suspend = {}
    for pair in (*kept, *add):
        first = rng.randint(scenario.start - 6, scenario.end)
        until = rng.choice(({}, {"until": month_label(first + rng.randint(0, 24))}))
        if rng.random() < 0.5:
            suspend[pair] = {"from": month_label(first), "by": rng.choice(("both", "first", "second"))} | until
    return {"ties": {"add": add, "drop": dropped, "suspend": suspend}}


def _shocks(scenario: Scenario, tables: WorldTables, rng: Random) -> dict[str, Any]:
    dyad, month = rng.choice(tables.dyads["dyad"].tolist()), _month(scenario, rng)
    dispute = {"dyad": dyad, "date": month, "severity": _share(rng), "place": rng.choice(("", "Coast"))}
    kinds: tuple[dict[str, Any], ...] = (
        dispute,
        dispute | {"factor_a": 2 * _share(rng)},
        {"dyad": dyad, "date": month, "type": "positive", "level": 3 * _share(rng)},
        {"dyad": "all", "date": month, "type": "common", "until": month},
    )
    return {"shocks": {"add": {"a new shock": rng.choice(kinds)}}} if rng.random() < 0.6 else {}


def _policies(scenario: Scenario, tables: WorldTables, rng: Random) -> dict[str, Any]:
    if rng.random() < 0.4:
        return {}
    plain = {key: PolicySettings.model_fields[key].default for key in OF_ALL}
    names = names_of(ordered_cities(tables))
    limits = {
        "cities": [name for name in names if rng.random() < 0.4],
        "nations": rng.sample(["AA"], rng.randint(0, 1)),
    }
    return {"policies": plain | limits} if any(limits.values()) else {}
