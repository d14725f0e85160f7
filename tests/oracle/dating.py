"""Signing months of recorded ties in the reference model, from ODD 5.3 alone."""

import math
from dataclasses import dataclass
from itertools import pairwise

from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables
from oracle import chance
from oracle.world import rows

LONG_GAP_YEARS = 6
DATED_SHARE = 0.8
MONTHS = 12


@dataclass(frozen=True)
class Signing:
    """What the table has of one tie: calendar month (or January of its year), and how fine the date is."""

    dyad: int
    city_a: str
    city_b: str
    signed: int
    resolution: str


def read_signings(tables: WorldTables) -> list[Signing]:
    codes = list(tables.dyads["dyad"])
    return [
        Signing(codes.index(row.dyad), row.city_a, row.city_b, row.signed, row.signed_resolution)
        for row in rows(tables.ties)
    ]


def signing_month(scenario: Scenario, replicate: int, signing: Signing, tie_id: int, profile: dict[int, float]) -> int:
    """Calendar month in which a tie was signed, before the run's start and recognition are heeded."""
    if signing.resolution == "month":
        return signing.signed
    u = chance.uniform(chance.stream(scenario.seed, replicate, chance.Draw.SIGNING_MONTH, 0), tie_id)
    if signing.resolution == "year":
        year = signing.signed // MONTHS
    else:
        year = draw_year(
            profile, chance.uniform(chance.stream(scenario.seed, replicate, chance.Draw.SIGNING_YEAR, 0), tie_id)
        )
    return year * MONTHS + int(MONTHS * u)


def draw_year(profile: dict[int, float], u: float) -> int:
    """Return the first year whose cumulated share reaches the uniform."""
    total, cumulated = sum(profile.values()), 0.0
    for year, weight in profile.items():
        cumulated += weight / total
        if cumulated >= u:
            return year
    return max(profile)


def signing_years(tables: WorldTables) -> range:
    """Years that undated ties may fall in: from the first to the last that the tables name."""
    marks = [row.signed // MONTHS for row in rows(tables.ties) if row.signed_resolution != "unknown"]
    marks += [row.recognised // MONTHS for row in rows(tables.dyads)]
    marks += [math.floor(row.year) for row in rows(tables.stock_anchors)]
    return range(min(marks), max(marks) + 1)


def profile_of(
    signings: list[Signing], anchors: list[tuple[float, float]], recognised: int, years: range
) -> dict[int, float]:
    """Weights by year for the undated ties of one dyad that was recognised in a calendar month."""
    since = recognised // MONTHS
    dated = dict.fromkeys(years, 0.0)
    for signing in signings:
        if signing.resolution != "unknown" and signing.signed // MONTHS in dated:
            dated[signing.signed // MONTHS] += 1.0
    weights = dict.fromkeys(years, 1.0)
    if len(anchors) > 1 and anchors[-1][1] > 0.0:
        growth = growth_by_year(anchors, len(signings) / anchors[-1][1], dated)
        weights = {year: max(0.0, growth[year] - dated[year]) for year in years}
    weights = {year: weight if year >= since else 0.0 for year, weight in weights.items()}
    return weights if any(weights.values()) else {year: float(year >= since) for year in years}


def stock(anchors: list[tuple[float, float]], when: float) -> float:
    """Read the anchored curve."""
    if when < anchors[0][0]:
        return 0.0
    for (start, before), (end, after) in pairwise(anchors):
        if start <= when < end:
            return before + (after - before) * (when - start) / (end - start)
    return anchors[-1][1]


def growth_by_year(anchors: list[tuple[float, float]], scale: float, dated: dict[int, float]) -> dict[int, float]:
    """Growth of the scaled stock, within long gaps shaped like the five-year mean of dated ties."""
    first, last = min(dated), max(dated)
    growth = {year: scale * (stock(anchors, year + 1) - stock(anchors, year)) for year in dated}
    mean = {year: sum(dated[min(max(near, first), last)] for near in range(year - 2, year + 3)) / 5.0 for year in dated}
    for (start, _), (end, _) in pairwise(anchors):
        gap = [year for year in dated if math.floor(start) <= year < math.floor(end)]
        shaped = sum(mean[year] for year in gap)
        if len(gap) > LONG_GAP_YEARS and shaped > 0.0:
            total = sum(growth[year] for year in gap)
            for year in gap:
                growth[year] = total * ((1.0 - DATED_SHARE) / len(gap) + DATED_SHARE * mean[year] / shaped)
    return growth
