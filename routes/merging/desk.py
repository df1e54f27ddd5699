"""The records of a dossier that grows: what comes in is compared with what lies there."""

from __future__ import annotations

import hashlib
import re
from collections import ChainMap
from collections.abc import Container, Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit

from gazetteer.names import fold
from gazetteer.place import Record
from routes.dossier import Dossier, DossierPlace, Leg, Review, Route, Site
from routes.evidence import Claim, Redaction, Source, ends_spoken_of
from routes.merging.places import PlaceIndex, cores, is_settled, same_place, united

__all__ = ["Desk", "marked_as", "stops_of"]

Kind = TypeVar("Kind", bound=Record)
_NUMBERED = re.compile(r"([a-z]+)(\d+)")


class Desk:
    """Keeps each source, place and claim once, whichever dossier brings it.

    Routes and sites are laid by `routes.merging.laying`.

    Parameters
    ----------
    first
        Gives the id and title, and the review where no dossier was reviewed.
    """

    def __init__(self, first: Dossier) -> None:
        self._first = first
        self.review: Review | None = None
        self.sources: dict[str, Source] = {}
        self.places: dict[str, DossierPlace] = {}
        self.claims: dict[str, Claim] = {}
        self.routes: dict[str, Route] = {}
        self.sites: dict[str, Site] = {}
        self.texts: dict[str, str] = {}
        self.settled: set[str] = set()
        self.notes: list[str] = []
        self.was_used: set[str] = set()
        self.version_of: dict[str, str] = {}
        self._near = PlaceIndex()
        self._same: dict[tuple[object, ...], str] = {}
        self._numbers: dict[str, int] = {}
        self._items_by_name: dict[str, dict[str, None]] = {}

    def source(self, source: Source, text: str | None) -> tuple[str, bool]:
        """Lay a source down; give its id here, and whether it is new."""
        digest = source.sha256 or (hashlib.sha256(text.encode()).hexdigest() if text else None)
        earlier: str | None = None
        for sign in _source_signs(source, digest):
            known = self.sources.get(self._same.get(sign, ""))
            if known is None:
                continue
            other = known.sha256 or self._same_digest(known.id)
            if digest is None or other is None or digest == other:
                self._keep(self.sources, known.id, source)
                return known.id, False
            earlier = earlier or known.id
        name = self.free(source.id, self.sources)
        if earlier is not None:
            self.version_of[name] = earlier
            self.notes.append(f"{name} is another version of {earlier}: no second witness")
        self.sources[name] = source.model_copy(update={"id": name})
        for sign in _source_signs(source, digest):
            self._same.setdefault(sign, name)
        if text is not None:
            self.texts[name] = text
        return name, True

    def place(self, place: DossierPlace, taken: set[str]) -> str:
        """Lay a place down and give its id here; `taken` are those of its own dossier."""
        for name in self._near.near(place):
            known = self.places[name]
            if name in taken or not same_place(known, place):
                continue
            if name not in self.settled:
                self.places[name] = united(known, place)
                self._near.add(self.places[name])
                if is_settled(place):
                    self.settled.add(name)
            self._keep(self.places, name, place)
            return name
        name = self.free(place.id, self.places)
        self.places[name] = place.model_copy(update={"id": name})
        self._near.add(self.places[name])
        if is_settled(place):
            self.settled.add(name)
        return name

    def claim(self, claim: Claim, source: str) -> tuple[str, bool]:
        """Lay a claim down; give its id here, and whether it is new."""
        speaker = fold(claim.attributed_to or "")
        sign = ("claim", source, claim.start, claim.end, claim.quote, claim.stance, speaker)
        if sign in self._same:
            self._keep(self.claims, self._same[sign], claim)
            return self._same[sign], False
        name = self._same[sign] = self.free(claim.id, self.claims)
        self.claims[name] = claim.model_copy(update={"id": name, "source": source})
        return name, True

    def index(self, name: str, stops: Iterable[str]) -> None:
        """Make a route or site known by the names of its places."""
        for stop in stops:
            for key in cores(self.places[stop]):
                self._items_by_name.setdefault(key, {})[name] = None

    def items_about(self, stops: Iterable[str]) -> list[str]:
        """Give routes and sites that share a place's name, those not settled first."""
        found: dict[str, None] = {}
        for stop in stops:
            for key in cores(self.places[stop]):
                found |= self._items_by_name.get(key, {})
        return sorted(found, key=lambda name: name in self.settled)

    def published(self, parts: Iterable[Leg | Site]) -> str | None:
        """Give the day on which the first report with one told of legs or of a site."""
        claims = (self.claims.get(name) for part in parts for name in part.claims)
        sources = (self.sources.get(claim.source) for claim in claims if claim)
        return next((s.published for s in sources if s and s.published), None)

    def free(self, wanted: str, taken: Container[str]) -> str:
        """Give an id that nothing has: the wanted one, or the next number after it."""
        if wanted not in taken:
            return wanted
        numbered = _NUMBERED.fullmatch(wanted)
        stem = numbered[1] if numbered else f"{wanted}-"
        number = self._numbers.get(stem, 1)
        while f"{stem}{number}" in taken:
            number += 1
        self._numbers[stem] = number
        return f"{stem}{number}"

    def free_item(self, wanted: str) -> str:
        """Give an id that no route and no site has: they share one space of ids."""
        taken: list[dict[str, Any]] = [self.routes, self.sites]
        return self.free(wanted, ChainMap(*taken))

    def dossier(self) -> Dossier:
        """Give what lies on the desk, without the places that lost their last use."""
        used = set(_used(self.routes.values(), self.sites.values()))
        used |= ends_spoken_of(self.claims.values())
        lost = {p for p in self.places if p in self.was_used and p not in used | self.settled}
        places = tuple(p for p in self.places.values() if p.id not in lost)
        return Dossier(
            id=self._first.id,
            title=self._first.title,
            sources=tuple(self.sources.values()),
            places=places,
            claims=tuple(self.claims.values()),
            routes=tuple(self.routes.values()),
            sites=tuple(self.sites.values()),
            review=self._reviewed(places),
        )

    def _reviewed(self, places: Iterable[DossierPlace]) -> Review:
        if self.review is None:
            return self._first.review
        names = (*self.sources, *(p.id for p in places), *self.claims, *self.routes, *self.sites)
        new = (name for name in names if name not in self.settled)
        return self.review.model_copy(
            update={"awaiting": tuple(dict.fromkeys((*self.review.awaiting, *new)))}
        )

    def _keep(self, table: dict[str, Kind], name: str, incoming: Record) -> None:
        table[name] = marked_as(table[name], incoming)

    def _same_digest(self, name: str) -> str | None:
        text = self.texts.get(name)
        return hashlib.sha256(text.encode()).hexdigest() if text else None


