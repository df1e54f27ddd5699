"""A dossier is laid on the desk: its routes and sites gather on those that they repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from routes.dossier import Dossier, Leg, Route, Site
from routes.merging.desk import Desk, marked_as, stops_of
from routes.merging.likeness import span_of
from routes.merging.movements import Match, fused, match_routes, same_site, told

__all__ = ["lay"]


def lay(desk: Desk, dossier: Dossier, texts: Mapping[str, str]) -> None:
    """Lay a dossier's records on the desk; reviewed dossiers must come before drafts."""
    is_reviewed = dossier.review.state == "reviewed"
    if is_reviewed and desk.review is None:
        desk.review = dossier.review
    Laying(desk, dossier, is_reviewed=is_reviewed).lay(texts)


class Laying:
    """One dossier on its way to the desk: its ids, and theirs there."""

    def __init__(self, desk: Desk, dossier: Dossier, *, is_reviewed: bool) -> None:
        self._desk = desk
        self._dossier = dossier
        self._is_reviewed = is_reviewed
        self._sources: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._claims: dict[str, str] = {}
        self._items: dict[str, str] = {}
        self._awaiting = set(dossier.review.awaiting)

    def lay(self, texts: Mapping[str, str]) -> None:
        """Lay all records down, those first on which others rest."""
        self._lay_sources(texts)
        self._lay_places()
        self._lay_claims()
        before = {*self._desk.routes, *self._desk.sites}
        for route in self._dossier.routes:
            self._lay_route(route, before)
        for site in self._dossier.sites:
            self._lay_site(site, before)

    def _lay_sources(self, texts: Mapping[str, str]) -> None:
        new: list[str] = []
        for source in self._dossier.sources:
            name, is_new = self._desk.source(source, texts.get(source.id))
            self._sources[source.id] = name
            if is_new:
                new.append(name)
                self._settle(source.id, name)
        for name in new:
            source = self._desk.sources[name]
            bases = [self._sources.get(base, base) for base in source.based_on]
            bases += filter(None, [self._desk.version_of.get(name)])
            rests = tuple(dict.fromkeys(base for base in bases if base != name))
            self._desk.sources[name] = source.model_copy(update={"based_on": rests})

    def _lay_places(self) -> None:
        for place in self._dossier.places:
            before = len(self._desk.places)
            name = self._desk.place(place, set(self._places.values()))
            self._places[place.id] = name
            if len(self._desk.places) > before:
                self._settle(place.id, name)
        items: list[Route | Site] = [*self._dossier.routes, *self._dossier.sites]
        self._desk.was_used |= {self._places[s] for i in items for s in stops_of(i)}

    def _lay_claims(self) -> None:
        new: list[str] = []
        for claim in self._dossier.claims:
            name, is_new = self._desk.claim(claim, self._sources[claim.source])
            self._claims[claim.id] = name
            if is_new:
                new.append(name)
                self._settle(claim.id, name)
        for name in new:
            claim = self._desk.claims[name]
            answers = self._mapped(claim.answers, self._claims)
            about = claim.about and claim.about.model_copy(
                update={
                    "from_": self._places[claim.about.from_],
                    "to": self._places[claim.about.to],
                }
            )
            update = {"answers": answers, "about": about}
            self._desk.claims[name] = claim.model_copy(update=update)

    def _lay_route(self, route: Route, before: set[str]) -> None:
        route = self._renamed_route(route)
        for name in self._candidates(stops_of(route), before):
            known = self._desk.routes.get(name)
            if known is None or (match := self._match(known, route)) is None:
                continue
            if name in self._desk.settled:
                self._lay_beside(route, name)
                return
            self._desk.routes[name] = marked_as(_joined(known, route, match), route)
            self._items[route.id] = name
            self._desk.index(name, stops_of(route))
            self._note_rivals(name, match)
            return
        self._add(route, self._desk.routes)

    def _match(self, known: Route, route: Route) -> Match | None:
        one, other = (told(r, self._desk.published(r.legs)) for r in (known, route))
        return match_routes(one, other, self._desk.places)

    def _lay_site(self, site: Site, before: set[str]) -> None:
        site = site.model_copy(
            update={
                "place": self._places[site.place],
                "beside": self._items.get(site.beside or ""),
                "claims": self._mapped(site.claims, self._claims),
            }
        )
        for name in self._candidates([site.place], before):
            known = self._desk.sites.get(name)
            if known is None or not self._is_same_site(known, site):
                continue
            if name in self._desk.settled:
                self._lay_beside(site, name)
                return
            claims = tuple(dict.fromkeys((*known.claims, *site.claims)))
            update = {"claims": claims, "when": known.when or site.when}
            self._desk.sites[name] = marked_as(known.model_copy(update=update), site)
            self._items[site.id] = name
            return
        self._add(site, self._desk.sites)

    def _is_same_site(self, known: Site, site: Site) -> bool:
        spans = [span_of(s.when, self._desk.published([s])) for s in (known, site)]
        return same_site(known, site, (spans[0], spans[1]), self._desk.places)

    def _candidates(self, stops: Iterable[str], before: set[str]) -> list[str]:
        """Give what may be repeated: nothing of one's own dossier, and by drafts alone."""
        if self._is_reviewed:
            return []
        return [name for name in self._desk.items_about(stops) if name in before]

    def _lay_beside(self, item: Route | Site, settled: str) -> None:
        beside = item.model_copy(update={"beside": settled})
        if isinstance(beside, Route):
            name = self._add(beside, self._desk.routes)
        else:
            name = self._add(beside, self._desk.sites)
        self._desk.notes.append(f"{name} is laid beside {settled}, which a person has settled")

    def _add(self, item: Route | Site, table: dict[str, Route] | dict[str, Site]) -> str:
        name = self._desk.free_item(item.id)
        table[name] = item.model_copy(update={"id": name})  # type: ignore[assignment]
        self._items[item.id] = name
        self._desk.index(name, stops_of(item))
        self._settle(item.id, name)
        return name

    def _settle(self, own: str, name: str) -> None:
        if self._is_reviewed and own not in self._awaiting:
            self._desk.settled.add(name)

    def _note_rivals(self, name: str, match: Match) -> None:
        for number, rival in enumerate(match.rival, 1):
            if rival:
                what = " and ".join({"when": "day", "path": "way"}.get(r, r) for r in rival)
                self._desk.notes.append(f"{name}: leg {number} differs in {what}; both stay")

    def _renamed_route(self, route: Route) -> Route:
        legs = tuple(self._renamed_leg(leg) for leg in route.legs)
        beside = self._items.get(route.beside or "")
        return route.model_copy(update={"legs": legs, "beside": beside})

    def _renamed_leg(self, leg: Leg) -> Leg:
        return leg.model_copy(
            update={
                "from_": self._places.get(leg.from_ or ""),
                "to": self._places.get(leg.to or ""),
                "via": self._mapped(leg.via, self._places),
                "passes": self._mapped(leg.passes, self._places),
                "claims": self._mapped(leg.claims, self._claims),
                # What a merge makes of a leg may be drawn otherwise.
                "line": leg.line if self._is_reviewed else None,
            }
        )

    @staticmethod
    def _mapped(ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names.get(one, one) for one in ids))


