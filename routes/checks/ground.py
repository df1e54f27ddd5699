"""On what legs, sites and claims stand: open ends, missing assertions, unused or hidden records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from routes.dossier import Dossier
from routes.evidence import (
    Redaction,
    Stance,
    Status,
    claims_by_answer,
    claims_on,
    ends_spoken_of,
    status_of,
)
from routes.problem import Locator, Problem, Severity
from routes.yaml_lines import Steps

__all__ = ["hidden_answers", "loose_ends", "state", "unsupported", "unused"]


class _Item(NamedTuple):
    path: Steps
    kind: str
    claims: tuple[str, ...]


def _items(dossier: Dossier) -> list[_Item]:
    legs = [
        _Item(("routes", i, "legs", j), "leg", leg.claims)
        for i, route in enumerate(dossier.routes)
        for j, leg in enumerate(route.legs)
    ]
    return legs + [_Item(("sites", i), "site", s.claims) for i, s in enumerate(dossier.sites)]


def loose_ends(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find routes without legs, and legs without ends or with equal ones."""
    for i, route in enumerate(dossier.routes):
        if not route.legs:
            what = f"the route {route.id!r} has no legs"
            remedy = "add legs, or remove it"
            yield locate.problem(("routes", i), what, remedy, Severity.WARNING, rule="no-legs")
        for j, leg in enumerate(route.legs):
            path: Steps = ("routes", i, "legs", j)
            open_ends = [name for name, end in (("from", leg.from_), ("to", leg.to)) if not end]
            if open_ends:
                what = f"the leg leaves {' and '.join(open_ends)} open: no line is drawn"
                remedy = "right if the source leaves it open"
                yield locate.problem(path, what, remedy, Severity.NOTE, rule="open-end")
            elif leg.from_ == leg.to:
                what = f"the leg begins and ends at {leg.to!r}"
                remedy = "name two places"
                yield locate.problem(path, what, remedy, Severity.WARNING, rule="no-way")
            if leg.rival and j == 0:
                what = "a rival leg has no leg before it that it contradicts"
                remedy = "put it after that leg, or take rival away"
                yield locate.problem(path, what, remedy, Severity.WARNING, rule="rival")


def unsupported(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find legs and sites that no claim asserts."""
    claims = {claim.id: claim for claim in dossier.claims}
    sources = {source.id: source for source in dossier.sources}
    for path, kind, ids in _items(dossier):
        if not ids:
            what = f"the {kind} has no claim"
            remedy = "name the claim that says so: nothing is drawn without a quotation"
            yield locate.problem(path, what, remedy, Severity.WARNING, rule="no-claim")
        elif all(c in claims and claims[c].stance is Stance.DOUBTS for c in ids):
            what = f"the {kind} rests on doubts alone"
            remedy = "name the claim that asserts it"
            yield locate.problem(path, what, remedy, Severity.WARNING, rule="no-assertion")
        else:
            gathered = [claims[c] for c in ids if c in claims]
            if status_of(gathered, sources) is Status.DENIED:
                what = f"the {kind} rests on denials alone: who asserted it is not told"
                remedy = "add the source and claim that assert it, if there is one"
                yield locate.problem(path, what, remedy, Severity.NOTE, rule="no-assertion")


def unused(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find places, claims and sources that nothing uses."""
    used = {site.place for site in dossier.sites}
    used |= ends_spoken_of(dossier.claims)
    for route in dossier.routes:
        for leg in route.legs:
            used |= {e for e in (leg.from_, leg.to, *leg.via, *leg.passes) if e is not None}
    for i, place in enumerate(dossier.places):
        if place.id not in used:
            what = f"no leg or site uses the place {place.id!r}"
            remedy = "remove it, or use it"
            yield locate.problem(("places", i), what, remedy, Severity.WARNING, rule="unused")
    named = {claim for item in _items(dossier) for claim in item.claims}
    for i, claim in enumerate(dossier.claims):
        if claim.id not in named and named.isdisjoint(claim.answers):
            what = f"no leg, site or claim uses the claim {claim.id!r}"
            remedy = "name it where it belongs"
            yield locate.problem(("claims", i), what, remedy, Severity.NOTE, rule="unused")
    cited = {claim.source for claim in dossier.claims}
    cited |= {base for source in dossier.sources for base in source.based_on}
    for i, source in enumerate(dossier.sources):
        if source.id not in cited:
            what = f"no claim quotes the source {source.id!r}"
            remedy = "remove it, or add its claims"
            yield locate.problem(("sources", i), what, remedy, Severity.NOTE, rule="unused")


def hidden_answers(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find what redaction leaves open, or takes from a reader who should know it."""
    claims = {claim.id: claim for claim in dossier.claims}
    answers = claims_by_answer(dossier.claims)
    for path, kind, ids in _items(dossier):
        denials = [c for c in claims_on(ids, claims, answers) if c.stance is Stance.DENIES]
        if denials and all(c.redaction is Redaction.WITHHOLD for c in denials):
            what = f"every denial of the {kind} is withheld: readers will take it for undisputed"
            remedy = "generalise a denial instead"
            yield locate.problem(path, what, remedy, Severity.WARNING, rule="hidden-denial")
    yield from _traceable(dossier, locate)


def _traceable(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Find marked claims of a public text, in which anybody may look them up."""
    sources = {source.id: source for source in dossier.sources}
    for i, claim in enumerate(dossier.claims):
        source = sources.get(claim.source)
        if claim.redaction and source and source.url and not source.redaction:
            what = f"the claim is marked, but the address of {source.id} leads to its words"
            remedy = "mark the source, too, if they must not be found"
            path: Steps = ("claims", i, "redaction")
            yield locate.problem(path, what, remedy, Severity.NOTE, rule="traceable")


def state(dossier: Dossier, locate: Locator) -> Iterator[Problem]:
    """Say that a dossier is a draft, or what in it waits for a person."""
    review = dossier.review
    if review.state == "draft":
        what = "the dossier is a draft that no person has reviewed"
        remedy = "set review: {state: reviewed, by: your name, on: the date} once it is settled"
        yield locate.problem(("review",), what, remedy, Severity.NOTE, rule="draft")
    elif review.awaiting:
        shown = ", ".join(review.awaiting[:8]) + (" …" if len(review.awaiting) > 8 else "")
        what = f"{len(review.awaiting)} records came after the review: {shown}"
        remedy = "settle them, and take them off the list"
        path: Steps = ("review", "awaiting")
        yield locate.problem(path, what, remedy, Severity.NOTE, rule="awaiting")
