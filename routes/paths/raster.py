"""The areas that ships keep off as a raster, to spare exact tests where the answer is plain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

__all__ = ["Raster", "offing", "solid"]

_KM_PER_DEG = 111.2
# Fine enough that no channel, were it a ribbon's width only, is missed at a cell's corner.
_SAMPLE_DEG = 0.003


class Raster:
    """A yes or no for each cell of the globe, eight to a byte.

    Parameters
    ----------
    bits
        Rows from 90° S, each from 180° W, as `numpy.packbits` packs them; twice as many cells
        in a row as there are rows.
    """

    def __init__(self, bits: Any) -> None:
        self.bits = bits
        self._cell_deg = 180 / len(bits)

    @classmethod
    def of_cells(cls, cells: Any) -> Raster:
        """Pack booleans, shape (rows, columns)."""
        return cls(np.packbits(cells, axis=1))

    def holds(self, lon_lat_deg: Any) -> Any:
        """Tell for each position (lon_deg, lat_deg), shape (…, 2), what its cell says."""
        row, column = _cell(lon_lat_deg, self._cell_deg)
        return (self.bits[row, column >> 3] << (column & 7) & 0x80) != 0


def solid(polygons: Sequence[Any], cell_deg: float) -> Raster:
    """Mark the cells that lie wholly inside polygons."""
    heads, tails = _strokes(polygons)
    inside = _filled(heads, tails, cell_deg)
    inside[_touched(heads, tails, cell_deg)] = False
    return Raster.of_cells(inside)


def offing(polygons: Sequence[Any], cell_deg: float, off_km: float) -> Raster:
    """Mark the cells that lie at least `off_km` outside of all polygons."""
    heads, tails = _strokes(polygons)
    near = _filled(heads, tails, cell_deg)
    near[_touched(heads, tails, cell_deg)] = True
    high = int(np.ceil(off_km / (_KM_PER_DEG * cell_deg)))
    found = near.copy()
    for shift in range(1, high + 1):
        found[shift:] |= near[:-shift]
        found[:-shift] |= near[shift:]
    for row in range(len(found)):
        edge = min(90 - cell_deg / 2, abs((row + 0.5) * cell_deg - 90) + cell_deg / 2)
        wide = int(np.ceil(off_km / (_KM_PER_DEG * cell_deg * np.cos(np.radians(edge)))))
        found[row] = _spread(found[row], wide)
    return Raster.of_cells(~found)


def _spread(row: Any, cells: int) -> Any:
    """Return a row of the globe with each mark spread to both sides."""
    if 2 * cells >= len(row):
        return np.full_like(row, row.any())
    round_it = np.concatenate([row[-cells:], row, row[:cells]]).astype(int)
    total = np.concatenate([[0], np.cumsum(round_it)])
    return total[2 * cells + 1 :] > total[: -2 * cells - 1]


def _strokes(polygons: Sequence[Any]) -> tuple[Any, Any]:
    rings = shapely.get_rings(np.array(polygons, dtype=object))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[:-1] == ring[1:]
    return points[:-1][same], points[1:][same]


def _filled(heads: Any, tails: Any, cell_deg: float) -> Any:
    """Return the cells whose middles lie inside, by counting crossings along each row."""
    rows, columns = round(180 / cell_deg), round(360 / cell_deg)
    low, high = np.minimum(heads[:, 1], tails[:, 1]), np.maximum(heads[:, 1], tails[:, 1])
    first, last = (np.ceil((lat + 90) / cell_deg - 0.5).astype(int) for lat in (low, high))
    stroke, row = _spelled_out(last - first)
    row = row + first[stroke]
    lat = (row + 0.5) * cell_deg - 90
    share = (lat - heads[stroke, 1]) / (tails[stroke, 1] - heads[stroke, 1])
    lon = heads[stroke, 0] + share * (tails[stroke, 0] - heads[stroke, 0])
    column = np.clip(np.ceil((lon + 180) / cell_deg - 0.5).astype(int), 0, columns)
    crossings = np.zeros((rows, columns + 1), dtype=np.int32)
    np.add.at(crossings, (row, column), 1)
    return np.cumsum(crossings, axis=1)[:, :-1] % 2 == 1


def _touched(heads: Any, tails: Any, cell_deg: float) -> tuple[Any, Any]:
    span = np.abs(tails - heads).max(axis=1)
    steps = np.maximum(1, np.ceil(span / _SAMPLE_DEG)).astype(int)
    stroke, step = _spelled_out(steps + 1)
    share = (step / steps[stroke])[:, None]
    return _cell(heads[stroke] + share * (tails[stroke] - heads[stroke]), cell_deg)


def _spelled_out(counts: Any) -> tuple[Any, Any]:
    """Return the owners 0, 0, 1, … and the numbers 0, 1, 0, … of so many each."""
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - first[owner]


def _cell(lon_lat_deg: Any, cell_deg: float) -> tuple[Any, Any]:
    rows, columns = round(180 / cell_deg), round(360 / cell_deg)
    row = ((lon_lat_deg[..., 1] + 90) / cell_deg).astype(int)
    column = ((lon_lat_deg[..., 0] + 180) / cell_deg).astype(int)
    # Only what lies right on an edge of the map falls into the cell past the last one.
    np.minimum(row, rows - 1, out=row)
    column[column == columns] = 0
    return row, column
