"""Distance and bearing on the sphere, and the cells of the store that cover a circle."""

from __future__ import annotations

import math
from collections.abc import Iterator

__all__ = ["bearing_deg", "cells_around", "distance_km"]

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


def bearing_deg(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Bearing, clockwise from north in [0, 360), in which the great circle leaves `one`.

    Both are (lon_deg, lat_deg).
    """
    south, north = math.radians(one[1]), math.radians(other[1])
    turn = math.radians(other[0] - one[0])
    east = math.sin(turn) * math.cos(north)
    ahead = math.cos(south) * math.sin(north) - math.sin(south) * math.cos(north) * math.cos(turn)
    return math.degrees(math.atan2(east, ahead)) % 360


def cells_around(lon_deg: float, lat_deg: float, radius_km: float) -> Iterator[tuple[int, int]]:
    """Give runs of one-degree cells (see `schema.cell_of`) that cover a circle, row by row."""
    reach = radius_km / 111.0 + 1e-6
    south, north = max(-90.0, lat_deg - reach), min(90.0, lat_deg + reach)
    narrow = math.cos(math.radians(min(89.9, max(abs(south), abs(north)))))
    wide = min(180.0, reach / narrow)
    first, last = math.floor(lon_deg - wide + 180), math.floor(lon_deg + wide + 180)
    for row in range(int(min(179, south + 90)), int(min(179, north + 90)) + 1):
        if last - first >= 359:
            yield row * 360, row * 360 + 359
        elif first < 0:
            yield row * 360 + first + 360, row * 360 + 359
            yield row * 360, row * 360 + last
        elif last > 359:
            yield row * 360 + first, row * 360 + 359
            yield row * 360, row * 360 + last - 360
        else:
            yield row * 360 + first, row * 360 + last
