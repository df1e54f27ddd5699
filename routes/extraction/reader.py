"""The whole reading of a report: each room's part, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gazetteer import Gazetteer
from routes.dossier import Dossier
from routes.extraction import russian, russian_tagger
from routes.extraction.compose import compose
from routes.extraction.cues import parts_of
from routes.extraction.glance import Glance, is_on_travel
from routes.extraction.lexicon import Lexicon, load
from routes.extraction.mentions import find_toponyms
from routes.extraction.movements import movements_of
from routes.extraction.parts import Placed
from routes.extraction.placebook import PlaceList
from routes.extraction.predicates import has_goods, movement_words
from routes.extraction.reading import Reading
from routes.extraction.settle import settle
from routes.extraction.sites import FoundSite, named_again, sites_of
from routes.extraction.stances import Counter, counters_of, is_denied
from routes.extraction.stops import Movement
from routes.extraction.tagger import Sentence, paragraphs, tag
from routes.extraction.threads import thread
from routes.extraction.toponym import Names
from routes.language import READ_LANGUAGES
from routes.report import Report

__all__ = ["extract"]


def extract(report: Report, gazetteer: Gazetteer | None = None) -> Dossier:
    """Read a report into a draft dossier.

    Parameters
    ----------
    report
        A report; nothing is looked up outside the place store. English is read, and Russian
        with the extra `ru`; of a report in another language only the places that it names
        are given.
    gazetteer
        The place store; by default the embedded one.

    Returns
    -------
    Dossier
        A machine draft: each route and site with its claims, verbatim at their offsets. A
        report that tells of none gives a dossier without routes and sites.
    """
    gazetteer = gazetteer or Gazetteer.open()
    language = report.language.partition("-")[0].lower()
    if language not in READ_LANGUAGES:
        return _only_names(report, gazetteer)
    lexicon, names = load(language), Names(gazetteer)
    if is_on_travel(report.text, lexicon):
        lexicon = lexicon.among_passengers()
    told = _read(report, names, lexicon)
    if not any(one.tells for one in told):
        return Dossier(id=report.id, title=report.title, sources=(report.source(),))
    movements = [m for t in told for m in t.movements]
    placed = [p for t in told for p in t.placed]
    return compose(
        Reading(
            report=report,
            sentences=tuple(t.sentence for t in told),
            placed=tuple(placed),
            threads=thread(movements, lexicon),
            sites=tuple(x for t in told for x in t.sites),
            counters=tuple(c for t in told for c in t.counters),
            settled=settle(report.text, placed, movements, gazetteer, lexicon),
            lexicon=lexicon,
            gazetteer=gazetteer,
        )
    )


def _only_names(report: Report, gazetteer: Gazetteer) -> Dossier:
    """Of a report in a language that is not read: the places of the store that it names."""
    book = PlaceList(report.text, gazetteer)
    return Dossier(
        id=report.id, title=report.title, sources=(report.source(),), places=book.places()
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What one sentence holds."""

    sentence: Sentence
    placed: tuple[Placed, ...]
    movements: tuple[Movement, ...]
    sites: tuple[FoundSite, ...]
    counters: tuple[Counter, ...]

    @property
    def tells(self) -> bool:
        """Whether it tells of a movement, a site, or against one."""
        return bool(self.movements or self.sites or self.counters)


def _read(report: Report, names: Names, lexicon: Lexicon) -> list[_Told]:
    """Read what is worth it: a look over the words first, then a quick parse, then closely."""
    by_line = report.kind == "html"
    pieces = paragraphs(report.text, start=report.body_start, by_line=by_line)
    if lexicon.language == "ru":
        return _tell_all(russian_tagger.tag(report.text, pieces), names, lexicon, goods=False)
    glance = Glance(report.text, pieces, lexicon, lambda name: bool(names.named(name)))
    telling = glance.telling()
    length = sum(s.end - s.start for s in telling)
    if length < _SHORT_SHARE * len(report.text) and not glance.is_sure:
        quick = _tell_all(tag(report.text, telling, names=False), names, lexicon, goods=True)
        if not any(one.tells for one in quick):
            return []
    closely = tag(report.text, glance.with_neighbours()) if telling else ()
    return _tell_all(closely, names, lexicon, goods=False)


# Where most of a text may tell something, a quick parse before the close one saves nothing.
_SHORT_SHARE = 0.3


def _tell_all(
    sentences: Sequence[Sentence], names: Names, lexicon: Lexicon, *, goods: bool
) -> list[_Told]:
    """Read sentences in order; `goods` says that each may rest on goods named before it."""
    told: list[_Told] = []
    known_sites: list[FoundSite] = []
    goods_before = moved = False
    for sentence in sentences:
        placed = _places_of(sentence, names, lexicon)
        known = goods or goods_before or (moved and _names_route(sentence, lexicon))
        movements = movements_of(sentence, placed, lexicon, known_goods=known)
        counters = counters_of(sentence, lexicon)
        movements = tuple(m for m in movements if not _only_denied(m, counters, lexicon))
        sites = sites_of(sentence, placed, lexicon)
        again = named_again(sentence, known_sites, sites, lexicon)
        known_sites += sites
        sites += tuple(_answered(site, counters, lexicon) for site in again)
        told.append(_Told(sentence, placed, movements, sites, counters))
        moved = moved or bool(movements)
        goods_before = has_goods(list(sentence), lexicon)
    return told


def _places_of(sentence: Sentence, names: Names, lexicon: Lexicon) -> tuple[Placed, ...]:
    if lexicon.language == "ru":
        toponyms = russian.find_toponyms(sentence, names, lexicon)
        return russian.parts_of(sentence, toponyms, lexicon)
    return parts_of(sentence, find_toponyms(sentence, names, lexicon), lexicon)


def _answered(site: FoundSite, counters: Sequence[Counter], lexicon: Lexicon) -> FoundSite:
    """Mark a site that the sentence names again only to deny what was said of it."""
    noun = site.sentence.doc[site.noun]
    denied = is_denied([noun], counters, lexicon) or any(
        above.i == counter.speaker.verb for counter in counters for above in noun.ancestors
    )
    return replace(site, is_denied=denied)


def _names_route(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether it speaks of a route as such: what runs on it was told with the first one."""
    return any(t.pos_ == "NOUN" and t.lemma_.lower() in lexicon.route_noun for t in sentence)


def _only_denied(movement: Movement, counters: Sequence[Counter], lexicon: Lexicon) -> bool:
    """Whether the report tells of it only to deny it."""
    first, last = movement.tokens
    words = list(movement_words(list(movement.sentence.doc[first : last + 1]), lexicon))
    return is_denied(words, counters, lexicon)
