"""Linked Places Format: the places with their names, links and the legs that join them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeGuard

from gazetteer.place import PlaceKind, Precision
from maps.exports.citations import cited_line
from maps.exports.jsontext import lined
from maps.exports.material import LegItem, Material, urn
from maps.linked_places import (
    CERTAINTIES,
    CONTEXT,
    codes_of,
    feature_class,
    links_of,
    types_of,
)
from maps.style import MODES
from maps.wording import web_address
from routes.dates import When
from routes.dossier import DossierPlace
from routes.evidence import Status

__all__ = ["linkedplaces_of"]

_RELATED = "gvp:tgn3000_related_to"
"""Of the Getty vocabularies' ontology: the format wants a published term, and has none nearer."""

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_CERTAINTY = {Status.CORROBORATED: "certain", Status.SINGLE_SOURCE: "less-certain"}


def linkedplaces_of(material: Material) -> bytes:
    """Write the places as features of LPF 1.2; a leg is a relation of the place it begins at.

    A relation has two ends, so legs with an open one are left out, and so are claims, of which
    only the citations of their sources stay. The mode of a leg is a member of ours, `mode`. A
    place is dated by the publications that its claims come from, or else by all of them, for
    the format asks for a time of each.
    """
    named_in = _named_in(material)
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
    whole = _attested(list(material.sources), material)

    def feature(place: DossierPlace) -> dict[str, Any]:
        sources = named_in.get(place.id, [])
        made = _feature(place, leaving[place.id], sources, material)
        return {**made, **(_attested(sources, material) if sources else whole)}

    return lined(head, "features", map(feature, material.dossier.places))


def _named_in(material: Material) -> Mapping[str, list[str]]:
    """List for each place the ids of the sources whose claims lead to it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for item in material.legs:
        for place_id in (item.leg.from_, *item.leg.via, *item.leg.passes, item.leg.to):
            found[place_id or ""].update(dict.fromkeys(claim.source for claim in item.claims))
    for site in material.sites:
        found[site.site.place].update(dict.fromkeys(claim.source for claim in site.claims))
    return {place_id: list(sources) for place_id, sources in found.items()}


def _feature(
    place: DossierPlace, legs: list[LegItem], sources: list[str], material: Material
) -> dict[str, Any]:
    kind = place.kind or _kind(place)
    fields = {"country", "kind", "precision", "refs", "resolved_by", "score", "why", "alternatives"}
    own = place.model_dump(mode="json", include=fields)
    toponyms = list(dict.fromkeys((place.name, *place.as_written)))
    if toponyms[1:] != list(place.as_written):
        own["as_written"] = list(place.as_written)
    properties = {
        "title": place.name,
        **codes_of([place.country]),
        "fclasses": [feature_class(kind, next(iter(place.refs), ""))],
        "id": place.id,
        **{key: value for key, value in own.items() if value not in (None, [])},
    }
    feature = {
        "@id": urn(material.dossier, "place", place.id),
        "type": "Feature",
        "properties": properties,
        "names": _names(toponyms, sources, material),
        "types": types_of(kind),
        "geometry": _geometry(place, material),
        "links": links_of(place.refs),
    }
    relations = [_relation(item, material) for item in legs]
    return {**feature, "relations": relations} if relations else feature


def _names(toponyms: list[str], sources: list[str], material: Material) -> list[dict[str, Any]]:
    """Give the names, the first with its citation; without a claim the dossier stands for it."""
    dossier = material.dossier
    cited = [_citation(source, material) for source in sources]
    itself = {"label": dossier.title, "@id": urn(dossier, "dossier", "all")}
    first, *others = toponyms
    return [
        {"toponym": first, "citations": cited or [itself]},
        *({"toponym": name} for name in others),
    ]


def _attested(sources: list[str], material: Material) -> dict[str, Any]:
    """Give the time in which publications appeared: the day of the first and of the last."""
    published = (material.sources[one].published for one in sources if one in material.sources)
    days = sorted(day for day in published if _is_date(day))
    if not days:
        return {}
    span = {"start": {"in": days[0]}}
    if days[-1] != days[0]:
        span["end"] = {"in": days[-1]}
    return {"when": {"timespans": [span], "label": "when the publications appeared"}}


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
        "relationType": _RELATED,
        "mode": leg.mode.value,
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
    if when is None:
        return None
    earliest, latest = (day if _is_date(day) else None for day in (when.earliest, when.latest))
    if not (earliest or latest):
        return None
    # A span must have a start: of what ended by a day it is known to have begun by then.
    span: dict[str, Any] = {"start": {"earliest": earliest} if earliest else {"latest": latest}}
    if latest:
        span["end"] = {"latest": latest}
    return {"timespans": [span], "label": when.text}


def _is_date(written: str | None) -> TypeGuard[str]:
    """Whether this is a day, month or year of ISO 8601, the one form that the format takes."""
    return bool(written and _DATE.fullmatch(written))


def _citation(source_id: str, material: Material) -> dict[str, str]:
    source = material.sources.get(source_id)
    if source is None:
        return {"label": source_id}
    address = web_address(source.url)
    label = {"label": cited_line(source)}
    return {**label, "@id": address} if address else label
