"""What is left of a dossier without its withheld records and all that hangs on them alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from routes.dossier import Dossier, Leg
from routes.evidence import Claim, Redaction, Source, Stance, ends_spoken_of
from routes.secrecy import Secrecy

__all__ = ["remainder"]

_ASSERTING = frozenset({Stance.ASSERTS, Stance.CORRECTS})


class _Gone(NamedTuple):
    sources: frozenset[str]
    places: frozenset[str]
    items: frozenset[str]


def remainder(dossier: Dossier, secrecy: Secrecy) -> Dossier:
    """Take withheld records out of a dossier, and what has no ground without them.

    A leg goes with either of its ends; a leg or site with the last claim that asserts it; an
    answer with the last claim that it answers; a claim, a place or a source with the last use
    of it. What nothing used before stays. What a denial is about, where nothing asserts it, goes.
    """
    gone = _Gone(*map(_withheld, (secrecy.sources, secrecy.places, secrecy.items)))
    claims = {
        claim.id: claim
        for claim in dossier.claims
        if secrecy.claims.get(claim.id) is not Redaction.WITHHOLD
        and claim.source not in gone.sources
    }
    before = {claim.id: claim for claim in dossier.claims}
    while True:
        left = _without(dossier, gone, claims, before)
        kept = _grounded(claims, left, dossier)
        if kept.keys() == claims.keys():
            return _tidied(left, dossier, gone, claims)
        claims = kept


def _withheld(marks: Mapping[str, Redaction]) -> frozenset[str]:
    return frozenset(one for one, mark in marks.items() if mark is Redaction.WITHHOLD)


def _without(
    dossier: Dossier, gone: _Gone, claims: Mapping[str, Claim], before: Mapping[str, Claim]
) -> Dossier:
    """Take routes, legs and sites away that are withheld or that nothing asserts any more."""
    routes = []
    for route in dossier.routes:
        legs = tuple(
            _leg_left(leg, gone, claims)
            for leg in route.legs
            if not {leg.from_, leg.to} & gone.places and _stands(leg.claims, claims, before)
        )
        if route.id not in gone.items and (legs or not route.legs):
            routes.append(route.model_copy(update={"legs": legs}))
    sites = [
        site.model_copy(update={"claims": _still(site.claims, claims)})
        for site in dossier.sites
        if site.id not in gone.items
        and site.place not in gone.places
        and _stands(site.claims, claims, before)
    ]
    return dossier.model_copy(update={"routes": tuple(routes), "sites": tuple(sites)})


def _stands(ids: tuple[str, ...], claims: Mapping[str, Claim], before: Mapping[str, Claim]) -> bool:
    """Whether what rested on claims before still does: on an assertion, where there was one."""
    asserted = [i for i in ids if i in before and before[i].stance in _ASSERTING]
    return not ids or any(i in claims for i in asserted or ids)


def _leg_left(leg: Leg, gone: _Gone, claims: Mapping[str, Claim]) -> Leg:
    return leg.model_copy(
        update={
            "via": tuple(v for v in leg.via if v not in gone.places),
            "passes": tuple(p for p in leg.passes if p not in gone.places),
            "claims": _still(leg.claims, claims),
        }
    )


def _still(ids: Iterable[str], claims: Mapping[str, Claim]) -> tuple[str, ...]:
    return tuple(i for i in ids if i in claims)


def _grounded(claims: Mapping[str, Claim], left: Dossier, dossier: Dossier) -> dict[str, Claim]:
    """Keep the claims that still have a use, or never had one."""
    used_before, used = set(_claims_used(dossier)), set(_claims_used(left))
    kept = {}
    for name, claim in claims.items():
        unasked = claim.answers and not any(i in claims for i in claim.answers)
        unused = name in used_before and name not in used
        answers_on = any(i in claims for i in claim.answers)
        if not unasked and not (unused and not answers_on):
            kept[name] = claim
    return kept


def _claims_used(dossier: Dossier) -> Iterator[str]:
    for route in dossier.routes:
        for leg in route.legs:
            yield from leg.claims
    for site in dossier.sites:
        yield from site.claims


def _places_used(dossier: Dossier) -> Iterator[str]:
    for route in dossier.routes:
        for leg in route.legs:
            yield from (s for s in (leg.from_, *leg.via, *leg.passes, leg.to) if s is not None)
    yield from (site.place for site in dossier.sites)


def _tidied(left: Dossier, dossier: Dossier, gone: _Gone, claims: Mapping[str, Claim]) -> Dossier:
    used = ends_spoken_of(dossier.claims) | set(_places_used(dossier))
    lost = used - set(_places_used(left)) | gone.places
    return left.model_copy(
        update={
            "claims": tuple(
                c.model_copy(update={"answers": _still(c.answers, claims), "about": None})
                for c in claims.values()
            ),
            "places": tuple(p for p in dossier.places if p.id not in lost),
            "sources": tuple(_sources(dossier, gone, claims)),
        }
    )


def _sources(dossier: Dossier, gone: _Gone, claims: Mapping[str, Claim]) -> Iterator[Source]:
    """Give the sources left; a withheld one on which two of them rest stays as a bare root.

    Without it two reports of one withheld briefing would pass for independent witnesses.
    """
    cited_before = {claim.source for claim in dossier.claims}
    cited = {claim.source for claim in claims.values()}
    known = {source.id: source for source in dossier.sources}
    lost = set(gone.sources) | (cited_before - cited)
    needed = [s for s in known if s not in lost]
    lost -= {b for s in needed for b in known[s].based_on if b not in gone.sources}
    kept = [source for source in dossier.sources if source.id not in lost]
    bases = {source.id: _bases(source, known, lost) for source in kept}
    roots = [base for found in bases.values() for base in found if base in lost]
    shared = {root for root in roots if roots.count(root) > 1}
    for source in kept:
        rests = tuple(b for b in bases[source.id] if b not in lost or b in shared)
        yield source.model_copy(update={"based_on": rests})
    for root in sorted(shared):
        title = "a source that is withheld"
        mark = Redaction.GENERALISE
        yield Source(id=root, title=title, redaction=mark, shown_as=title)


def _bases(source: Source, known: Mapping[str, Source], lost: set[str]) -> list[str]:
    """Follow `based_on` through lost sources to those that are left, or to lost roots."""
    found: dict[str, None] = {}
    queue, seen = list(source.based_on), {source.id}
    while queue:
        base = queue.pop(0)
        if base in seen:
            continue
        seen.add(base)
        further = known[base].based_on if base in lost and base in known else ()
        if further:
            queue.extend(further)
        else:
            found[base] = None
    return list(found)
