"""What the page shows, in readers' words: a dossier as plain rows, cards and sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from maps.finding import finding_of
from maps.rows import (
    AlternativeView,
    ClaimView,
    DossierView,
    Exchange,
    ItemView,
    PlaceView,
    RouteView,
    Row,
    SourceView,
)
from maps.style import BASES, MODES, PHASES, PRECISIONS, STATUSES
from maps.wording import (
    day_words,
    kilometre_words,
    listed,
    marked,
    position_words,
    unique,
    web_address,
    when_words,
)
from routes.dates import When
from routes.dossier import Dossier, DossierPlace, Leg, Phase, Route, Site
from routes.evidence import Claim, Source, Stance, claims_on, speaker_of, status_of
from routes.paths.line import Line

__all__ = ["view_of"]


def view_of(
    dossier: Dossier,
    *,
    lines: Mapping[tuple[str, int], Line | None],
    texts: Mapping[str, str],
    countries: Mapping[str, str] = MappingProxyType({}),
    first_number: int = 1,
) -> DossierView:
    """Put a dossier into the words and order in which the page shows it.

    Parameters
    ----------
    lines
        The drawn line of each leg, by (route id, index of the leg).
    texts
        Stored texts by source id; quotations are compared with them.
    countries
        Names of countries by ISO code; a code without one stands for itself.
    first_number
        The number of the first leg; legs and then sites are numbered in reading order.
    """
    desk = _Desk(dossier, countries)
    legs = [
        desk.leg(route, leg, first_number + n, lines.get((route.id, at)))
        for n, (route, at, leg) in enumerate(_legs(dossier))
    ]
    after = first_number + len(legs)
    items = (*legs, *(desk.site(site, after + n) for n, site in enumerate(dossier.sites)))
    touching = _touching(items)
    return DossierView(
        title=dossier.title,
        finding=finding_of(dossier),
        draft=dossier.review.state == "draft",
        reviewed=_reviewed(dossier),
        sources=tuple(desk.source(source) for source in dossier.sources),
        claims=tuple(desk.claim(claim, texts) for claim in dossier.claims),
        places=tuple(
            desk.place(place, tuple(touching[n])) for n, place in enumerate(dossier.places)
        ),
        routes=tuple(desk.routes()),
        items=items,
    )


class _Desk:
    """The dossier's tables by id, and the wording of each kind of row."""

    def __init__(self, dossier: Dossier, countries: Mapping[str, str]) -> None:
        self.dossier = dossier
        self.countries = countries
        self.sources = {s.id: s for s in dossier.sources}
        self.claims = {c.id: c for c in dossier.claims}
        self.places = {p.id: p for p in dossier.places}
        self.source_index = {s.id: n for n, s in enumerate(dossier.sources)}
        self.claim_index = {c.id: n for n, c in enumerate(dossier.claims)}
        self.place_index = {p.id: n for n, p in enumerate(dossier.places)}
        self.answered_by: dict[str, list[str]] = defaultdict(list)
        for claim in dossier.claims:
            for answered in claim.answers:
                self.answered_by[answered].append(claim.id)

    def name(self, place_id: str | None, unstated: str) -> str:
        if place_id is None:
            return unstated
        place = self.places.get(place_id)
        return place.name if place else place_id

    def country(self, code: str | None) -> str | None:
        return None if code is None else self.countries.get(code, code)

    def about(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        """Gather what is said of a leg or site, looking only at claims that lead to it."""
        linked, ahead = set(), list(ids)
        while ahead:
            claim = ahead.pop()
            if claim not in linked:
                linked.add(claim)
                ahead += self.answered_by.get(claim, ())
        in_order = sorted(linked & self.claim_index.keys(), key=self.claim_index.__getitem__)
        return claims_on(ids, {i: self.claims[i] for i in in_order})

    def leg(self, route: Route, leg: Leg, number: int, line: Line | None) -> ItemView:
        mode = MODES[leg.mode]
        claims = self.about(leg.claims)
        from_name, to_name = (
            self.name(leg.from_, "origin not stated"),
            self.name(leg.to, "destination not stated"),
        )
        subject = f"{mode.word} leg" if leg.mode != "unspecified" else "leg, means not stated"
        basis = line.basis if line else None
        return self._item(
            claims,
            number=number,
            kind="leg",
            subject=f"{subject}, {from_name} to {to_name}",
            phase=route.phase,
            when=leg.when,
            mode=leg.mode.value,
            basis=basis,
            note=_note(line, self._why_undrawn(leg)),
            length=self._length(leg, line),
            via=tuple(self.name(v, v) for v in (*leg.via, *leg.passes)),
            alternative=leg.alternative,
            start=self.place_index.get(leg.from_ or ""),
            end=self.place_index.get(leg.to or ""),
        )

    def site(self, site: Site, number: int) -> ItemView:
        name = self.name(site.place, site.place)
        return self._item(
            self.about(site.claims),
            number=number,
            kind="site",
            subject=f"site, {site.activity}, {name}",
            phase=site.phase,
            when=site.when,
            place=self.place_index.get(site.place),
            activity=site.activity,
            score=site.score,
            rule=site.rule,
        )

    def _item(
        self,
        claims: Sequence[Claim],
        *,
        number: int,
        kind: Literal["leg", "site"],
        subject: str,
        phase: Phase,
        when: When | None,
        **more: object,
    ) -> ItemView:
        status = status_of(claims, self.sources)
        denied_by = unique(speaker_of(c, self.sources) for c in claims if c.stance is Stance.DENIES)
        words = [f"Reported {subject}", STATUSES[status].word]
        if denied_by:
            words.append(f"denied by {listed(denied_by)}")
        if phase is not Phase.ACTIVE:
            words.insert(1, PHASES[phase].word)
        return ItemView.model_validate(
            {
                "number": number,
                "kind": kind,
                "spoken": ", ".join(words),
                "status": status.value,
                "status_word": STATUSES[status].word,
                "status_sentence": STATUSES[status].sentence,
                "phase": phase.value,
                "phase_word": PHASES[phase].word,
                "denied_by": denied_by,
                "exchanges": tuple(self._exchanges(claims)),
                "when": when_words(when),
                **more,
            }
        )

    def _exchanges(self, claims: Sequence[Claim]) -> Iterator[Exchange]:
        """Put each answer beside what it answers; one that names nothing answers all."""
        answers = [c for c in claims if c.stance is not Stance.ASSERTS]
        said = [c for c in claims if c.stance is Stance.ASSERTS]
        answered: dict[tuple[str, ...], list[str]] = {}
        for claim in said:
            beside = tuple(a.id for a in answers if not a.answers or claim.id in a.answers)
            answered.setdefault(beside, []).append(claim.id)
        for beside, ids in answered.items():
            yield Exchange(said=self._indices(ids), answers=self._indices(beside))
        placed = {a for beside in answered for a in beside}
        alone = [a.id for a in answers if a.id not in placed]
        if alone:
            yield Exchange(said=(), answers=self._indices(alone))

    def _indices(self, ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.claim_index[i] for i in ids)

    def _why_undrawn(self, leg: Leg) -> str:
        if leg.from_ is None or leg.to is None:
            open_end = "origin" if leg.from_ is None else "destination"
            return f"Not drawn: the report leaves the {open_end} open."
        ends = [self.places.get(leg.from_), self.places.get(leg.to)]
        if any(place is None or place.lon_deg is None for place in ends):
            return "Not drawn: one end has no known position."
        return "Not drawn: the ends meet, or one lies within the other."

    def _length(self, leg: Leg, line: Line | None) -> str | None:
        ends = [self.places.get(p or "") for p in (leg.from_, leg.to)]
        if line is None or any(p is None or not p.precision.is_point for p in ends):
            return None
        return kilometre_words(line.length_km)

    def routes(self) -> Iterator[RouteView]:
        index = 0
        for route in self.dossier.routes:
            yield RouteView(
                title=route.title,
                facts=tuple(_facts(route)),
                rows=tuple(self._rows(route, index)),
                score=route.score,
                rule=route.rule,
            )
            index += len(route.legs)

    def _rows(self, route: Route, first: int) -> Iterator[Row]:
        at: str | None = None
        for n, leg in enumerate(route.legs):
            joined = n > 0 and leg.from_ is not None and leg.from_ == at
            if not joined:
                yield self._stop(leg.from_, "Origin not stated", apart=n > 0)
            yield Row(kind="leg", index=first + n)
            yield self._stop(leg.to, "Destination not stated")
            at = leg.to

    def _stop(self, place_id: str | None, unstated: str, *, apart: bool = False) -> Row:
        index = self.place_index.get(place_id or "")
        words = "" if index is not None else self.name(place_id, unstated)
        return Row(kind="stop", index=index, words=words, apart=apart)

    def source(self, source: Source) -> SourceView:
        return SourceView(
            title=source.title,
            publisher=source.publisher,
            authors=source.authors,
            published=day_words(source.published),
            accessed=day_words(source.accessed),
            url=web_address(source.url),
            archived_url=web_address(source.archived_url),
            refused_url=None if web_address(source.url) else source.url,
            language=source.language,
            based_on=tuple(
                self.sources[b].title if b in self.sources else b for b in source.based_on
            ),
            sha256=source.sha256,
        )

    def claim(self, claim: Claim, texts: Mapping[str, str]) -> ClaimView:
        text = texts.get(claim.source)
        return ClaimView(
            quote=marked(claim.quote, claim.status_words),
            stance=claim.stance.value,
            label=_LABELS[claim.stance],
            speaker=speaker_of(claim, self.sources),
            role=claim.role,
            reported_via=claim.reported_via,
            said_on=when_words(claim.said_on),
            source=self.source_index.get(claim.source, -1),
            where=f"characters {claim.start:,}–{claim.end:,} of the stored text",
            checked=None if text is None else text[claim.start : claim.end] == claim.quote,
        )

    def place(self, place: DossierPlace, numbers: tuple[int, ...]) -> PlaceView:
        style = PRECISIONS[place.precision]
        return PlaceView(
            name=place.name,
            as_written=tuple(w for w in unique(place.as_written) if w != place.name),
            kind=place.kind.value if place.kind else None,
            country=self.country(place.country),
            precision=place.precision.value,
            precision_word=style.word,
            precision_sentence=style.sentence,
            position=position_words(place.lon_deg, place.lat_deg),
            resolved=_resolved(place),
            score=place.score,
            why=place.why,
            refs=place.refs,
            alternatives=tuple(
                AlternativeView(
                    name=a.name,
                    country=self.country(a.country),
                    position=position_words(a.lon_deg, a.lat_deg) or "",
                    score=a.score,
                    ref=a.ref,
                )
                for a in place.alternatives
            ),
            numbers=numbers,
        )


_LABELS = {
    Stance.ASSERTS: "said by",
    Stance.DENIES: "denied by",
    Stance.DOUBTS: "doubted by",
    Stance.RETRACTS: "retracted by",
    Stance.CORRECTS: "corrected by",
}


def _legs(dossier: Dossier) -> Iterator[tuple[Route, int, Leg]]:
    for route in dossier.routes:
        for index, leg in enumerate(route.legs):
            yield route, index, leg


def _touching(items: Iterable[ItemView]) -> Mapping[int, list[int]]:
    """Collect the numbers of the items that touch each place, by the place's index."""
    numbers: dict[int, list[int]] = defaultdict(list)
    for item in items:
        for place in {item.start, item.end, item.place} - {None}:
            numbers[place or 0].append(item.number)
    return numbers


def _note(line: Line | None, undrawn: str) -> str:
    if line is None:
        return undrawn
    return line.note or BASES[line.basis].sentence


def _facts(route: Route) -> Iterator[tuple[str, str]]:
    if route.cargo:
        yield "Cargo", route.cargo
    if route.mover:
        yield "Moved by", route.mover
    if route.frequency:
        yield "How often", route.frequency
    when = when_words(route.when)
    if when:
        yield "When", when
    if route.phase is not Phase.ACTIVE:
        yield "Phase", f"{PHASES[route.phase].word}. {PHASES[route.phase].sentence}"


def _resolved(place: DossierPlace) -> str:
    if place.lon_deg is None:
        return "No position found."
    if place.resolved_by is None:
        return "Given in the dossier."
    if place.resolved_by == "machine":
        return "Matched by machine, not settled by a person."
    return f"Settled by {place.resolved_by}."


def _reviewed(dossier: Dossier) -> str | None:
    if dossier.review.state != "reviewed":
        return None
    on = f" on {day_words(dossier.review.on)}" if dossier.review.on else ""
    return f"Reviewed by {dossier.review.by}{on}."
