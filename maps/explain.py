"""Why a draft says what it says: every extracted thing with its score and the rule that made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maps.listing import printable
from routes.dossier import Dossier, DossierPlace, Leg, Route, Site
from routes.evidence import Claim

__all__ = ["explained"]

_LONGEST_QUOTE = 160


def explained(dossier: Dossier) -> Iterator[str]:
    """Write a draft as lines for people.

    Each route with its legs, each site, each claim and each place stands on a line of its
    own, with its id, its score between 0 and 1, what it is, and in brackets the rule behind
    it. A draft that holds nothing says so.
    """
    yield printable(f"{dossier.id}: {dossier.title}")
    if not (dossier.routes or dossier.sites or dossier.claims):
        yield "  no route, no site and no denial of one was found"
    names = {place.id: place.name for place in dossier.places}
    for route in dossier.routes:
        yield from map(printable, _route(route, names))
    for site in dossier.sites:
        yield printable(_site(site, names))
    for claim in dossier.claims:
        yield printable(_claim(claim))
    for place in dossier.places:
        yield printable(_place(place))


def _line(id_: str, score: float | None, what: str, why: Iterable[str | None]) -> str:
    shown = "   –" if score is None else f"{score:.2f}"
    reasons = "; ".join(reason for reason in why if reason)
    return f"  {id_:5} {shown}  {what}" + (f"  [{reasons}]" if reasons else "")


def _route(route: Route, names: dict[str, str]) -> Iterator[str]:
    what = f"{route.title}: {route.cargo or 'cargo not stated'}, {route.phase.value}"
    yield _line(route.id, route.score, what, [route.rule])
    for number, leg in enumerate(route.legs, 1):
        yield _line(f" {number}", leg.score, _leg(leg, names), [leg.rule])


def _leg(leg: Leg, names: dict[str, str]) -> str:
    start = names.get(leg.from_ or "", "?")
    end = names.get(leg.to or "", "?")
    way = [names.get(place, place) for place in (*leg.via, *leg.passes)]
    by_way = f" via {', '.join(way)}" if way else ""
    return f"{start} → {end}{by_way}, {leg.mode.value}; {', '.join(leg.claims)}"


def _site(site: Site, names: dict[str, str]) -> str:
    what = f"{site.activity} at {names.get(site.place, site.place)}, {site.phase.value}"
    return _line(site.id, site.score, f"{what}; {', '.join(site.claims)}", [site.rule])


def _claim(claim: Claim) -> str:
    quote = " ".join(claim.quote.split())
    short = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[: _LONGEST_QUOTE - 1]}…"
    speaker = claim.attributed_to or "the report itself"
    via = f", reported via {claim.reported_via}" if claim.reported_via else ""
    answers = f", answers {', '.join(claim.answers)}" if claim.answers else ""
    what = f"{speaker} {claim.stance.value}{via}{answers}: “{short}”"
    return _line(claim.id, claim.score, what, [claim.rule, ", ".join(claim.status_words)])


def _place(place: DossierPlace) -> str:
    kind = place.kind.value if place.kind else "kind not known"
    what = f"{place.name} ({kind}, {place.country or 'no country'}, {place.precision.value})"
    return _line("", place.score, what, place.why)
