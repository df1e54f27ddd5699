"""The world's shore: what a line meets on it."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from routes.paths.geodesy import between, densified, distance_km
from routes.paths.line import Position
from routes.paths.passages import on_inland_water

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["NEARBY_KM", "SHORE", "Approach", "Coast", "approach", "coast", "on_land_nearby"]

SHORE = "GSHHG 2.3, high resolution (land, lakes over 500 km²)"

_KM_PER_DEG = 111.2
_TOUCHING_KM = 0.001
_HALF_TURN = 180.0
_APPROACH_STEP_KM = 0.5
_POLAR_COSINE = 0.05
# No approach to navigable water is longer.
NEARBY_KM = 25.5


class Coast:
    """Land as polygons, in small tiles, behind one spatial index.

    Parameters
    ----------
    land
        Shapely polygons of land in (lon_deg, lat_deg), lakes taken out; small ones make
        quick answers.
    """

    def __init__(self, land: Sequence[Any]) -> None:
        import numpy as np
        import shapely

        self._land = np.array(land, dtype=object)
        shapely.prepare(self._land)
        self._tree = shapely.STRtree(self._land)
        # GEOS completes its indexes at their first use, while shapely lets other threads run.
        self._lock = threading.Lock()

    def meets_land(self, a: Position, b: Position) -> bool:
        """Whether the geodesic from `a` to `b` touches land."""
        return bool(self._meets(between(a, b)).any())

    def _meets(self, vertices: Sequence[Position]) -> Any:
        """Tell for each stroke between neighbouring vertices whether it touches land."""
        import numpy as np
        import shapely

        points = np.asarray(vertices, dtype=float)
        heads, tails = points[:-1].copy(), points[1:].copy()
        turned = np.abs(tails[:, 0] - heads[:, 0]) > _HALF_TURN
        # A stroke over ±180 is tried as its two halves, each drawn past the edge of the map.
        back, forth = heads[turned].copy(), tails[turned].copy()
        back[:, 0] += np.where(back[:, 0] > 0, -360, 360)
        tails[turned, 0] += np.where(tails[turned, 0] > 0, -360, 360)
        strokes = shapely.linestrings(
            np.concatenate([np.stack([heads, tails], 1), np.stack([back, forth], 1)])
        )
        met = self._touching(strokes)
        owner = np.concatenate([np.arange(len(heads)), np.flatnonzero(turned)])
        found = np.zeros(len(heads), dtype=bool)
        found[owner[met]] = True
        return found

    def on_land(self, positions: ArrayLike) -> Any:
        """Return a boolean array: which of the (lon_deg, lat_deg) positions lie on land."""
        import numpy as np
        import shapely

        points = shapely.points(np.asarray(positions, dtype=float))
        found = np.zeros(len(points), dtype=bool)
        found[self._touching(points)] = True
        return found

    def _touching(self, geometries: Any) -> Any:
        """Return the numbers of the geometries that touch land."""
        import shapely

        with self._lock:
            which, tile = self._tree.query(geometries)
            return which[shapely.intersects(self._land[tile], geometries[which])]

    def land_runs(
        self, coordinates: Sequence[Position], *, step_km: float = 1.0
    ) -> list[tuple[float, float]]:
        """Return the stretches over land, as (start_km, end_km) along the line.

        Canals and navigable rivers that this package knows count as water. The line is
        sampled every `step_km`; stretches shorter than that may be missed.
        """
        runs: list[tuple[float, float]] = []
        along = 0.0
        strokes = densified(coordinates)
        for (a, b), met in zip(pairwise(strokes), self._meets(strokes), strict=True):
            after = along + distance_km(a, b)
            if met:
                runs += self._stroke_runs(a, b, along, after, step_km)
            along = after
        return _joined(runs)

    def _stroke_runs(
        self, a: Position, b: Position, start_km: float, end_km: float, step_km: float
    ) -> list[tuple[float, float]]:

        samples = between(a, b, step_km=step_km)
        lons, lats = zip(*samples, strict=True)
        dry = self.on_land(samples) & ~on_inland_water(lons, lats)
        pitch = (end_km - start_km) / (len(samples) - 1)
        return [
            (start_km + number * pitch, start_km + (number + 1) * pitch)
            for number in range(len(samples) - 1)
            if dry[number] and dry[number + 1]
        ]


def _joined(runs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] < _TOUCHING_KM:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


@functools.cache
def coast() -> Coast:
    """Return the shore out of the place store; loaded once a process."""
    from gazetteer import atlas

    return Coast(atlas.layer("shore", 10))


class Approach(NamedTuple):
    """A straight stroke from a place to navigable water: what of it is land."""

    land_km: float
    to_water_km: float


@functools.lru_cache(maxsize=8192)
def approach(place: Position, water: Position) -> Approach:
    """Measure a short straight approach, without loading the whole shore.

    `to_water_km` is how far from the place the last land lies on it.
    """
    if place == water:
        return Approach(0.0, 0.0)
    shore = _shore_about(place, os.getpid(), threading.get_ident())
    runs = shore.land_runs([place, water], step_km=_APPROACH_STEP_KM) if shore else []
    return Approach(sum(end - start for start, end in runs), runs[-1][1] if runs else 0.0)


def on_land_nearby(middle: Position, lon_lat_deg: Any) -> Any:
    """Tell which positions, none farther than `NEARBY_KM` from a middle one, lie on land.

    Canals and rivers of ours count as water. Only the shore nearby is loaded.
    """
    import numpy as np

    shore = _shore_about(middle, os.getpid(), threading.get_ident())
    if shore is None:
        return np.zeros(len(lon_lat_deg), dtype=bool)
    points = np.asarray(lon_lat_deg)
    dry = shore.on_land(points)
    dry[dry] = ~on_inland_water(points[dry, 0], points[dry, 1])
    return dry


@functools.lru_cache(maxsize=16)
def _shore_about(middle: Position, process: int, thread: int) -> Coast | None:
    """Load the shore within `NEARBY_KM` of a position; None where there is none."""
    import math

    from gazetteer import atlas

    lon, lat = middle
    high = NEARBY_KM / _KM_PER_DEG
    wide = high / max(_POLAR_COSINE, math.cos(math.radians(lat)))
    west, east = ((side + 180) % 360 - 180 for side in (lon - wide, lon + wide))
    box = (west, lat - high, east, lat + high)
    store = _store(process, thread)
    pieces = atlas.layer("shore", 10, box, gazetteer=store, among=_runs())
    return Coast(pieces) if pieces else None


@functools.cache
def _runs() -> Any:
    """Read where the shore's geometries lie; once a process."""
    from gazetteer import atlas

    return atlas.runs("shore", 10, gazetteer=_store(os.getpid(), threading.get_ident()))


@functools.lru_cache(maxsize=64)
def _store(_process: int, _thread: int) -> Any:
    """Open the store once for each thread: a connection must not be shared, nor be inherited."""
    from gazetteer import Gazetteer

    return Gazetteer.open()
