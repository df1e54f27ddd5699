"""Areas in which places are sought: a box, or the area of a country, region or water."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from gazetteer.clues import lies_in
from gazetteer.errors import SupplyroutesError
from gazetteer.place import BoundingBox, Place, PlaceKind, Precision
from gazetteer.shelf import Entry

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

__all__ = ["Area", "Box", "area_of", "box_polygon"]

Box: TypeAlias = tuple[float, float, float, float]

# A port on a drawn shore lies this far from it, or on its wrong side.
_SHORE_DEG = 0.15
_AREAS = frozenset({Precision.COUNTRY, Precision.REGION, Precision.WATER})


@dataclass(frozen=True, slots=True)
class Area:
    """Where places may lie: in a box, or in the area of `place`, whose row is `holder`.

    A water holds what lies on it or within some 15 km of its shore; without an outline of its
    own, what lies in its box.
    """

    gazetteer: Gazetteer
    box: Box | None = None
    place: Place | None = None
    holder: Entry | None = None
    outline: Any = None

    def holds(self, entry: Entry) -> bool:
        """Whether a row lies in the area."""
        if self.holder is not None and self.holder.id == entry.id:
            return False
        if self.box is not None:
            return _in_box(self.box, entry.lon_deg, entry.lat_deg)
        if self.holder is not None and self._is_part(entry, self.holder):
            return True
        return self._in_outline(entry)

    def _is_part(self, entry: Entry, holder: Entry) -> bool:
        seen = self.gazetteer.in_country(entry, (holder.country,))
        return holder.kind in {PlaceKind.COUNTRY, PlaceKind.REGION} and lies_in(seen, holder)

    def _in_outline(self, entry: Entry) -> bool:
        import shapely

        if self.outline is None or entry.kind is PlaceKind.COUNTRY:
            return False
        spot = shapely.Point(entry.lon_deg, entry.lat_deg)
        if self.place is not None and self.place.precision is Precision.WATER:
            return bool(shapely.dwithin(self.outline, spot, _SHORE_DEG))
        return bool(shapely.covers(self.outline, spot))


def area_of(gazetteer: Gazetteer, given: Area | str | Box) -> Area:
    """Make an area of a box (west, south, east, north), or of a name or ref.

    A name means the most likely country, region or water that bears it.

    Raises
    ------
    SupplyroutesError
        When no area of that name is known, or the box is none.
    """
    if isinstance(given, Area):
        return given
    if not isinstance(given, str):
        return Area(gazetteer, box=_checked(given))
    place = gazetteer.get(given) or _named(gazetteer, given)
    if place is None or place.precision not in _AREAS:
        what = "no country, region or water" if place is None else "a place, not an area"
        raise SupplyroutesError(
            f"{given!r} is {what} that is known",
            remedy="give the name or ref of an area, or west,south,east,north in degrees",
        )
    outline = None if place.kind is PlaceKind.COUNTRY else gazetteer.shape(place.ref)
    return Area(gazetteer, place=place, holder=gazetteer.with_ref(place.ref), outline=outline)


def box_polygon(box: BoundingBox) -> Any:
    """Give a box as a shapely geometry, in two parts where it crosses ±180."""
    import shapely

    if box.west_deg <= box.east_deg:
        return shapely.box(box.west_deg, box.south_deg, box.east_deg, box.north_deg)
    return shapely.union_all(
        [
            shapely.box(box.west_deg, box.south_deg, 180.0, box.north_deg),
            shapely.box(-180.0, box.south_deg, box.east_deg, box.north_deg),
        ]
    )


def _named(gazetteer: Gazetteer, name: str) -> Place | None:
    kinds = (
        PlaceKind.COUNTRY,
        PlaceKind.REGION,
        PlaceKind.SEA,
        PlaceKind.STRAIT,
        PlaceKind.CANAL,
        PlaceKind.RIVER,
        PlaceKind.LAKE,
    )
    found = gazetteer.find(name, kinds=kinds)
    return next((one.place for one in found if one.place.precision in _AREAS), None)


def _in_box(box: Box, lon_deg: float, lat_deg: float) -> bool:
    west, south, east, north = box
    across = lon_deg >= west or lon_deg <= east
    return south <= lat_deg <= north and (across if west > east else west <= lon_deg <= east)


def _checked(box: Box) -> Box:
    west, south, east, north = box
    if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):
        raise SupplyroutesError(
            f"{','.join(f'{side:g}' for side in box)} is no box on the globe",
            remedy="give west,south,east,north in degrees; west exceeds east only across 180",
        )
    return box
