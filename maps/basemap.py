"""The embedded world: coarse everywhere, fine about the dossier's places, and quiet names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import asinh, atan, ceil, degrees, radians, sinh, tan
from typing import Any, Literal, NamedTuple

from gazetteer.place import Record
from maps.frame import Frame, Shape
from maps.packing import encoded

__all__ = ["Basemap", "Box", "Label", "LayerOf", "Layers", "basemap_of", "detail_box"]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

LayerOf = Callable[[str, int, Box | None], Iterable[tuple[Shape, bool]]]
"""Shapes of a layer (land, lakes, rivers, borders) at a scale in a box, each with "disputed"."""

WORLD_TOLERANCE_DEG = 0.2
STEPS_A_TOLERANCE = 2
"""Positions are kept to a half of what their line may be off."""


class Label(Record):
    """A quiet name on the basemap; the lower the rank, the earlier it is placed."""

    kind: Literal["country", "sea", "river", "town"]
    name: str
    lon_deg: float
    lat_deg: float
    rank: int


class Layers(Record):
    """Rings of land and lakes, lines of rivers and borders, each as text."""

    land: tuple[str, ...]
    lakes: tuple[str, ...]
    rivers: tuple[str, ...]
    borders: tuple[str, ...]
    disputed: tuple[str, ...]


class Basemap(Record):
    """The coarse world, the fine region that covers it within `box`, and the names."""

    world_units: int
    detail_units: int
    world: Layers
    detail: Layers
    box: Box
    labels: tuple[Label, ...]


class _Grain(NamedTuple):
    """How fine a layer is: scale in millions, tolerance in degrees."""

    scale: int
    tolerance_deg: float

    @property
    def units(self) -> int:
        return ceil(STEPS_A_TOLERANCE / self.tolerance_deg)


def basemap_of(
    limits: Box, frame: Frame, *, layer_of: LayerOf, labels: Sequence[Label] = ()
) -> Basemap:
    """Cut and pack the world for a map that first shows `limits`.

    Parameters
    ----------
    limits
        West, south, east, north in degrees, in the frame.
    layer_of
        Where the shapes come from, usually `gazetteer.atlas`.
    labels
        Names to place, in real longitudes.
    """
    box = detail_box(limits)
    coarse, fine = _Grain(110, WORLD_TOLERANCE_DEG), _grain(box)
    return Basemap(
        world_units=coarse.units,
        detail_units=fine.units,
        world=_layers(_beyond(layer_of, box), None, coarse),
        detail=_layers(layer_of, box, fine),
        box=box,
        labels=tuple(
            label.model_copy(update={"lon_deg": round(frame.place(label.lon_deg), 3)})
            for label in sorted(labels, key=lambda item: (item.rank, item.name))
        ),
    )


def detail_box(limits: Box) -> Box:
    """Widen the limits to what a window of any usual shape shows of them, and half as much.

    Heights are measured on Mercator's projection, in which the page draws.
    """
    west, south, east, north = limits
    low, high = _mercator_deg(south), _mercator_deg(north)
    half = min(180.0, 1.15 * max(east - west, high - low))
    middle = ((west + east) / 2, (low + high) / 2)
    return (
        round(middle[0] - half, 3),
        round(max(-85.0, _latitude_deg(middle[1] - half)), 3),
        round(middle[0] + half, 3),
        round(min(85.0, _latitude_deg(middle[1] + half)), 3),
    )


def _mercator_deg(lat_deg: float) -> float:
    return degrees(asinh(tan(radians(lat_deg))))


def _latitude_deg(mercator_deg: float) -> float:
    return degrees(atan(sinh(radians(mercator_deg))))


def _grain(box: Box) -> _Grain:
    """Choose a scale: under a pixel when first shown, three when zoomed in twice."""
    width_deg = box[2] - box[0]
    return _Grain(10 if width_deg <= 70 else 50, width_deg / 2700)


def _beyond(layer_of: LayerOf, box: Box) -> LayerOf:
    """Leave out of the coarse world what lies under the fine region, but for a seam."""
    from shapely import box as rectangle
    from shapely import union_all
    from shapely.affinity import translate
    from shapely.validation import make_valid

    seam_deg = (box[2] - box[0]) / 40
    inner = rectangle(box[0] + seam_deg, box[1] + seam_deg, box[2] - seam_deg, box[3] - seam_deg)
    covered = union_all([translate(inner, turn) for turn in (-360.0, 0.0, 360.0)])

    def outside(name: str, scale: int, around: Box | None) -> Iterable[tuple[Shape, bool]]:
        for shape, disputed in layer_of(name, scale, around):
            rest = make_valid(shape).difference(covered)
            if not rest.is_empty:
                yield rest, disputed

    return outside


def _layers(layer_of: LayerOf, box: Box | None, grain: _Grain) -> Layers:
    def take(name: str) -> list[tuple[Shape, bool]]:
        return list(_cut(layer_of, name, grain.scale, box))

    borders = take("borders")
    return Layers(
        land=_rings((s for s, _ in take("land")), grain),
        lakes=_rings((s for s, _ in take("lakes")), grain, least=6.0),
        rivers=_strokes((s for s, _ in take("rivers")), grain) if box else (),
        borders=_strokes((s for s, disputed in borders if not disputed), grain),
        disputed=_strokes((s for s, disputed in borders if disputed), grain),
    )


def _cut(layer_of: LayerOf, name: str, scale: int, box: Box | None) -> Iterator[tuple[Shape, bool]]:
    """Take a layer's shapes within a box of the frame, moved there by full turns."""
    from shapely import clip_by_rect
    from shapely.affinity import translate

    if box is None:
        yield from layer_of(name, scale, None)
        return
    for turn in (-360.0, 0.0, 360.0):
        west, east = max(-180.0, box[0] - turn), min(180.0, box[2] - turn)
        if west >= east:
            continue
        for shape, disputed in layer_of(name, scale, (west, box[1], east, box[3])):
            within = clip_by_rect(shape, west, box[1], east, box[3])
            if not within.is_empty:
                yield translate(within, turn), disputed


def _rings(shapes: Iterable[Shape], grain: _Grain, least: float = 3.0) -> tuple[str, ...]:
    """Write the rings of polygons, leaving out those of under `least` tolerances across."""
    rings = [
        ring.coords
        for shape in shapes
        for part in _parts(shape.simplify(grain.tolerance_deg), "Polygon")
        if part.area >= (least * grain.tolerance_deg) ** 2
        for ring in (part.exterior, *part.interiors)
    ]
    return encoded(rings, grain.units)


def _strokes(shapes: Iterable[Shape], grain: _Grain) -> tuple[str, ...]:
    lines = [
        part.coords
        for shape in shapes
        for part in _parts(shape.simplify(grain.tolerance_deg), "LineString")
    ]
    return encoded(lines, grain.units)


def _parts(shape: Any, kind: str) -> Iterator[Any]:
    for part in getattr(shape, "geoms", [shape]):
        if hasattr(part, "geoms"):
            yield from _parts(part, kind)
        elif part.geom_type == kind:
            yield part
