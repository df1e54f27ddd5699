"""Lines that cannot be travelled as told: a ship's over land, or one that begins elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routes.dossier import Dossier, DossierPlace, Mode
from routes.problem import Locator, Problem, Severity

__all__ = ["lines_over_land"]

_MOST_LAND_SHARE, _MOST_LAND_KM = 0.05, 20.0
_FAR_KM = 100.0

Position = tuple[float, float]


def lines_over_land(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find lines given for sea legs that cross land, and lines that miss the ends of their leg.

    Lines that the paths compute are tried against the coast as they are made.
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
