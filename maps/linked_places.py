"""Candidates in the Linked Places Format, version 1.2, for gazetteers and historians' tools.

Elements and their names follow the format's own description (1.2.2, Linked Pasts, 4 September
2022) and its context document 1.1; types are terms of the Getty AAT, the narrowest that fits for
certain. It asks for a time, too, which the store's sources do not tell of their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gazetteer.place import BoundingBox, PlaceKind, Precision

if TYPE_CHECKING:
    from gazetteer import Candidate, Place

__all__ = [
    "CERTAINTIES",
    "CONTEXT",
    "codes_of",
    "feature_class",
    "is_code",
    "linked_places",
    "links_of",
    "types_of",
]

CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
# Where the format names an address of a register, that one.
_ADDRESSES = {
    "geonames": ("https://www.geonames.org/", re.compile(r"\d+", re.ASCII)),
    "pleiades": ("https://pleiades.stoa.org/places/", re.compile(r"\d+", re.ASCII)),
    "tgn": ("http://vocab.getty.edu/page/tgn/", re.compile(r"\d+", re.ASCII)),
    "wikidata": ("https://www.wikidata.org/wiki/", re.compile(r"Q\d+", re.ASCII)),
}
CERTAINTIES = {
    Precision.EXACT: "certain",
    Precision.SITE: "certain",
    Precision.LOCALITY: "less-certain",
}
# Feature classes of GeoNames: administrative, water, area, populated, spot, terrain.
_CLASSES = {
    PlaceKind.COUNTRY: "A",
    PlaceKind.CITY: "P",
    PlaceKind.ISLAND: "T",
    PlaceKind.PASSAGE: "T",
    PlaceKind.PORT: "L",
    PlaceKind.ZONE: "L",
    PlaceKind.AIRPORT: "S",
    PlaceKind.BASE: "S",
    PlaceKind.STATION: "S",
    PlaceKind.CROSSING: "S",
    PlaceKind.FACILITY: "S",
}
_TERMS = {
    PlaceKind.COUNTRY: ("aat:300387506", "countries"),
    PlaceKind.REGION: ("aat:300182722", "regions (geographic)"),
    PlaceKind.SEA: ("aat:300008694", "seas"),
    PlaceKind.STRAIT: ("aat:300387217", "passages (bodies of water)"),
    PlaceKind.CANAL: ("aat:300006075", "canals (waterways)"),
    PlaceKind.RIVER: ("aat:300008707", "rivers"),
    PlaceKind.LAKE: ("aat:300008680", "lakes"),
    PlaceKind.CITY: ("aat:300008347", "inhabited places"),
    PlaceKind.PORT: ("aat:300120599", "ports (settlements)"),
    PlaceKind.AIRPORT: ("aat:300000681", "airports"),
    PlaceKind.BASE: ("aat:300000455", "military bases"),
    PlaceKind.ZONE: ("aat:300000705", "districts"),
    PlaceKind.STATION: ("aat:300000678", "transportation complexes"),
    PlaceKind.CROSSING: ("aat:300000678", "transportation complexes"),
    PlaceKind.FACILITY: ("aat:300000202", "complexes (buildings and sites)"),
    PlaceKind.ISLAND: ("aat:300008791", "islands"),
    PlaceKind.PASSAGE: ("aat:300266060", "landforms (terrestrial)"),
}


def linked_places(candidates: Sequence[tuple[str, Candidate]]) -> dict[str, Any]:
    """Write candidates, each with the name that was asked for, as a FeatureCollection."""
    return {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "features": [_feature(name, candidate) for name, candidate in candidates],
    }


def _feature(name: str, candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "@id": _identifier(place.ref),
        "type": "Feature",
        "properties": {
            "title": place.name,
            **codes_of(place.countries),
            "fclasses": [feature_class(place.kind, place.ref)],
            "ref": place.ref,
            "refs": list(place.refs),
            "sought": name,
            "score": round(candidate.score, 4),
        },
        "names": _names(name, place),
        "types": types_of(place.kind),
        "geometry": _geometry(place),
        "links": links_of(ref for ref in place.refs if ref != place.ref),
        "descriptions": _descriptions(candidate),
    }


def _names(sought: str, place: Place) -> list[dict[str, Any]]:
    """Give the place's own name with its source, and the name under which it was sought."""
    cited: dict[str, Any] = {"label": place.citation or place.ref}
    if place.ref.startswith("geonames:"):
        cited["@id"] = _identifier(place.ref)
    names: list[dict[str, Any]] = [{"toponym": place.name, "citations": [cited]}]
    if sought != place.name:
        names.append({"toponym": sought})
    return names


