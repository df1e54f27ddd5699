"""The graph of the world's waters, as the package holds it: areas, corners, edges, landmarks."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.collector import collector_at_rest
from gazetteer.errors import SupplyroutesError
from routes.paths.corners import Corners, touched
from routes.paths.packing import unpacked
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
    "WayLeft",
    "gates_mark",
    "load_arrays",
    "load_mark",
    "waters",
]

WATERS_FILE = Path(__file__).parent / "data" / "waters.npy"
# Lengths of edges are kept to 10 m.
KM_UNIT = 0.01
_ROUNDED_KM = LANDMARK_UNIT_KM
# So many corners' bounds are found at once.
_BLOCK = 64
# No geodesic of the ellipsoid is shorter than this share of the great circle on the sphere.
SHORTEST_SHARE = 0.994
_CHORD_KM = np.float32(np.sqrt(2) * EARTH_KM * SHORTEST_SHARE)
# One, less by what products of vectors of single precision may be off.
_SAFE_ONE = np.float32(1 - 4e-7)


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
        self.lon_lat_deg = _lon_lat_deg(arrays["corners"])
        self.at = unit_vectors(self.lon_lat_deg)
        self.at_single = self.at.astype(np.float32)
        self.rank = arrays["rank"]
        self._bearings = arrays["before"], arrays["after"]
        self.mark = bytes(arrays["mark"]).decode()
        tail = np.cumsum(arrays["edge_tail"], dtype=np.int32)
        head = tail + unpacked(arrays["edge_head"])
        self._plain = Graph.of_sorted(len(self.at), tail, head, unpacked(arrays["edge_km"]))
        self._crossed = arrays["crossed"].astype(np.int64)
        self._landmarks_km = _landmarks_km(arrays["landmarks"])
        # All landmarks lie in the one water that is the oceans and what is joined to them.
        self.oceanic = np.isfinite(self._landmarks_km[:, 0])

    def corners(self, numbers: Any) -> Corners:
        """Return some of the corners."""
        before, after = (part[numbers] for part in self._bearings)
        return Corners.at_bearings(self.at.take(numbers, axis=0), before, after, self.rank[numbers])

    def touched(self, numbers: Any, point: Vectors) -> Any:
        """Tell which of some corners a straight way from a point (a unit vector) touches."""
        before, after = (part[numbers] for part in self._bearings)
        return touched(self.at.take(numbers, axis=0), (before, after), point)

    @functools.lru_cache(maxsize=16)  # noqa: B019 - one object a process
    def graph(self, closed: frozenset[str]) -> Graph:
        """Return the graph without the edges through closed passages, tolls added."""
        toll = extra_km(self._crossed, len(self._plain.km), closed)
        return self._plain.at_cost(self._plain.km * KM_UNIT + toll)

    def bounds_km(self, seen: Mapping[int, float]) -> tuple[Any, Any]:
        """Return for each landmark the km to a point, and the most by which it helps to bound.

        Parameters
        ----------
        seen
            Corners that ways from the point lead to, each with the km to it.

        Returns
        -------
        to_point, beyond
            `to_point - d` and `d - beyond` are lower bounds of the km of the way to the point
            from a corner that is `d` km from the landmark.
        """
        numbers, km = (np.array(part) for part in zip(*seen.items(), strict=True))
        table = self._landmarks_km.take(numbers, axis=0).T.astype(float)
        return (table + km).min(axis=1), (table - km).max(axis=1)

    def landmarks_km(self, which: Any) -> Any:
        """Return the km from all corners to some landmarks (a mask); infinite where none leads."""
        # Nearly always they are all: nothing is copied.
        return self._landmarks_km if which.all() else self._landmarks_km[:, which]


class WayLeft:
    """Lower bounds of the km of the way from corners of the graph to the end of a voyage.

    Parameters
    ----------
    ends
        Corners that ways to the end may lead through, each with the km to it.
    end
        The end, as a unit vector.
    """

    def __init__(self, world: Waters, ends: Mapping[int, float], end: Vectors) -> None:
        self._world, self._end = world, end.astype(np.float32)
        to_end, beyond = world.bounds_km(ends)
        used = np.isfinite(to_end) & np.isfinite(beyond)
        self._to_end, self._beyond, self._used = to_end, beyond, used
        self._landmarks_km = world.landmarks_km(used)
        above_km, below_km = beyond[used] + _ROUNDED_KM, to_end[used] - _ROUNDED_KM
        self._middle_km = ((above_km + below_km) / 2).astype(np.float32)[:, None]
        self._spread_km = ((above_km - below_km) / 2).astype(np.float32)[:, None]

    def everywhere(self) -> Mapping[int, float]:
        """Return the bounds of all corners by their numbers, each found when it is asked for."""
        return _Everywhere(self)

    def of(self, numbers: Any) -> Any:
        """Return the bounds of some corners: numbers, or a slice of them."""
        if isinstance(numbers, slice):
            at, km = self._world.at_single[numbers], self._landmarks_km[numbers].T
        else:
            at = self._world.at_single.take(numbers, axis=0)
            km = self._landmarks_km.take(numbers, axis=0).T.copy()
        left = self._straight_km(at)
        if len(km):
            # The greater of what a landmark says from below and from above.
            off = km - self._middle_km
            np.abs(off, out=off)
            off -= self._spread_km
            np.maximum(left, off.max(axis=0), out=left)
        return left

    def within(self, numbers: Any, gone_km: Any, most_km: float) -> Any:
        """Return the corners from which a way, so many km gone, may be shorter than the most."""
        # Few are near enough: landmarks are asked for them alone.
        near = gone_km + self._straight_km(self._world.at_single.take(numbers, axis=0)) < most_km
        numbers, gone_km = numbers[near], gone_km[near]
        return numbers[gone_km + self.of(numbers) < most_km]

    def _straight_km(self, at: Any) -> Any:
        # The chord is shorter than the arc, by little where landmarks say little: near the end.
        left = at @ self._end
        np.subtract(_SAFE_ONE, left, out=left)
        np.sqrt(np.maximum(left, 0, out=left), out=left)
        left *= _CHORD_KM
        return left

    def overstated_km(self, other: WayLeft) -> float:
        """Return by how much these bounds may be too high where those of other corners hold."""
        used = self._used
        lower = self._to_end[used] - other._to_end[used]
        wider = other._beyond[used] - self._beyond[used]
        return float(max((0.0, *lower, *wider)))


class _Everywhere(dict[int, float]):
    """Bounds of all corners; a search meets few, and those lie together in the order of numbers."""

    def __init__(self, left: WayLeft) -> None:
        super().__init__()
        self._left = left

    def __missing__(self, number: int) -> float:
        first = number - number % _BLOCK
        bounds = self._left.of(slice(first, first + _BLOCK))
        self.update(enumerate(bounds.tolist(), first))
        return self[number]


def gates_mark() -> Any:
    """Sum up the gates of all passages: edges know them by their numbers."""
    strokes, owners = gate_strokes()
    digest = hashlib.sha256(strokes.tobytes() + owners.astype(np.int64).tobytes())
    return np.frombuffer(digest.digest(), dtype=np.uint8)


def load_mark(path: Path = WATERS_FILE) -> str | None:
    """Return the sum of what a file holds; None when there is no whole one."""
    try:
        return bytes(load_arrays(path)["mark"]).decode()
    except (OSError, EOFError, KeyError, ValueError):
        return None


def load_arrays(path: Path = WATERS_FILE) -> dict[str, Any]:
    """Return the arrays of a file by name; what of them is not used is never read.

    Raises
    ------
    OSError, EOFError, ValueError
        If there is no whole file.
    """
    record = np.asarray(np.load(path, mmap_mode="r"))
    return {name: record[name] for name in record.dtype.names or ()}


@functools.cache
@collector_at_rest()
def waters() -> Waters:
    """Return the waters that the package holds; loaded once a process.

    Raises
    ------
    SupplyroutesError
        If the file is missing or broken.
    """
    try:
        return Waters(load_arrays())
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise SupplyroutesError(
            f"the graph of the waters cannot be read ({error})",
            file=WATERS_FILE,
            remedy="reinstall supplyroutes, or make it with python -m routes.paths.build",
        ) from error


def _areas(arrays: dict[str, Any]) -> Any:
    import shapely

    rings, polygons = (
        np.concatenate([[0], np.cumsum(arrays[name].astype(np.int64))])
        for name in ("area_rings", "area_polygons")
    )
    points = _lon_lat_deg(arrays["area_points"])
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (rings, polygons))


def _landmarks_km(packed_steps: Any) -> Any:
    steps = np.cumsum(unpacked(packed_steps).view(np.uint16), axis=1, dtype=np.uint16)
    # A row for each corner: its bounds are worked out together.
    km = steps.T.astype(np.float32, order="C")
    km *= np.float32(LANDMARK_UNIT_KM)
    km[km == UNREACHED * LANDMARK_UNIT_KM] = np.inf
    return km


def _lon_lat_deg(steps: Any) -> Any:
    return np.cumsum(unpacked(steps), axis=0, dtype=np.int32) * GRID_DEG
