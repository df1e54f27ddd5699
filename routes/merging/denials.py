"""A denial in one report meets what it denies in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from routes.dossier import Leg, Route
from routes.evidence import About, Claim, Stance
from routes.merging.desk import Desk
from routes.merging.likeness import Span, like_goods, overlap, span_of
from routes.merging.places import may_be_one_end

__all__ = ["hang_denials"]

_AGAINST = frozenset({Stance.DENIES, Stance.DOUBTS})


def hang_denials(desk: Desk) -> None:
    """Lay each denial or doubt that tells what it is about on the legs that others assert.

    The stretch of a route must run between the ends that are denied, with like goods, at a time
    that may be one. A route that a person has settled stays as it is; a note tells of the denial.
    """
    for claim in list(desk.claims.values()):
        if claim.about is None or claim.stance not in _AGAINST:
            continue
        for name in desk.items_about(claim.about.ends):
            route = desk.routes.get(name)
            if route is not None and (met := _stretch(route, claim, claim.about, desk)):
                _hang(desk, route, met, claim)


def _stretch(route: Route, claim: Claim, about: About, desk: Desk) -> range:
    """Return the legs, by number, that lead from one denied end to the other."""
    if not like_goods(route.cargo, about.cargo):
        return range(0)
    denied = span_of(None, desk.sources[claim.source].published)
    for first, leg in enumerate(route.legs):
        if not _is_end(leg.from_, about.from_, desk):
            continue
        for last in range(first, len(route.legs)):
            if last > first and route.legs[last].from_ != route.legs[last - 1].to:
                break
            if _is_end(route.legs[last].to, about.to, desk):
                met = range(first, last + 1)
                return met if _is_of_the_time(route, met, denied, desk) else range(0)
    return range(0)


def _is_end(stop: str | None, denied: str, desk: Desk) -> bool:
    places = desk.places
    return stop is not None and (stop == denied or may_be_one_end(places[stop], places[denied]))


def _is_of_the_time(route: Route, met: range, denied: Span, desk: Desk) -> bool:
    for number in met:
        leg = route.legs[number]
        told = span_of(leg.when or route.when, desk.published([leg]))
        if not overlap(told, denied):
            return False
    return True


def _hang(desk: Desk, route: Route, met: range, claim: Claim) -> None:
    if route.id in desk.settled:
        desk.notes.append(f"{claim.id} speaks against {route.id}, which a person has settled")
        return
    legs = [_with(leg, claim.id) if number in met else leg for number, leg in enumerate(route.legs)]
    desk.routes[route.id] = route.model_copy(update={"legs": tuple(legs)})
    against = _asserted((route.legs[number] for number in met), desk)
    answers = tuple(dict.fromkeys((*desk.claims[claim.id].answers, *against)))
    desk.claims[claim.id] = desk.claims[claim.id].model_copy(update={"answers": answers})


def _with(leg: Leg, claim: str) -> Leg:
    return leg.model_copy(update={"claims": tuple(dict.fromkeys((*leg.claims, claim)))})


def _asserted(legs: Iterable[Leg], desk: Desk) -> Sequence[str]:
    claims = [one for leg in legs for one in leg.claims]
    return [one for one in claims if desk.claims[one].stance is Stance.ASSERTS]
