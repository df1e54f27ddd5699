"""The corners of the areas that ships keep off: where a shortest way can bend, and how.

A shortest way among obstacles bends only at their convex corners, and only round them: it
touches a corner as a tangent (Lozano-Pérez and Wesley, 1979; Liu and Arimoto, 1992). That
leaves few of all the strokes between corners that see each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely

from routes.paths.vectors import Vectors, positions, unit_vectors

__all__ = [
    "REACH_KM",
    "TOLERANCE",
    "Corners",
    "corners_of",
    "is_tangent",
    "leaving",
    "tangent",
    "touched",
]

# Corners of rank 0, 1, 2 are joined to those of their rank within the next of these.
REACH_KM = (0.0, 80.0, 350.0, 20_100.0)
# A corner stands this far off its outline, lest strokes along it touch it.
STAND_OFF_KM = 0.08
_KM_PER_DEG = 111.2
_LEAST_TURN_DEG = 1.0
# Strokes that miss being tangents by less than this are kept: arithmetic is not exact.
TOLERANCE = 0.03
_BEARINGS = 65_536


class Corners(NamedTuple):
    """Corners as unit vectors, shape (n, 3): where they stand, and the planes of their sides.

    `before` and `after` are the unit normals of the great circles from the corner to its
    neighbours on the outline. `rank` says how far it looks: 0 over narrow waters only, 1 and 2
    ever farther, in a direction in which a way could leave it as a tangent.
    """

    at: Vectors
    before: Vectors
    after: Vectors
    rank: Any

    @property
    def lon_lat_deg(self) -> Vectors:
        """Positions (lon_deg, lat_deg), shape (n, 2)."""
        return positions(self.at)

    @classmethod
    def at_bearings(cls, at: Vectors, before: Any, after: Any, rank: Any) -> Corners:
        """Restore corners from their places (unit vectors) and `bearings`."""
        east, north = _east_north(at)
        turns = (np.asarray(part) * (2 * np.pi / _BEARINGS) for part in (before, after))
        # The plane through the corner in a direction has the direction's left as its normal.
        first, second = (
            np.cos(turn)[:, None] * -east + np.sin(turn)[:, None] * north for turn in turns
        )
        return cls(at, first, second, rank)

    @property
    def bearings(self) -> tuple[Any, Any]:
        """Bearings of both sides as 16-bit parts of a full turn."""
        east, north = _east_north(self.at)
        turns = (
            np.arctan2(np.sum(plane * north, axis=1), -np.sum(plane * east, axis=1))
            for plane in (self.before, self.after)
        )
        first, second = (
            (np.round(turn * (_BEARINGS / (2 * np.pi))).astype(np.int64) % _BEARINGS)
            for turn in turns
        )
        return first.astype(np.uint16), second.astype(np.uint16)

    def chosen(self, which: Any) -> Corners:
        """Return some of the corners, by mask or numbers."""
        return Corners(*(part[which] for part in self))


def corners_of(polygons: Sequence[Any]) -> Corners:
    """Return the convex corners of polygons in (lon_deg, lat_deg)."""
    found = [_ring_corners(ring) for polygon in polygons for ring in _rings(polygon)]
    stood, back, ahead = (np.concatenate(parts) for parts in zip(*found, strict=True))
    at, before, after = unit_vectors(stood), unit_vectors(back), unit_vectors(ahead)
    return Corners(at, _normals(at, before), _normals(at, after), np.zeros(len(at), np.uint8))


def tangent(corners: Corners, seen_from: Vectors, tolerance: float = TOLERANCE) -> Any:
    """Tell which corners a straight way from a point touches as a tangent.

    Parameters
    ----------
    corners
        n corners.
    seen_from
        m unit vectors, shape (m, 3).
    tolerance
        Sine of the angle by which a stroke may miss being a tangent.

    Returns
    -------
    ndarray
        Booleans, shape (n, m).
    """
    dot = corners.at @ seen_from.T
    before, after = corners.before @ seen_from.T, corners.after @ seen_from.T
    return is_tangent(dot, before, after, tolerance)


def touched(at: Vectors, bearings: tuple[Any, Any], point: Vectors) -> Any:
    """Tell which corners a straight way from one point touches as a tangent.

    The same as `tangent` of restored corners, in a third of the time.

    Parameters
    ----------
    at, bearings
        Where n corners stand, shape (n, 3), and the `bearings` of their sides.
    point
        A unit vector, shape (3,).

    Returns
    -------
    ndarray
        Booleans, shape (n,).
    """
    x, y, z = at.T
    level = np.maximum(1e-12, np.hypot(x, y))
    outward = x * point[0] + y * point[1]
    # How far the point lies east and north of the planes through each corner.
    east, north = (x * point[1] - y * point[0]) / level, level * point[2] - z * outward / level
    turns = (part * (2 * np.pi / _BEARINGS) for part in bearings)
    before, after = (np.sin(turn) * north - np.cos(turn) * east for turn in turns)
    return is_tangent(outward + z * point[2], before, after)


def is_tangent(dot: Any, before: Any, after: Any, tolerance: float = TOLERANCE) -> Any:
    """Tell where a way is a tangent, from its products with a corner and its two planes."""
    slight = np.minimum(np.abs(before), np.abs(after)) < tolerance * np.sqrt(
        np.maximum(1e-18, 1 - dot * dot)
    )
    return (before * after > 0) | slight


def leaving(corners: Corners, share: float) -> tuple[Vectors, Vectors]:
    """Return directions in which a way leaves each corner as a tangent, to either side of it.

    `share` (0 to 1) chooses among them: 0 goes on along a side of the corner, 1 along what the
    other side would be without a bend. Unit vectors, square to the corner.
    """
    came, goes = np.cross(corners.before, corners.at), np.cross(corners.after, corners.at)
    ways = (1 - share) * goes - share * came, (1 - share) * came - share * goes
    first, second = (way / np.maximum(1e-9, np.linalg.norm(way, axis=1))[:, None] for way in ways)
    return first, second


def _rings(polygon: Any) -> Iterator[Any]:
    """Give each ring's positions so that the area lies to the left."""
    for ring, outer in [(polygon.exterior, True), *((one, False) for one in polygon.interiors)]:
        points = shapely.get_coordinates(ring)[:-1]
        yield points if shapely.is_ccw(ring) == outer else points[::-1]


