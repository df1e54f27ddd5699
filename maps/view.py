"""What the page shows of a dossier: plain rows that point to each other by index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from maps.finding import finding_of
from maps.languages import Language, language
from maps.notes import note_of
from maps.passages import Extent, passages_of
from maps.rows import (
    AlternativeView,
    ClaimView,
    DossierView,
    Exchange,
    ItemView,
    PlaceView,
    ReviewView,
    RouteView,
    SourceView,
    WhenWords,
)
from maps.wording import marked, unique, web_address
from routes.dates import When
from routes.dossier import Dossier, DossierPlace, Leg, Route, Site
from routes.evidence import Claim, Source, Stance, claims_by_answer, claims_on, status_of
from routes.paths.line import Line

__all__ = ["view_of"]


def view_of(
    dossier: Dossier,
    *,
    lines: Mapping[tuple[str, int], Line | None],
    texts: Mapping[str, str],
    first_number: int = 1,
    spoken: Language | None = None,
    extent: Extent = "around",
) -> DossierView:
    """Put a dossier into the rows and order in which the page shows it.

    Parameters
    ----------
    lines
        The drawn line of each leg, by (route id, index of the leg).
    texts
        Stored texts by source id; quotations are compared with them.
    first_number
        The number of the first leg; legs and then sites are numbered in reading order.
    spoken
        The language of the page; by default English.
    extent
        How much of the stored texts the page carries.
    """
    spoken = spoken or language("en")
    desk = _Desk(dossier, spoken)
    legs = [
        desk.leg(route, at, first_number + n, lines.get((route.id, at)))
        for n, (route, at) in enumerate(_legs(dossier))
    ]
    after = first_number + len(legs)
    review = dossier.review
    return DossierView(
        key=dossier.id,
        title=dossier.title,
        finding=finding_of(dossier, spoken),
        review=ReviewView(by=review.by, on=review.on) if review.state == "reviewed" else None,
        sources=tuple(desk.source(s, texts.get(s.id), extent) for s in dossier.sources),
        claims=tuple(desk.claim(claim, texts) for claim in dossier.claims),
        places=tuple(_place(place) for place in dossier.places),
        routes=tuple(_routes(dossier)),
        items=(*legs, *(desk.site(site, after + n) for n, site in enumerate(dossier.sites))),
    )


class _Desk:
    """The dossier's tables by id, and the rows of what refers to them."""

    def __init__(self, dossier: Dossier, spoken: Language) -> None:
        self.spoken = spoken
        self.dossier = dossier
        self.sources = {s.id: s for s in dossier.sources}
        self.claims = {c.id: c for c in dossier.claims}
        self.places = {p.id: p for p in dossier.places}
        self.points = {p.id for p in dossier.places if p.precision.is_point}
        self.source_index = {s.id: n for n, s in enumerate(dossier.sources)}
        self.claim_index = {c.id: n for n, c in enumerate(dossier.claims)}
        self.place_index = {p.id: n for n, p in enumerate(dossier.places)}
        self.answers = claims_by_answer(dossier.claims)
        self.spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for claim in dossier.claims:
            self.spans[claim.source].append((claim.start, claim.end))

    def leg(self, route: Route, at: int, number: int, line: Line | None) -> ItemView:
        leg = route.legs[at]
        claims = claims_on(leg.claims, self.claims, self.answers)
        places = (*leg.via, *leg.passes)
        return ItemView(
            number=number,
            kind="leg",
            key=f"{route.id}.{at + 1}",
            status=str(status_of(claims, self.sources)),
            phase=str(route.phase),
            exchanges=tuple(self._exchanges(claims)),
            when=_when(leg.when),
            mode=str(leg.mode),
            basis=str(line.basis) if line else None,
            undrawn=None if line else self._why_undrawn(leg),
            note=note_of(line, leg.mode, self.spoken) if line else "",
            length_km=self._length(leg, line),
            via=tuple(self.place_index[v] for v in places if v in self.place_index),
            alternative=leg.alternative,
            rival=leg.rival,
            start=self.place_index.get(leg.from_ or ""),
            end=self.place_index.get(leg.to or ""),
            named=(self._unlisted(leg.from_), self._unlisted(leg.to)),
        )

    def site(self, site: Site, number: int) -> ItemView:
        claims = claims_on(site.claims, self.claims, self.answers)
        return ItemView(
            number=number,
            kind="site",
            key=site.id,
            status=str(status_of(claims, self.sources)),
            phase=str(site.phase),
            exchanges=tuple(self._exchanges(claims)),
            when=_when(site.when),
            place=self.place_index.get(site.place),
            named=(self._unlisted(site.place), None),
            activity=site.activity,
            awaiting=site.id in self.dossier.review.awaiting,
            score=site.score,
            rule=site.rule,
        )

    def _unlisted(self, place_id: str | None) -> str | None:
        return None if place_id in self.place_index else place_id

    def _exchanges(self, claims: Sequence[Claim]) -> list[Exchange]:
        """Put each answer beside what it answers; one that names nothing answers all."""
        answers = [c for c in claims if c.stance is not Stance.ASSERTS]
        if not answers:
            return [Exchange(self._indices(c.id for c in claims))] if claims else []
        said = [c for c in claims if c.stance is Stance.ASSERTS]
        answered: dict[tuple[str, ...], list[str]] = {}
        for claim in said:
            beside = tuple(a.id for a in answers if not a.answers or claim.id in a.answers)
            answered.setdefault(beside, []).append(claim.id)
        exchanges = [
            Exchange(self._indices(ids), self._indices(beside)) for beside, ids in answered.items()
        ]
        placed = {a for beside in answered for a in beside}
        alone = [a.id for a in answers if a.id not in placed]
        return [*exchanges, Exchange(answers=self._indices(alone))] if alone else exchanges

    def _indices(self, ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(map(self.claim_index.__getitem__, ids))

    def _why_undrawn(self, leg: Leg) -> str:
        if leg.from_ is None or leg.to is None:
            return "no-origin" if leg.from_ is None else "no-destination"
        ends = [self.places.get(leg.from_), self.places.get(leg.to)]
        if any(place is None or place.lon_deg is None for place in ends):
            return "no-position"
        return "ends-meet"

    def _length(self, leg: Leg, line: Line | None) -> float | None:
        if line is None or leg.from_ not in self.points or leg.to not in self.points:
            return None
        return round(line.length_km, 1)

    def source(self, source: Source, text: str | None, extent: Extent) -> SourceView:
        url = web_address(source.url)
        return SourceView(
            key=source.id,
            title=source.title,
            publisher=source.publisher,
            authors=source.authors,
            published=source.published,
            accessed=source.accessed,
            url=url,
            archived_url=web_address(source.archived_url),
            refused_url=None if url else source.url,
            language=source.language,
            based_on=tuple(self.source_index[b] for b in source.based_on if b in self.source_index),
            sha256=source.sha256,
            length=len(text or ""),
            passages=passages_of(text or "", self.spans[source.id], extent),
        )

    def claim(self, claim: Claim, texts: Mapping[str, str]) -> ClaimView:
        text = texts.get(claim.source)
        return ClaimView(
            quote=marked(claim.quote, claim.status_words),
            translation=claim.translation,
            stance=str(claim.stance),
            speaker=claim.attributed_to,
            role=claim.role,
            reported_via=claim.reported_via,
            said_on=_when(claim.said_on),
            answers=tuple(self.claim_index[a] for a in claim.answers if a in self.claim_index),
            source=self.source_index.get(claim.source, -1),
            start=claim.start,
            end=claim.end,
            page=claim.page,
            checked=None if text is None else text[claim.start : claim.end] == claim.quote,
        )


def _legs(dossier: Dossier) -> Iterator[tuple[Route, int]]:
    for route in dossier.routes:
        for index in range(len(route.legs)):
            yield route, index


def _routes(dossier: Dossier) -> Iterator[RouteView]:
    first = 0
    for route in dossier.routes:
        yield RouteView(
            key=route.id,
            title=route.title,
            first=first,
            legs=len(route.legs),
            cargo=route.cargo,
            mover=route.mover,
            frequency=route.frequency,
            phase=str(route.phase),
            when=_when(route.when),
            score=route.score,
            rule=route.rule,
            awaiting=route.id in dossier.review.awaiting,
        )
        first += len(route.legs)


def _when(when: When | None) -> WhenWords | None:
    if when is None:
        return None
    return (when.text, when.earliest, when.latest, when.kind)


def _place(place: DossierPlace) -> PlaceView:
    return PlaceView(
        name=place.name,
        as_written=tuple(w for w in unique(place.as_written) if w != place.name),
        country=place.country,
        precision=str(place.precision),
        lon_deg=place.lon_deg,
        lat_deg=place.lat_deg,
        resolved_by=place.resolved_by,
        score=place.score,
        why=place.why,
        refs=place.refs,
        alternatives=tuple(
            AlternativeView(
                name=a.name,
                country=a.country,
                lon_deg=a.lon_deg,
                lat_deg=a.lat_deg,
                score=a.score,
                ref=a.ref,
            )
            for a in place.alternatives
        ),
    )
