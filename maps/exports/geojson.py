"""GeoJSON (RFC 7946): legs, sites and places as features, each with all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from maps.exports.material import LegItem, Material, SiteItem
from maps.wording import web_address
from routes.dates import When
from routes.evidence import Claim, Source
from routes.paths.line import Line

__all__ = ["Citations", "collection_of", "line_geometry", "rounded"]

Citations = Literal["inline", "reference"]

# Some 10 cm: finer than any position in a dossier.
_DECIMALS = 6

# Written in a form of their own; every other field goes into the properties as it is.
_LEG_OWN = {"from_", "to", "via", "passes", "mode", "when", "alternative", "drawn", "claims"}
_SITE_OWN = {"id", "place", "activity", "phase", "when", "claims"}

Feature = dict[str, Any]


def collection_of(material: Material, citations: Citations = "inline") -> dict[str, Any]:
    """Write a dossier as a FeatureCollection.

    Legs come first, then sites, then places; legs and sites bear the numbers that they have
    on the map. A leg is a line, cut at ±180; a place known only as an area is its outline,
    never a point; what has no position has the geometry null. The same dossier gives the same
    features with the same ids.

    Parameters
    ----------
    citations
        "inline" puts the claims with their sources on every leg and site; "reference" their
        ids alone, and each claim once at the head of the file.
    """
    dossier = material.dossier
    writer = _Writer(material, citations)
    features = [writer.leg(item) for item in material.legs]
    features += [writer.site(item) for item in material.sites]
    features += list(writer.places())
    return _lean(
        {
            "type": "FeatureCollection",
            "id": dossier.id,
            "title": dossier.title,
            "review": _lean(dossier.review.model_dump(mode="json")),
            "sources": [_source(source) for source in dossier.sources],
            "claims": [_plain(claim) for claim in writer.claims_at_head()],
            "routes": [
                _lean(route.model_dump(mode="json", exclude={"legs"})) for route in dossier.routes
            ],
        }
    ) | {"features": features}


class _Writer:
    """One feature for each part of the dossier; a claim or source is worded once."""

    def __init__(self, material: Material, citations: Citations) -> None:
        self._material = material
        self._inline = citations == "inline"
        self._sources: dict[str, dict[str, Any]] = {}

    def claims_at_head(self) -> Iterable[Claim]:
        claims = self._material.claims
        if not self._inline:
            return claims.values()
        shown = {claim.id for item in self._material.items for claim in item.claims}
        return (claim for claim in claims.values() if claim.id not in shown)

    def leg(self, item: LegItem) -> Feature:
        route, leg, name = item.route, item.leg, self._material.name
        return _feature(
            item.id,
            line_geometry(item.line),
            {
                "feature": "leg",
                "number": item.number,
                "route": route.id,
                "route_title": route.title,
                "leg": item.at + 1,
                "from": name(leg.from_),
                "to": name(leg.to),
                "via": [name(via) for via in leg.via],
                "passes": [name(passed) for passed in leg.passes],
                "from_id": leg.from_,
                "to_id": leg.to,
                "via_ids": leg.via,
                "passes_ids": leg.passes,
                "alternative": leg.alternative or None,
                "mode": leg.mode.value,
                "phase": route.phase.value,
                "cargo": route.cargo,
                "mover": route.mover,
                "frequency": route.frequency,
                "when": _when(leg.when or route.when),
                "own_time": (leg.when is not None) or None,
                "drawn": leg.drawn,
                **leg.model_dump(mode="json", exclude=_LEG_OWN),
                **_line_properties(item.line),
                **self._evidence(item, leg.claims),
            },
        )

    def site(self, item: SiteItem) -> Feature:
        site = item.site
        place = self._material.places.get(site.place)
        return _feature(
            item.id,
            _geometry(self._material.shape(site.place)),
            {
                "feature": "site",
                "number": item.number,
                "place": self._material.name(site.place),
                "place_id": site.place,
                "precision": place and place.precision.value,
                "activity": site.activity,
                "phase": site.phase.value,
                "when": _when(site.when),
                **site.model_dump(mode="json", exclude=_SITE_OWN),
                **self._evidence(item, site.claims),
            },
        )

    def places(self) -> Iterator[Feature]:
        for place in self._material.dossier.places:
            fields = place.model_dump(mode="json", exclude={"id"})
            numbers = self._material.numbers.get(place.id, [])
            properties = {"feature": "place", "numbers": numbers, **fields}
            shape = self._material.shape(place.id)
            yield _feature(f"place.{place.id}", _geometry(shape), properties)

    def _evidence(self, item: LegItem | SiteItem, own: tuple[str, ...]) -> dict[str, Any]:
        status = {"status": item.status.value, "claim_ids": own}
        if not self._inline:
            return {**status, "answer_ids": [c.id for c in item.claims if c.id not in own]}
        return {**status, "claims": [self._cited(claim) for claim in item.claims]}

    def _cited(self, claim: Claim) -> dict[str, Any]:
        if claim.source not in self._sources:
            cited = {"id", "title", "publisher", "authors", "published", "url", "archived_url"}
            source = _source(self._material.source_of(claim), cited)
            self._sources[claim.source] = source
        return {**_plain(claim), "source": self._sources[claim.source]}


def _feature(name: str, geometry: dict[str, Any] | None, properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": _lean(properties)}


def _line_properties(line: Line | None) -> dict[str, Any]:
    if line is None:
        return {"basis": None}
    return {
        "basis": line.basis.value,
        "method": line.method,
        "data": list(line.data),
        "length_km": round(line.length_km, 1),
        "length_nm": round(line.length_nm, 1),
        "snap_km": [round(km, 1) for km in line.snap_km],
        "land_km": round(line.land_km, 1),
        "passages": list(line.passages),
        "note": line.note,
    }


def line_geometry(line: Line | None) -> dict[str, Any] | None:
    """Write a line as a GeoJSON geometry, cut at ±180 as RFC 7946 (3.1.9) asks for."""
    if line is None:
        return None
    parts = [rounded(part) for part in line.parts]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def rounded(line: Iterable[Any]) -> list[list[float]]:
    """Give positions as pairs (lon_deg, lat_deg) of so many decimals as are worth writing."""
    import numpy as np

    made: list[list[float]] = np.round(np.asarray(line, dtype=float)[:, :2], _DECIMALS).tolist()
    return made


def _geometry(shape: Any) -> dict[str, Any] | None:
    if shape is None:
        return None
    from shapely.geometry import mapping

    written: dict[str, Any] = mapping(shape)
    return {"type": written["type"], "coordinates": _rounded(written["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates[0], float | int):
        return [round(float(value), _DECIMALS) for value in coordinates[:2]]
    if isinstance(coordinates[0][0], float | int):
        return rounded(coordinates)
    return [_rounded(part) for part in coordinates]


def _when(when: When | None) -> dict[str, Any] | None:
    return None if when is None else when.model_dump(mode="json")


def _plain(claim: Claim) -> dict[str, Any]:
    return _lean(claim.model_dump(mode="json"))


def _source(source: Source, fields: set[str] | None = None) -> dict[str, Any]:
    """Keep of a source's addresses only those that are safe to follow."""
    written = source.model_dump(mode="json", include=fields)
    safe = {key: web_address(written.get(key)) for key in ("url", "archived_url")}
    return _lean({**written, **safe})


def _lean(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, [], ())}
