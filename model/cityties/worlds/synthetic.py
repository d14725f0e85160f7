"""A synthetic world: cities and ties without names, with the published statistics of the world's twin towns."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np

from cityties.errors import CityTiesError, counted
from cityties.kernel.state import FloatArray, IntArray
from cityties.tables.language import msg
from cityties.worlds.network import Network, synthetic_network
from cityties.worlds.network_statistics import assortativity, degree_of, transitivity
from cityties.worlds.neutral import NEUTRAL_SHARE, anchor_rows, dyad_code, dyad_rows, nation_rows, public_rows
from cityties.worlds.places_on_globe import centre
from cityties.worlds.synthetic_sources import SOURCES, readme_text
from cityties.worlds.writing import TableRow, write_world

LISTED = 2026
LEAST_POPULATION, MOST_POPULATION = 20_000, 30_000_000
SPREAD_DEGREES = 4.0
MOST_CITIES, MOST_TIES, MOST_NATIONS = 200_000, 1_000_000, 1_000
TREATED_DYADS, TREATED_MONTH, TREATED_SEVERITY = 3, "2010-01", 0.9


def write_synthetic_world(folder: Path, n_cities: int, n_ties: int, n_nations: int, seed: int) -> dict[str, float]:
    """Write a synthetic world into a new folder; return the statistics that its network has.

    Raises:
        CityTiesError: there is no such network, or the folder exists.
    """
    nations, cities = counted(n_nations, "nation"), counted(n_cities, "city")
    if n_nations < 2 or n_cities < 2 * n_nations:
        raise CityTiesError(f"{nations} with {cities}: a world needs two of each at least.")
    if n_nations > MOST_NATIONS or n_cities > MOST_CITIES or n_ties > MOST_TIES:
        most = f"{MOST_NATIONS:,} nations, {MOST_CITIES:,} cities and {MOST_TIES:,} ties"
        asked = f"{nations}, {cities}, {counted(n_ties, 'tie')}"
        raise CityTiesError(f"{asked}: there may be {most} at most.")
    if folder.exists():
        raise CityTiesError(f"{folder}: exists already and is left as it is; name another folder with --out.")
    network = synthetic_network(n_cities, n_ties, n_nations, seed)
    codes = [f"N{k:0{len(str(n_nations))}d}" for k in range(1, n_nations + 1)]
    dyads = {pair: dyad_code(*pair) for pair in combinations(codes, 2)}
    names = invented_names(network.nation, codes)
    reached = statistics(network)
    tables = {
        "sources": SOURCES,
        "nations": nation_rows(codes, "SYNTHETIC"),
        "dyads": dyad_rows(dyads, "SYNTHETIC + SCI1956", {}),
        "publics": public_rows(dyads, "SYNTHETIC"),
        "cities": city_rows(network, codes, names, np.random.default_rng([seed, 1])),
        "ties": tie_rows(network, codes, names),
        "stock_anchors": anchor_rows(ties_of_dyads(network, codes), {}, LISTED, "SCI1956 + HEKMAN2026"),
        "shocks": treatments(codes),
    }
    write_world(folder, tables, readme_text(n_cities, n_ties, n_nations, seed, reached))
    return reached


def statistics(network: Network) -> dict[str, float]:
    """Return the statistics of a network that are published of the world's."""
    degree = degree_of(network.a, network.b)
    return {
        "mean degree": float(degree.mean()),
        "share with one tie": float((degree == 1).mean()),
        "highest degree": float(degree.max()),
        "assortativity": assortativity(network.a, network.b),
        "transitivity": transitivity(network.a, network.b),
    }


def invented_names(nation: IntArray, codes: list[str]) -> list[str]:
    """Return names that are unique within a nation: its code and a number."""
    counts = dict.fromkeys(range(len(codes)), 0)
    names = []
    for k in nation.tolist():
        counts[k] += 1
        names.append(f"{codes[k]} {counts[k]}")
    return names


def populations(network: Network) -> FloatArray:
    """Return populations by the rank-size rule within each nation; the more ties a city has, the larger it is."""
    degree = degree_of(network.a, network.b)
    found = np.zeros(len(network.nation))
    for k in range(int(network.nation.max()) + 1):
        rows = np.flatnonzero(network.nation == k)
        ranked = rows[np.argsort(-degree[rows], kind="stable")]
        found[ranked] = LEAST_POPULATION * len(rows) / np.arange(1, len(rows) + 1)
    return np.clip(found, LEAST_POPULATION, MOST_POPULATION)


def city_rows(
    network: Network, codes: list[str], names: list[str], generator: np.random.Generator
) -> Iterator[TableRow]:
    """Yield the cities: strewn around the centre of their nation, alike in all that there is no figure of."""
    population = populations(network).round().astype(np.int64).tolist()
    scatter = (SPREAD_DEGREES * generator.standard_normal((len(names), 2))).round(4).tolist()
    for row, (k, name) in enumerate(zip(network.nation.tolist(), names, strict=True)):
        latitude, longitude = centre(k, len(codes))
        yield {
            "city": name,
            "nation": codes[k],
            "province": codes[k],
            "level": "city",
            "latitude": round(min(max(latitude + scatter[row][0], -89.0), 89.0), 4),
            "longitude": round((longitude + scatter[row][1] + 180.0) % 360.0 - 180.0, 4),
            "population": population[row],
            "population_source": "other",
            "ties_abroad": 0,
            "autonomy": NEUTRAL_SHARE,
            "nationalism": NEUTRAL_SHARE,
            "capital": "no",
            "source": "SYNTHETIC + HEKMAN2026 + GABAIX1999 + KALTENBRUNNER2013",
            "certainty": "low",
        }


def tie_rows(network: Network, codes: list[str], names: list[str]) -> Iterator[TableRow]:
    """Yield the ties; no month of signing is known, so the model draws one from the years since recognition."""
    nation = network.nation.tolist()
    for a, b in zip(network.a.tolist(), network.b.tolist(), strict=True):
        yield {
            "dyad": dyad_code(codes[nation[a]], codes[nation[b]]),
            "city_a": names[a],
            "city_b": names[b],
            "tie_type": "sister",
            "source": "SYNTHETIC + HEKMAN2026",
            "certainty": "low",
        }


def ties_of_dyads(network: Network, codes: list[str]) -> Counter[str]:
    """Count the ties of each dyad that has any."""
    sides = zip(network.nation[network.a].tolist(), network.nation[network.b].tolist(), strict=True)
    return Counter(dyad_code(codes[one], codes[other]) for one, other in sides)


def treatments(codes: list[str]) -> Iterator[TableRow]:
    """Yield disputes put into the first dyads, so that there is a crisis to study; they are a design, not a record."""
    for place, other in enumerate(codes[1 : 1 + TREATED_DYADS]):
        date = f"{int(TREATED_MONTH[:4]) + 5 * place - 5}{TREATED_MONTH[4:]}"
        yield {
            "shock": f"{dyad_code(codes[0], other)} {date}",
            "dyad": dyad_code(codes[0], other),
            "date": date,
            "type": "political",
            "severity": TREATED_SEVERITY,
            "factor_a": 1,
            "factor_b": 1,
            "crisis": f"{dyad_code(codes[0], other)} {date[:4]}",
            "title": msg("a dispute put in as a treatment"),
            "source": "DESIGN",
            "certainty": "high",
            "note": "certain because it is the design of the experiment, and no event",
        }
