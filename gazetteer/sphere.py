"""Distance on the sphere."""

from __future__ import annotations

import math

__all__ = ["distance_km"]

_DIAMETER_KM = 2 * 6371.0


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two (lon_deg, lat_deg) by the haversine formula.

    The earth is taken as a sphere of 6,371 km radius; the error stays under 0.6 %.
    """
    south, north = math.radians(one[1]), math.radians(other[1])
    turn = math.radians(other[0] - one[0])
    half = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin(turn / 2) ** 2
    )
    return _DIAMETER_KM * math.asin(min(1.0, math.sqrt(half)))
