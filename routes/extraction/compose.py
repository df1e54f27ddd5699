"""A reading of a report becomes a draft dossier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from routes.dates import When
from routes.dossier import Dossier, Leg, Mode, Phase, Route, Site
from routes.evidence import About, ends_spoken_of
from routes.extraction.attributes import cargo_of, mode_of, phase_of
from routes.extraction.carriers import frequency_of, mover_of
from routes.extraction.claimbook import ClaimBook
from routes.extraction.joins import Topic, answered, topic_of
from routes.extraction.merging import closed, from_known_start, known_way, merged, to_known_end
from routes.extraction.parts import Part, Placed
from routes.extraction.placebook import PlaceBook
from routes.extraction.predicates import movement_words
from routes.extraction.reading import Reading
from routes.extraction.sitephases import site_phase
from routes.extraction.sites import FoundSite
from routes.extraction.stances import Counter
from routes.extraction.stops import Hop, Movement
from routes.extraction.threads import Thread

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["compose"]

_SOURCE = "s1"


def compose(reading: Reading) -> Dossier:
    """Build the dossier: each leg and site rests on a claim, each answer hangs on its claims."""
    composer = _Composer(reading)
    routes = merged(r for t in reading.threads if (r := composer.route(t)) is not None)
    sites = composer.sites()
    composer.hang_counters()
    return composer.dossier(routes, sites)


@dataclass(frozen=True, slots=True)
class _Node:
    """A stop of the chain: several places when the report lists them; `or_` when it says "or"."""

    places: tuple[str, ...]
    or_: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """What a leg crosses: waters, and what it passes without a stop."""

    waters: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.waters or self.passed)

    def over(self, water: str) -> _Way:
        return _Way((*self.waters, water), self.passed)

    def past(self, place: str) -> _Way:
        return _Way(self.waters, (*self.passed, place))


class _Composer:
    """Turns movements and sites into records that share places and claims."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.places = PlaceBook(reading)
        self.claims = ClaimBook(reading, _SOURCE)
        self.topics: dict[str, Topic] = {}
        self.answers: dict[str, list[str]] = {}
        self.denied_places: dict[int, set[str]] = {}

    def route(self, movements: Thread) -> Route | None:
        """The route that a thread of movements tells of; None when no leg is left of it."""
        legs = closed([leg for movement in movements for leg in self._legs(movement)])
        legs = [known_way(leg) for leg in from_known_start(legs)]
        legs = to_known_end(legs, self.places.is_in_country)
        if not legs:
            return None
        first, last = movements[0], movements[-1]
        cargo = next((c for m in movements if (c := cargo_of(m, self.reading.lexicon))), None)
        lexicon = self.reading.lexicon
        mover = next((n for m in movements if (n := mover_of(m, lexicon))), None)
        frequency = next((f for m in movements if (f := frequency_of(m, lexicon))), None)
        when = next(
            (w for m in movements if (w := self.claims.date_of(m.sentence, *m.window))), None
        )
        return Route(
            id="",
            title=self._title(legs),
            cargo=cargo,
            mover=mover,
            frequency=frequency,
            phase=self._phase(
                first if len(movements) == 1 else last, when_year=when.latest if when else None
            ),
            when=when,
            legs=tuple(legs),
            score=self._score(legs),
            rule=first.rule,
        )

    def sites(self) -> list[Site]:
        """The sites, one a place; what a later sentence says of one joins it."""
        kept: dict[str, Site] = {}
        phases: dict[str, tuple[Phase, When | None]] = {}
        for found in self.reading.sites:
            place = self.places.id_of(found.placed)
            if found.is_denied:
                self.denied_places.setdefault(found.sentence.number, set()).add(place)
                continue
            site = self._site(found, place)
            kept[place] = _one_site(kept[place], site) if place in kept else site
            phase = site_phase(found.sentence.doc[found.noun], self.reading.lexicon)
            if phase is not None and not (phase is Phase.PLANNED and place in phases):
                phases[place] = (phase, site.when)
        return [_in_phase(site, *phases.get(p, (site.phase, None))) for p, site in kept.items()]

    def _site(self, found: FoundSite, place: str) -> Site:
        """The site that a sentence places somewhere."""
        sentence, noun = found.sentence, found.sentence.doc[found.noun]
        claim = self.claims.assertion(sentence, [noun], rule=f"site: {found.rule}")
        topic = topic_of(sentence, self.reading, is_site=True)
        self.topics[claim] = replace(topic, site=place)
        return Site(
            id="",
            place=place,
            activity=found.activity,
            when=self.claims.date_of(sentence, found.noun, sentence.span.end - 1),
            claims=(claim,),
            score=round(0.5 + 0.4 * self.places.confidence([place]), 2),
            rule=found.rule,
        )

    def hang_counters(self) -> None:
        """Register the counter-statements and note which claims each answers."""
        keys = list(self.topics)
        topics = [self.topics[k] for k in keys]
        for counter in self.reading.counters:
            denied = self.denied_places.get(counter.sentence.number, set())
            of_site = [k for k in keys if self.topics[k].site in denied]
            met = [keys[i] for i in answered(counter, topics, self.reading)]
            hits = tuple(dict.fromkeys((*of_site, *met)))
            about = None if hits else self._about(counter)
            claim = self.claims.counter(counter, hits, about)
            for hit in hits:
                self.answers.setdefault(hit, []).append(claim)

    def dossier(self, routes: Sequence[Route], sites: Sequence[Site]) -> Dossier:
        """Number everything and close the books."""
        ids = self.claims.numbering()
        final_routes = tuple(
            route.model_copy(
                update={
                    "id": f"r{n}",
                    "legs": tuple(
                        leg.model_copy(update={"claims": self._all_claims(leg.claims, ids)})
                        for leg in route.legs
                    ),
                }
            )
            for n, route in enumerate(routes, 1)
        )
        final_sites = tuple(
            site.model_copy(update={"id": f"x{n}", "claims": self._all_claims(site.claims, ids)})
            for n, site in enumerate(sites, 1)
        )
        used = {
            p
            for r in routes
            for leg in r.legs
            for p in (leg.from_, *leg.via, *leg.passes, leg.to)
            if p
        }
        used |= {s.place for s in sites}
        claims = self.claims.numbered()
        used |= ends_spoken_of(claims)
        report = self.reading.report
        return Dossier(
            id=report.id,
            title=report.title,
            sources=(report.source(_SOURCE),),
            places=self.places.places(used),
            claims=claims,
            routes=final_routes,
            sites=final_sites,
        )

    def _all_claims(self, claims: Iterable[str], ids: Mapping[str, str]) -> tuple[str, ...]:
        """The claims and whatever answers them, under their final ids."""
        own = list(claims)
        against = [a for c in own for a in self.answers.get(c, ())]
        return tuple(dict.fromkeys(ids[c] for c in (*own, *against)))

    def _about(self, counter: Counter) -> About | None:
        """The movement between two places that a sentence tells of only to speak against it."""
        own = [p for p in self.reading.placed if p.toponym.sentence == counter.sentence.number]
        starts = [p for p in own if p.part is Part.SOURCE]
        ends = [p for p in own if p.part is Part.GOAL]
        if len(starts) != 1 or len(ends) != 1:
            return None
        goods = topic_of(counter.sentence, self.reading).goods
        return About(
            from_=self.places.id_of(starts[0]),
            to=self.places.id_of(ends[0]),
            cargo=", ".join(sorted(goods)) or None,
        )

    def _legs(self, movement: Movement) -> list[Leg]:
        sentence = movement.sentence
        first, last = movement.tokens
        own = [p for p in movement.places if p.toponym.sentence == sentence.number]
        content = [sentence.doc[p.cue] for p in own if p.cue >= 0]
        content += [sentence.doc[p.toponym.first] for p in own]
        content = [t for t in content if first <= t.i <= last] or [sentence.doc[first]]
        claim = self.claims.assertion(
            sentence, sorted(content, key=lambda t: t.i), rule=movement.rule
        )
        self.topics.setdefault(claim, topic_of(sentence, self.reading))
        legs: list[Leg] = []
        for k, hop in enumerate(movement.hops):
            mode = mode_of(movement, hop, self.reading.lexicon)
            legs += self._hop_legs(movement, k, hop, mode, claim)
        return legs

    def _hop_legs(self, movement: Movement, k: int, hop: Hop, mode: Mode, claim: str) -> list[Leg]:
        nodes, ways = self._nodes(movement, k, hop)
        legs: list[Leg] = []
        for (start, end), way in zip(pairwise(nodes), ways, strict=True):
            for a in start.places or (None,):
                for b in end.places or (None,):
                    if (a is None and b is None and not way) or (a == b and not way):
                        continue
                    legs.append(
                        Leg(
                            from_=a,
                            via=way.waters,
                            passes=way.passed,
                            to=b,
                            mode=mode,
                            alternative=start.or_ or end.or_,
                            claims=(claim,),
                            score=self._leg_score(a, b, mode),
                            rule=movement.rule,
                        )
                    )
        return legs

    def _nodes(self, movement: Movement, k: int, hop: Hop) -> tuple[list[_Node], list[_Way]]:
        """Stops in order, and the ways that lead to each but the first."""
        nodes = [self._node(movement.stops[k])]
        ways = [_Way()]
        for via in hop.vias:
            place = self.places.id_of(via)
            if self.places.is_water(place):
                ways[-1] = ways[-1].over(place)
            elif self.places.is_stop(place) and not self._is_passed(movement, via):
                nodes.append(_Node((place,)))
                ways.append(_Way())
            else:
                ways[-1] = ways[-1].past(place)
        nodes.append(self._node(movement.stops[k + 1]))
        return nodes, ways

    def _is_passed(self, movement: Movement, via: Placed) -> bool:
        """Whether the report says that the way leads past it, or names it for the way alone."""
        if via.toponym.chain >= 0:
            return movement.is_way_named(via)
        doc, cues = movement.sentence.doc, self.reading.lexicon.cues
        if via.cue >= 0 and doc[via.cue].lemma_.lower() in cues.passing:
            return True
        last = via.toponym.last
        return any(t.lower_ in cues.gateway for t in doc[last : last + 2])

    def _node(self, stop: Sequence[Placed]) -> _Node:
        ids = dict.fromkeys(self.places.id_of(p) for p in stop)
        return _Node(tuple(ids), any(p.link == "or" for p in stop))

    def _title(self, legs: Sequence[Leg]) -> str:
        names: list[str] = []
        for leg in legs:
            for end in (leg.from_, leg.to):
                if end is not None and (not names or self.places.name(end) != names[-1]):
                    names.append(self.places.name(end))
        if not names:
            return "Through " + ", ".join(self.places.name(v) for leg in legs for v in leg.via)
        if len(names) == 1:
            return f"To {names[0]}" if legs[-1].to else f"From {names[0]}"
        branching = len({leg.from_ for leg in legs}) == 1 and len(legs) > 1
        if branching and legs[0].from_:
            ends = [self.places.name(leg.to) for leg in legs if leg.to]
            joint = "or" if legs[0].alternative else "and"
            return f"{names[0]} to {_listed(ends, joint)}"
        return f"{names[0]} to {' and on to '.join(names[1:])}"

    def _phase(self, movement: Movement, *, when_year: str | None) -> Phase:
        lexicon, doc = self.reading.lexicon, movement.sentence.doc
        words: list[Token] = []
        for first, last in (movement.window, movement.tokens):
            words = words or list(movement_words(list(doc[first : last + 1]), lexicon))
        phase = phase_of(movement.sentence.span.text, words, self.reading.lexicon)
        published = self.reading.report.published
        if phase is Phase.ACTIVE and when_year and published:
            years = int(published[:4]) - int(when_year[:4])
            return Phase.HISTORICAL if years > _YEARS_TO_HISTORY else phase
        return phase

    def _leg_score(self, start: str | None, end: str | None, mode: Mode) -> float:
        """How far to trust a leg: its ends are named, its means told, its places certain."""
        named = [p for p in (start, end) if p is not None]
        told = 0.1 * (mode is not Mode.UNSPECIFIED)
        return round(0.2 + 0.15 * len(named) + told + 0.35 * self.places.confidence(named), 2)

    def _score(self, legs: Sequence[Leg]) -> float:
        return round(sum(leg.score or 0.0 for leg in legs) / len(legs), 2)


_YEARS_TO_HISTORY = 20


def _listed(names: Sequence[str], joint: str) -> str:
    return f" {joint} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _one_site(known: Site, later: Site) -> Site:
    """What is said of a site later, with that which was said first."""
    claims = tuple(dict.fromkeys((*known.claims, *later.claims)))
    return known.model_copy(update={"claims": claims, "when": known.when or later.when})


def _in_phase(site: Site, phase: Phase, when: When | None) -> Site:
    return site.model_copy(update={"phase": phase, "when": when or site.when})
