"""The outline of a place that is no point: its polygon, or the softened box that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.place import Precision
from maps.frame import Shape
from routes.dossier import DossierPlace

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["outline_of"]

CORNER_SHARE = 0.35


def outline_of(place: DossierPlace, gazetteer: Gazetteer) -> Shape | None:
    """Find the outline of a dossier's place.

    A water that is known by its box alone is drawn as the water in that box, a region as the
    box with its corners taken off: neither has a border that a reader should trust.

    Returns
    -------
    shapely geometry or None
        In (lon_deg, lat_deg); None when no record of the place has an outline.
    """
    for ref in place.refs:
        shape = gazetteer.shape(ref)
        if shape is None or shape.is_empty:
            continue
        if not _is_box(shape):
            return shape
        if place.precision is Precision.WATER:
            return _water_in(shape, gazetteer)
        return _rounded(shape)
    return None


def _is_box(shape: Shape) -> bool:
    from shapely import box

    parts = list(getattr(shape, "geoms", [shape]))
    return all(part.equals(box(*part.bounds)) for part in parts)


def _water_in(shape: Shape, gazetteer: Gazetteer) -> Shape:
    """Take the largest connected water of a box, lakes included."""
    from shapely import union_all
    from shapely.validation import make_valid

    from gazetteer.atlas import layer

    west, south, east, north = shape.bounds
    around = (west, south, east, north)
    land = union_all([make_valid(s) for s in layer("land", 50, around, gazetteer=gazetteer)])
    lakes = union_all([make_valid(s) for s in layer("lakes", 50, around, gazetteer=gazetteer)])
    water = shape.difference(land.difference(lakes))
    parts = [p for p in getattr(water, "geoms", [water]) if p.geom_type == "Polygon"]
    return max(parts, key=lambda part: part.area, default=shape)


def _rounded(shape: Shape) -> Shape:
    west, south, east, north = shape.bounds
    radius = CORNER_SHARE * min(east - west, north - south)
    return shape.buffer(-radius).buffer(radius)
