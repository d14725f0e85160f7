"""How the entities of the reference model begin, and their derived attributes, from ODD 5.1 and 5.2 alone."""

import math
from collections.abc import Mapping
from functools import partial
from statistics import median
from typing import Any

from cityties.kernel.parameters import Parameters
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables
from oracle import chance
from oracle.world import City, Dyad, Nation, affinity, rows


def make_nations(tables: WorldTables) -> list[Nation]:
    """Make the nations; an urban share that is not recorded counts 1 (assumed: the text is silent)."""
    nations = []
    for number, row in enumerate(rows(tables.nations)):
        urban = 1.0 if math.isnan(row.urban_share) else row.urban_share
        nations.append(Nation(number, row.nation, row.centralisation, urban, row.centralisation))
    return nations


def make_cities(scenario: Scenario, tables: WorldTables, nations: list[Nation], p: Parameters) -> list[City]:
    """Make all cities, in the order of the table, sorted by nation."""
    by_code = {nation.code: nation for nation in nations}
    cities = []
    for row in rows(tables.cities):
        home, name = by_code[row.nation], f"{row.nation}/{row.city}"
        population = otherwise(scenario.cities, name, "population", row.population)
        strategy = 0.0 if math.isnan(row.strategy) else row.strategy
        competitiveness = 0.0 if math.isnan(row.competitiveness) else row.competitiveness
        size = min(max(population / p.size_unit, p.size_floor), p.size_cap)
        city = City(
            name=row.city,
            nation=home.row,
            id=chance.address(name),
            province=row.province,
            cluster=row.cluster,
            population=population,
            latitude=row.latitude,
            longitude=row.longitude,
            size=size,
            autonomy=row.autonomy,
            nationalism=row.nationalism,
            capital=bool(otherwise(scenario.cities, name, "capital", row.capital)),
            strategy=strategy,
            competitiveness=otherwise(scenario.cities, name, "competitiveness", competitiveness),
            weight=size**p.size_exponent,
            bound=home.centralisation * (1.0 - row.autonomy),
            abroad=otherwise(scenario.cities, name, "ties_abroad", row.ties_abroad),
            recorded={"autonomy": row.autonomy, "nationalism": row.nationalism, "strategy": strategy},
        )
        cities.append(city)
    for nation in nations:
        compare_within_nation([city for city in cities if city.nation == nation.row], p)
    return sorted(cities, key=lambda city: city.nation)


def compare_within_nation(cities: list[City], p: Parameters) -> None:
    if not cities:
        return
    middle = median(math.log(city.size) for city in cities)
    recorded = [city.abroad for city in cities if not math.isnan(city.abroad)]
    for city in cities:
        city.bigness = (math.log(city.size) - middle) / p.forum_size_scale
        if math.isnan(city.abroad):
            city.abroad = median(recorded) if recorded else 0.0
        if city.cluster:
            largest = min((c for c in cities if c.cluster == city.cluster), key=lambda c: (-c.size, c.name))
            city.centre = None if largest is city else largest


def give_budgets(cities: list[City], recorded: list[tuple[City, City]], p: Parameters) -> None:
    """Scale budgets so that a mean tie of the full recorded network gets attention 1."""
    number = {city.id: 0 for city in cities}
    for pair in recorded:
        for city in pair:
            number[city.id] += 1
    q = p.initial_strength + p.attention_floor

    def shared(city: City) -> float:
        taken = max(q * number[city.id] + p.abroad_attention * city.abroad, p.attention_floor)
        return city.weight * q / taken

    shares = [min(shared(a), shared(b)) for a, b in recorded]
    mean = sum(shares) / len(shares) if shares else 1.0
    for city in cities:
        city.budget = city.scaled_budget = city.weight / mean


def otherwise(changes: Mapping[str, Any], name: str, key: str, recorded: float) -> float:
    """What a scenario says of a number of the tables, or else what is recorded."""
    value = getattr(changes.get(name), key, None)
    return recorded if value is None else value


def make_dyads(scenario: Scenario, tables: WorldTables, p: Parameters) -> list[Dyad]:
    first_month = scenario.start
    codes = list(tables.nations["nation"])
    publics = {(row.of, row.about): row for row in rows(tables.publics)}
    dyads = []
    for number, row in enumerate(rows(tables.dyads)):
        sides = [publics[row.nation_a, row.nation_b], publics[row.nation_b, row.nation_a]]
        moods = [
            otherwise(scenario.publics, f"{side.of} about {side.about}", "mood_baseline", side.mood_baseline)
            for side in sides
        ]
        told = partial(otherwise, scenario.dyads, row.dyad)
        known = row.recognised < first_month
        speeds = {"slow": p.mood_reversion_slow, "fast": p.mood_reversion_fast}
        dyad = Dyad(
            row=number,
            code=row.dyad,
            id=chance.address(row.dyad),
            nations=(codes.index(row.nation_a), codes.index(row.nation_b)),
            recognised=row.recognised,
            relations_before=row.relations_before,
            relations_at_recognition=row.relations_at_recognition,
            baseline=told("baseline_relations", row.baseline_relations),
            formation_factor=told("formation_factor", row.formation_factor),
            formation_trend=told("formation_trend_per_year", row.formation_trend_per_year),
            formation_from=row.formation_trend_from,
            mood_baseline=list(moods),
            mood_floor=[side.mood_floor for side in sides],
            recovery=[speeds[side.reversion] for side in sides],
            present=known,
            relations=row.relations_at_recognition if known else row.relations_before,
            mood=list(moods),
            remembered=list(moods),
            public_level=[chance.log_odds(mood) for mood in moods],
        )
        dyads.append(dyad)
    return dyads


def hope(dyad: Dyad, cities: list[City], mean_affinity: float, p: Parameters) -> float:
    """Prospect of a dyad: how much the cities of both sides hope for partners across."""
    total = 0.0
    for ours, theirs in (dyad.nations, dyad.nations[::-1]):
        home, abroad = ([city for city in cities if city.nation == nation] for nation in (ours, theirs))
        voiced = 0.0
        for city in home:
            best = max((affinity(city, other, p, mean_affinity) for other in abroad), default=0.0)
            voiced += city.voice * math.tanh(p.stake_scale * best)
        total += voiced / max(sum(city.weight for city in home), 1.0)
    return total / 2.0
