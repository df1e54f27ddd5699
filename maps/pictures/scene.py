"""Where everything of a dossier lies on the paper: lines, marks and areas in points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import sqrt
from typing import Any, NamedTuple

from maps.exports.material import LegItem, Material
from maps.frame import Frame, frame_of
from maps.lanes import lanes_of
from maps.pictures.canvas import Point, Rectangle
from maps.pictures.projection import Box, Projection, projection_for
from routes.dossier import DossierPlace

__all__ = ["MOST_APART", "AreaSpot", "Plan", "Scene", "Spot", "Stroke", "plan_of", "scene_of"]

Shape = Any

_LEAST_ASPECT, _MOST_ASPECT = 0.5, 0.95
"""Height to width of the map, unless a height is asked for."""

_MARGIN = 0.09
_LEAST_SPAN_DEG = 1.2
MOST_APART = 150
"""With more legs than this casing, ticks and the signs of status would fill the map."""

_LEAST_THIN = 0.2
_LANE_CELLS = 120
"""Squares across the map by which lines that lie together are told, as on the page."""


class Plan(NamedTuple):
    """What the map shows: its projection and its limits in metres."""

    frame: Frame
    projection: Projection
    limits: Box

    @property
    def aspect(self) -> float:
        """Height to width."""
        west, south, east, north = self.limits
        return (north - south) / (east - west)

    def fitted(self, aspect: float) -> Plan:
        """Widen the limits so that they fill a map of that height to width."""
        west, south, east, north = self.limits
        wide, tall = east - west, north - south
        wide, tall = max(wide, tall / aspect), max(tall, wide * aspect)
        x, y = (west + east) / 2, (south + north) / 2
        limits = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        return self._replace(limits=limits)


class Stroke(NamedTuple):
    """The line of a leg in points; `lane` counts from the middle of legs that share a way."""

    item: LegItem
    points: tuple[Point, ...]
    lane: float
    open_start: bool
    open_end: bool

    @property
    def turns(self) -> tuple[Point | None, Point | None]:
        """Where the approaches at its start and end meet the way; None where there is none."""
        start, end = (False, False) if self.item.line is None else self.item.line.approaches
        return self.points[1] if start else None, self.points[-2] if end else None


class Spot(NamedTuple):
    """A place that may be drawn as a point, and the numbers of the sites at it."""

    place: DossierPlace
    at: Point
    sites: tuple[int, ...]


class AreaSpot(NamedTuple):
    """A place known only as an area: what is seen of it, and where its name fits."""

    place: DossierPlace
    shape: Shape
    at: Point
    sites: tuple[int, ...]


class Scene(NamedTuple):
    """All that is drawn over the basemap, the map's rectangle, and its extent in degrees."""

    plan: Plan
    rectangle: Rectangle
    box: Box
    strokes: tuple[Stroke, ...]
    spots: tuple[Spot, ...]
    areas: tuple[AreaSpot, ...]

    @property
    def thinness(self) -> float:
        """How much thinner than usual strokes are drawn: 1 for as many as can be told apart."""
        return min(1.0, max(_LEAST_THIN, sqrt(MOST_APART / max(1, len(self.strokes)))))

    def placed(self, shape: Shape) -> Shape:
        """Bring a geometry in degrees of the frame onto the paper, in points."""
        return _on_paper(self.plan.projection.project(shape), self.plan, self.rectangle)

    @property
    def points_per_metre(self) -> float:
        """The scale."""
        left, _, right, _ = self.rectangle
        return (right - left) / (self.plan.limits[2] - self.plan.limits[0])


def plan_of(material: Material) -> Plan:
    """Choose what to show: every line and point, and of areas that no line reaches their middle."""
    frame = frame_of(list(_longitudes(material)) or [0.0])
    positions = list(_positions(material, frame))
    box = _box(positions)
    projection = projection_for(box)
    west, south, east, north = projection.limits(box)
    wide, tall = east - west, north - south
    pad = _MARGIN * max(wide, tall)
    plan = Plan(frame, projection, (west - pad, south - pad, east + pad, north + pad))
    return plan.fitted(min(_MOST_ASPECT, max(_LEAST_ASPECT, plan.aspect)))


def scene_of(material: Material, plan: Plan, rectangle: Rectangle) -> Scene:
    """Bring the dossier onto the paper."""
    box = plan.projection.degrees_of(plan.limits, plan.frame.centre_lon_deg)
    scene = Scene(plan, rectangle, box, (), (), ())
    sites: dict[str, list[int]] = defaultdict(list)
    for item in material.sites:
        sites[item.site.place].append(item.number)
    used = [place for place in material.dossier.places if material.numbers.get(place.id)]
    return scene._replace(
        strokes=tuple(_strokes(material, scene)),
        spots=tuple(_spots(used, sites, scene)),
        areas=tuple(_areas(used, sites, material, scene)),
    )


