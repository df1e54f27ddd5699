"""GeoJSON that `export` wrote, as it is or edited in a GIS, back to a dossier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from maps.imports.features import Imported, Unfit, counted_lost, features_in, nested
from routes.dossier import Dossier, DossierPlace, Leg, Site

__all__ = ["from_geojson"]

_ROUTE = ("cargo", "mover", "frequency", "phase")
_PLACE = tuple(name for name in DossierPlace.model_fields if name != "id")
_SITE = tuple(name for name in Site.model_fields if name not in {"id", "place", "claims"})
_LEG = tuple(
    name
    for name in Leg.model_fields
    if name not in {"from_", "to", "via", "passes", "when", "alternative", "claims"}
)
_NESTED = frozenset(
    (
        *("when", "claims", "claim_ids", "via_ids", "passes_ids", "drawn"),
        *("as_written", "refs", "why", "alternatives", "rival"),
    )
)


def from_geojson(collection: Mapping[str, Any]) -> Imported:
    """Read features with the property `feature`: leg, site or place; others are left out.

    Where a program dropped the members at the head of the file, routes, claims and sources
    are gathered from the features. Geometries are not read: positions, and lines that were
    drawn by hand, stand in the properties.

    Raises
    ------
    Unfit
        When a feature lacks what it must have.
    """
    parts: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    strange = 0
    for number, feature in features_in(collection):
        properties = {
            key: nested(value, f"feature {number}, {key}") if key in _NESTED else value
            for key, value in feature["properties"].items()
        }
        kind = properties.get("feature")
        if kind not in {"leg", "site", "place"}:
            strange += 1
            continue
        parts[kind].append((_id(feature, properties, number), properties))
    evidence = _Evidence(collection)
    for _, properties in (*parts["leg"], *parts["site"]):
        evidence.take(properties.get("claims"))
    dossier = {
        "id": collection.get("id") or "imported",
        "title": collection.get("title") or collection.get("name") or "Imported",
        "sources": list(evidence.sources.values()),
        "places": [_place(name, properties) for name, properties in parts["place"]],
        "claims": list(evidence.claims.values()),
        "routes": _routes(collection, parts["leg"]),
        "sites": [_site(name, properties) for name, properties in parts["site"]],
        "review": collection.get("review") or {},
    }
    lost = counted_lost(strange, "features that are no leg, site or place of a dossier")
    return Imported(Dossier.model_validate(dossier), lost)


class _Evidence:
    """Claims and sources by id: those at the head of the file, then those on its features."""

    def __init__(self, collection: Mapping[str, Any]) -> None:
        self.sources = {one["id"]: one for one in _records(collection.get("sources"))}
        self.claims = {one["id"]: one for one in _records(collection.get("claims"))}

    def take(self, cited: Any) -> None:
        for claim in _records(cited):
            source = claim.get("source")
            if isinstance(source, dict) and "id" in source:
                self.sources.setdefault(source["id"], {"title": source["id"], **source})
                claim = {**claim, "source": source["id"]}  # noqa: PLW2901
            self.claims.setdefault(claim["id"], claim)


def _records(found: Any) -> Iterable[dict[str, Any]]:
    if found is None:
        return ()
    if not isinstance(found, list) or not all(
        isinstance(one, dict) and isinstance(one.get("id"), str) for one in found
    ):
        raise Unfit("claims and sources must be lists of objects with an id", "export it anew")
    return found


def _id(feature: Mapping[str, Any], properties: Mapping[str, Any], number: int) -> str:
    """Give a feature's id, which some programs move among its properties."""
    found = feature.get("id", properties.get("id"))
    if not isinstance(found, str):
        raise Unfit(f"feature {number} has no id", "give it one, or export it anew")
    return found


def _place(name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": name.removeprefix("place."), **_fields(properties, _PLACE)}


def _site(name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    site = {"id": name, "place": properties.get("place_id"), **_fields(properties, _SITE)}
    return {**site, "claims": properties.get("claim_ids") or ()}


def _routes(
    collection: Mapping[str, Any], legs: Iterable[tuple[str, dict[str, Any]]]
) -> list[dict[str, Any]]:
    routes = {one["id"]: {**one, "legs": []} for one in _records(collection.get("routes"))}
    ordered: dict[str, list[tuple[float, dict[str, Any]]]] = defaultdict(list)
    for name, properties in legs:
        route = properties.get("route")
        if not isinstance(route, str) or not isinstance(properties.get("leg"), int | float):
            raise Unfit(f"the leg {name!r} does not tell its route and its place in it")
        if route not in routes:
            routes[route] = _route(route, properties)
        ordered[route].append((properties["leg"], _leg(properties)))
    for route, found in ordered.items():
        routes[route]["legs"] = [leg for _, leg in sorted(found, key=lambda one: one[0])]
    return list(routes.values())


def _route(name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    route = {"id": name, "title": properties.get("route_title") or name}
    when = None if properties.get("own_time") else properties.get("when")
    return {**route, "when": when, **_fields(properties, _ROUTE), "legs": []}


def _leg(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "from": properties.get("from_id"),
        "to": properties.get("to_id"),
        "via": properties.get("via_ids") or (),
        "passes": properties.get("passes_ids") or (),
        "when": properties.get("when") if properties.get("own_time") else None,
        "alternative": bool(properties.get("alternative")),
        "claims": properties.get("claim_ids") or (),
        **_fields(properties, _LEG),
    }


def _fields(properties: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: properties[name] for name in names if properties.get(name) is not None}
