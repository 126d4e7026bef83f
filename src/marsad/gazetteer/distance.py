"""Distance on the globe."""

from __future__ import annotations

import math

EARTH_RADIUS_KM = 6371.0088


def kilometres(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Great-circle distance of two points in degrees, in kilometres."""
    a, b = math.radians(latitude_a), math.radians(latitude_b)
    half = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(longitude_b - longitude_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