def types_of(kind: PlaceKind) -> list[dict[str, Any]]:
    """Give a kind as a type of the Getty AAT, with our own word for it beside."""
    identifier, label = _TERMS[kind]
    own = {"label": kind.value, "lang": "en"}
    return [{"identifier": identifier, "label": label, "sourceLabels": [own]}]


def codes_of(countries: Iterable[str | None]) -> dict[str, list[str]]:
    """Give the member with the countries' ISO 3166-1 codes; none where there is no such code."""
    codes = [one for one in dict.fromkeys(countries) if one and is_code(one)]
    return {"ccodes": codes} if codes else {}


def links_of(refs: Iterable[str]) -> list[dict[str, str]]:
    """Link the same place in registers that have a page for it; other refs can be no link."""
    addresses = dict.fromkeys(filter(None, map(_address, refs)))
    return [{"type": "closeMatch", "identifier": address} for address in addresses]


def feature_class(kind: PlaceKind, ref: str) -> str:
    """Give GeoNames' class of a kind; a region is administrative where a register has it."""
    if kind is PlaceKind.REGION:
        return "A" if ref.startswith(("geonames:", "iso:")) else "L"
    return _CLASSES.get(kind, "H")


def _geometry(place: Place) -> dict[str, Any]:
    """Give a point; that of an area is uncertain, and stands beside the area's limits."""
    certainty = CERTAINTIES.get(place.precision, "uncertain")
    point = {"type": "Point", "coordinates": [place.lon_deg, place.lat_deg], "certainty": certainty}
    if place.box is None or place.precision.is_point:
        return point
    return {"type": "GeometryCollection", "geometries": [point, _limits(place.box)]}


def _limits(box: BoundingBox) -> dict[str, Any]:
    """Give a box as a polygon, or across 180° as two that meet there."""
    spans = [(box.west_deg, box.east_deg)]
    if box.west_deg > box.east_deg:
        spans = [(box.west_deg, 180.0), (-180.0, box.east_deg)]
    rings = [
        [
            [
                [west, box.south_deg],
                [east, box.south_deg],
                [east, box.north_deg],
                [west, box.north_deg],
                [west, box.south_deg],
            ]
        ]
        for west, east in spans
    ]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0], "certainty": "uncertain"}
    return {"type": "MultiPolygon", "coordinates": rings, "certainty": "uncertain"}


def _descriptions(candidate: Candidate) -> list[dict[str, str]]:
    said = ["; ".join(candidate.why), candidate.place.note or ""]
    return [{"value": one, "lang": "en"} for one in said if one]


def is_code(country: str) -> bool:
    """Whether this has the form of an ISO 3166-1 code."""
    return len(country) == 2 and country.isascii() and country.isupper()


def _identifier(ref: str) -> str:
    """Give a ref as a URI: its public address, or a URN of our own where it has none."""
    source, _, code = ref.partition(":")
    return _address(ref) or f"urn:x-supplyroutes:{quote(source, safe='')}:{quote(code, safe='')}"


def _address(ref: str) -> str | None:
    source, _, code = ref.partition(":")
    base, form = _ADDRESSES.get(source, ("", None))
    return f"{base}{code}" if form and form.fullmatch(code) else None
