"""The land behind a map: coastlines of Natural Earth (``land.json``), without borders, for places on this globe."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cityties.kernel.state import FloatArray

FILE = Path(__file__).parent / "land.json"
PER_DEGREE = 100.0
LEAST_ON_LAND = 2 / 3
"""Share of the cities that must stand on land; an invented world whose cities lie anywhere is shown without land."""
MOST_LOOKED_UP = 400


@dataclass(frozen=True)
class Box:
    """A part of the globe in degrees."""

    west: float
    south: float
    east: float
    north: float

    def around(self, share: float) -> "Box":
        """Return the box with a margin of a share of its sides."""
        wide, high = share * (self.east - self.west), share * (self.north - self.south)
        return Box(self.west - wide, self.south - high, self.east + wide, self.north + high)


@cache
def rings() -> tuple[FloatArray, ...]:
    """Return the rings of all land: longitude and latitude (points, 2) in degrees; lakes are rings within rings."""
    stored: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    steps = (np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in stored["rings"])
    return tuple(np.cumsum(ring, axis=0) / PER_DEGREE for ring in steps)


def rings_within(box: Box) -> list[FloatArray]:
    """Return the rings of which some part may lie in a box."""
    return [ring for ring in rings() if _meets(ring, box)]


def land_for(longitude: FloatArray, latitude: FloatArray, margin: float = 0.25) -> list[FloatArray]:
    """Return the rings of land around cities; none where most of the cities would stand in the sea."""
    if not len(longitude) or _share_on_land(longitude, latitude) < LEAST_ON_LAND:
        return []
    box = Box(*(float(end) for end in (longitude.min(), latitude.min(), longitude.max(), latitude.max())))
    return rings_within(box.around(margin))


def _share_on_land(longitude: FloatArray, latitude: FloatArray) -> float:
    step = -(-len(longitude) // MOST_LOOKED_UP)
    return float(on_land(longitude[::step], latitude[::step]).mean())


def on_land(longitude: FloatArray, latitude: FloatArray) -> NDArray[np.bool_]:
    """Return which places lie on land: within an odd number of rings."""
    inside = np.zeros(len(longitude), dtype=bool)
    for ring in rings():
        (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
        near = (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)
        if near.any():
            inside[near] ^= _within(ring, longitude[near], latitude[near])
    return inside


def _within(ring: FloatArray, x: FloatArray, y: FloatArray) -> NDArray[np.bool_]:
    """Return which points lie in a ring: a ray to the east crosses it an odd number of times."""
    x0, y0 = ring[:, 0, None], ring[:, 1, None]
    x1, y1 = np.roll(ring, -1, axis=0)[:, 0, None], np.roll(ring, -1, axis=0)[:, 1, None]
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return np.asarray((crosses & (x < at)).sum(axis=0) % 2 == 1)


def _meets(ring: FloatArray, box: Box) -> bool:
    (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
    return bool(west <= box.east and east >= box.west and south <= box.north and north >= box.south)
