"""The graph of the world's waters, as the package holds it: areas, corners, edges, landmarks."""

from __future__ import annotations

import functools
import hashlib
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.errors import SupplyroutesError
from routes.paths.corners import Corners
from routes.paths.passages import extra_km, gate_strokes
from routes.paths.raster import Raster
from routes.paths.search import Graph
from routes.paths.sight import GRID_DEG, Sight
from routes.paths.surveying import LANDMARK_UNIT_KM, UNREACHED
from routes.paths.vectors import EARTH_KM, Vectors, unit_vectors

__all__ = [
    "KM_UNIT",
    "SHORTEST_SHARE",
    "WATERS_FILE",
    "Waters",
    "gates_mark",
    "load_mark",
    "waters",
]

WATERS_FILE = Path(__file__).parent / "data" / "waters.npz"
# Lengths of edges are kept to 10 m.
KM_UNIT = 0.01
_ROUNDED_KM = LANDMARK_UNIT_KM
_ACTIVE_LANDMARKS = 6
_BOUNDING = 8
_SHORT_KM = 600.0
# No geodesic of the ellipsoid is shorter than this share of the great circle on the sphere.
SHORTEST_SHARE = 0.994


Bounds = tuple[Any, Any]


class Waters:
    """What one route needs to know of the world's waters.

    Parameters
    ----------
    arrays
        As `routes.paths.build` writes them.

    Raises
    ------
    ValueError
        If they were made with other passages than those of today.
    """

    def __init__(self, arrays: dict[str, Any]) -> None:
        if not np.array_equal(arrays["gates"], gates_mark()):
            raise ValueError("it was made with other passages")
        rasters = {name: Raster(arrays[name]) for name in ("offing", "wide_offing", "solid")}
        self.sight = Sight(_areas(arrays), **rasters)
        self.lon_lat_deg = np.cumsum(arrays["corners"].T, axis=0) * GRID_DEG
        self.at = unit_vectors(self.lon_lat_deg)
        self.rank = arrays["rank"]
        self._bearings = arrays["before"], arrays["after"]
        self.mark = bytes(arrays["mark"]).decode()
        tail = np.cumsum(arrays["edge_tail"].astype(np.int64))
        head = tail + arrays["edge_head"]
        self._plain, self._edge = Graph.numbered(len(self.at), tail, head, arrays["edge_km"])
        self._crossed = arrays["crossed"].astype(np.int64)
        self._table = np.cumsum(arrays["landmarks"], axis=1, dtype=np.uint16)
        # All landmarks lie in the one water that is the oceans and what is joined to them.
        self.oceanic = self._table[0] != UNREACHED

    def corners(self, numbers: Any) -> Corners:
        """Return some of the corners."""
        before, after = (part[numbers] for part in self._bearings)
        return Corners.at_bearings(self.at[numbers], before, after, self.rank[numbers])

    @functools.lru_cache(maxsize=16)  # noqa: B019 - one object a process
    def graph(self, closed: frozenset[str]) -> Graph:
        """Return the graph without the edges through closed passages, tolls added."""
        toll = extra_km(self._crossed, len(self._edge) // 2, closed)
        return self._plain.at_cost(self._plain.km * KM_UNIT + toll[self._edge])

    def bounds_km(self, seen: dict[int, float]) -> Bounds:
        """Return the least and most km from each landmark to a point.

        Parameters
        ----------
        seen
            Corners that the point sees, each with the km to it. Only the nearest count: to
            those far away the point may have a shorter way than the graph has.
        """
        near = sorted(seen.items(), key=lambda pair: pair[1])[:_BOUNDING]
        numbers, km = (np.array(part) for part in zip(*near, strict=True))
        table = self._table[:, numbers] * LANDMARK_UNIT_KM
        table[self._table[:, numbers] == UNREACHED] = np.inf
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
        left = np.zeros(len(self.at), dtype=np.float32)
        bound = np.empty_like(left)
        for number in np.argsort(-worth, kind="stable")[:_ACTIVE_LANDMARKS].tolist():
            if worth[number] > -np.inf:
                km = self._landmark_km(number)
                np.subtract(km, np.float32(high[number] + _ROUNDED_KM), out=bound)
                np.maximum(left, bound, out=left)
                np.subtract(np.float32(low[number] - _ROUNDED_KM), km, out=bound)
                np.maximum(left, bound, out=left)
        if worth.max() < _SHORT_KM:
            chord = np.sqrt(np.maximum(0.0, 2 - 2 * (self.at @ at)))
            arc = 2 * EARTH_KM * np.arcsin(np.minimum(1.0, chord / 2))
            np.maximum(left, (SHORTEST_SHARE * arc).astype(np.float32), out=left)
        return left

    @functools.cache  # noqa: B019 - one object a process
    def _landmark_km(self, number: int) -> Any:
        steps = self._table[number]
        km = steps.astype(np.float32) * np.float32(LANDMARK_UNIT_KM)
        km[steps == UNREACHED] = np.inf
        return km


def gates_mark() -> Any:
    """Sum up the gates of all passages: edges know them by their numbers."""
    strokes, owners = gate_strokes()
    digest = hashlib.sha256(strokes.tobytes() + owners.astype(np.int64).tobytes())
    return np.frombuffer(digest.digest(), dtype=np.uint8)


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
