"""The quiet ground of a picture: land, lakes and borders of Natural Earth in points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from maps.pictures.canvas import Canvas
from maps.pictures.palette import Palette
from maps.pictures.projection import Box
from maps.pictures.scene import Scene

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from gazetteer.atlas import LayerName

__all__ = ["draw_ground"]

_FINENESS_PT = 0.12
_LEAST_AREA_PT2 = 0.6


def draw_ground(canvas: Canvas, scene: Scene, palette: Palette, gazetteer: Gazetteer) -> None:
    """Draw water, land, lakes and borders; a border that is not settled is dashed."""
    from shapely import box

    canvas.shape(box(*scene.rectangle), palette.water, layer=0)
    for name, colour in (("land", palette.land), ("lakes", palette.water)):
        for shape, _ in _seen(name, scene, gazetteer):  # type: ignore[arg-type]
            canvas.shape(shape, colour, layer=1, edge=palette.shore, edge_pt=0.35)
    for line, disputed in _seen("borders", scene, gazetteer):
        for part in getattr(line, "geoms", [line]):
            if part.geom_type == "LineString":
                dashes = (2.4, 1.6) if disputed else ()
                points = [(x, y) for x, y in part.coords]
                canvas.line(points, palette.border, 0.5, layer=2, dashes=dashes)


def _seen(name: LayerName, scene: Scene, gazetteer: Gazetteer) -> Iterator[tuple[Any, bool]]:
    """Give what of a layer lies in the map, on paper, with whether it is disputed."""
    from shapely import box, make_valid

    paper = box(*scene.rectangle).buffer(2)
    for shape, disputed in _cut(name, scene.box, gazetteer):
        placed = scene.placed(shape.segmentize(1.0)).simplify(_FINENESS_PT)
        if placed.is_empty:
            continue
        seen = make_valid(placed).intersection(paper)
        if seen.is_empty or (name != "borders" and seen.area < _LEAST_AREA_PT2):
            continue
        yield seen, disputed


def _cut(name: LayerName, limits: Box, gazetteer: Gazetteer) -> Iterator[tuple[Any, bool]]:
    """Take a layer's shapes in a box of the frame, moved there by full turns.

    Land is cut at ±180 in the data; where that lies within the map the halves are joined, or
    the cut would show as a shore.
    """
    from shapely import make_valid, union_all

    pieces = list(_pieces(name, limits, gazetteer))
    if name == "borders" or (limits[0] >= -180 and limits[2] <= 180):
        yield from pieces
    elif pieces:
        whole = union_all([make_valid(shape) for shape, _ in pieces])
        yield from ((part, False) for part in getattr(whole, "geoms", [whole]))


def _pieces(name: LayerName, limits: Box, gazetteer: Gazetteer) -> Iterator[tuple[Any, bool]]:
    from shapely import clip_by_rect
    from shapely.affinity import translate

    from gazetteer.atlas import features

    west_deg, south_deg, east_deg, north_deg = limits
    for turn in (-360.0, 0.0, 360.0):
        west, east = max(-180.0, west_deg - turn), min(180.0, east_deg - turn)
        if west >= east:
            continue
        real = (west, south_deg, east, north_deg)
        for feature in features(name, _scale(limits), real, gazetteer=gazetteer):
            within = clip_by_rect(feature.geometry, *real)
            if not within.is_empty:
                yield translate(within, turn), feature.disputed


def _scale(limits: Box) -> int:
    """Choose Natural Earth's scale, in millions, by what print can show of it."""
    width_deg = limits[2] - limits[0]
    return 10 if width_deg <= 60 else 50
