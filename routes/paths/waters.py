"""The graph of the world's waters, as the package holds it: areas, corners, edges, landmarks."""

from __future__ import annotations

import functools
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.errors import SupplyroutesError
from routes.paths.corners import Corners
from routes.paths.passages import extra_km
from routes.paths.raster import Raster
from routes.paths.search import Graph
from routes.paths.sight import GRID_DEG, Sight
from routes.paths.surveying import LANDMARK_UNIT_KM, UNREACHED
from routes.paths.vectors import EARTH_KM, Vectors

__all__ = ["KM_UNIT", "REACH_UNIT_KM", "WATERS_FILE", "Waters", "load_mark", "waters"]

WATERS_FILE = Path(__file__).parent / "data" / "waters.npz"
# Lengths of edges are kept to 10 m.
KM_UNIT = 0.01
# Reach is kept in 8 bits: whole units, the last for all beyond.
REACH_UNIT_KM = 20.0
# Estimated from samples, it is taken generously.
_REACH_SHARE, _REACH_MORE_KM = 1.25, 500.0
_ROUNDED_KM = LANDMARK_UNIT_KM
_ACTIVE_LANDMARKS = 6
_SHORT_KM = 600.0
# No geodesic of the ellipsoid is shorter than this share of the great circle on the sphere.
_SHORTEST_SHARE = 0.994


Bounds = tuple[Any, Any]


class Waters:
    """What one route needs to know of the world's waters.

    Parameters
    ----------
    arrays
        As `routes.paths.build` writes them.
    """

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.sight = Sight(_areas(arrays), _raster(arrays["offing"]), _raster(arrays["solid"]))
        lon_lat = np.cumsum(arrays["corners"].T, axis=0) * GRID_DEG
        self.corners = Corners.at_bearings(
            lon_lat, arrays["before"], arrays["after"], arrays["rank"]
        )
        self.lon_lat_deg = lon_lat
        self.planes = np.ascontiguousarray(np.concatenate(self.corners[:3]).T, dtype=np.float32)
        self.mark = bytes(arrays["mark"]).decode()
        tail = np.cumsum(arrays["edge_tail"].astype(np.int64))
        km = arrays["edge_km"] * KM_UNIT
        self._plain = Graph.of(len(lon_lat), tail, tail + arrays["edge_head"], km)
        numbers = np.arange(len(tail))
        self._edge = Graph.of(len(lon_lat), tail, tail + arrays["edge_head"], numbers).km
        self._crossed = arrays["crossed"].astype(np.int64)
        table = np.cumsum(arrays["landmarks"], axis=1, dtype=np.uint16)
        self._landmarks = table.astype(np.float32) * LANDMARK_UNIT_KM
        self._landmarks[table == UNREACHED] = np.inf
        # All landmarks lie in the one water that is the oceans and what is joined to them.
        self.oceanic = np.isfinite(self._landmarks[0])
        steps = arrays["reach"].astype(float)
        reach = np.where(steps == 255, np.inf, steps * REACH_UNIT_KM)
        self.reach_km = reach * _REACH_SHARE + _REACH_MORE_KM

    @functools.lru_cache(maxsize=16)  # noqa: B019 - one object a process
    def graph(self, closed: frozenset[str]) -> Graph:
        """Return the graph without the edges through closed passages, tolls added."""
        toll = extra_km(self._crossed, len(self._edge) // 2, closed)
        return self._plain._replace(km=self._plain.km + toll[self._edge])

    def bounds_km(self, near: dict[int, float]) -> tuple[Any, Any]:
        """Return the least and most km from each landmark to a point.

        Parameters
        ----------
        near
            Corners that the point sees, each with the km to it.
        """
        numbers, km = np.array(list(near)), np.array(list(near.values()))
        table = self._landmarks[:, numbers]
        return (table - km).max(axis=1), (table + km).min(axis=1)

    def left_km(self, start: Bounds, end: Bounds, at: Vectors) -> Any:
        """Return for each corner a lower bound of the km of the way to a point.

        Parameters
        ----------
        start, end
            What `bounds_km` says of both ends of the voyage.
        at
            The end, as a unit vector.
        """
        low, high = end
        usable = np.flatnonzero(np.isfinite(low + high + start[0] + start[1]))
        worth = np.full(len(low), -np.inf)
        worth[usable] = np.maximum(start[0][usable] - high[usable], low[usable] - start[1][usable])
        left = np.zeros(len(self.corners.at), dtype=np.float32)
        bound = np.empty_like(left)
        for number in np.argsort(-worth, kind="stable")[:_ACTIVE_LANDMARKS].tolist():
            if worth[number] > -np.inf:
                km = self._landmarks[number]
                np.subtract(km, np.float32(high[number] + _ROUNDED_KM), out=bound)
                np.maximum(left, bound, out=left)
                np.subtract(np.float32(low[number] - _ROUNDED_KM), km, out=bound)
                np.maximum(left, bound, out=left)
        if worth.max() < _SHORT_KM:
            chord = np.sqrt(np.maximum(0.0, 2 - 2 * (self.corners.at @ at)))
            arc = 2 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2))
            np.maximum(left, (_SHORTEST_SHARE * arc).astype(np.float32), out=left)
        return left


def load_mark(path: Path = WATERS_FILE) -> str | None:
    """Return the fingerprint of a file; None when there is no whole one."""
    try:
        with np.load(path) as stored:
            return bytes(stored["mark"]).decode()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None


@functools.cache
def waters() -> Waters:
    """Return the waters that the package holds; loaded once a process.

    Raises
    ------
    SupplyroutesError
        If the file is missing or broken.
    """
    try:
        with np.load(WATERS_FILE) as stored:
            return Waters({name: stored[name] for name in stored.files})
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SupplyroutesError(
            f"the graph of the waters cannot be read ({error})",
            file=WATERS_FILE,
            remedy="reinstall supplyroutes, or make it with python -m routes.paths.build",
        ) from error


def _areas(arrays: dict[str, Any]) -> Any:
    import shapely

    points = np.cumsum(arrays["area_points"].T, axis=0) * GRID_DEG
    rings, polygons = (
        np.concatenate([[0], np.cumsum(arrays[name].astype(np.int64))])
        for name in ("area_rings", "area_polygons")
    )
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (rings, polygons))


def _raster(packed: Any) -> Raster:
    bits = np.unpackbits(packed).astype(bool)
    rows = round(np.sqrt(len(bits) / 2))
    return Raster(bits[: 2 * rows * rows].reshape(rows, 2 * rows))