def _ring_corners(points: Any) -> tuple[Any, ...]:
    back, ahead = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
    squeeze = np.cos(np.radians(points[:, 1:2]))
    scale = np.hstack([squeeze, np.ones_like(squeeze)]) * _KM_PER_DEG
    came, goes = _directions((points - back) * scale), _directions((ahead - points) * scale)
    turn = came[:, 0] * goes[:, 1] - came[:, 1] * goes[:, 0]
    convex = turn > np.sin(np.radians(_LEAST_TURN_DEG))
    outward = _directions(came - goes)
    # At a sharp corner the stand-off from both sides needs a longer step.
    half = np.sqrt(np.maximum(0.0, (1 + np.sum(came * goes, axis=1)) / 2))
    stood = points + outward * (STAND_OFF_KM / np.maximum(0.6, half))[:, None] / scale
    return stood[convex], back[convex], ahead[convex]


def _east_north(at: Vectors) -> tuple[Vectors, Vectors]:
    level = np.maximum(1e-12, np.hypot(at[:, 0], at[:, 1]))
    east = np.stack([-at[:, 1] / level, at[:, 0] / level, np.zeros(len(at))], axis=1)
    return east, np.cross(at, east)


def _directions(strokes: Any) -> Any:
    return strokes / np.maximum(1e-12, np.hypot(strokes[:, 0], strokes[:, 1]))[:, None]


def _normals(at: Vectors, other: Vectors) -> Vectors:
    normal = np.cross(at, other)
    unit: Vectors = normal / np.linalg.norm(normal, axis=1)[:, None]
    return unit
