"""Linked Places Format: GeoJSON features of historical gazetteers, with names, types, links.

Read as version 1.3 of the format describes it; see also `gazetteer.imports.features`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gazetteer.imports.features import features_of
from gazetteer.imports.geometry import extent_of
from gazetteer.imports.incoming import (
    BadValue,
    Incoming,
    LeftOut,
    Row,
    country_of,
    made,
    name_of,
    names_of,
    shown,
)

__all__ = ["SOURCES", "read"]

SOURCES = ("geonames", "wikidata", "whg", "pleiades", "tgn", "unlocode")
"""Sources whose identifiers are kept as further refs of a place."""


def read(path: Path, layer: str, citation: str = "") -> Iterator[Row]:
    """Read a collection of features, or one feature a line.

    A place stands at its point, or at a point within its largest area; areas have a box, too.
    Features without a geometry are left out. The time for which a place is attested goes
    with the citation of its row.

    Parameters
    ----------
    path
        The file.
    layer
        What the refs of its rows begin with.
    citation
        Where the rows come from, in words.
    """
    return made(features_of(path), lambda line, one: _place(line, one, layer, citation))


def _place(line: int, feature: Any, layer: str, citation: str) -> Row:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BadValue("is no GeoJSON feature", 'give objects with "type": "Feature"')
    properties = _object(feature, "properties")
    geometry = feature.get("geometry")
    if geometry is None:
        return LeftOut(line, "feature without a geometry")
    lon_deg, lat_deg, box = extent_of(geometry)
    toponyms = [one.get("toponym") for one in _objects(feature, "names")]
    title = properties.get("title") or next((one for one in toponyms if one), None)
    name = name_of(title)
    countries = properties.get("ccodes") or []
    if not isinstance(countries, list):
        raise BadValue(f"ccodes {shown(countries)} is no list", 'give it as ["IR"]')
    kind = _kind(feature, properties, is_area=box is not None)
    return Incoming(
        line,
        layer,
        _code(feature),
        name,
        kind,
        lon_deg,
        lat_deg,
        country_of(str(countries[0])) if len(countries) == 1 else None,
        names=tuple(one for one in names_of(toponyms) if one != name),
        further=tuple(dict.fromkeys(_links(feature))),
        box=box,
        citation=", ".join(filter(None, (citation, _when(feature)))),
    )


def _object(feature: dict[str, Any], key: str) -> dict[str, Any]:
    found = feature.get(key)
    return found if isinstance(found, dict) else {}


def _objects(feature: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = feature.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _code(feature: dict[str, Any]) -> str:
    written = str(feature.get("@id") or feature.get("id") or "").strip()
    if not written or len(written) > _LONGEST_ID or not written.isprintable():
        raise BadValue(f"@id {shown(written)} cannot be one", "give each feature an @id of its own")
    return written


def _links(feature: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give source and code of each link that says that this is the same place elsewhere."""
    for link in _objects(feature, "links"):
        if link.get("type") in _SAME:
            identifier = str(link.get("identifier", ""))
            for source, pattern in _IDENTIFIERS:
                found = pattern(identifier)
                if found:
                    yield source, found[1]


def _when(feature: dict[str, Any]) -> str:
    spans = _objects(_object(feature, "when"), "timespans")
    told = [f"{_moment(one, 'start')}/{_moment(one, 'end')}" for one in spans[:_MOST_SPANS]]
    return f"attested {', '.join(told)}" if told else ""


def _moment(span: dict[str, Any], end: str) -> str:
    found = span.get(end)
    if isinstance(found, dict):
        known = (found.get(key) for key in ("in", "earliest", "latest"))
        found = next((one for one in known if one), "")
    word = str(found or "..")
    return word if word.isprintable() and len(word) <= _LONGEST_MOMENT else "?"


def _kind(feature: dict[str, Any], properties: dict[str, Any], *, is_area: bool) -> str:
    types = _objects(feature, "types")
    told = [*types, *(label for one in types for label in _objects(one, "sourceLabels"))]
    labels = [str(one.get("label", "")).casefold() for one in told]
    words = {word for label in labels for word in re.findall(r"[a-z]+", label)}
    for kind, signs in _SIGNS:
        if not words.isdisjoint(signs):
            return kind
    classes = properties.get("fclasses")
    first = classes[0] if isinstance(classes, list) and classes else ""
    return _CLASSES.get(str(first), "region" if is_area else "city")


_LONGEST_ID, _LONGEST_MOMENT, _MOST_SPANS = 300, 40, 3
_SAME = frozenset({"closeMatch", "exactMatch", "skos:closeMatch", "skos:exactMatch"})
_IDENTIFIERS = tuple(
    (source, re.compile(pattern).search)
    for source, pattern in (
        ("geonames", r"(?:^gn:|geonames\.org/)(\d+)"),
        ("wikidata", r"(?:^wd:|wikidata\.org/(?:wiki|entity)/)(Q\d+)"),
        ("whg", r"(?:^whg:|whgazetteer\.org/places/)(\d+)"),
        ("pleiades", r"(?:^pl:|pleiades\.stoa\.org/places/)(\d+)"),
        ("tgn", r"(?:^tgn:|getty\.edu/tgn/)(\d+)"),
        ("unlocode", r"^unlocode:([A-Z]{2}[A-Z0-9]{3})$"),
    )
)
# English labels of types, the more telling first: "port city" is a port, "river port" too.
_SIGNS = tuple(
    (kind, frozenset(words.split()))
    for kind, words in (
        ("port", "port ports harbor harbour anchorage haven roadstead quay"),
        ("airport", "airport airfield aerodrome"),
        ("base", "fort fortress garrison barracks base citadel"),
        ("station", "station railway caravanserai"),
        ("canal", "canal"),
        ("strait", "strait straits channel sound"),
        ("river", "river rivers stream wadi"),
        ("lake", "lake lagoon reservoir"),
        ("sea", "sea ocean gulf bay"),
        ("island", "island islands isle atoll"),
        ("passage", "pass cape headland promontory"),
        ("crossing", "bridge ford ferry crossing"),
        ("facility", "mine factory mill refinery dam monastery warehouse"),
        ("city", "city town village settlement settlements inhabited populated hamlet capital"),
        ("region", "province state district region empire kingdom county territory nation country"),
    )
)
# GeoNames' feature classes, which the format demands since 1.3.
_CLASSES = {"A": "region", "H": "lake", "L": "region", "P": "city", "S": "facility", "T": "region"}
