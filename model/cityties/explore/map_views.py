"""What the map and a city show: ties of a month, and those of one city over time, from paired histories."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cityties.analysis.intervals import mean_band
from cityties.explore.engine import COUNTS, Computed
from cityties.explore.plain_numbers import band, plain
from cityties.explore.tie_history import SUSPENDED, TieHistory
from cityties.figures.label_order import ranked
from cityties.figures.land import PER_DEGREE, land_for
from cityties.kernel.state import FloatArray
from cityties.setup.city_names import names_of, ordered_cities
from cityties.setup.place_names import called
from cityties.tables.world_tables import WorldTables

MOST_TIES = 2500
"""Lines on a map at most; of more ties an even choice is drawn, and the page says so."""
MOST_LINES, MOST_NAMED = 6, 2000
MARGIN = 0.25


def places(tables: WorldTables) -> dict[str, Any]:
    """Return cities in the order of their rows, and the land around them, in degrees."""
    cities = ordered_cities(tables)
    longitude, latitude = (cities[name].to_numpy(np.float64) for name in ("longitude", "latitude"))
    land = land_for(longitude, latitude, MARGIN)
    return {
        "names": names_of(cities),
        "called": [called(tables.folder, name) for name in names_of(cities)],
        "nation": cities["nation"].tolist(),
        "longitude": plain(longitude, 2),
        "latitude": plain(latitude, 2),
        "population": plain(cities["population"], 0),
        "named_first": ranked(cities.reset_index()).head(MOST_NAMED)["index"].tolist(),
        "land": [np.round(ring * PER_DEGREE).astype(int).ravel().tolist() for ring in land],
    }


def ties_of_month(history: TieHistory, computed: Computed, step: int) -> dict[str, Any]:
    """Return the ties that one history has in a month, and how many all replicates have."""
    place = history.at(step)
    strength, look = history.strength[place], history.look[place]
    one_in = max(-(-len(strength) // MOST_TIES), 1)
    counts = computed.counts(int(history.steps[place]))
    return {
        "step": int(history.steps[place]),
        "a": history.a[place][::one_in].tolist(),
        "b": history.b[place][::one_in].tolist(),
        "strength": plain(strength[::one_in], 2),
        "look": look[::one_in].tolist(),
        "one_in": one_in,
        "every": int(history.steps[1] - history.steps[0]) if len(history.steps) > 1 else 1,
        "replicates": len(computed.kept),
        "counts": {name.column: band(mean_band(counts[row]), 1) for row, name in enumerate(COUNTS)},
    }


def city_over_time(histories: list[TieHistory], city: int, step: int) -> dict[str, Any]:
    """Return the ties of a city in a month, strongest first, and the course of the strongest.

    Strengths are means over the histories in which the tie exists, with the least and the greatest of them.
    """
    rows_of = [history.of_city(city) for history in histories]
    partners: dict[int, list[FloatArray]] = {}
    for history, by_month in zip(histories, rows_of, strict=True):
        for other in {partner: None for rows in by_month for partner in rows}:
            partners.setdefault(other, []).append(_course(history, by_month, other))
    steps = histories[0].steps
    place = histories[0].at(step)
    rows = []
    for other, courses in partners.items():
        spread = _spread(np.stack(courses))
        if not np.isnan(spread[0, place]):
            rows.append((other, spread, _shares(histories, rows_of, other, place)))
    rows.sort(key=lambda row: -float(row[1][0, place]))
    return {
        "steps": steps.tolist(),
        "histories": len(histories),
        "ties": [
            {"partner": other, "strength": band(spread[:, place], 2), "exists": shares[0], "suspended": shares[1]}
            for other, spread, shares in rows
        ],
        "courses": [{"partner": other, "strength": band(spread, 3)} for other, spread, _ in rows[:MOST_LINES]],
    }


def _course(history: TieHistory, by_month: Sequence[Mapping[int, int]], other: int) -> FloatArray:
    """Return the strength of the tie with a partner over the months kept; ``nan`` while there is none."""
    months = zip(history.strength, by_month, strict=True)
    return np.array([float(now[rows[other]]) if other in rows else np.nan for now, rows in months])


def _spread(courses: FloatArray) -> FloatArray:
    """Return mean, least and greatest over histories (3, months); ``nan`` where the tie exists in none."""
    there = ~np.isnan(courses).all(axis=0)
    found = np.full((3, courses.shape[1]), np.nan)
    known = courses[:, there]
    found[:, there] = np.nanmean(known, axis=0), np.nanmin(known, axis=0), np.nanmax(known, axis=0)
    return found


def _shares(
    histories: list[TieHistory], rows_of: Sequence[Sequence[Mapping[int, int]]], other: int, place: int
) -> tuple[int, int]:
    """Return in how many histories the tie with a partner exists in a month, and in how many it is suspended."""
    looks = [
        int(history.look[place][by_month[place][other]])
        for history, by_month in zip(histories, rows_of, strict=True)
        if other in by_month[place]
    ]
    return len(looks), looks.count(SUSPENDED)
