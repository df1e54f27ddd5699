"""The dossier's geometry as the map draws it: one run of longitudes, lanes, areas, limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, hypot
from typing import Any, NamedTuple

from gazetteer.place import Precision, Record
from routes.dossier import Dossier, DossierPlace
from routes.paths.line import Line

__all__ = ["Area", "Drawing", "Frame", "MapView", "Mark", "Sheet", "frame_of", "map_of", "packed"]

Shape = Any
"""A shapely geometry, whose package carries no types."""

ShapeOf = Callable[[DossierPlace], Shape | None]

UNITS_PER_DEGREE = 10_000
"""Positions are kept to 0.0001° (11 m), finer than any source words a place."""

SAME_LANE_SHARE = 0.25
"""Two lines that lie together for this share of the shorter run side by side."""


class Frame(Record):
    """A run of 360° of longitude about the dossier, so that no line jumps at ±180."""

    centre_lon_deg: float = 0.0

    def place(self, lon_deg: float) -> float:
        """Move a longitude by full turns to within 180° of the centre."""
        turns = round((lon_deg - self.centre_lon_deg) / 360)
        return lon_deg - 360 * turns

    def unwrap(self, line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Give a line (lon_deg, lat_deg) that goes on past ±180 instead of jumping."""
        if not line:
            return []
        middle = len(line) // 2
        ahead = _continued(self.place(line[middle][0]), line[middle:])
        behind = _continued(self.place(line[middle][0]), line[middle::-1])
        return [*behind[:0:-1], *ahead]

    def shift(self, shape: Shape) -> Shape:
        """Move each part of a shapely geometry by full turns to where it belongs."""
        from shapely import GeometryCollection
        from shapely.affinity import translate
        from shapely.ops import unary_union

        parts = list(getattr(shape, "geoms", [shape]))
        moved = []
        for part in parts:
            middle = (part.bounds[0] + part.bounds[2]) / 2
            moved.append(translate(part, self.place(middle) - middle))
        return unary_union(moved) if moved else GeometryCollection()


class Sheet(NamedTuple):
    """A dossier, the line of each leg by (route id, index), and the number of its first leg."""

    dossier: Dossier
    lines: Mapping[tuple[str, int], Line | None]
    first_number: int


class Drawing(Record):
    """The line of a leg, packed; an open end is one that stops at an area's edge."""

    number: int
    line: tuple[int, ...]
    lane: float = 0
    open_start: bool = False
    open_end: bool = False


class Mark(Record):
    """A place that may be drawn as a point."""

    name: str
    lon_deg: float
    lat_deg: float
    precision: str
    site: bool
    numbers: tuple[int, ...]


class Area(Record):
    """A place known only as an area; without rings its outline is not known."""

    name: str
    rings: tuple[tuple[int, ...], ...]
    lon_deg: float
    lat_deg: float
    precision: str
    numbers: tuple[int, ...]


class MapView(Record):
    """All that is drawn over the basemap; `limits` are west, south, east, north in degrees."""

    drawings: tuple[Drawing, ...]
    marks: tuple[Mark, ...]
    areas: tuple[Area, ...]
    limits: tuple[float, float, float, float]


def packed(line: Iterable[tuple[float, float]], units: int = UNITS_PER_DEGREE) -> tuple[int, ...]:
    """Write positions as whole units: the first as it is, the others as steps.

    Parameters
    ----------
    line
        Positions (lon_deg, lat_deg).
    units
        Units in a degree.

    Returns
    -------
    tuple of int
        lon, lat, step of lon, step of lat …; positions that fall together are dropped.
    """
    numbers: list[int] = []
    at = (0, 0)
    for lon_deg, lat_deg in line:
        here = (round(lon_deg * units), round(lat_deg * units))
        if numbers and here == at:
            continue
        numbers += [here[0] - at[0], here[1] - at[1]]
        at = here
    return tuple(numbers)


def frame_of(lons_deg: Iterable[float]) -> Frame:
    """Centre the frame opposite to the widest gap that the longitudes leave."""
    turned = sorted({lon % 360 for lon in lons_deg})
    if not turned:
        return Frame()
    gaps = [(after - before, after) for before, after in pairwise([*turned, turned[0] + 360])]
    width, east_of_gap = max(gaps)
    centre = (east_of_gap + (360 - width) / 2) % 360
    return Frame(centre_lon_deg=round(centre if centre <= 180 else centre - 360, 4))


