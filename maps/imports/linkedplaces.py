"""Linked Places Format back to a dossier: places, and legs where a relation tells of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from maps.imports.features import Imported, Unfit, counted_lost, features_in
from routes.dossier import Dossier, Mode

__all__ = ["from_linked_places"]

_OWN = ("country", "kind", "precision", "refs", "resolved_by", "score", "why", "alternatives")
_MODES = frozenset(mode.value for mode in Mode)
_NOT_HELD = (
    "quotations, sites, way-points and legs with an open end: Linked Places Format has no place"
    " for them"
)


def from_linked_places(collection: Mapping[str, Any]) -> Imported:
    """Read the places of any Linked Places file, and the legs among those of this project.

    A relation of another kind is left out, and counted.

    Raises
    ------
    Unfit
        When a feature has no name.
    """
    places, legs, others = [], [], 0
    ids = {
        str(feature.get("@id", "")): _place_id(feature, number)
        for number, feature in features_in(collection)
    }
    for number, feature in features_in(collection):
        place = _place(feature, number)
        places.append(place)
        for relation in _objects(feature, "relations"):
            goal = ids.get(str(relation.get("relationTo", "")))
            if goal and str(relation.get("mode")) in _MODES:
                legs.append((_leg_id(relation), _leg(place["id"], goal, relation)))
            else:
                others += 1
    name = unquote(str(collection.get("@id", "")).removeprefix("urn:x-supplyroutes:"))
    dossier = {
        "id": name.partition(":")[0] or "imported",
        "title": collection.get("title") or "Imported",
        "places": places,
        "routes": list(_routes(legs, {place["id"]: place["name"] for place in places})),
    }
    lost = (_NOT_HELD, *counted_lost(others, "relations that are no leg of a dossier"))
    return Imported(Dossier.model_validate(dossier), lost)


def _place_id(feature: Mapping[str, Any], number: int) -> str:
    own = feature["properties"].get("id")
    if isinstance(own, str):
        return own
    last = unquote(str(feature.get("@id", "")).rstrip("/").rpartition("/")[2].rpartition(":")[2])
    return last or f"place-{number}"


def _place(feature: Mapping[str, Any], number: int) -> dict[str, Any]:
    properties = feature["properties"]
    names = [one.get("toponym") for one in _objects(feature, "names")]
    if not names:
        names = [properties.get("title")]
    if not all(isinstance(name, str) for name in names):
        raise Unfit(f"feature {number} has no name", 'give it a "toponym"')
    own = {key: properties[key] for key in _OWN if properties.get(key) is not None}
    codes = properties.get("ccodes")
    if "country" not in own and isinstance(codes, list) and len(codes) == 1:
        own["country"] = codes[0]
    return {
        "id": _place_id(feature, number),
        "name": names[0],
        "as_written": _written(names, properties.get("as_written")),
        **_position(feature.get("geometry"), number),
        **own,
    }


def _written(names: list[Any], listed: Any) -> list[Any]:
    """Give the written names; `names` tells none twice, a list of our own export does.

    That list holds while its names are the feature's: where they have been edited, these do.
    """
    ours = isinstance(listed, list) and all(isinstance(one, str) for one in listed)
    return listed if ours and list(dict.fromkeys([names[0], *listed])) == names else names[1:]


def _position(geometry: Any, number: int) -> dict[str, float]:
    """Give the first point; an area without one is met at a point within it."""
    if not isinstance(geometry, dict):
        return {}
    parts = geometry.get("geometries") if geometry.get("type") == "GeometryCollection" else None
    for part in parts if isinstance(parts, list) else [geometry]:
        if isinstance(part, dict) and part.get("type") == "Point":
            coordinates = part.get("coordinates")
            if isinstance(coordinates, list) and len(coordinates) >= 2:
                return {"lon_deg": coordinates[0], "lat_deg": coordinates[1]}
    from gazetteer.imports.geometry import extent_of
    from gazetteer.imports.incoming import BadValue

    try:
        lon_deg, lat_deg, _ = extent_of(geometry)
    except BadValue as error:
        raise Unfit(f"feature {number}: {error}", error.remedy) from None
    return {"lon_deg": lon_deg, "lat_deg": lat_deg}


def _leg_id(relation: Mapping[str, Any]) -> tuple[str, int]:
    """Give the route's id and the leg's place in it: "r1.2" is the second of r1."""
    last = unquote(str(relation.get("@id", "")).rpartition(":")[2])
    route, _, place = last.rpartition(".")
    return (route or "imported", int(place) if place.isdecimal() and place.isascii() else 0)


def _leg(start: str, end: str, relation: Mapping[str, Any]) -> dict[str, Any]:
    return {"from": start, "to": end, "mode": relation["mode"], "when": _when(relation.get("when"))}


def _when(when: Any) -> dict[str, Any] | None:
    if not isinstance(when, dict):
        return None
    span = next(iter(_objects(when, "timespans")), {})
    start, end = span.get("start"), span.get("end")
    return {
        "text": str(when.get("label", "")),
        "earliest": start.get("earliest") if isinstance(start, dict) else None,
        "latest": end.get("latest") if isinstance(end, dict) else None,
        "kind": "within",
    }


def _routes(
    legs: list[tuple[tuple[str, int], dict[str, Any]]], names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for route in dict.fromkeys(route for (route, _), _ in legs):
        own = sorted((one for one in legs if one[0][0] == route), key=lambda one: one[0][1])
        chain = [leg for _, leg in own]
        title = f"{names[chain[0]['from']]} to {names[chain[-1]['to']]}"
        yield {"id": route, "title": title, "legs": chain}


def _objects(feature: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = feature.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