def marked_as(known: Kind, incoming: Record) -> Kind:
    """Give a record the stricter redaction of two: what one author hides no merge lays open."""
    mark = getattr(incoming, "redaction", None)
    if mark is None or getattr(known, "redaction", None) in {mark, Redaction.WITHHOLD}:
        return known
    shown = getattr(known, "shown_as", None) or getattr(incoming, "shown_as", None)
    return known.model_copy(update={"redaction": mark, "shown_as": shown})


def stops_of(item: Route | Site) -> list[str]:
    """Give the places of a route or site, in order."""
    if isinstance(item, Site):
        return [item.place]
    ends = (s for leg in item.legs for s in (leg.from_, *leg.via, *leg.passes, leg.to))
    return list(dict.fromkeys(end for end in ends if end is not None))


def _used(*groups: Iterable[Route | Site]) -> Iterator[str]:
    for group in groups:
        for item in group:
            yield from stops_of(item)


def _source_signs(source: Source, digest: str | None) -> Iterator[tuple[object, ...]]:
    """Give what two records of one publication share."""
    outlet = fold(source.publisher or "")
    if digest:
        yield ("text", digest.lower(), outlet)
    if source.url:
        parts = urlsplit(source.url)
        host = parts.netloc.lower().removeprefix("www.")
        yield ("address", host, parts.path.rstrip("/"), parts.query)
    if outlet and source.published:
        yield ("heading", fold(source.title), outlet, source.published)
