"""The one file that people keep and edit: sources, places, claims, routes and sites."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from gazetteer.place import PlaceKind, Precision, Record
from routes.dates import When
from routes.evidence import Claim, Redaction, Source

__all__ = [
    "Alternative",
    "Dossier",
    "DossierPlace",
    "Leg",
    "LineFacts",
    "Mode",
    "Phase",
    "Review",
    "Rival",
    "Route",
    "Site",
    "dossier_schema",
    "dump_dossier",
    "load_dossier",
    "save_dossier",
]

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class Mode(StrEnum):
    """The means by which a leg is travelled."""

    SEA = "sea"
    RIVER = "river"
    RAIL = "rail"
    ROAD = "road"
    AIR = "air"
    PIPELINE = "pipeline"
    FOOT = "foot"
    UNSPECIFIED = "unspecified"


class Phase(StrEnum):
    """Where a route or site stands in its life, as reported.

    A site that works is active; `closed` and `attacked` are said of sites.
    """

    PLANNED = "planned"
    UNDER_CONSTRUCTION = "under-construction"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
    CLOSED = "closed"
    ATTACKED = "attacked"
    HISTORICAL = "historical"


class Alternative(Record):
    """Another place that the written name may mean."""

    ref: str
    name: str
    country: str | None = None
    lon_deg: float = Field(ge=-180, le=180)
    lat_deg: float = Field(ge=-90, le=90)
    score: float | None = Field(default=None, ge=0, le=1)


class DossierPlace(Record):
    """A place of the dossier; coordinates are null while it is unresolved or undisclosed.

    `redaction` says what of the record may be published, and `shown_as` how a generalised one
    is named there; so for routes and sites.
    """

    id: str
    name: str
    as_written: tuple[str, ...] = ()
    country: str | None = None
    kind: PlaceKind | None = None
    lon_deg: float | None = Field(default=None, ge=-180, le=180)
    lat_deg: float | None = Field(default=None, ge=-90, le=90)
    precision: Precision = Precision.LOCALITY
    refs: tuple[str, ...] = ()
    resolved_by: str | None = None
    score: float | None = Field(default=None, ge=0, le=1)
    why: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    redaction: Redaction | None = None
    shown_as: str | None = None


Rival = Literal["mode", "when", "path"]


class LineFacts(Record):
    """What the line drawn for a leg rests on, as `routes.paths.Line` tells it, to 0.1 km.

    `data` are the versions of what it was computed with: with others it may run otherwise.
    """

    basis: str
    method: str
    length_km: float = Field(ge=0)
    length_nm: float = Field(ge=0)
    snap_km: tuple[float, float] = (0.0, 0.0)
    land_km: float = Field(default=0.0, ge=0)
    passages: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


class Leg(Record):
    """One step of a route; a null end is one that the report left open.

    `via` are the waters crossed and the points called at; `passes` the countries, regions,
    crossings and capes that lie on the way without a stop: they bend no line. `alternative`
    marks an end offered with "or"; `drawn` is a line of (lon_deg, lat_deg) given by the
    analyst or the source, which no router replaces. `rival` says on what the leg contradicts
    the one before it, of which it is another account. `line` are the facts of the line that was
    last drawn for it; nothing is drawn by them.
    """

    from_: str | None = Field(default=None, alias="from")
    via: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    to: str | None = None
    mode: Mode = Mode.UNSPECIFIED
    when: When | None = None
    alternative: bool = False
    rival: tuple[Rival, ...] = ()
    drawn: tuple[tuple[Longitude, Latitude], ...] | None = Field(default=None, min_length=2)
    line: LineFacts | None = None
    claims: tuple[str, ...] = ()
    score: float | None = Field(default=None, ge=0, le=1)
    rule: str | None = None


class Route(Record):
    """An ordered chain of legs that the claims report.

    `beside` names the route that a person has settled and of which this one, a later draft, is a
    further account; so for sites.
    """

    id: str
    title: str
    cargo: str | None = None
    mover: str | None = None
    frequency: str | None = None
    phase: Phase = Phase.ACTIVE
    when: When | None = None
    legs: tuple[Leg, ...] = ()
    score: float | None = Field(default=None, ge=0, le=1)
    rule: str | None = None
    beside: str | None = None
    redaction: Redaction | None = None
    shown_as: str | None = None


class Site(Record):
    """A place where something is made, stored, loaded or based."""

    id: str
    place: str
    activity: str
    phase: Phase = Phase.ACTIVE
    when: When | None = None
    claims: tuple[str, ...] = ()
    score: float | None = Field(default=None, ge=0, le=1)
    rule: str | None = None
    beside: str | None = None
    redaction: Redaction | None = None
    shown_as: str | None = None


class Review(Record):
    """Whether a person has settled what the machine proposed.

    `awaiting` lists the ids of what came in after a person had settled the rest.
    """

    state: Literal["draft", "reviewed"] = "draft"
    by: str = "machine"
    on: str | None = None
    awaiting: tuple[str, ...] = ()


class Dossier(Record):
    """Everything that one investigation says about routes and sites."""

    id: str
    title: str
    sources: tuple[Source, ...] = ()
    places: tuple[DossierPlace, ...] = ()
    claims: tuple[Claim, ...] = ()
    routes: tuple[Route, ...] = ()
    sites: tuple[Site, ...] = ()
    review: Review = Review()

    def _repr_html_(self) -> str:
        from routes.notebook import dossier_html

        return dossier_html(self)


def load_dossier(path: str | os.PathLike[str]) -> Dossier:
    """Read a dossier from a .yaml, .yml or .json file.

    References must lead somewhere, ids be unique, and each quotation stand in its source's
    stored text at its offsets (where that text is found, relative to the dossier).

    Raises
    ------
    UnusableInput
        For the first thing that is wrong, with its line; `routes.check.check` lists all.
    """
    from routes.dossier_file import load

    return load(path)


def dump_dossier(
    dossier: Dossier,
    format: Literal["yaml", "json", "jsonl"] = "yaml",  # noqa: A002
) -> str:
    """Write a dossier as text that `load_dossier` reads back to an equal one.

    Fields keep their order; nulls and empty lists are left out. "jsonl" is one line of JSON.
    """
    from routes.dossier_file import dump

    return dump(dossier, format)


def save_dossier(dossier: Dossier, path: str | os.PathLike[str]) -> None:
    """Write a dossier to a file, as JSON where its name ends in .json and as YAML elsewhere.

    A temporary file in the same folder takes the text first: the file is never half-written.

    Raises
    ------
    UnusableInput
        When the file cannot be written.
    """
    from routes.dossier_file import save

    save(dossier, path)


def dossier_schema() -> dict[str, Any]:
    """Give the JSON Schema of a dossier's file, as kept in `routes/dossier.schema.json`."""
    from routes.dossier_file import schema

    return schema()
