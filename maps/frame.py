"""The dossier's geometry as the map draws it: one run of longitudes, lanes, areas, limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer.place import Precision, Record
from maps.lanes import MOST_COMPARED, lanes_of
from maps.packing import encoded, encoded_runs
from routes.dossier import Dossier, DossierPlace
from routes.paths.line import Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Area", "Drawing", "Frame", "MapView", "Mark", "Sheet", "frame_of", "map_of"]

Shape = Any
"""A shapely geometry, whose package carries no types."""

ShapeOf = Callable[[DossierPlace], Shape | None]

UNITS_PER_DEGREE = 10_000
"""Positions are kept to 0.0001° (11 m), finer than any source words a place."""


class Frame(Record):
    """A run of 360° of longitude about the dossier, so that no line jumps at ±180."""

    centre_lon_deg: float = 0.0

    def place(self, lon_deg: float) -> float:
        """Move a longitude by full turns to within 180° of the centre."""
        turns = round((lon_deg - self.centre_lon_deg) / 360)
        return lon_deg - 360 * turns

    def unwrap(self, line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Give a line (lon_deg, lat_deg) that goes on past ±180 instead of jumping."""
        (run,) = _unwrapped(_in_a_row([line]), self).each()
        return run

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


class Drawing(NamedTuple):
    """The line of a leg as text; an open end is one that stops at an area's edge.

    `joined_start` and `joined_end` say that its first or last stroke is no way but the straight
    approach by which a place is joined to it (see `routes.paths.line.Line.approaches`).
    """

    number: int
    line: str
    lane: float = 0
    open_start: bool = False
    open_end: bool = False
    joined_start: bool = False
    joined_end: bool = False


class Mark(NamedTuple):
    """A place that may be drawn as a point."""

    name: str
    lon_deg: float
    lat_deg: float
    precision: str
    site: bool
    numbers: tuple[int, ...]


class Area(NamedTuple):
    """A place known only as an area; without rings its outline is not known."""

    name: str
    rings: tuple[str, ...]
    lon_deg: float
    lat_deg: float
    precision: str
    numbers: tuple[int, ...]


class MapView(NamedTuple):
    """All that is drawn over the basemap; `limits` are west, south, east, north in degrees."""

    drawings: tuple[Drawing, ...]
    marks: tuple[Mark, ...]
    areas: tuple[Area, ...]
    limits: tuple[float, float, float, float]


def frame_of(lons_deg: Iterable[float]) -> Frame:
    """Centre the frame opposite to the widest gap that the longitudes leave, to 0.01°."""
    import numpy as np

    lons = lons_deg if isinstance(lons_deg, np.ndarray) else np.fromiter(lons_deg, dtype=float)
    steps = np.rint(lons % 360 * 100).astype(int)
    taken = np.flatnonzero(np.bincount(steps)) / 100
    if not len(taken):
        return Frame()
    gaps = [(after - before, after) for before, after in pairwise([*taken, taken[0] + 360])]
    width, east_of_gap = max(gaps)
    centre = float((east_of_gap + (360 - width) / 2) % 360)
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
    lines = _in_a_row([leg.line.coordinates for leg in legs])
    frame = frame_of(_longitudes(uses, lines))
    runs = _unwrapped(lines, frame)
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


class _Runs(NamedTuple):
    """Lines one after another, unwrapped: positions of shape (positions, 2), and their starts."""

    positions: NDArray[np.float64]
    starts: NDArray[np.int64]

    def each(self) -> list[list[tuple[float, float]]]:
        pairs = list(map(tuple, self.positions.tolist()))
        return [pairs[start:end] for start, end in pairwise(self.starts.tolist())]

    def ends(self) -> list[list[tuple[float, float]]]:
        firsts, lasts = (
            self.positions[at].tolist() for at in (self.starts[:-1], self.starts[1:] - 1)
        )
        return [
            [(first[0], first[1]), (last[0], last[1])]
            for first, last in zip(firsts, lasts, strict=True)
        ]


def _in_a_row(lines: Sequence[Sequence[tuple[float, float]]]) -> _Runs:
    import numpy as np

    starts = np.cumsum([0, *map(len, lines)])
    flat = chain.from_iterable(chain.from_iterable(lines))
    positions = np.fromiter(flat, dtype=float, count=2 * int(starts[-1])).reshape(-1, 2)
    return _Runs(positions, starts)


