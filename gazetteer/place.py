"""Places as the gazetteer knows them, and how precisely."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Assignment", "BoundingBox", "Candidate", "Place", "PlaceKind", "Precision", "Record"]


class Record(BaseModel):
    """Base of every data class: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """Make a record of values that are known to be valid, all of them, several times quicker.

        For rows of the place store, which were checked when it was made. Fields that are left
        out take their defaults.
        """
        made = cls.__new__(cls)
        set_field = object.__setattr__
        set_field(made, "__dict__", {**cls._defaults(), **values})
        set_field(made, "__pydantic_fields_set__", set(values))
        set_field(made, "__pydantic_extra__", None)
        set_field(made, "__pydantic_private__", None)
        return made

    @classmethod
    @cache
    def _defaults(cls) -> dict[str, Any]:
        fields = cls.model_fields.items()
        return {
            name: None if field.is_required() else field.get_default() for name, field in fields
        }


class Precision(StrEnum):
    """How closely a position pins down the place; the coarser never becomes a dot."""

    EXACT = "exact"
    SITE = "site"
    LOCALITY = "locality"
    REGION = "region"
    COUNTRY = "country"
    WATER = "water"
    UNDISCLOSED = "undisclosed"

    @property
    def is_point(self) -> bool:
        """Whether a place of this precision may be drawn as a point."""
        return self in (Precision.EXACT, Precision.SITE, Precision.LOCALITY)


class PlaceKind(StrEnum):
    """What a place is; a movement demands some kinds of its ends."""

    COUNTRY = "country"
    REGION = "region"
    SEA = "sea"
    STRAIT = "strait"
    CANAL = "canal"
    RIVER = "river"
    LAKE = "lake"
    CITY = "city"
    PORT = "port"
    AIRPORT = "airport"
    BASE = "base"
    ZONE = "zone"
    STATION = "station"
    CROSSING = "crossing"
    FACILITY = "facility"
    ISLAND = "island"
    PASSAGE = "passage"

    @property
    def is_water(self) -> bool:
        """Whether the place is water that a route crosses, never a stop on land."""
        return self in {
            PlaceKind.SEA,
            PlaceKind.STRAIT,
            PlaceKind.CANAL,
            PlaceKind.RIVER,
            PlaceKind.LAKE,
        }


class BoundingBox(Record):
    """Limits in degrees; `west_deg` exceeds `east_deg` where the box crosses ±180."""

    west_deg: float = Field(ge=-180, le=180)
    south_deg: float = Field(ge=-90, le=90)
    east_deg: float = Field(ge=-180, le=180)
    north_deg: float = Field(ge=-90, le=90)


class Assignment(Record):
    """The country to which a source's data, or a claimant, give a place.

    `source` is a data source ("GeoNames", "Natural Earth", "World Port Index", "airportsdata",
    "UN/LOCODE") or who claims the place ("Ukraine", "its own authorities"); `country` an ISO
    3166-1 code, or a name where there is none ("Somaliland").
    """

    source: str
    country: str


class Place(Record):
    """One row of the place store.

    `ref` is stable and says where the row comes from: `geonames:13157242`, `wpi:48430`,
    `icao:OIII`, `iso:IR`, `curated:caspian-sea`. `citation` is the row's source in words.
    `region` is the name of the largest division that its source puts it in. `assigned` is empty
    unless sources differ on the country: `country` is then that of the row's own source, and
    nothing more than that.
    """

    ref: str
    name: str
    kind: PlaceKind
    precision: Precision
    lon_deg: float = Field(ge=-180, le=180)
    lat_deg: float = Field(ge=-90, le=90)
    country: str | None = None
    region: str | None = None
    population: int = 0
    box: BoundingBox | None = None
    refs: tuple[str, ...] = ()
    assigned: tuple[Assignment, ...] = ()
    citation: str = ""

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country that is said of the place, that of its own source first."""
        said = (self.country, *(one.country for one in self.assigned))
        return tuple(dict.fromkeys(one for one in said if one))

    @property
    def note(self) -> str | None:
        """Who says what of the country where that differs: nothing is decided here."""
        if not self.assigned:
            return None
        ordered = sorted(self.assigned, key=lambda one: (_order(one.source), one.source))
        said = "; ".join(f"to {one.source}: {one.country}" for one in ordered)
        return f"country according {said}"


class Candidate(Record):
    """A place that a written name may mean, with the reasons in plain words."""

    place: Place
    score: float = Field(ge=0, le=1)
    why: tuple[str, ...] = ()


_DATA = ("GeoNames", "World Port Index", "airportsdata", "UN/LOCODE", "Natural Earth")


def _order(source: str) -> int:
    """Put data sources before claimants."""
    return _DATA.index(source) if source in _DATA else len(_DATA)
