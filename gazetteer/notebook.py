"""What a look-up shows in a notebook: a small table, and a map drawn of the store's own outlines.

One piece of HTML with an SVG in it: no script, no style sheet, no request; every word escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gazetteer.around import Holder, Surroundings
    from gazetteer.found import Found
    from gazetteer.place import Place
    from gazetteer.store import Gazetteer

__all__ = ["found_html", "known_by", "surroundings_html"]

_WIDE, _HIGH = 420, 260
_LEAST_DEG = 4.0
_COARSE_DEG = 60.0
_LAND, _WATER, _EDGE, _MARK = "#efece4", "#dbe7ee", "#b9b2a3", "#b3261e"
_CELL = "padding:2px 8px;text-align:left;vertical-align:top"


def found_html(found: Found, gazetteer: Gazetteer | None) -> str:
    """Write the candidates of a name as a table and a map."""
    if not found:
        return f"<p>no place named {_text(found.name)} is known</p>"
    head = ("", "score", "name", "kind", "country", "region", "lon, lat", "reasons")
    rows = [
        (
            str(number),
            f"{one.score:.2f}",
            one.place.name,
            one.place.kind.value,
            " or ".join(one.place.countries),
            one.place.region or "",
            f"{one.place.lon_deg:.3f}, {one.place.lat_deg:.3f}",
            "; ".join(filter(None, (*one.why, one.place.note))),
        )
        for number, one in enumerate(found, 1)
    ]
    return f"<div>{_map([one.place for one in found], gazetteer)}{_table(head, rows)}</div>"


def surroundings_html(around: Surroundings) -> str:
    """Write what holds a position, and what is near it, as two tables."""
    from gazetteer.around import compass

    holders = [
        (one.place.name, one.place.kind.value, " or ".join(one.place.countries), known_by(one))
        for one in around.holders
    ]
    nearest = [
        (
            one.place.name,
            one.place.kind.value,
            " or ".join(one.place.countries),
            f"{one.distance_km:.0f} km {compass(one.bearing_deg)}",
        )
        for one in around.nearest
    ]
    held = _table(("held by", "kind", "country", "known by"), holders)
    notes = "".join(
        f"<p>{_text(f'{one.place.name}: {one.place.note}')}</p>"
        for one in around.holders
        if one.place.note
    )
    near = _table(("nearest", "kind", "country", "from here"), nearest)
    return f"<div>{held}{notes}{near}</div>"


def known_by(holder: Holder) -> str:
    """Say how it is known that an area holds a position."""
    if holder.by == "outline":
        return f"outline ({holder.source})"
    return "its box alone" if holder.by == "box" else "division of the nearest town"


def _text(value: str) -> str:
    return escape(value, quote=True)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    titles = "".join(f'<th style="{_CELL}">{_text(one)}</th>' for one in head)
    lines = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{_text(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"


def _map(places: Sequence[Place], gazetteer: Gazetteer | None) -> str:
    """Draw numbered dots on land and water, longitude and latitude as they are."""
    west, south, east, north = _frame(places)
    land = "".join(_land((west, south, east, north), gazetteer))
    dots = []
    for number, place in reversed(list(enumerate(places, 1))):
        x, y = _spot(place.lon_deg, place.lat_deg, west, south, east, north)
        title = f"<title>{number}. {_text(place.name)}</title>"
        dots.append(
            f'<g>{title}<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{_MARK}"/>'
            f'<text x="{x:.1f}" y="{y + 3.5:.1f}" text-anchor="middle" font-size="10" '
            f'font-family="sans-serif" fill="#fff">{number}</text></g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_WIDE}" height="{_HIGH}" '
        f'viewBox="0 0 {_WIDE} {_HIGH}" aria-label="where the candidates lie">'
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="{_WATER}"/>{land}{"".join(dots)}</svg>'
    )


def _frame(places: Sequence[Place]) -> tuple[float, float, float, float]:
    """Give limits about all places, as wide to high as the picture."""
    lons, lats = [one.lon_deg for one in places], [one.lat_deg for one in places]
    wide = max((max(lons) - min(lons)) * 1.25, _LEAST_DEG)
    high = max((max(lats) - min(lats)) * 1.35, _LEAST_DEG * _HIGH / _WIDE)
    wide, high = max(wide, high * _WIDE / _HIGH), max(high, wide * _HIGH / _WIDE)
    lon, lat = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    return lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2


def _land(frame: tuple[float, float, float, float], gazetteer: Gazetteer | None) -> Iterator[str]:
    import shapely

    from gazetteer.atlas import layer

    west, south, east, north = frame
    scale = 110 if east - west > _COARSE_DEG else 50
    seen = (max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0))
    for shape in layer("land", scale, seen, gazetteer=gazetteer):
        cut = shapely.clip_by_rect(shapely.make_valid(shape), *seen)
        for part in shapely.get_parts(cut):
            if part.geom_type == "Polygon" and not part.is_empty:
                path = "".join(_ring(ring, frame) for ring in (part.exterior, *part.interiors))
                yield (
                    f'<path d="{path}" fill="{_LAND}" stroke="{_EDGE}" '
                    'stroke-width="0.6" fill-rule="evenodd"/>'
                )


def _ring(ring: Any, frame: tuple[float, float, float, float]) -> str:
    spots = (_spot(lon, lat, *frame) for lon, lat in ring.coords)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots) + "Z"


def _spot(
    lon: float, lat: float, west: float, south: float, east: float, north: float
) -> tuple[float, float]:
    return (lon - west) / (east - west) * _WIDE, (north - lat) / (north - south) * _HIGH
