"""Positions as unit vectors, for questions about great circles that arrays answer at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EARTH_KM", "Vectors", "along", "crossing", "distances_km", "positions", "unit_vectors"]

Vectors = NDArray[np.float64]

# Mean radius of the WGS 84 ellipsoid.
EARTH_KM = 6371.0088
_DEG = 180 / np.pi


def unit_vectors(lon_lat_deg: ArrayLike) -> Vectors:
    """Return unit vectors, shape (…, 3), of positions (lon_deg, lat_deg), shape (…, 2)."""
    angles = np.radians(np.asarray(lon_lat_deg, dtype=float))
    lon, lat = angles[..., 0], angles[..., 1]
    level = np.cos(lat)
    return np.stack([level * np.cos(lon), level * np.sin(lon), np.sin(lat)], axis=-1)


def positions(vectors: Vectors) -> Vectors:
    """Return (lon_deg, lat_deg), shape (…, 2), of vectors of any length."""
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    found: Vectors = np.empty((*vectors.shape[:-1], 2))
    np.arctan2(y, x, out=found[..., 0])
    np.arctan2(z, np.sqrt(x * x + y * y), out=found[..., 1])
    found *= _DEG
    return found


def distances_km(a: Vectors, b: Vectors) -> Any:
    """Return the great-circle distances from `a` to `b`, which broadcast, on the sphere."""
    apart = a - b
    chord = np.sqrt(_dot(apart, apart))
    return 2 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2))


def along(a: Vectors, b: Vectors, shares: ArrayLike) -> Vectors:
    """Return points at `shares` (0 to 1) of the great circles from `a` to `b`.

    `a`, `b` and `shares` broadcast; the last axis of `a` and `b` holds the vectors.
    """
    angle = np.maximum(np.arccos(np.clip(_dot(a, b), -1.0, 1.0)), 1e-12)
    share, whole = np.asarray(shares, dtype=float), np.sin(angle)
    part = np.sin((1 - share) * angle) / whole, np.sin(share * angle) / whole
    found: Vectors = part[0][..., None] * a + part[1][..., None] * b
    return found


def crossing(a: Vectors, b: Vectors, c: Vectors, d: Vectors) -> Any:
    """Tell whether the great-circle arcs from `a` to `b` and from `c` to `d` cross.

    Broadcasts over all but the last axis; arcs are shorter than half a circle.
    """
    plane, other = _normal(a, b), _normal(c, d)
    on_c, on_d, on_a, on_b = _dot(plane, c), _dot(plane, d), _dot(other, a), _dot(other, b)
    # Opposite signs alone would also hold for a crossing on the far side of the globe.
    same_side = on_a * on_d > 0
    return (on_c * on_d < 0) & (on_a * on_b < 0) & same_side


def _dot(a: Vectors, b: Vectors) -> Any:
    # Far quicker than a sum over so short an axis.
    return np.einsum("...i,...i->...", a, b)


def _normal(a: Vectors, b: Vectors) -> Vectors:
    """Return the cross product, quicker than `numpy.cross` on few vectors."""
    (ax, ay, az), (bx, by, bz) = np.moveaxis(a, -1, 0), np.moveaxis(b, -1, 0)
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)
