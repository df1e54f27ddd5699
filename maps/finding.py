"""The one sentence at the head of the page: what is reported, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from maps.style import MODES, PHASES, STATUSES
from maps.wording import Words, listed_words, unique
from routes.dossier import Dossier, Leg, Mode, Phase, Route, Site
from routes.evidence import Stance, Status, claims_on, speaker_of, status_of

__all__ = ["finding_of"]


def finding_of(dossier: Dossier) -> Words:
    """Say in one sentence what the leading route (or else site) is, its status, and who says so.

    The route with the most precise stops leads, then the longest, then the first. It stands no
    better than its weakest leg: two sources for two legs do not corroborate each other.
    """
    lead = _lead(dossier)
    if lead is None:
        return (("No route and no site is described.", False),)
    sources = {source.id: source for source in dossier.sources}
    by_id = {claim.id: claim for claim in dossier.claims}
    parts = [claims_on(part.claims, by_id) for part in _parts(lead)]
    claims = list(dict.fromkeys(claim for part in parts for claim in part))
    said = unique(speaker_of(c, sources) for c in claims if c.stance is Stance.ASSERTS)
    denied = unique(speaker_of(c, sources) for c in claims if c.stance is Stance.DENIES)
    names = {place.id: place.name for place in dossier.places}
    told = _route(lead, names) if isinstance(lead, Route) else _site(lead, names)
    standing = _standing([status_of(part, sources) for part in parts])
    rest = _rest(dossier, lead)
    return (*told, (f" — {standing}", False), *_voices(said, denied), (rest, False))


_WEAKEST_FIRST = (
    Status.DISPUTED,
    Status.DENIED,
    Status.RETRACTED,
    Status.UNSUPPORTED,
    Status.SINGLE_SOURCE,
    Status.CORROBORATED,
)


def _lead(dossier: Dossier) -> Route | Site | None:
    points = {place.id for place in dossier.places if place.precision.is_point}
    routes = [route for route in dossier.routes if route.legs]
    if not routes:
        return next(iter(dossier.sites), None)
    return max(routes, key=lambda route: (len(points & _stops(route)), len(route.legs)))


def _stops(route: Route) -> set[str | None]:
    return {end for leg in route.legs for end in (leg.from_, leg.to)}


def _rest(dossier: Dossier, lead: Route | Site) -> str:
    """Count what the sentence leaves out, so that it never seems to be all."""
    routes = sum(bool(route.legs) for route in dossier.routes) - isinstance(lead, Route)
    sites = len(dossier.sites) - isinstance(lead, Site)
    counted = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((routes, "further route"), (sites, "site"))
        if count
    ]
    return f"; {' and '.join(counted)} below." if counted else "."


def _parts(lead: Route | Site) -> Sequence[Leg | Site]:
    return lead.legs if isinstance(lead, Route) else (lead,)


def _standing(statuses: Sequence[Status]) -> str:
    weakest = min(statuses, key=_WEAKEST_FIRST.index)
    words = STATUSES[weakest].phrase
    return words if len(set(statuses)) == 1 else f"in part {words}"


def _voices(said: Sequence[str], denied: Sequence[str]) -> Words:
    words: list[tuple[str, bool]] = []
    for verb, names in (("asserted", said), ("denied", denied)):
        if names:
            words += [(f"{', ' if words else ': '}{verb} by ", False), *listed_words(names)]
    return tuple(words)


def _site(site: Site, names: dict[str, str]) -> Words:
    opening = f"{PHASES[site.phase].word.capitalize()}, as reported: "
    place = names.get(site.place, site.place)
    return ((opening, False), (site.activity, True), (", ", False), (place, True))


def _route(route: Route, names: dict[str, str]) -> Words:
    active = route.phase is Phase.ACTIVE
    opening = "Reported: " if active else f"{PHASES[route.phase].word.capitalize()}, as reported: "
    words: list[tuple[str, bool]] = [(opening, False)]
    words.append((route.cargo, True) if route.cargo else ("movement", False))
    words += [(" from ", False), _stop(route.legs[0].from_, names, "an unstated origin")]
    at = route.legs[0].from_
    for n, leg in enumerate(route.legs):
        if n and leg.from_ != at:
            break
        how = "" if leg.mode is Mode.UNSPECIFIED else f"{MODES[leg.mode].phrase} "
        words.append((f"{', and on ' if n else ' '}{how}to ", False))
        words.append(_stop(leg.to, names, "an unstated destination"))
        at = leg.to
    return tuple(words)


def _stop(place: str | None, names: dict[str, str], unstated: str) -> tuple[str, bool]:
    return (unstated, False) if place is None else (names.get(place, place), True)
