"""Positions as unit vectors, for questions about great circles that arrays answer at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EARTH_KM", "Vectors", "along", "crossing", "distances_km", "positions", "unit_vectors"]

Vectors = NDArray[np.float64]

# Mean radius of the WGS 84 ellipsoid.
EARTH_KM = 6371.0088


def unit_vectors(lon_lat_deg: ArrayLike) -> Vectors:
    """Return unit vectors, shape (…, 3), of positions (lon_deg, lat_deg), shape (…, 2)."""
    angles = np.radians(np.asarray(lon_lat_deg, dtype=float))
    lon, lat = angles[..., 0], angles[..., 1]
    level = np.cos(lat)
    return np.stack([level * np.cos(lon), level * np.sin(lon), np.sin(lat)], axis=-1)


def positions(vectors: Vectors) -> Vectors:
    """Return (lon_deg, lat_deg), shape (…, 2), of vectors of any length."""
    lon = np.arctan2(vectors[..., 1], vectors[..., 0])
    lat = np.arctan2(vectors[..., 2], np.hypot(vectors[..., 0], vectors[..., 1]))
    found: Vectors = np.degrees(np.stack([lon, lat], axis=-1))
    return found


def distances_km(a: Vectors, b: Vectors) -> Any:
    """Return the great-circle distances from `a` to `b`, which broadcast, on the sphere."""
    chord = np.sqrt(np.sum((a - b) ** 2, axis=-1))
    return 2 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2))


def along(a: Vectors, b: Vectors, shares: ArrayLike) -> Vectors:
    """Return points at `shares` (0 to 1) of the great circles from `a` to `b`.

    `a`, `b` and `shares` broadcast; the last axis of `a` and `b` holds the vectors.
    """
    dot = np.clip(np.sum(a * b, axis=-1), -1.0, 1.0)
    angle = np.maximum(np.arccos(dot), 1e-12)
    share = np.asarray(shares, dtype=float)
    part = np.sin((1 - share) * angle), np.sin(share * angle)
    found: Vectors = (part[0][..., None] * a + part[1][..., None] * b) / np.sin(angle)[..., None]
    return found


def crossing(a: Vectors, b: Vectors, c: Vectors, d: Vectors) -> Any:
    """Tell whether the great-circle arcs from `a` to `b` and from `c` to `d` cross.

    Broadcasts over all but the last axis; arcs are shorter than half a circle.
    """
    plane, other = np.cross(a, b), np.cross(c, d)
    on_c, on_d = np.sum(plane * c, axis=-1), np.sum(plane * d, axis=-1)
    on_a, on_b = np.sum(other * a, axis=-1), np.sum(other * b, axis=-1)
    # Opposite signs alone would also hold for a crossing on the far side of the globe.
    same_side = on_a * on_d > 0
    return (on_c * on_d < 0) & (on_a * on_b < 0) & same_side
