"""Which records of a dossier must not be published as they are, and which words would tell.

A mark spreads to whatever would give the marked record away: a place at the same position or of
the same name, the places of a generalised route or site, the claims of a generalised speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gazetteer.names import core, fold, is_generic
from routes.dossier import Dossier, DossierPlace, Route
from routes.evidence import Claim, Redaction
from routes.masking import Mask

__all__ = ["Secrecy", "secrecy_of"]

_COARSE = frozenset({"country", "water", "region"})
# Some 100 m: two records of one spot.
_SAME_SPOT_DECIMALS = 3
_LONGEST_NAME_WORDS = 4
_SHORTEST_SURNAME = 4


class Secrecy(NamedTuple):
    """What is marked, by the ids of its records, and the words to hide."""

    sources: Mapping[str, Redaction]
    claims: Mapping[str, Redaction]
    places: Mapping[str, Redaction]
    items: Mapping[str, Redaction]  # routes and sites, which share one space of ids
    refs: frozenset[str]
    spots: tuple[tuple[float, float], ...]
    mask: Mask


def secrecy_of(dossier: Dossier) -> Secrecy | None:
    """Find what a dossier's marks cover; None where nothing is marked."""
    groups = (dossier.sources, dossier.claims, dossier.places, dossier.routes, dossier.sites)
    if not any(record.redaction for group in groups for record in group):
        return None
    items = {r.id: r.redaction for r in dossier.routes if r.redaction}
    items |= {s.id: s.redaction for s in dossier.sites if s.redaction}
    places = _places(dossier)
    claims = _claims(dossier)
    hidden = [place for place in dossier.places if place.id in places]
    return Secrecy(
        sources={s.id: s.redaction for s in dossier.sources if s.redaction},
        claims=claims,
        places=places,
        items=items,
        refs=frozenset(ref for place in hidden for ref in place.refs),
        spots=tuple(
            (p.lon_deg, p.lat_deg)
            for p in hidden
            if p.lon_deg is not None and p.lat_deg is not None and p.precision not in _COARSE
        ),
        mask=Mask(
            [
                *_place_words(dossier, hidden),
                *_claim_words(dossier, claims),
                *_source_words(dossier),
                *_item_words(dossier),
            ]
        ),
    )


def _places(dossier: Dossier) -> dict[str, Redaction]:
    marked = {p.id: p.redaction for p in dossier.places if p.redaction}
    points = {p.id for p in dossier.places if p.precision not in _COARSE}
    for place_id in _visited(dossier):
        if place_id in points:
            marked.setdefault(place_id, Redaction.GENERALISE)
    while twins := _twins(dossier, marked):
        marked |= twins
    return marked


def _visited(dossier: Dossier) -> Iterator[str]:
    """Give the places of generalised routes and sites."""
    for route in dossier.routes:
        if route.redaction is Redaction.GENERALISE:
            yield from _stops(route)
    for site in dossier.sites:
        if site.redaction is Redaction.GENERALISE:
            yield site.place


def _stops(route: Route) -> Iterator[str]:
    for leg in route.legs:
        yield from (s for s in (leg.from_, *leg.via, *leg.passes, leg.to) if s is not None)


def _twins(dossier: Dossier, marked: Mapping[str, Redaction]) -> dict[str, Redaction]:
    """Find unmarked points that share a ref, a spot or a name with a marked one."""
    known: dict[object, Redaction] = {}
    for place in dossier.places:
        if place.id in marked:
            for sign in _signs(place):
                if known.get(sign) is not Redaction.WITHHOLD:
                    known[sign] = marked[place.id]
    found: dict[str, Redaction] = {}
    for place in dossier.places:
        if place.id not in marked and place.precision not in _COARSE:
            shared = [known[sign] for sign in _signs(place) if sign in known]
            if shared:
                found[place.id] = min(shared, key=lambda r: r is not Redaction.WITHHOLD)
    return found


def _signs(place: DossierPlace) -> Iterator[object]:
    yield from place.refs
    if place.lon_deg is not None and place.lat_deg is not None:
        decimals = _SAME_SPOT_DECIMALS
        yield round(place.lon_deg, decimals), round(place.lat_deg, decimals)
    shown = place.shown_as
    yield from (("name", fold(n)) for n in (place.name, *place.as_written) if n != shown)


def _claims(dossier: Dossier) -> dict[str, Redaction]:
    marked = {c.id: c.redaction for c in dossier.claims if c.redaction}
    speakers = {
        fold(c.attributed_to)
        for c in dossier.claims
        if c.redaction is Redaction.GENERALISE and c.attributed_to and not _is_shown(c)
    }
    for claim in dossier.claims:
        if claim.attributed_to and fold(claim.attributed_to) in speakers:
            marked.setdefault(claim.id, Redaction.GENERALISE)
    return marked


def _is_shown(claim: Claim) -> bool:
    return claim.attributed_to == claim.shown_as


def _place_words(dossier: Dossier, hidden: Iterable[DossierPlace]) -> Iterator[str]:
    coarse = {fold(p.name) for p in dossier.places if p.precision in _COARSE}
    for place in hidden:
        for name in (place.name, *place.as_written):
            if name != place.shown_as and not is_generic(fold(name)):
                yield name
                bare = core(name)
                # "Port Sudan" is hidden, but not Sudan.
                if bare and bare.key not in coarse:
                    yield bare.key


def _claim_words(dossier: Dossier, marked: Mapping[str, Redaction]) -> Iterator[str]:
    open_speakers = {c.attributed_to for c in dossier.claims if c.id not in marked}
    for claim in dossier.claims:
        if claim.id not in marked:
            continue
        if marked[claim.id] is Redaction.WITHHOLD:
            yield claim.quote
        speaker = claim.attributed_to
        if speaker and speaker not in open_speakers and not _is_shown(claim):
            yield from _speaker_words(speaker)


def _speaker_words(speaker: str) -> Iterator[str]:
    if speaker.islower():
        return  # "officials" names nobody
    yield speaker
    words = speaker.split()
    is_person = 2 <= len(words) <= _LONGEST_NAME_WORDS and all(w[:1].isupper() for w in words)
    if is_person and len(words[-1]) >= _SHORTEST_SURNAME:
        yield words[-1]


def _source_words(dossier: Dossier) -> Iterator[str]:
    marked: set[str] = set()
    open_words: set[str] = set()
    for source in dossier.sources:
        words = marked if source.redaction else open_words
        told = (source.title, source.publisher, source.url, source.archived_url, source.text)
        words |= {t for t in (*told, *source.authors) if t and t != source.shown_as}
    yield from marked - open_words


def _item_words(dossier: Dossier) -> Iterator[str]:
    """Give the titles, movers and activities that only marked routes and sites bear.

    Words without a capital ("traders", "port") name nobody.
    """
    marked: set[str | None] = set()
    open_words: set[str | None] = set()
    for route in dossier.routes:
        words = marked if route.redaction else open_words
        words |= {route.title, route.mover} - {route.shown_as}
    for site in dossier.sites:
        words = marked if site.redaction else open_words
        words |= {site.activity} - {site.shown_as}
    yield from (word for word in marked - open_words if word and not word.islower())
