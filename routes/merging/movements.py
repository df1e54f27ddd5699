"""Whether two reports tell of one movement or one site, and what stays open between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gazetteer.place import Precision
from routes.dossier import DossierPlace, Leg, Mode, Rival, Route, Site
from routes.merging.likeness import Span, contradict, like_goods, like_work, overlap, span_of
from routes.merging.places import may_be_one_end

__all__ = ["Match", "Told", "fused", "match_routes", "same_site", "told"]

_AREAS = frozenset({Precision.COUNTRY, Precision.REGION, Precision.WATER, Precision.UNDISCLOSED})


class Match(NamedTuple):
    """How the legs of a route lie on those of a known one.

    `legs[n]` is the number of the known leg, or None for a leg that goes on from its ends;
    `rival[n]` says on what the two contradict each other.
    """

    legs: tuple[int | None, ...]
    rival: tuple[tuple[Rival, ...], ...]


class Told(NamedTuple):
    """A route, and the days of each of its legs."""

    route: Route
    spans: tuple[Span, ...]


def told(route: Route, published: str | None) -> Told:
    """Give a route with the days of its legs."""
    return Told(route, tuple(span_of(leg.when or route.when, published) for leg in route.legs))


def match_routes(known: Told, new: Told, places: Mapping[str, DossierPlace]) -> Match | None:
    """Lay a route on a known one; None where they are, or may be, two.

    Each leg must run between the same ends, of like goods, at a time that may be one; where the
    means, the way or the day differ, all else must be told and agree. Further legs may go on
    from the last known end, or lead to the first.
    """
    if known.route.phase != new.route.phase or not new.route.legs or not known.route.legs:
        return None
    if not like_goods(known.route.cargo, new.route.cargo):
        return None
    at: list[int | None] = []
    rivals: list[tuple[Rival, ...]] = []
    for number, leg in enumerate(new.route.legs):
        found = _place_of_leg(known, leg, new.spans[number], places, new.route.cargo)
        at.append(found[0] if found else None)
        rivals.append(found[1] if found else ())
    return Match(tuple(at), tuple(rivals)) if _is_one_chain(at, known, new) else None


def same_site(
    known: Site, new: Site, spans: tuple[Span, Span], places: Mapping[str, DossierPlace]
) -> bool:
    """Whether two sites are one: in one place, of one phase, doing the like, at a time."""
    if known.phase != new.phase or not overlap(*spans):
        return False
    a, b = places[known.place], places[new.place]
    if known.place != new.place and not may_be_one_end(a, b):
        return False
    return like_work(known.activity, new.activity)


def fused(known: Leg, new: Leg) -> Leg:
    """Give one leg of two that agree: the more that either tells, and the claims of both."""
    mode = new.mode if known.mode is Mode.UNSPECIFIED else known.mode
    scores = [score for score in (known.score, new.score) if score is not None]
    return known.model_copy(
        update={
            "via": _longer(known.via, new.via),
            "passes": tuple(dict.fromkeys((*known.passes, *new.passes))),
            "mode": mode,
            "when": known.when or new.when,
            "drawn": known.drawn or new.drawn,
            "alternative": known.alternative and new.alternative,
            "claims": tuple(dict.fromkeys((*known.claims, *new.claims))),
            "score": max(scores, default=None),
        }
    )


def _longer(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return one if len(one) >= len(other) else other


def _place_of_leg(
    known: Told,
    leg: Leg,
    span: Span,
    places: Mapping[str, DossierPlace],
    cargo: str | None,
) -> tuple[int, tuple[Rival, ...]] | None:
    """Find the known leg that a leg repeats, best one that it contradicts in nothing."""
    best: tuple[int, tuple[Rival, ...]] | None = None
    for number, other in enumerate(known.route.legs):
        if not _same_ends(other, leg, places) or not overlap(known.spans[number], span):
            continue
        both_told = bool(cargo and known.route.cargo)
        if _is_vague(other, leg, places) and not both_told:
            continue
        rival = tuple(_rival(other, leg, known.spans[number], span))
        if rival and not both_told:
            continue
        if best is None or len(rival) < len(best[1]):
            best = number, rival
    return best


def _same_ends(one: Leg, other: Leg, places: Mapping[str, DossierPlace]) -> bool:
    if one.from_ is None and one.to is None:
        return False
    return _same_end(one.from_, other.from_, places) and _same_end(one.to, other.to, places)


def _same_end(one: str | None, other: str | None, places: Mapping[str, DossierPlace]) -> bool:
    if one is None or other is None:
        return one is other
    return one == other or may_be_one_end(places[one], places[other])


def _is_vague(one: Leg, other: Leg, places: Mapping[str, DossierPlace]) -> bool:
    """Whether so little is told that goods must be named: between areas, or with an open end."""
    ends = [one.from_, one.to, other.from_, other.to]
    known = [places[end] for end in ends if end is not None]
    return len(known) < len(ends) or all(place.precision in _AREAS for place in known)


def _rival(one: Leg, other: Leg, span: Span, other_span: Span) -> list[Rival]:
    found: list[Rival] = []
    if Mode.UNSPECIFIED not in {one.mode, other.mode} and one.mode is not other.mode:
        found.append("mode")
    if contradict(span, other_span):
        found.append("when")
    a, b = set(one.via), set(other.via)
    if a and b and not (a <= b or b <= a):
        found.append("path")
    return found


def _is_one_chain(at: Sequence[int | None], known: Told, new: Told) -> bool:
    """Whether legs follow one another as the known ones do, and others only go on from the ends."""
    placed = [n for n in at if n is not None]
    if not placed or placed != sorted(set(placed)):
        return False
    first, last = at.index(placed[0]), len(at) - 1 - at[::-1].index(placed[-1])
    if None in at[first : last + 1]:
        return False
    before_is_free = first == 0 or placed[0] == 0
    after_is_free = last == len(at) - 1 or placed[-1] == len(known.route.legs) - 1
    return before_is_free and after_is_free and _joined(new.route, first, last)


def _joined(route: Route, first: int, last: int) -> bool:
    """Whether the further legs really lead to the first and go on from the last that is known."""
    legs = route.legs
    steps = [*range(first), *range(last, len(legs) - 1)]
    return all(legs[n].to is not None and legs[n].to == legs[n + 1].from_ for n in steps)
