"""Linked Places Format: the places with their names, links and the legs that join them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from gazetteer.place import PlaceKind, Precision
from maps.exports.citations import cited_line
from maps.exports.jsontext import lined
from maps.exports.material import LegItem, Material, urn
from maps.linked_places import (
    CERTAINTIES,
    CONTEXT,
    feature_class,
    identifier,
    is_code,
    types_of,
)
from maps.style import MODES
from maps.wording import web_address
from routes.dates import When
from routes.dossier import DossierPlace
from routes.evidence import Status

__all__ = ["LEG_TYPE", "linkedplaces_of"]

LEG_TYPE = "urn:x-supplyroutes:leg:"
"""A relation's type is this with the mode of travel after it."""

_CERTAINTY = {Status.CORROBORATED: "certain", Status.SINGLE_SOURCE: "less-certain"}


def linkedplaces_of(material: Material) -> bytes:
    """Write the places as features of LPF 1.2; a leg is a relation of the place it begins at.

    A relation has two ends, so legs with an open one are left out, and so are claims, of which
    only the citations of their sources stay.
    """
    leaving: dict[str, list[LegItem]] = defaultdict(list)
    for item in material.legs:
        if item.leg.from_ in material.places and item.leg.to in material.places:
            leaving[item.leg.from_].append(item)
    head = {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "@id": urn(material.dossier, "dossier", "all"),
        "title": material.dossier.title,
    }
    places = material.dossier.places
    return lined(
        head, "features", (_feature(place, leaving[place.id], material) for place in places)
    )


def _feature(place: DossierPlace, legs: list[LegItem], material: Material) -> dict[str, Any]:
    kind = place.kind or _kind(place)
    fields = {"country", "kind", "precision", "refs", "resolved_by", "score", "why", "alternatives"}
    own = place.model_dump(mode="json", include=fields)
    properties = {
        "title": place.name,
        "ccodes": [place.country] if place.country and is_code(place.country) else [],
        "fclasses": [feature_class(kind, next(iter(place.refs), ""))],
        "id": place.id,
        **{key: value for key, value in own.items() if value not in (None, [])},
    }
    feature = {
        "@id": urn(material.dossier, "place", place.id),
        "type": "Feature",
        "properties": properties,
        "names": [{"toponym": name} for name in (place.name, *place.as_written)],
        "types": types_of(kind),
        "geometry": _geometry(place, material),
        "links": [{"type": "closeMatch", "identifier": identifier(ref)} for ref in place.refs],
    }
    relations = [_relation(item, material) for item in legs]
    return {**feature, "relations": relations} if relations else feature


def _kind(place: DossierPlace) -> PlaceKind:
    """Guess the kind of a place that has none by what its precision says it is."""
    return {
        Precision.COUNTRY: PlaceKind.COUNTRY,
        Precision.REGION: PlaceKind.REGION,
        Precision.WATER: PlaceKind.SEA,
        Precision.SITE: PlaceKind.FACILITY,
    }.get(place.precision, PlaceKind.CITY)


def _geometry(place: DossierPlace, material: Material) -> dict[str, Any] | None:
    """Give a point; that of an area is uncertain, and stands beside the area's outline."""
    from shapely.geometry import mapping

    if place.lon_deg is None or place.lat_deg is None:
        return None
    certainty = CERTAINTIES.get(place.precision, "uncertain")
    point = {"type": "Point", "coordinates": [place.lon_deg, place.lat_deg], "certainty": certainty}
    shape = None if place.precision.is_point else material.shape(place.id)
    if shape is None:
        return point
    outline = {**mapping(shape), "certainty": "uncertain"}
    return {"type": "GeometryCollection", "geometries": [point, outline]}


def _relation(item: LegItem, material: Material) -> dict[str, Any]:
    leg = item.leg
    relation: dict[str, Any] = {
        "@id": urn(material.dossier, "leg", item.id),
        "relationType": f"{LEG_TYPE}{leg.mode.value}",
        "relationTo": urn(material.dossier, "place", leg.to or ""),
        "label": f"[{item.number}] {MODES[leg.mode].phrase} to {material.name(leg.to)}",
        "certainty": _CERTAINTY.get(item.status, "uncertain"),
    }
    when = _when(leg.when or item.route.when)
    if when:
        relation["when"] = when
    sources = dict.fromkeys(claim.source for claim in item.claims)
    relation["citations"] = [_citation(source, material) for source in sources]
    return relation


def _when(when: When | None) -> dict[str, Any] | None:
    if when is None or not (when.earliest or when.latest):
        return None
    span: dict[str, Any] = {}
    if when.earliest:
        span["start"] = {"earliest": when.earliest}
    if when.latest:
        span["end"] = {"latest": when.latest}
    return {"timespans": [span], "label": when.text}


def _citation(source_id: str, material: Material) -> dict[str, str]:
    source = material.sources.get(source_id)
    if source is None:
        return {"label": source_id}
    address = web_address(source.url)
    label = {"label": cited_line(source)}
    return {**label, "@id": address} if address else label