def map_of(sheets: Sequence[Sheet], shape_of: ShapeOf) -> tuple[Frame, MapView]:
    """Lay out what the dossiers draw.

    Parameters
    ----------
    shape_of
        The outline of a place that is no point, or None where it is not known.
    """
    uses = [use for sheet in sheets for use in _uses(sheet)]
    legs = [leg for sheet in sheets for leg in _drawn_legs(sheet)]
    frame = frame_of(_longitudes(uses, legs))
    runs = [frame.unwrap(leg.line.coordinates) for leg in legs]
    marks = tuple(_mark(use, frame) for use in uses if use.place.precision.is_point)
    outlines = [
        (use, None if shape is None else frame.shift(shape))
        for use in uses
        if not use.place.precision.is_point
        for shape in [shape_of(use.place)]
    ]
    reached = {leg.number for leg in legs}
    alone = [use for use, _ in outlines if use.site or reached.isdisjoint(use.numbers)]
    limits = _limits(runs, marks, alone, outlines, frame)
    return frame, MapView(
        drawings=tuple(_drawings(legs, runs, limits)),
        marks=marks,
        areas=tuple(_area(use, shape, frame, limits) for use, shape in outlines),
        limits=limits,
    )


def _continued(start_deg: float, line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    placed = [(start_deg, line[0][1])]
    for (before, _), (after, lat) in pairwise(line):
        step = (after - before + 180) % 360 - 180
        placed.append((placed[-1][0] + step, lat))
    return placed


class _Use(NamedTuple):
    """A place with a position, and the numbers of the legs and sites that touch it."""

    place: DossierPlace
    lon_deg: float
    lat_deg: float
    numbers: tuple[int, ...]
    site: bool


class _DrawnLeg(NamedTuple):
    number: int
    line: Line
    open_start: bool
    open_end: bool


def _uses(sheet: Sheet) -> Iterator[_Use]:
    numbers: dict[str, list[int]] = defaultdict(list)
    number = sheet.first_number
    for leg in (leg for route in sheet.dossier.routes for leg in route.legs):
        for place_id in dict.fromkeys((leg.from_, *leg.via, *leg.passes, leg.to)):
            numbers[place_id or ""].append(number)
        number += 1
    sites = {site.place for site in sheet.dossier.sites}
    for site in sheet.dossier.sites:
        numbers[site.place].append(number)
        number += 1
    for place in sheet.dossier.places:
        known = place.lon_deg is not None and place.lat_deg is not None
        if known and place.id in numbers and place.precision is not Precision.UNDISCLOSED:
            yield _Use(
                place,
                place.lon_deg or 0.0,
                place.lat_deg or 0.0,
                tuple(numbers[place.id]),
                place.id in sites,
            )


def _drawn_legs(sheet: Sheet) -> Iterator[_DrawnLeg]:
    is_area = {p.id: not p.precision.is_point for p in sheet.dossier.places}
    number = sheet.first_number
    for route in sheet.dossier.routes:
        for index, leg in enumerate(route.legs):
            line = sheet.lines.get((route.id, index))
            if line is not None and len(line.coordinates) > 1:
                yield _DrawnLeg(
                    number,
                    line,
                    is_area.get(leg.from_ or "", True),
                    is_area.get(leg.to or "", True),
                )
            number += 1


def _longitudes(uses: Iterable[_Use], legs: Iterable[_DrawnLeg]) -> Iterator[float]:
    yield from (use.lon_deg for use in uses)
    for leg in legs:
        yield from (lon for lon, _ in leg.line.coordinates)


def _mark(use: _Use, frame: Frame) -> Mark:
    return Mark(
        name=use.place.name,
        lon_deg=round(frame.place(use.lon_deg), 5),
        lat_deg=round(use.lat_deg, 5),
        precision=use.place.precision.value,
        site=use.site,
        numbers=use.numbers,
    )


def _limits(
    runs: Iterable[Sequence[tuple[float, float]]],
    marks: Iterable[Mark],
    alone: Iterable[_Use],
    outlines: Iterable[tuple[_Use, Shape | None]],
    frame: Frame,
) -> tuple[float, float, float, float]:
    """West, south, east, north of what must be seen, with a margin.

    An area that a line already reaches shows by its near part alone, one that stands `alone`
    by its middle: a leg into a wide country must not shrink the route to a speck.
    """
    positions = [position for run in runs for position in run]
    positions += [(mark.lon_deg, mark.lat_deg) for mark in marks]
    if positions:
        positions += [(frame.place(use.lon_deg), use.lat_deg) for use in alone]
    else:
        for use, shape in outlines:
            bounds = shape.bounds if shape is not None and not shape.is_empty else ()
            positions += [bounds[:2], bounds[2:]] if bounds else []
            positions.append((frame.place(use.lon_deg), use.lat_deg))
    if not positions:
        return (-170.0, -56.0, 170.0, 76.0)
    lons, lats = [p[0] for p in positions], [p[1] for p in positions]
    margin = max(0.6, 0.12 * max(max(lons) - min(lons), max(lats) - min(lats)))
    return (
        round(min(lons) - margin, 4),
        round(max(-84.0, min(lats) - margin), 4),
        round(max(lons) + margin, 4),
        round(min(84.0, max(lats) + margin), 4),
    )


def _drawings(
    legs: Sequence[_DrawnLeg],
    runs: Sequence[Sequence[tuple[float, float]]],
    limits: tuple[float, float, float, float],
) -> Iterator[Drawing]:
    cell_deg = max(limits[2] - limits[0], limits[3] - limits[1]) / 120
    lanes = _lanes(runs, cell_deg)
    for leg, run, lane in zip(legs, runs, lanes, strict=True):
        yield Drawing(
            number=leg.number,
            line=packed(run),
            lane=lane,
            open_start=leg.open_start,
            open_end=leg.open_end,
        )


def _lanes(runs: Sequence[Sequence[tuple[float, float]]], cell_deg: float) -> list[float]:
    """Give lines that lie together lanes side by side, counted from the middle, right positive."""
    cells = [_cells(run, cell_deg) for run in runs]
    holders: dict[tuple[int, int], list[int]] = defaultdict(list)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for index, own in enumerate(cells):
        for cell in own:
            for other in holders[cell]:
                shared[other, index] += 1
            holders[cell].append(index)
    leader = list(range(len(runs)))
    for (first, second), count in sorted(shared.items()):
        if count > SAME_LANE_SHARE * min(len(cells[first]), len(cells[second])):
            leader[second] = min(leader[first], leader[second])
    bundles: dict[int, list[int]] = defaultdict(list)
    for index, lead in enumerate(leader):
        bundles[lead].append(index)
    lanes = [0.0] * len(runs)
    for lead, bundle in bundles.items():
        for place, index in enumerate(bundle):
            aside = place - (len(bundle) - 1) / 2
            lanes[index] = aside if _same_way(runs[lead], runs[index]) else -aside
    return lanes


def _cells(run: Sequence[tuple[float, float]], cell_deg: float) -> set[tuple[int, int]]:
    """List the squares of a grid that a line passes, sampled twice in each."""
    passed = set()
    for (lon, lat), (next_lon, next_lat) in pairwise(run):
        samples = max(1, ceil(2 * hypot(next_lon - lon, next_lat - lat) / cell_deg))
        for n in range(samples + 1):
            share = n / samples
            passed.add(
                (
                    round((lon + share * (next_lon - lon)) / cell_deg),
                    round((lat + share * (next_lat - lat)) / cell_deg),
                )
            )
    return passed


def _same_way(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> bool:
    dot = (one[-1][0] - one[0][0]) * (other[-1][0] - other[0][0])
    dot += (one[-1][1] - one[0][1]) * (other[-1][1] - other[0][1])
    return dot >= 0


def _area(
    use: _Use, shape: Shape | None, frame: Frame, limits: tuple[float, float, float, float]
) -> Area:
    label = (frame.place(use.lon_deg), use.lat_deg)
    rings: tuple[tuple[int, ...], ...] = ()
    if shape is not None and not shape.is_empty:
        fineness_deg = max(limits[2] - limits[0], limits[3] - limits[1]) / 1200
        rings = tuple(_rings(shape, fineness_deg))
        label = _inside(shape, limits)
    return Area(
        name=use.place.name,
        rings=rings,
        lon_deg=round(label[0], 4),
        lat_deg=round(label[1], 4),
        precision=use.place.precision.value,
        numbers=use.numbers,
    )


def _rings(shape: Shape, fineness_deg: float) -> Iterator[tuple[int, ...]]:
    simple = shape.simplify(fineness_deg)
    for part in getattr(simple, "geoms", [simple]):
        if part.geom_type == "Polygon" and part.area > 9 * fineness_deg**2:
            yield packed(part.exterior.coords)
            yield from (packed(hole.coords) for hole in part.interiors)


def _inside(shape: Shape, limits: tuple[float, float, float, float]) -> tuple[float, float]:
    """Find a position well inside of what is seen of an area, where its name fits."""
    from shapely import box
    from shapely.ops import polylabel

    seen = shape.intersection(box(*limits))
    parts = [
        p for p in getattr(seen, "geoms", [seen]) if p.geom_type == "Polygon" and not p.is_empty
    ]
    if not parts:
        centre = shape.representative_point()
        return (centre.x, centre.y)
    widest = max(parts, key=lambda part: part.area)
    tolerance = max(limits[2] - limits[0], limits[3] - limits[1]) / 200
    centre = polylabel(widest, tolerance)
    return (centre.x, centre.y)
