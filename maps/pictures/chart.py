"""The map itself: ground, areas, legs, marks, badges and names in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot, log10
from typing import TYPE_CHECKING

from gazetteer.place import Precision
from maps.names import labels_in
from maps.pictures.canvas import Canvas, Point, Rectangle
from maps.pictures.ground import draw_ground
from maps.pictures.labels import Room, around
from maps.pictures.palette import Palette
from maps.pictures.scene import AreaSpot, Scene, Spot
from maps.pictures.strokes import course_of, draw_stroke, draw_thin
from maps.pictures.symbols import symbol_path
from maps.style import PHASES, PRECISIONS, STATUSES
from routes.dossier import Mode, Phase
from routes.evidence import Status

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from maps.exports.material import Material

__all__ = ["draw_chart"]

_NAME_PT, _BADGE_PT = 7.2, 6.4
_MOST_COUNTRIES, _MOST_SEAS, _MOST_TOWNS = 22, 8, 10
_NOTE_PT = 5.6
_MOST_BADGES = _MOST_NAMES = 150
"""With more of them they would hide the map."""

_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)


def draw_chart(
    canvas: Canvas, scene: Scene, material: Material, palette: Palette, gazetteer: Gazetteer
) -> None:
    """Draw the map into its rectangle."""
    room = Room(scene.rectangle)
    canvas.clip_to(scene.rectangle)
    draw_ground(canvas, scene, palette, gazetteer)
    for area in scene.areas:
        _draw_area(canvas, area, palette)
    _draw_scale(canvas, scene, palette, room)
    courses = [course_of(stroke) for stroke in scene.strokes]
    for stroke, course in zip(scene.strokes, courses, strict=True):
        if scene.thinness < 1:
            draw_thin(canvas, stroke, course, palette, scene.thinness)
        else:
            draw_stroke(canvas, stroke, course, palette)
        room.cross(course)
    for spot in scene.spots:
        _draw_mark(canvas, spot, palette, scene.thinness)
        x, y = spot.at
        room.take((x - 3, y - 3, x + 3, y + 3))
    longest = _note_of(0, scene, material)
    if longest:
        room.take(_note_box(canvas, scene, longest.replace("0 of", f"{_MOST_BADGES} of", 1)))
    shown = _draw_numbers(canvas, scene, courses, palette, room)
    shown += _draw_sites(canvas, scene, material, palette, room)
    note = _note_of(shown, scene, material)
    if note:
        left, bottom, right, top = _note_box(canvas, scene, note)
        ground = [(left - 2, bottom), (right + 2, bottom), (right + 2, top), (left - 2, top)]
        canvas.polygon(ground, palette.paper, layer=40)
        canvas.text((left, bottom + 2.4), note, _NOTE_PT, palette.ink)
    busiest = sorted(scene.spots, key=lambda spot: -len(material.numbers[spot.place.id]))
    for spot in busiest[:_MOST_NAMES]:
        _draw_name(canvas, spot, palette, room, crowded=scene.thinness < 1)
    for area in scene.areas:
        _draw_area_name(canvas, area, palette, room)
    _draw_quiet_names(canvas, scene, palette, gazetteer, room)
    canvas.clip_to(None)


def _draw_numbers(
    canvas: Canvas, scene: Scene, courses: Sequence[Sequence[Point]], palette: Palette, room: Room
) -> int:
    """Draw the badges of the legs; of very many the first, and some others, where it is free."""
    legs = list(zip(scene.strokes, courses, strict=True))
    crowded = scene.thinness < 1
    step = max(1, len(legs) // (2 * _MOST_BADGES))
    shown = 0
    for stroke, course in legs[:_MOST_BADGES] + legs[_MOST_BADGES::step]:
        item = stroke.item
        status = Status.SINGLE_SOURCE if crowded else item.status
        badge = _Badge(item.number, status, item.route.phase, item.leg.mode)
        boxes = _on(course, badge.size(canvas))
        shown += _draw_badge(canvas, badge, boxes, palette, room, strict=crowded)
        if crowded and shown == _MOST_BADGES:
            break
    return shown


def _note_of(shown: int, scene: Scene, material: Material) -> str | None:
    """Word how many numbers the map has no room for, and where they are told."""
    whole = len(scene.strokes) + len(material.sites)
    if scene.thinness == 1 or shown == whole:
        return None
    words = f"{shown:,} of {whole:,} numbers and no signs of status shown"
    return f"{words}: all stand in the dossier and on its page"


def _note_box(canvas: Canvas, scene: Scene, words: str) -> Rectangle:
    """Give the room of the note in the lower right corner."""
    _, bottom, right, _ = scene.rectangle
    wide = canvas.width_of(words, _NOTE_PT)
    return (right - 7 - wide, bottom + 6, right - 7, bottom + 15)


class _Badge:
    """What stands in the pill of a leg or site."""

    def __init__(self, number: int, status: Status, phase: Phase, mode: Mode | None) -> None:
        words = [str(number)]
        words += [STATUSES[status].word] if STATUSES[status].shown else []
        words += [PHASES[phase].word] if PHASES[phase].dotted else []
        self.text = " ".join(words)
        self.mode = mode

    def size(self, canvas: Canvas) -> tuple[float, float]:
        icon = _BADGE_PT + 2 if self.mode else 0.0
        return (canvas.width_of(self.text, _BADGE_PT) + icon + 6.5, _BADGE_PT + 3.4)


def _on(course: Sequence[Point], size: tuple[float, float]) -> Iterator[Rectangle]:
    """Give boxes on a line, its middle first, and beside it.

    On a line that is too short to be seen beside its badge those beside it come first.
    """
    from shapely import LineString

    line = LineString(course)
    is_short = line.length < 2.2 * size[0]
    for beside in (True, False) if is_short else (False, True):
        for share in _ALONG:
            here = line.interpolate(share, normalized=True)
            if not beside:
                yield _centred((here.x, here.y), *size)
                continue
            before = line.interpolate(max(0.0, line.project(here) - 3))
            for x, y in _aside((before.x, before.y), (here.x, here.y), size):
                yield _centred((x, y), *size)


def _aside(before: Point, here: Point, size: tuple[float, float]) -> Iterator[Point]:
    """Give the middles of boxes that just clear a line on either side."""
    dx, dy = here[0] - before[0], here[1] - before[1]
    run = hypot(dx, dy) or 1.0
    normal = (-dy / run, dx / run)
    away = (abs(normal[0]) * size[0] + abs(normal[1]) * size[1]) / 2 + 4
    for side in (1, -1):
        yield (here[0] + side * normal[0] * away, here[1] + side * normal[1] * away)


def _draw_badge(
    canvas: Canvas, badge: _Badge, boxes: Iterator[Rectangle], palette: Palette, room: Room,
    *, strict: bool = False,
) -> bool:  # fmt: skip
    """Draw a badge where it hides least, and say whether there was room for it."""
    # A badge belongs on its line, so a line beneath it is no harm: only boxes count.
    box = room.without_lines().free(boxes, strict=strict)
    if box is None:
        return False
    colour = palette.modes[badge.mode] if badge.mode else palette.ink
    canvas.pill(box, palette.paper, colour, 0.9, layer=30)
    left, middle = box[0] + 3.2, (box[1] + box[3]) / 2
    if badge.mode:
        icon = symbol_path(badge.mode, (left + _BADGE_PT / 2, middle), _BADGE_PT + 0.6)
        canvas.path(icon, colour, layer=31)
        left += _BADGE_PT + 2
    canvas.text((left, middle), badge.text, _BADGE_PT, palette.ink, up="center", bold=True)
    return True


def _draw_mark(canvas: Canvas, spot: Spot, palette: Palette, thinness: float) -> None:
    """Draw a full dot for what is known, a ring for a town, a square about a site."""
    if spot.sites:
        x, y = spot.at
        square = [(x - 3, y - 3), (x + 3, y - 3), (x + 3, y + 3), (x - 3, y + 3)]
        canvas.polygon(square, palette.paper, layer=20)
        canvas.line([*square, square[0]], palette.ink, 0.9, layer=20.5)
    size = max(0.5, thinness)
    if PRECISIONS[spot.place.precision].drawn == "known":
        canvas.dot(spot.at, 1.9 * size, palette.ink, palette.paper, 0.6 * size, layer=21)
    else:
        canvas.dot(spot.at, 1.9 * size, palette.paper, palette.ink, 0.9 * size, layer=21)


def _draw_sites(
    canvas: Canvas, scene: Scene, material: Material, palette: Palette, room: Room
) -> int:
    crowded = len(material.sites) > _MOST_BADGES
    shown = 0
    where = {n: spot.at for spot in scene.spots for n in spot.sites}
    where |= {n: area.at for area in scene.areas for n in area.sites}
    for item in material.sites:
        if item.number in where:
            badge = _Badge(item.number, item.status, item.site.phase, None)
            boxes = around(where[item.number], *badge.size(canvas), gap=5.0)
            shown += _draw_badge(canvas, badge, boxes, palette, room, strict=crowded)
    return shown


def _draw_name(canvas: Canvas, spot: Spot, palette: Palette, room: Room, *, crowded: bool) -> None:
    name = spot.place.name
    size = (canvas.width_of(name, _NAME_PT), _NAME_PT)
    gap = 6.6 if spot.sites else 4.8
    boxes = around(spot.at, *size, gap)
    # Lines are everywhere on a crowded map: a name keeps only clear of other words.
    box = room.without_lines().free(boxes, strict=True) if crowded else room.free(boxes)
    if box is not None:
        at = (box[0], box[1] + 0.22 * _NAME_PT)
        canvas.text(at, name, _NAME_PT, palette.ink, bold=True, halo=palette.land)


def _draw_area(canvas: Canvas, area: AreaSpot, palette: Palette) -> None:
    """Fill an area paler towards its edge: its border is not what the report tells."""
    if area.shape is None:
        return
    for inset in (0.0, 1.5, 3.0, 4.5):
        inner = area.shape.buffer(-inset) if inset else area.shape
        if not inner.is_empty:
            canvas.shape(inner, _area_colour(area, palette), layer=3, opacity=0.055)


def _area_colour(area: AreaSpot, palette: Palette) -> str:
    return palette.sea_name if area.place.precision is Precision.WATER else palette.area


def _draw_area_name(canvas: Canvas, area: AreaSpot, palette: Palette, room: Room) -> None:
    name, size = area.place.name, _NAME_PT + 0.6
    wide = canvas.width_of(name, size, italic=True)
    x, y = area.at
    shifts = [(0, 0), *((dx, dy) for dy in (9, -9, 18, -18) for dx in (0, -14, 14))]
    boxes = [_centred((x + dx, y + dy), wide, size) for dx, dy in shifts]
    box = room.free(boxes)
    if box is not None:
        at = (box[0], box[1] + 0.22 * size)
        colour = _area_colour(area, palette)
        canvas.text(at, name, size, colour, italic=True, bold=True, halo=palette.land)


def _draw_quiet_names(
    canvas: Canvas, scene: Scene, palette: Palette, gazetteer: Gazetteer, room: Room
) -> None:
    """Write names of countries, seas and towns where nothing else is."""
    from shapely import Point as Position

    taken = {spot.place.name for spot in scene.spots} | {a.place.name for a in scene.areas}
    left = {"country": _MOST_COUNTRIES, "sea": _MOST_SEAS, "town": _MOST_TOWNS}
    looks = {
        "country": (6.2, palette.country_name),
        "sea": (6.6, palette.sea_name),
        "town": (5.6, palette.quiet),
    }
    for label in labels_in(scene.box, scene.plan.frame, gazetteer):
        if label.name in taken or not left[label.kind]:
            continue
        size, colour = looks[label.kind]
        lon_deg = scene.plan.frame.place(label.lon_deg)
        at = scene.placed(Position(lon_deg, label.lat_deg))
        if not (at.x == at.x and abs(at.x) < 1e6):
            continue
        text = label.name.upper() if label.kind == "country" else label.name
        italic = label.kind == "sea"
        wide = canvas.width_of(text, size, italic=italic)
        if label.kind == "town":
            boxes = list(around((at.x, at.y), wide, size, 2.4))[:8]
        else:
            boxes = [
                _centred((at.x + dx, at.y + dy), wide, size)
                for dy in (0, 10, -10, 20, -20)
                for dx in (0, -12, 12)
            ]
        box = room.free(boxes, strict=True)
        if box is None:
            continue
        left[label.kind] -= 1
        taken.add(label.name)
        if label.kind == "town":
            canvas.dot((at.x, at.y), 0.8, palette.quiet, palette.land, 0.2, layer=9)
        canvas.text(
            (box[0], box[1] + 0.22 * size), text, size, colour, layer=9, italic=italic,
            halo=None if italic else palette.land,
        )  # fmt: skip


def _centred(at: Point, wide: float, tall: float) -> Rectangle:
    return (at[0] - wide / 2, at[1] - tall / 2, at[0] + wide / 2, at[1] + tall / 2)


def _draw_scale(canvas: Canvas, scene: Scene, palette: Palette, room: Room) -> None:
    """Draw a bar of a round length where the scale holds across the map."""
    left, bottom, right, _ = scene.rectangle
    kilometres = (right - left) / scene.points_per_metre / 1000
    if kilometres > 8000 or (scene.plan.projection.name == "Mercator" and kilometres > 5000):
        return
    wanted = 0.2 * kilometres
    power = 10 ** int(log10(wanted)) if wanted >= 1 else 1
    length = max(n * power for n in (1, 2, 5) if n * power <= max(wanted, power))
    wide = length * 1000 * scene.points_per_metre
    x, y = left + 7, bottom + 7
    bar = [(x, y + 2.5), (x, y), (x + wide, y), (x + wide, y + 2.5)]
    canvas.line(bar, palette.quiet, 0.7, layer=40)
    canvas.text((x + 2, y + 2.2), f"{length:,} km", 5.6, palette.quiet, halo=palette.water)
    room.take((x - 2, y - 2, x + wide + 2, y + 9))
