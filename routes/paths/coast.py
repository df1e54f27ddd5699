"""The world's shore at 1:10 million: what a line meets on it, and where water begins."""

from __future__ import annotations

import functools
import math
import threading
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from routes.paths.geodesy import between, densified, distance_km
from routes.paths.line import Position
from routes.paths.passages import on_inland_water

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["NATURAL_EARTH", "Coast", "coast"]

NATURAL_EARTH = "Natural Earth 1:10 million (land, lakes over 500 km²)"

_KM_PER_DEG = 111.2
# Water narrower than twice this is no place to begin a lane: about 600 m.
_OFFING_DEG = 0.006
_TOUCHING_KM = 0.001
_HALF_TURN = 180.0
# Most berths lie this near; only the others pay for a wide look.
_NEARBY_KM = 4.0
_POLAR_COSINE = 0.05


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

    def within(self, west: float, south: float, east: float, north: float) -> Any:
        """Return the land inside limits in degrees, as one geometry; lons may pass ±180."""
        import shapely
        from shapely import affinity

        pieces: list[Any] = []
        for turn in (-360, 0, 360):
            limits = (west + turn, south, east + turn, north)
            with self._lock:
                met = self._land[self._tree.query(shapely.box(*limits))]
            cut = shapely.clip_by_rect(met, *limits)
            pieces += [affinity.translate(piece, -turn) if turn else piece for piece in cut]
        return shapely.union_all(pieces)

    def nearest_water(self, position: Position, *, within_km: float) -> Position | None:
        """Return the nearest open water, some 600 m off the shore; None beyond `within_km`."""
        for reach in (min(_NEARBY_KM, within_km), within_km):
            found = self._water_within(position, reach)
            if found is not None and distance_km(position, found) <= reach:
                return found
        return None

    def _water_within(self, position: Position, reach_km: float) -> Position | None:
        import shapely

        lon, lat = position
        high = reach_km / _KM_PER_DEG + 2 * _OFFING_DEG
        wide = high / max(_POLAR_COSINE, math.cos(math.radians(lat)))
        limits = (lon - wide, max(-90, lat - high), lon + wide, min(90, lat + high))
        dry = shapely.buffer(self.within(*limits), _OFFING_DEG, quad_segs=1)
        water = shapely.difference(shapely.box(*limits), dry)
        return None if water.is_empty else _nearest(position, water)


def _joined(runs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] < _TOUCHING_KM:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _nearest(position: Position, area: Any) -> Position:
    import shapely
    from shapely import affinity

    # Distances must not be those of plain degrees: squeeze longitudes to true scale first.
    squeeze = max(_POLAR_COSINE, math.cos(math.radians(position[1])))
    here = shapely.Point(position[0] * squeeze, position[1])
    plane = affinity.scale(area, xfact=squeeze, yfact=1, origin=(0, 0))
    line = shapely.shortest_line(here, plane)
    lon, lat = line.coords[-1]
    lon = lon / squeeze
    return (lon + 180) % 360 - 180 if abs(lon) > _HALF_TURN else lon, lat


@functools.cache
def coast() -> Coast:
    """Return the shore out of the place store; loaded once a process."""
    from gazetteer import atlas

    return Coast(atlas.layer("shore", 10))
