"""Records with what would give them away left out: a region for a place, a year for a day."""

from __future__ import annotations

import math
from collections.abc import Mapping

from gazetteer.place import Precision
from routes.dates import When
from routes.dossier import DossierPlace, Leg, Route, Site
from routes.evidence import Claim, Redaction, Source

__all__ = [
    "CELL_DEG",
    "generalised_claim",
    "generalised_place",
    "generalised_route",
    "generalised_site",
    "generalised_source",
]

CELL_DEG = 1.0
"""The side of the cell in which a generalised place lies; its middle is published."""


def generalised_place(place: DossierPlace, countries: Mapping[str, str]) -> DossierPlace:
    """Give a place as a cell of a degree, without its name.

    What is coarser than that (a country, a water) keeps no position at all: the middle of an
    area would name it.

    Parameters
    ----------
    place
        The place.
    countries
        Names of countries by ISO code, for "a place in Iran".
    """
    lon_deg, lat_deg, precision = _cell(place)
    country = None if place.precision is Precision.COUNTRY else place.country
    named = f"a place in {countries.get(country, country)}" if country else "a place not named here"
    name = place.shown_as or named
    return DossierPlace(
        id=place.id,
        name=name,
        country=country,
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        precision=precision,
        redaction=Redaction.GENERALISE,
        shown_as=name,
    )


def _cell(place: DossierPlace) -> tuple[float | None, float | None, Precision]:
    unplaced = place.lon_deg is None or place.lat_deg is None
    if unplaced or not (place.precision.is_point or place.precision is Precision.REGION):
        return None, None, Precision.UNDISCLOSED
    return _middle(place.lon_deg, 180), _middle(place.lat_deg, 90), Precision.REGION


def _middle(degrees: float | None, limit: float) -> float:
    cell = math.floor((degrees or 0.0) / CELL_DEG) * CELL_DEG
    return min(cell, limit - CELL_DEG) + CELL_DEG / 2


def generalised_claim(claim: Claim) -> Claim:
    """Give a claim without the name of its speaker; a report that names nobody still speaks."""
    speaker = claim.shown_as or "a speaker not named here"
    said_by = None if claim.attributed_to is None else speaker
    return claim.model_copy(
        update={
            "attributed_to": said_by,
            "role": None,
            "reported_via": None,
            "redaction": Redaction.GENERALISE,
            "shown_as": said_by,
        }
    )


def generalised_source(source: Source) -> Source:
    """Give a source as its language and year alone."""
    title = source.shown_as or "a source not named here"
    return Source(
        id=source.id,
        title=title,
        published=source.published and source.published[:4],
        language=source.language,
        based_on=source.based_on,
        redaction=Redaction.GENERALISE,
        shown_as=title,
    )


def generalised_route(route: Route, places: Mapping[str, DossierPlace]) -> Route:
    """Give a route without its title, its mover, its line and the day.

    Parameters
    ----------
    route
        The route.
    places
        The places as they are published, by id: the title is made of their names.
    """
    legs = tuple(
        leg.model_copy(update={"drawn": None, "when": in_years(leg.when)}) for leg in route.legs
    )
    title = route.shown_as or _title(legs, places)
    return route.model_copy(
        update={
            "title": title,
            "shown_as": title,
            "mover": None,
            "frequency": None,
            "when": in_years(route.when),
            "legs": legs,
            "redaction": Redaction.GENERALISE,
        }
    )


def _title(legs: tuple[Leg, ...], places: Mapping[str, DossierPlace]) -> str:
    ends = (legs[0].from_, legs[-1].to) if legs else (None, None)
    known = [places.get(end or "") for end in ends]
    names = [place.name if place else "an end not stated" for place in known]
    return " to ".join(names) if legs else "a route not named here"


def generalised_site(site: Site) -> Site:
    """Give a site without what it does and the day."""
    activity = site.shown_as or "site"
    return site.model_copy(
        update={
            "activity": activity,
            "shown_as": activity,
            "when": in_years(site.when),
            "redaction": Redaction.GENERALISE,
        }
    )


def in_years(when: When | None) -> When | None:
    """Give a time to the year; None where it has no bounds."""
    first, last = (bound and bound[:4] for bound in (when and when.earliest, when and when.latest))
    if first and last:
        words, edtf = (first, first) if first == last else (f"{first} to {last}", f"{first}/{last}")
        kind = "within"
    elif first:
        words, edtf, kind = f"since {first}", f"{first}/..", "since"
    elif last:
        words, edtf, kind = f"until {last}", f"../{last}", "until"
    else:
        return None
    return When(
        text=words,
        edtf=edtf,
        earliest=first and f"{first}-01-01",
        latest=last and f"{last}-12-31",
        kind=kind,
    )
