"""Entities of the reference model and their derived attributes, one object each, from ODD 5.1 and 5.2 alone."""

import math
from dataclasses import dataclass, field
from statistics import median
from types import SimpleNamespace
from typing import Any

import pandas as pd

import reference_chance as chance
from cityties.parameters import Parameters
from cityties.scenario import Scenario
from cityties.tables import WorldTables

RADIUS_KM = 6371.0


def rows(table: pd.DataFrame) -> list[Any]:
    """Rows of a table as plain objects with its columns as attributes."""
    return [SimpleNamespace(**{str(name): cell for name, cell in row.items()}) for row in table.to_dict("records")]


@dataclass(eq=False)
class City:
    name: str
    nation: int
    id: int
    province: str
    latitude: float
    longitude: float
    size: float
    autonomy: float
    nationalism: float
    weight: float
    obedience: float
    abroad: float
    bigness: float = 0.0
    budget: float = 0.0
    partners: dict[int, int] = field(default_factory=dict)
    attended: int | None = None
    exchange: float = 0.0
    ties: list["Tie"] = field(default_factory=list)

    @property
    def voice(self) -> float:
        return self.weight * (1.0 - self.obedience)


@dataclass(eq=False)
class Tie:
    dyad: int
    ends: tuple[City, City]
    id: int
    begins: int
    affinity: float
    thaw: float
    strength: float = 0.0
    suspended: set[int] = field(default_factory=set)
    since: int | None = None
    mode: int = 0
    exchange: float = 0.0
    plan: float = 0.0
    propensity: tuple[float, float] = (0.0, 0.0)


@dataclass(eq=False)
class Dyad:
    row: int
    code: str
    id: int
    nations: tuple[int, int]
    recognised: int
    relations_before: float
    relations_at_recognition: float
    baseline: float
    formation_factor: float
    formation_trend: float
    formation_from: int
    mood_baseline: list[float]
    mood_floor: list[float]
    recovery: list[float]
    relations: float = 0.0
    relations_start: float = 0.0
    disputes: float = 0.0
    directive: list[int] = field(default_factory=lambda: [0, 0])
    shut: bool = False
    severity: float = 0.0
    felt: list[float] = field(default_factory=lambda: [0.0, 0.0])
    mood: list[float] = field(default_factory=list)
    anger: list[float] = field(default_factory=lambda: [0.0, 0.0])
    position: list[float] = field(default_factory=lambda: [0.0, 0.0])
    escalation: list[float] = field(default_factory=lambda: [0.0, 0.0])
    exchange: float = 0.0
    aid_share: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)


def kilometres(a: City, b: City) -> float:
    """Great-circle distance by the haversine formula."""
    phi_a, phi_b = math.radians(a.latitude), math.radians(b.latitude)
    half = math.radians(b.longitude - a.longitude) / 2.0
    haversine = math.sin((phi_b - phi_a) / 2.0) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half) ** 2
    return 2.0 * RADIUS_KM * math.asin(math.sqrt(min(1.0, haversine)))


def raw_affinity(a: City, b: City, p: Parameters) -> float:
    """Affinity before it is divided by its mean over the recorded ties."""
    likeness = chance.exponential(-abs(math.log(a.size) - math.log(b.size)) / p.affinity_size)
    return likeness * chance.exponential(-kilometres(a, b) / p.affinity_km)


def thaw_rate(tie_id: int, p: Parameters) -> float:
    trait = chance.normal(chance.stream(0, 0, chance.Draw.THAW_TRAIT, 0), tie_id)
    return p.thaw_rate * chance.exponential(p.thaw_spread * trait)


def make_cities(scenario: Scenario, tables: WorldTables, p: Parameters) -> list[City]:
    """Make all cities, in the order of the table, sorted by nation."""
    codes = list(tables.nations["nation"])
    centralisation = centralisations(scenario, tables)
    cities = []
    for row in rows(tables.cities):
        change = scenario.nations.get(row.nation)
        autonomy = row.autonomy if change is None or change.autonomy is None else change.autonomy
        size = min(max(row.population / p.size_unit, p.size_floor), p.size_cap)
        nation = codes.index(row.nation)
        cities.append(
            City(
                name=row.city,
                nation=nation,
                id=chance.address(f"{row.nation}/{row.city}"),
                province=row.province,
                latitude=row.latitude,
                longitude=row.longitude,
                size=size,
                autonomy=autonomy,
                nationalism=row.nationalism,
                weight=size**p.size_exponent,
                obedience=centralisation[nation] * (1.0 - autonomy),
                abroad=row.ties_abroad,
            )
        )
    for nation in range(len(codes)):
        _compare_within_nation([city for city in cities if city.nation == nation], p)
    return sorted(cities, key=lambda city: city.nation)


def centralisations(scenario: Scenario, tables: WorldTables) -> list[float]:
    found = []
    for row in rows(tables.nations):
        change = scenario.nations.get(row.nation)
        changed = None if change is None else change.centralisation
        found.append(row.centralisation if changed is None else changed)
    return found


def _compare_within_nation(cities: list[City], p: Parameters) -> None:
    if not cities:
        return
    middle = median(math.log(city.size) for city in cities)
    recorded = [city.abroad for city in cities if not math.isnan(city.abroad)]
    for city in cities:
        city.bigness = (math.log(city.size) - middle) / p.forum_size_scale
        if math.isnan(city.abroad):
            city.abroad = median(recorded) if recorded else 0.0


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
        city.budget = city.weight / mean


def make_dyads(tables: WorldTables, first_month: int, p: Parameters) -> list[Dyad]:
    codes = list(tables.nations["nation"])
    publics = {(row.of, row.about): row for row in rows(tables.publics)}
    dyads = []
    for number, row in enumerate(rows(tables.dyads)):
        sides = [publics[row.nation_a, row.nation_b], publics[row.nation_b, row.nation_a]]
        known = row.recognised <= first_month
        dyads.append(
            Dyad(
                row=number,
                code=row.dyad,
                id=chance.address(row.dyad),
                nations=(codes.index(row.nation_a), codes.index(row.nation_b)),
                recognised=row.recognised,
                relations_before=row.relations_before,
                relations_at_recognition=row.relations_at_recognition,
                baseline=row.baseline_relations,
                formation_factor=row.formation_factor,
                formation_trend=row.formation_trend_per_year,
                formation_from=row.formation_trend_from,
                mood_baseline=[side.mood_baseline for side in sides],
                mood_floor=[side.mood_floor for side in sides],
                recovery=[
                    p.mood_reversion_slow if side.reversion == "slow" else p.mood_reversion_fast for side in sides
                ],
                relations=row.relations_at_recognition if known else row.relations_before,
                mood=[side.mood_baseline for side in sides],
            )
        )
    return dyads
