"""A projection that fits an extent, and the way from degrees to points on paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import cos, radians
from typing import Any, NamedTuple

__all__ = ["Box", "Projection", "projection_for"]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; longitudes may pass ±180."""

Shape = Any

_GLOBE_SPAN_DEG = 140.0
_HALF_TURN_DEG = 179.99
"""Short of 180: on the seam itself rounding would throw a point to the other side."""
_STEPS = 24


class Projection(NamedTuple):
    """A projection by name for readers, and its PROJ string."""

    name: str
    proj: str

    def project(self, shape: Shape) -> Shape:
        """Project a shapely geometry from (lon_deg, lat_deg) to metres; what fails is dropped."""
        from shapely import transform

        mover = _transformer(self.proj)
        return transform(shape, lambda p: _stacked(mover.transform(p[:, 0], p[:, 1])))

    def limits(self, box: Box) -> Box:
        """Give the least and greatest x and y, in metres, of a box in degrees."""
        xs, ys = _transformer(self.proj).transform(*_grid(box))
        return (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))

    def degrees_of(self, limits: Box, centre_lon_deg: float) -> Box:
        """Give a box in degrees, about a central longitude, that covers limits in metres."""
        import numpy as np

        lons, lats = _transformer(self.proj).transform(*_grid(limits), direction="INVERSE")
        known = np.isfinite(lons) & np.isfinite(lats)
        away = (lons[known] - centre_lon_deg + 180) % 360 - 180
        south, north = float(lats[known].min()), float(lats[known].max())
        if south < -85 or north > 85 or not known.all() or np.ptp(away) > 300:
            away = np.array([-_HALF_TURN_DEG, _HALF_TURN_DEG])
        west, east = centre_lon_deg + float(away.min()), centre_lon_deg + float(away.max())
        pad = 0.02 * (east - west)
        return (
            max(centre_lon_deg - _HALF_TURN_DEG, west - pad),
            max(-90.0, south - pad),
            min(centre_lon_deg + _HALF_TURN_DEG, east + pad),
            min(90.0, north + pad),
        )


def projection_for(box: Box) -> Projection:
    """Choose a projection whose shapes a reader recognises at this extent.

    Following J. P. Snyder, Map Projections: A Working Manual (1987), table 3: about the
    equator Mercator, in middle latitudes a conic, for tall strips transverse Mercator, about
    a pole azimuthal, for the world Equal Earth (Šavrič, Patterson, Jenny, 2018).
    """
    west, south, east, north = box
    lon, lat = (west + east) / 2, (south + north) / 2
    wide = (east - west) * cos(radians(lat))
    tall = north - south
    if east - west > _GLOBE_SPAN_DEG or tall > 120:
        return Projection("Equal Earth", f"+proj=eqearth +lon_0={lon:.4f} +datum=WGS84")
    if abs(lat) > 65 or max(abs(south), abs(north)) > 80:
        return Projection(
            "Lambert azimuthal equal-area",
            f"+proj=laea +lat_0={lat:.4f} +lon_0={lon:.4f} +datum=WGS84",
        )
    if tall > 1.6 * wide and wide < 30:
        return Projection(
            "transverse Mercator", f"+proj=tmerc +lat_0={lat:.4f} +lon_0={lon:.4f} +datum=WGS84"
        )
    if abs(lat) < 20 or south < 0 < north:
        return Projection("Mercator", f"+proj=merc +lon_0={lon:.4f} +lat_ts={lat:.4f} +datum=WGS84")
    return Projection(
        "Lambert conformal conic",
        f"+proj=lcc +lat_0={lat:.4f} +lon_0={lon:.4f} +lat_1={south + tall / 6:.4f} "
        f"+lat_2={north - tall / 6:.4f} +datum=WGS84",
    )


@lru_cache(maxsize=4)
def _transformer(proj: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("OGC:CRS84", proj, always_xy=True)


def _grid(box: Box) -> tuple[Any, Any]:
    """Sample a box evenly: its edges alone would miss a pole or a bulge inside."""
    import numpy as np

    xs, ys = np.linspace(box[0], box[2], _STEPS), np.linspace(box[1], box[3], _STEPS)
    wide, tall = np.meshgrid(xs, ys)
    return wide.ravel(), tall.ravel()


def _stacked(columns: Sequence[Any]) -> Any:
    import numpy as np

    return np.column_stack(columns)
