"""The basemap's quiet names: countries, seas and the few largest towns about a dossier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gazetteer.place import Place, PlaceKind
from maps.basemap import Box, Label
from maps.frame import Frame

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = ["labels_in"]

MOST_TOWNS = 60
MOST_WATERS = 24


def labels_in(box: Box, frame: Frame, gazetteer: Gazetteer) -> tuple[Label, ...]:
    """Choose names for a box (west, south, east, north in degrees, in the frame).

    Countries come first, then seas by the size of their box, then towns by inhabitants;
    the page shows as many as there is room for.
    """
    from gazetteer.atlas import prominent

    real = _real(box)
    countries = prominent(real, (PlaceKind.COUNTRY,), gazetteer=gazetteer)
    waters = prominent(real, (PlaceKind.SEA,), gazetteer=gazetteer)
    towns = prominent(real, (PlaceKind.CITY,), limit=MOST_TOWNS, gazetteer=gazetteer)
    seas = sorted(waters, key=lambda place: (-_size(place), place.ref))[:MOST_WATERS]
    ranked = [("country", countries), ("sea", seas), ("town", towns)]
    return tuple(
        Label(kind=kind, name=place.name, lon_deg=place.lon_deg, lat_deg=place.lat_deg, rank=rank)
        for kind, places in ranked
        for rank, place in _after(kind, places)
        if box[0] <= frame.place(place.lon_deg) <= box[2]
    )


_FIRST_RANK = {"country": 0, "sea": 1000, "town": 2000}


def _after(kind: str, places: Iterable[Place]) -> Iterator[tuple[int, Place]]:
    return enumerate(places, start=_FIRST_RANK[kind])


def _real(box: Box) -> Box:
    """Give a box of the frame in longitudes within ±180, west > east across them."""
    if box[2] - box[0] >= 360:
        return (-180.0, box[1], 180.0, box[3])
    west, east = ((lon + 180) % 360 - 180 for lon in (box[0], box[2]))
    return (west, box[1], east, box[3])


def _size(place: Place) -> float:
    if place.box is None:
        return 0.0
    width = (place.box.east_deg - place.box.west_deg) % 360
    return width * (place.box.north_deg - place.box.south_deg)
