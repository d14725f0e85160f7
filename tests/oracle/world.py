"""Entities of the reference model, one object each, and what lasts about two cities, from ODD 2 and 5.2 alone."""

import math
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pandas as pd

from cityties.kernel.parameters import Parameters
from oracle import chance

RADIUS_KM = 6371.0
PRACTICES = (0, 1, 2)


def rows(table: pd.DataFrame) -> list[Any]:
    """Rows of a table as plain objects with its columns as attributes."""
    return [SimpleNamespace(**{str(name): cell for name, cell in row.items()}) for row in table.to_dict("records")]


@dataclass(eq=False)
class Nation:
    row: int
    code: str
    centralisation: float
    urban: float
    recorded: float
    attendance: int = 0
    at_networks: int = 0


@dataclass(eq=False)
class City:
    name: str
    nation: int
    id: int
    province: str
    cluster: str
    population: float
    latitude: float
    longitude: float
    size: float
    autonomy: float
    nationalism: float
    capital: bool
    strategy: float
    competitiveness: float
    weight: float
    bound: float
    abroad: float
    recorded: dict[str, float]
    scaled_budget: float = 0.0
    bigness: float = 0.0
    budget: float = 0.0
    centre: "City | None" = None
    partners: dict[int, int] = field(default_factory=dict)
    attended: int | None = None
    exchange: float = 0.0
    activity: float = 0.0
    lift: float = 1.0
    practices: set[int] = field(default_factory=set)
    ties: list["Tie"] = field(default_factory=list)

    @property
    def voice(self) -> float:
        """How far it may speak; ``bound`` is the nation's centralisation times what the city lacks in autonomy."""
        return self.weight * (1.0 - self.bound)

    def obedience(self, p: Parameters) -> float:
        return self.bound * max(0.0, 1.0 + (p.capital_obedience if self.capital else 0.0))


@dataclass(eq=False)
class Tie:
    dyad: int
    ends: tuple[City, City]
    id: int
    begins: int
    affinity: float
    thaw: float
    own: bool = False
    strength: float = 0.0
    suspended: set[int] = field(default_factory=set)
    since: int | None = None
    leaving: set[int] = field(default_factory=set)
    mode: int = 0
    exchange: float = 0.0
    plan: float = 0.0
    received: list[float] = field(default_factory=lambda: [0.0, 0.0])
    bonus: list[float] = field(default_factory=lambda: [0.0, 0.0])
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
    present: bool = False
    prospect: float = 0.0
    relations: float = 0.0
    relations_start: float = 0.0
    level: float = 0.0
    disputes: float = 0.0
    directive: list[int] = field(default_factory=lambda: [0, 0])
    shut: bool = False
    severity: float = 0.0
    felt: list[float] = field(default_factory=lambda: [0.0, 0.0])
    eased: list[float] = field(default_factory=lambda: [0.0, 0.0])
    signings: float = 0.0
    shield: float = 0.0
    mood: list[float] = field(default_factory=list)
    remembered: list[float] = field(default_factory=list)
    public_level: list[float] = field(default_factory=list)
    anger: list[float] = field(default_factory=lambda: [0.0, 0.0])
    position: list[float] = field(default_factory=lambda: [0.0, 0.0])
    escalation: list[float] = field(default_factory=lambda: [0.0, 0.0])
    exchange: float = 0.0
    economy: float = 0.0
    aid_share: list[float] = field(default_factory=lambda: [0.0, 0.0])
    counts: dict[str, float] = field(default_factory=dict)

    def side_of(self, nation: int) -> int:
        return self.nations.index(nation)


def kilometres(a: City, b: City) -> float:
    """Great-circle distance by the haversine formula."""
    phi_a, phi_b = math.radians(a.latitude), math.radians(b.latitude)
    half = math.radians(b.longitude - a.longitude) / 2.0
    haversine = math.sin((phi_b - phi_a) / 2.0) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half) ** 2
    return 2.0 * RADIUS_KM * math.asin(math.sqrt(min(1.0, haversine)))


def raw_affinity(a: City, b: City, p: Parameters) -> float:
    """Affinity before it is divided by its mean over the recorded ties."""
    likeness = chance.exponential(-abs(math.log(a.size) - math.log(b.size)) / p.affinity_size)
    products = chance.exponential(p.competitiveness_affinity * (a.competitiveness + b.competitiveness))
    return min(likeness * chance.exponential(-kilometres(a, b) / p.affinity_km) * products, 1000.0)


def affinity(a: City, b: City, p: Parameters, mean: float) -> float:
    return min(raw_affinity(a, b, p) / mean, 1000.0)


def thaw_rate(tie_id: int, p: Parameters) -> float:
    trait = chance.normal(chance.stream(0, 0, chance.Draw.THAW_TRAIT, 0), tie_id)
    return p.thaw_rate * chance.exponential(p.thaw_spread * trait)
