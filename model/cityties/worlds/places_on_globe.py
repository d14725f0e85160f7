"""Where invented nations and cities lie: nations spread evenly over the globe, cities around their middle."""

import math

HIGHEST_LATITUDE = 60.0
GOLDEN_ANGLE = 180.0 * (3.0 - math.sqrt(5.0))
RING_DEGREES = 1.2
"""Distance of a nation's second city from its first; the others lie on a spiral."""


def centre(k: int, n_nations: int) -> tuple[float, float]:
    """Return latitude and longitude of a nation's centre; centres are spread evenly (a golden spiral)."""
    height = math.sin(math.radians(HIGHEST_LATITUDE)) * (1.0 - 2.0 * (k + 0.5) / n_nations)
    return math.degrees(math.asin(height)), (GOLDEN_ANGLE * k + 180.0) % 360.0 - 180.0


def scattered(middle: tuple[float, float], rank: int) -> tuple[float, float]:
    """Return latitude and longitude of a nation's city of a rank; that of rank 0 lies in the middle."""
    away, angle = RING_DEGREES * math.sqrt(rank), math.radians(GOLDEN_ANGLE * rank)
    latitude = min(max(middle[0] + away * math.sin(angle), -89.0), 89.0)
    return round(latitude, 3), round((middle[1] + away * math.cos(angle) + 180.0) % 360.0 - 180.0, 3)
