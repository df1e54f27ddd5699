"""Lines that cannot be travelled as told: a ship's over land, or one that begins elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from routes.dossier import Dossier, DossierPlace, Leg, Mode
from routes.problem import Locator, Problem, Severity
from routes.yaml_lines import Steps

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from routes.paths.line import Line

__all__ = ["lines_over_land", "stale_lines", "unrouted"]

_MOST_LAND_SHARE, _MOST_LAND_KM = 0.05, 20.0
_FAR_KM = 100.0
_MOST_WAYS, _MOST_STOPS = 40, 800
"""Ways over water, and stops of ships, that are tried: four seconds of computing each."""

_ON_WATER = frozenset({Mode.SEA, Mode.RIVER})

Position = tuple[float, float]


def lines_over_land(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find lines given for sea legs that cross land, and lines that miss the ends of their leg.

    Legs without a line of their own are tried by `unrouted`.
    """
    places = {place.id: place for place in dossier.places}
    for i, route in enumerate(dossier.routes):
        for j, leg in enumerate(route.legs):
            if leg.drawn is None:
                continue
            path = ("routes", i, "legs", j, "drawn")
            if leg.mode is Mode.SEA:
                over_km, whole_km = _land(leg.drawn)
                if over_km > max(_MOST_LAND_KM, _MOST_LAND_SHARE * whole_km):
                    what = f"{over_km:.0f} km of the line of a sea leg lie over land"
                    remedy = "mend the line or the mode, or leave drawn away: a way is computed"
                    yield locate.problem(path, what, remedy, Severity.WARNING, rule="over-land")
            for end, at in ((leg.from_, leg.drawn[0]), (leg.to, leg.drawn[-1])):
                far_km = _far(places.get(end or ""), at)
                if far_km > _FAR_KM:
                    what = f"the drawn line lies {far_km:.0f} km from {end}"
                    remedy = "mend the line; positions are [lon_deg, lat_deg]"
                    yield locate.problem(path, what, remedy, Severity.WARNING, rule="line-end")


def unrouted(dossier: Dossier, locate: Locator, gazetteer: Gazetteer) -> Iterator[Problem]:
    """Find legs by sea or river that no ship can take: they are drawn straight, over land.

    In a dossier of up to 40 such legs each way is computed; in a larger one only the stops are
    tried, of which the first 800, for a way across oceans takes a tenth of a second.
    """
    from routes.paths import draw_leg

    places = {place.id: place for place in dossier.places}
    legs = list(_afloat(dossier, places))
    are_few = len({leg for _, leg in legs}) <= _MOST_WAYS
    tried: set[str] = set()
    for path, leg in legs:
        tried |= {stop for stop in (leg.from_, *leg.via, leg.to) if stop}
        if not are_few and len(tried) > _MOST_STOPS:
            what = f"{_MOST_STOPS:,} stops of ships were tried; the legs from here on not"
            remedy = "check them in a dossier of their own"
            yield locate.problem(path, what, remedy, Severity.NOTE, rule="unrouted")
            return
        trouble = _trouble(draw_leg(leg, places, gazetteer)) if are_few else _dry(leg, places)
        if trouble:
            remedy = "name the port or another mode, or give the line as drawn"
            yield locate.problem(path, trouble, remedy, Severity.WARNING, rule="unrouted")


def stale_lines(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find facts of lines that were computed over other waters than those of today."""
    for i, route in enumerate(dossier.routes):
        for j, leg in enumerate(route.legs):
            over = [one for one in leg.line.data if "waters" in one] if leg.line else []
            if over and not any(_mark_today() in one for one in over):
                what = "the line's facts were computed over an earlier graph of the waters"
                remedy = "have them told anew: supplyroutes merge FILE -o FILE --lines"
                path: Steps = ("routes", i, "legs", j, "line")
                yield locate.problem(path, what, remedy, Severity.NOTE, rule="stale-line")


@functools.cache
def _mark_today() -> str:
    """Read the waters' mark, only where a line tells of it: that loads numpy."""
    from routes.paths.waters import load_mark

    return (load_mark() or "")[:12]


def _afloat(dossier: Dossier, places: Mapping[str, DossierPlace]) -> Iterator[tuple[Steps, Leg]]:
    """Give the legs over water that have both ends and no line of their own."""
    for i, route in enumerate(dossier.routes):
        for j, leg in enumerate(route.legs):
            stops = {leg.from_, *leg.via, leg.to}
            if leg.mode in _ON_WATER and leg.drawn is None and stops <= places.keys():
                same = leg.model_copy(update={"claims": (), "passes": (), "rival": ()})
                yield ("routes", i, "legs", j), same


def _dry(leg: Leg, places: Mapping[str, DossierPlace]) -> str | None:
    """Say which stop of a leg lies too far from water; None where none does."""
    from routes.paths.berth import berths_of
    from routes.paths.line import Unroutable

    for key in (leg.from_ or "", *leg.via, leg.to or ""):
        place = places[key]
        if place.precision.is_point and place.lon_deg is not None and place.lat_deg is not None:
            try:
                berths_of((place.lon_deg, place.lat_deg))
            except Unroutable as refusal:
                return f"the leg is drawn straight, not over water: {refusal.what}"
    return None


def _trouble(line: Line | None) -> str | None:
    """Say why a leg over water is no way over water; None where it is one or none is drawn."""
    from routes.paths.line import Basis

    if line is None:
        return None
    if line.basis is Basis.DIRECT:
        return f"the leg is drawn straight, not over water. {line.note}".rstrip(" .")
    if line.land_km > max(_MOST_LAND_KM, _MOST_LAND_SHARE * line.length_km):
        return f"{line.land_km:.0f} km of the computed way lie over land"
    return None


def _land(drawn: Sequence[Position]) -> tuple[float, float]:
    """Give how many kilometres of a line lie over land, and its whole length."""
    from routes.paths.coast import coast
    from routes.paths.geodesy import length_km

    runs = coast().land_runs(drawn)
    return sum(end - start for start, end in runs), length_km(drawn)


def _far(place: DossierPlace | None, at: Position) -> float:
    from routes.paths.geodesy import distance_km

    if place is None or place.lon_deg is None or place.lat_deg is None:
        return 0.0
    return distance_km((place.lon_deg, place.lat_deg), at) if place.precision.is_point else 0.0