def _joined(known: Route, new: Route, match: Match) -> Route:
    """Give one route of two that tell of one movement."""
    legs: list[list[Leg]] = [[leg] for leg in known.legs]
    before: list[Leg] = []
    after: list[Leg] = []
    seen = False
    for leg, at, rival in zip(new.legs, match.legs, match.rival, strict=True):
        if at is None:
            (after if seen else before).append(leg)
        elif rival:
            seen = True
            legs[at].append(_rival_leg(known.legs[at], leg, new, rival=rival))
        else:
            seen = True
            legs[at][0] = fused(legs[at][0], leg)
    kept = (*before, *(leg for group in legs for leg in group), *after)
    scores = [score for score in (known.score, new.score) if score is not None]
    return known.model_copy(
        update={
            "title": new.title if len(new.legs) > len(known.legs) else known.title,
            "cargo": known.cargo or new.cargo,
            "mover": known.mover or new.mover,
            "frequency": known.frequency or new.frequency,
            "when": known.when or (new.when if not any(match.rival) else None),
            "legs": kept,
            "score": max(scores, default=None),
        }
    )


def _rival_leg(known: Leg, leg: Leg, route: Route, **rival: object) -> Leg:
    ends = {"from_": known.from_, "to": known.to, "when": leg.when or route.when}
    return leg.model_copy(update={**ends, **rival})
