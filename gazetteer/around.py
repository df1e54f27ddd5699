"""What holds a position, and what lies nearest to it: the look-up turned round."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from gazetteer.place import Place, PlaceKind, Record
from gazetteer.sphere import bearing_deg

if TYPE_CHECKING:
    from gazetteer.shelf import Entry
    from gazetteer.store import Gazetteer

__all__ = ["Holder", "Neighbour", "Surroundings", "compass", "surroundings"]

_POINTS = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
    "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
_GROUPS: tuple[tuple[PlaceKind, ...], ...] = (
    (PlaceKind.CITY,),
    (PlaceKind.PORT,),
    (PlaceKind.AIRPORT, PlaceKind.BASE),
)
_NATURAL_EARTH = "Natural Earth, 1:10 million"
_COARSE = "drawn for this project, coarse"
_EACH = 3
_RADII_KM = (25.0, 100.0, 400.0)
_TOWN_KM = 40.0
_MOST_BOXES = 4


class Holder(Record):
    """An area that holds the position, and how that is known.

    `by` is ``outline`` (a polygon of the store), ``box`` (the area's limits alone: it may lie
    outside) or ``nearest town`` (the division of the nearest town); `source` is whose outline it
    is: that Natural Earth draws a country's is no verdict on whose the position is.
    """

    place: Place
    by: Literal["outline", "box", "nearest town"]
    source: str = ""


class Neighbour(Record):
    """A place near the position: how far, and in which direction from the position."""

    place: Place
    distance_km: float = Field(ge=0)
    bearing_deg: float = Field(ge=0, lt=360)


class Surroundings(Record):
    """What is known of a position; holders from the surest to the vaguest, nearest places by kind.

    Where governments or sources differ on the country, the holders carry each view in `assigned`.
    """

    lon_deg: float = Field(ge=-180, le=180)
    lat_deg: float = Field(ge=-90, le=90)
    holders: tuple[Holder, ...]
    nearest: tuple[Neighbour, ...]

    def _repr_html_(self) -> str:
        from gazetteer.notebook import surroundings_html

        return surroundings_html(self)


def surroundings(gazetteer: Gazetteer, lon_deg: float, lat_deg: float) -> Surroundings:
    """Tell what holds a position and what is near it; see `Gazetteer.at`."""
    nearest = tuple(
        neighbour for kinds in _GROUPS for neighbour in _nearest(gazetteer, lon_deg, lat_deg, kinds)
    )
    return Surroundings(
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        holders=tuple(_holders(gazetteer, lon_deg, lat_deg)),
        nearest=nearest,
    )


def compass(bearing: float) -> str:
    """Give the nearest of the sixteen points of the compass: 200° is SSW."""
    return _POINTS[round(bearing / 22.5) % 16]


def _nearest(
    gazetteer: Gazetteer, lon_deg: float, lat_deg: float, kinds: Sequence[PlaceKind]
) -> Iterator[Neighbour]:
    found: list[tuple[float, Entry]] = []
    for radius in _RADII_KM:
        found = gazetteer.entries_near(lon_deg, lat_deg, radius_km=radius, kinds=kinds)
        if len(found) >= _EACH:
            break
    for away, entry in found[:_EACH]:
        there = (entry.lon_deg, entry.lat_deg)
        bearing = round(bearing_deg((lon_deg, lat_deg), there), 1) % 360
        yield Neighbour(
            place=gazetteer.place(entry), distance_km=round(away, 1), bearing_deg=bearing
        )


def _holders(gazetteer: Gazetteer, lon_deg: float, lat_deg: float) -> Iterator[Holder]:
    drawn = _outlined(gazetteer, lon_deg, lat_deg)
    outlined = [entry for entry, _ in drawn]
    for entry, source in drawn:
        yield Holder(place=gazetteer.place(entry), by="outline", source=source)
    seen = {entry.id for entry in outlined}
    towns = gazetteer.entries_near(lon_deg, lat_deg, radius_km=_TOWN_KM, kinds=[PlaceKind.CITY])
    on_land = any(not entry.kind.is_water for entry in outlined)
    if on_land and towns and towns[0][1].region is not None:
        region = gazetteer.entry(towns[0][1].region)
        if region is not None and region.id not in seen:
            seen.add(region.id)
            yield Holder(place=gazetteer.place(region), by="nearest town")
    for entry in _boxed(gazetteer, lon_deg, lat_deg, land=bool(outlined)):
        if entry.id not in seen:
            yield Holder(place=gazetteer.place(entry), by="box")


def _outlined(gazetteer: Gazetteer, lon_deg: float, lat_deg: float) -> list[tuple[Entry, str]]:
    """Give the rows whose polygon covers the position: disputed areas first, then countries."""
    import shapely

    spot = shapely.Point(lon_deg, lat_deg)
    found: dict[int, tuple[Entry, str]] = {}
    for number, layer, geometry in gazetteer.rows(_OUTLINES, (lon_deg, lon_deg, lat_deg, lat_deg)):
        if number not in found and shapely.covers(_shape(geometry), spot):
            entry = gazetteer.entry(number)
            if entry is not None:
                found[number] = entry, _COARSE if layer == "areas" else _NATURAL_EARTH
    return sorted(
        found.values(),
        key=lambda one: (not one[0].disputed, one[0].kind is not PlaceKind.COUNTRY),
    )


def _shape(packed: bytes) -> Any:
    import shapely

    return shapely.from_wkb(zlib.decompress(packed))


def _boxed(gazetteer: Gazetteer, lon_deg: float, lat_deg: float, *, land: bool) -> list[Entry]:
    """Give regions of ours, or on open water the seas and straits, by box, the smallest first."""
    found = []
    lon, lat = round(lon_deg * 1e5), round(lat_deg * 1e5)
    for number, wide, high in gazetteer.rows(_BOXES, (lat, lat, lon, lon, lon, lon)):
        entry = gazetteer.entry(number)
        if entry is None or not entry.curated:
            continue
        if entry.kind is PlaceKind.REGION or (not land and entry.kind.is_water):
            found.append((wide * high, number, entry))
    ranked = [entry for _, _, entry in sorted(found, key=lambda one: one[:2])]
    waters = [entry for entry in ranked if entry.kind.is_water]
    regions = [entry for entry in ranked if not entry.kind.is_water]
    return [*waters[:_MOST_BOXES], *regions[:_MOST_BOXES]]


_OUTLINES = """
SELECT s.place, e.layer, s.geometry FROM extent e JOIN shape s ON s.id = e.id
WHERE e.layer IN ('countries', 'lakes', 'areas') AND e.scale = 10 AND s.place IS NOT NULL
AND e.west <= ? AND e.east >= ? AND e.south <= ? AND e.north >= ? ORDER BY e.layer, e.id
"""
_BOXES = """
SELECT place, CASE WHEN west > east THEN east - west + 36000000 ELSE east - west END,
north - south FROM box WHERE south <= ? AND north >= ? AND (
(west <= east AND west <= ? AND east >= ?) OR (west > east AND (west <= ? OR east >= ?)))
"""
