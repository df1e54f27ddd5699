"""What the verb `find` looks up: names and positions, one entry each."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazetteer.errors import SupplyroutesError
from maps.listing import candidate_entry, place_entry
from maps.parameters import Position

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from gazetteer.around import Surroundings
    from gazetteer.found import Found

__all__ = ["Hints", "Look", "as_json", "as_linked_places", "look_up"]

_POSITION = re.compile(r"\s*[+-]?\d+(\.\d*)?\s*,\s*[+-]?\d+(\.\d*)?\s*")


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of every place that is sought; as in `Gazetteer.find`."""

    country: str | None = None
    kinds: tuple[Any, ...] = ()
    near: tuple[float, float] | None = None
    within: str | tuple[float, float, float, float] | None = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Look:
    """A name with its candidates, or a position with what holds it and what is near."""

    name: str
    found: Found | None = None
    around: Surroundings | None = None


def look_up(
    gazetteer: Gazetteer,
    names: Sequence[str],
    hints: Hints,
    *,
    at: tuple[float, float] | None = None,
) -> list[Look]:
    """Look up names, and positions: a name written `lon,lat` is one.

    Raises
    ------
    SupplyroutesError
        When there is nothing to look up, or a name, a country or an area is none.
    """
    from gazetteer.within import area_of

    if not names and at is None:
        raise SupplyroutesError("nothing to find", remedy="give a NAME, or --at lon,lat")
    if hints.country and gazetteer.get(f"iso:{hints.country}") is None:
        what = f"no country has the code {hints.country!r}"
        raise SupplyroutesError(what, remedy="give an ISO 3166-1 code, as in IR")
    area = None if hints.within is None else area_of(gazetteer, hints.within)
    looks = []
    for name in names:
        if _POSITION.fullmatch(name):
            lon_deg, lat_deg = Position().convert(name, None, None)
            looks.append(_at(gazetteer, lon_deg, lat_deg))
            continue
        found = gazetteer.find(
            _named(name),
            country=hints.country,
            kinds=hints.kinds,
            near=hints.near,
            within=area,
            limit=hints.limit,
        )
        looks.append(Look(name, found=found))
    return looks if at is None else [*looks, _at(gazetteer, *at)]


def as_json(looks: Sequence[Look]) -> str:
    """Write a list, one entry a look-up; that of a position has no candidates but `at`."""
    entries = []
    for look in looks:
        candidates = [candidate_entry(one) for one in look.found or ()]
        entry: dict[str, Any] = {"name": look.name, "candidates": candidates}
        if look.around is not None:
            entry["at"] = _around_entry(look.around)
        entries.append(entry)
    return json.dumps(entries, ensure_ascii=False, indent=2)


def as_linked_places(looks: Sequence[Look]) -> str:
    """Write a Linked Places FeatureCollection of all candidates.

    Raises
    ------
    SupplyroutesError
        When a position is among the look-ups: it is no place.
    """
    from maps.linked_places import linked_places

    position = next((look.name for look in looks if look.found is None), None)
    if position is not None:
        what = f"{position} is a position, and Linked Places holds places"
        raise SupplyroutesError(what, remedy="use --json, or leave it out")
    pairs = [(look.name, one) for look in looks for one in look.found or ()]
    return json.dumps(linked_places(pairs), ensure_ascii=False, indent=2)


def _at(gazetteer: Gazetteer, lon_deg: float, lat_deg: float) -> Look:
    return Look(f"{lon_deg:g},{lat_deg:g}", around=gazetteer.at(lon_deg, lat_deg))


def _named(name: str) -> str:
    from gazetteer.names import fold

    if not fold(name):
        what = f"{name!r} has neither letter nor digit"
        raise SupplyroutesError(what, remedy="give the name of a place, or lon,lat")
    return name


def _around_entry(around: Surroundings) -> dict[str, Any]:
    return {
        "lon_deg": around.lon_deg,
        "lat_deg": around.lat_deg,
        "holders": [
            {"place": place_entry(one.place), "by": one.by, "source": one.source}
            for one in around.holders
        ],
        "nearest": [
            {
                "place": place_entry(one.place),
                "distance_km": one.distance_km,
                "bearing_deg": one.bearing_deg,
            }
            for one in around.nearest
        ],
    }
