"""Dossiers as data for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gazetteer.place import Precision
from maps.wording import web_address
from routes.dossier import Dossier, DossierPlace, Leg, Route, Site
from routes.evidence import Claim, claims_on, status_of

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from routes.paths import Line

__all__ = ["geojson", "line_geometry"]

# Some 10 cm: finer than any position in a dossier.
_DECIMALS = 6
# The outlines say roughly where; in full detail Russia alone would fill 2 MB.
_OUTLINE_TOLERANCE_DEG = 0.02

Feature = dict[str, Any]


def geojson(
    dossier: Dossier,
    gazetteer: Gazetteer,
    *,
    lines: Mapping[tuple[str, int], Line | None] | None = None,
) -> dict[str, Any]:
    """Write a dossier as an RFC 7946 FeatureCollection.

    Legs come first, then sites, then places; legs and sites bear the numbers that they have
    on the map. A leg is a line, cut at ±180; a place known only as an area is its outline,
    never a point; what has no position has the geometry null. Each leg and site carries its
    claims. The same dossier gives the same features with the same ids.

    Parameters
    ----------
    dossier
        The dossier.
    gazetteer
        Gives outlines of areas, and what the lines of the legs need.
    lines
        The line of each leg by (route id, index of the leg); drawn when not given.
    """
    desk = _Desk(dossier, gazetteer)
    legs = [(route, at, leg) for route in dossier.routes for at, leg in enumerate(route.legs)]
    drawn = desk.lines(legs) if lines is None else lines
    features = [
        desk.leg(number, route, at, leg, drawn.get((route.id, at)))
        for number, (route, at, leg) in enumerate(legs, 1)
    ]
    features += [desk.site(number, s) for number, s in enumerate(dossier.sites, len(legs) + 1)]
    features += list(desk.place_features())
    return {
        "type": "FeatureCollection",
        "id": dossier.id,
        "title": dossier.title,
        "review": _lean(dossier.review.model_dump(mode="json")),
        "sources": [_source(source.model_dump(mode="json")) for source in dossier.sources],
        "features": features,
    }


class _Desk:
    """The dossier's tables by id, and one feature for each of its parts."""

    def __init__(self, dossier: Dossier, gazetteer: Gazetteer) -> None:
        self._dossier = dossier
        self._gazetteer = gazetteer
        self._sources = {source.id: source for source in dossier.sources}
        self._claims = {claim.id: claim for claim in dossier.claims}
        self._places = {place.id: place for place in dossier.places}
        self._numbers: dict[str, list[int]] = {}

    def lines(
        self, legs: Iterable[tuple[Route, int, Leg]]
    ) -> Mapping[tuple[str, int], Line | None]:
        from routes.paths import draw_leg

        return {
            (route.id, at): draw_leg(leg, self._places, self._gazetteer) for route, at, leg in legs
        }

    def leg(self, number: int, route: Route, at: int, leg: Leg, line: Line | None) -> Feature:
        self._note_use(number, (leg.from_, *leg.via, *leg.passes, leg.to))
        when = leg.when or route.when
        properties = {
            "feature": "leg",
            "number": number,
            "route": route.id,
            "route_title": route.title,
            "leg": at + 1,
            "from": self._name(leg.from_),
            "to": self._name(leg.to),
            "via": [self._name(via) for via in leg.via],
            "passes": [self._name(passed) for passed in leg.passes],
            "from_id": leg.from_,
            "to_id": leg.to,
            "alternative": leg.alternative or None,
            "mode": leg.mode.value,
            "phase": route.phase.value,
            "cargo": route.cargo,
            "mover": route.mover,
            "frequency": route.frequency,
            "when": when and when.model_dump(mode="json"),
            **_line_properties(line),
            **self._evidence(leg.claims),
        }
        return _feature(f"{route.id}.{at + 1}", line_geometry(line), properties)

    def site(self, number: int, site: Site) -> Feature:
        self._note_use(number, (site.place,))
        place = self._places.get(site.place)
        properties = {
            "feature": "site",
            "number": number,
            "place": self._name(site.place),
            "place_id": site.place,
            "precision": place and place.precision.value,
            "activity": site.activity,
            "phase": site.phase.value,
            "when": site.when and site.when.model_dump(mode="json"),
            **self._evidence(site.claims),
        }
        return _feature(site.id, self._place_geometry(place), properties)

    def place_features(self) -> Iterator[Feature]:
        for place in self._dossier.places:
            fields = place.model_dump(mode="json", exclude={"id", "lon_deg", "lat_deg"})
            numbers = self._numbers.get(place.id, [])
            properties = {"feature": "place", "numbers": numbers, **fields}
            yield _feature(f"place.{place.id}", self._place_geometry(place), properties)

    def _note_use(self, number: int, ids: Iterable[str | None]) -> None:
        for place_id in dict.fromkeys(ids):
            if place_id is not None:
                self._numbers.setdefault(place_id, []).append(number)

    def _name(self, place_id: str | None) -> str | None:
        place = self._places.get(place_id or "")
        return place.name if place else place_id

    def _evidence(self, ids: Iterable[str]) -> dict[str, Any]:
        claims = claims_on(ids, self._claims)
        return {
            "status": status_of(claims, self._sources).value,
            "claims": [self._claim(claim) for claim in claims],
        }

    def _claim(self, claim: Claim) -> dict[str, Any]:
        fields = claim.model_dump(mode="json", exclude={"source", "score", "rule"})
        source = self._sources.get(claim.source)
        cited = ("id", "title", "publisher", "authors", "published", "url", "archived_url")
        about = _source(source.model_dump(mode="json", include=set(cited))) if source else None
        return _lean({**fields, "source": about or {"id": claim.source}})

    def _place_geometry(self, place: DossierPlace | None) -> dict[str, Any] | None:
        if place is None or place.precision is Precision.UNDISCLOSED:
            return None
        if not place.precision.is_point:
            return self._outline(place)
        if place.lon_deg is None or place.lat_deg is None:
            return None
        return {"type": "Point", "coordinates": _position((place.lon_deg, place.lat_deg))}

    def _outline(self, place: DossierPlace) -> dict[str, Any] | None:
        from shapely import orient_polygons
        from shapely.geometry import mapping

        from maps.areas import outline_of

        shape = outline_of(place, self._gazetteer)
        if shape is None or shape.is_empty:
            return None
        # RFC 7946, 3.1.6: exterior rings run counter-clockwise.
        simple = orient_polygons(shape.simplify(_OUTLINE_TOLERANCE_DEG))
        written: dict[str, Any] = mapping(simple)
        return {"type": written["type"], "coordinates": _rounded(written["coordinates"])}


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
    """Return a line as a GeoJSON geometry, cut at ±180 as RFC 7946 (3.1.9) asks for."""
    if line is None:
        return None
    parts = [[_position(p) for p in part] for part in line.parts]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _position(lon_lat: tuple[float, float]) -> list[float]:
    lon_deg, lat_deg = lon_lat
    return [round(lon_deg, _DECIMALS), round(lat_deg, _DECIMALS)]


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates[0], float | int):
        return [round(float(value), _DECIMALS) for value in coordinates[:2]]
    return [_rounded(part) for part in coordinates]


def _source(fields: dict[str, Any]) -> dict[str, Any]:
    """Keep of a source's addresses only those that are safe to follow."""
    safe = {key: web_address(fields.get(key)) for key in ("url", "archived_url")}
    return _lean({**fields, **safe})


def _lean(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, [], "")}
