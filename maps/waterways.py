"""The basemap's rivers: the navigable ones and the canals, whose cited courses `routes` holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from maps.basemap import Box, Label
from routes.paths.line import split_at_antimeridian
from routes.paths.passages import passages

__all__ = ["courses_in", "waterway_labels"]

SHORTEST_NAMED = 1 / 60
"""Of a box's width: what is shorter is drawn without its name."""

FIRST_RANK = 1500
"""Their names come after those of the seas and before those of the towns."""


def courses_in(box: Box | None) -> Iterator[tuple[str, Any]]:
    """Give the name and the course, a shapely line, of each waterway that meets a box.

    Parameters
    ----------
    box
        West, south, east, north in degrees within ±180; None is the world.
    """
    from shapely import LineString
    from shapely import box as rectangle

    around = rectangle(*(box or (-180.0, -90.0, 180.0, 90.0)))
    for passage in passages():
        for part in split_at_antimeridian(passage.course) if passage.course else ():
            course = LineString(part)
            if course.intersects(around):
                yield passage.name, course


def waterway_labels(box: Box) -> tuple[Label, ...]:
    """Name the waterways of a box (of the frame) at the middle of what it shows of them."""
    from shapely import clip_by_rect

    found: dict[str, tuple[float, Any]] = {}
    for turn in (-360.0, 0.0, 360.0):
        real = (max(-180.0, box[0] - turn), box[1], min(180.0, box[2] - turn), box[3])
        if real[0] >= real[2]:
            continue
        for name, course in courses_in(real):
            seen = clip_by_rect(course, *real)
            if seen.length > found.get(name, (0.0, None))[0]:
                found[name] = (seen.length, seen.interpolate(0.5, normalized=True))
    least_deg = SHORTEST_NAMED * (box[2] - box[0])
    named = [item for item in found.items() if item[1][0] >= least_deg]
    longest = sorted(named, key=lambda item: (-item[1][0], item[0]))
    return tuple(
        Label(kind="river", name=name, lon_deg=at.x, lat_deg=round(at.y, 3), rank=FIRST_RANK + n)
        for n, (name, (_, at)) in enumerate(longest)
    )