def _unwrapped(lines: _Runs, frame: Frame) -> _Runs:
    """Let each line go on past ±180 from its middle, which stands where the frame has it."""
    import numpy as np

    positions, starts = lines.positions.copy(), lines.starts
    if not len(positions):
        return lines
    steps = (np.diff(positions[:, 0], prepend=0) + 180) % 360 - 180
    along = np.cumsum(steps)
    middles = (starts[:-1] + starts[1:]) // 2
    anchors = positions[middles, 0]
    anchors -= 360 * np.rint((anchors - frame.centre_lon_deg) / 360)
    positions[:, 0] = along + np.repeat(anchors - along[middles], np.diff(starts))
    return _Runs(positions, starts)


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
    points = {p.id for p in sheet.dossier.places if p.precision.is_point}
    number = sheet.first_number
    for route in sheet.dossier.routes:
        for index, leg in enumerate(route.legs):
            line = sheet.lines.get((route.id, index))
            if line is not None and len(line.coordinates) > 1:
                yield _DrawnLeg(number, line, leg.from_ not in points, leg.to not in points)
            number += 1


def _longitudes(uses: Iterable[_Use], lines: _Runs) -> NDArray[np.float64]:
    import numpy as np

    return np.append(lines.positions[:, 0], [use.lon_deg for use in uses])


def _mark(use: _Use, frame: Frame) -> Mark:
    return Mark(
        name=use.place.name,
        lon_deg=round(frame.place(use.lon_deg), 4),
        lat_deg=round(use.lat_deg, 4),
        precision=str(use.place.precision),
        site=use.site,
        numbers=use.numbers,
    )


def _limits(
    runs: _Runs,
    marks: Iterable[Mark],
    alone: Iterable[_Use],
    outlines: Iterable[tuple[_Use, Shape | None]],
    frame: Frame,
) -> tuple[float, float, float, float]:
    """West, south, east, north of what must be seen, with a margin.

    An area that a line already reaches shows by its near part alone, one that stands `alone`
    by its middle: a leg into a wide country must not shrink the route to a speck.
    """
    positions = [(mark.lon_deg, mark.lat_deg) for mark in marks]
    if len(runs.positions):
        positions += [tuple(runs.positions.min(axis=0)), tuple(runs.positions.max(axis=0))]
    if positions:
        positions += [(frame.place(use.lon_deg), use.lat_deg) for use in alone]
    else:
        for use, shape in outlines:
            bounds = shape.bounds if shape is not None and not shape.is_empty else ()
            positions += [bounds[:2], bounds[2:]] if bounds else []
            positions.append((frame.place(use.lon_deg), use.lat_deg))
    if not positions:
        return (-170.0, -56.0, 170.0, 76.0)
    lons, lats = [float(p[0]) for p in positions], [float(p[1]) for p in positions]
    margin = max(0.6, 0.12 * max(max(lons) - min(lons), max(lats) - min(lats)))
    return (
        round(min(lons) - margin, 4),
        round(max(-84.0, min(lats) - margin), 4),
        round(max(lons) + margin, 4),
        round(min(84.0, max(lats) + margin), 4),
    )


def _drawings(
    legs: Sequence[_DrawnLeg], runs: _Runs, limits: tuple[float, float, float, float]
) -> Iterator[Drawing]:
    cell_deg = max(limits[2] - limits[0], limits[3] - limits[1]) / 120
    lines = encoded_runs(runs.positions, runs.starts, UNITS_PER_DEGREE)
    lanes = lanes_of(runs.each() if len(legs) <= MOST_COMPARED else runs.ends(), cell_deg)
    for leg, line, lane in zip(legs, lines, lanes, strict=True):
        yield Drawing(leg.number, line, lane, leg.open_start, leg.open_end, *leg.line.approaches)


def _area(
    use: _Use, shape: Shape | None, frame: Frame, limits: tuple[float, float, float, float]
) -> Area:
    label = (frame.place(use.lon_deg), use.lat_deg)
    rings: tuple[str, ...] = ()
    if shape is not None and not shape.is_empty:
        fineness_deg = max(limits[2] - limits[0], limits[3] - limits[1]) / 1200
        rings = encoded(_rings(shape, fineness_deg), UNITS_PER_DEGREE)
        label = _inside(shape, limits)
    return Area(
        name=use.place.name,
        rings=rings,
        lon_deg=round(label[0], 4),
        lat_deg=round(label[1], 4),
        precision=str(use.place.precision),
        numbers=use.numbers,
    )


def _rings(shape: Shape, fineness_deg: float) -> Iterator[Sequence[tuple[float, float]]]:
    simple = shape.simplify(fineness_deg)
    for part in getattr(simple, "geoms", [simple]):
        if part.geom_type == "Polygon" and part.area > 9 * fineness_deg**2:
            yield part.exterior.coords
            yield from (hole.coords for hole in part.interiors)


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