def _longitudes(material: Material) -> Iterator[float]:
    for item in material.legs:
        if item.line is not None:
            yield from (lon for lon, _ in item.line.coordinates)
    for place in material.dossier.places:
        if place.lon_deg is not None and material.numbers.get(place.id):
            yield place.lon_deg


def _positions(material: Material, frame: Frame) -> Iterator[Point]:
    reached = set()
    for item in material.legs:
        if item.line is not None:
            yield from frame.unwrap(item.line.coordinates)
            reached |= {item.leg.from_, item.leg.to, *item.leg.via, *item.leg.passes}
    for place in material.dossier.places:
        lon, lat = place.lon_deg, place.lat_deg
        if lon is None or lat is None or not material.numbers.get(place.id):
            continue
        if place.precision.is_point or place.id not in reached:
            yield (frame.place(lon), lat)


def _box(positions: list[Point]) -> Box:
    if not positions:
        return (-170.0, -56.0, 170.0, 76.0)
    lons, lats = [p[0] for p in positions], [p[1] for p in positions]
    wide = max(0.0, _LEAST_SPAN_DEG - (max(lons) - min(lons))) / 2
    tall = max(0.0, _LEAST_SPAN_DEG - (max(lats) - min(lats))) / 2
    return (
        min(lons) - wide,
        max(-89.0, min(lats) - tall),
        max(lons) + wide,
        min(89.0, max(lats) + tall),
    )


def _on_paper(shape: Shape, plan: Plan, rectangle: Rectangle) -> Shape:
    from shapely.affinity import affine_transform

    west, south, east, north = plan.limits
    left, bottom, right, top = rectangle
    across, up = (right - left) / (east - west), (top - bottom) / (north - south)
    return affine_transform(shape, [across, 0, 0, up, left - west * across, bottom - south * up])


def _strokes(material: Material, scene: Scene) -> Iterator[Stroke]:
    from shapely import LineString

    is_area = {p.id: not p.precision.is_point for p in material.dossier.places}
    drawn = [(item, item.line) for item in material.legs if item.line is not None]
    runs: list[list[Point]] = []
    for _, line in drawn:
        unwrapped = LineString(scene.plan.frame.unwrap(line.coordinates))
        runs.append([(x, y) for x, y in scene.placed(unwrapped).coords])
    left, bottom, right, top = scene.rectangle
    lanes = lanes_of(runs, max(right - left, top - bottom) / _LANE_CELLS)
    for (item, _), run, lane in zip(drawn, runs, lanes, strict=True):
        start, end = item.leg.from_ or "", item.leg.to or ""
        yield Stroke(item, tuple(run), lane, is_area.get(start, True), is_area.get(end, True))


def _spots(
    places: Iterable[DossierPlace], sites: dict[str, list[int]], scene: Scene
) -> Iterator[Spot]:
    for place in places:
        if not place.precision.is_point or place.lon_deg is None or place.lat_deg is None:
            continue
        yield Spot(place, _at(place, scene), tuple(sites.get(place.id, ())))


def _at(place: DossierPlace, scene: Scene) -> Point:
    from shapely import Point as Position

    lon_deg = scene.plan.frame.place(place.lon_deg or 0.0)
    placed = scene.placed(Position(lon_deg, place.lat_deg or 0.0))
    return (placed.x, placed.y)


def _areas(
    places: Iterable[DossierPlace], sites: dict[str, list[int]], material: Material, scene: Scene
) -> Iterator[AreaSpot]:
    from shapely import box, clip_by_rect, make_valid

    for place in places:
        if place.precision.is_point or place.lon_deg is None:
            continue
        shape = material.shape(place.id)
        if shape is None or shape.is_empty:
            yield AreaSpot(place, None, _at(place, scene), tuple(sites.get(place.id, ())))
            continue
        cut = clip_by_rect(scene.plan.frame.shift(shape), *scene.box)
        seen = make_valid(scene.placed(cut.segmentize(1.0))).intersection(box(*scene.rectangle))
        if not seen.is_empty:
            yield AreaSpot(place, seen, _middle(seen), tuple(sites.get(place.id, ())))


def _middle(shape: Shape) -> Point:
    from shapely.ops import polylabel

    parts = [p for p in getattr(shape, "geoms", [shape]) if p.geom_type == "Polygon"]
    if not parts:
        centre = shape.representative_point()
        return (centre.x, centre.y)
    centre = polylabel(max(parts, key=lambda part: part.area), 2.0)
    return (centre.x, centre.y)
