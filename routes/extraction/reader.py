"""The whole reading of a report: each room's part, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer import Gazetteer
from routes.dossier import Dossier
from routes.extraction.compose import compose
from routes.extraction.cues import parts_of
from routes.extraction.lexicon import Lexicon, load
from routes.extraction.mentions import find_toponyms
from routes.extraction.movements import Movement, movements_of
from routes.extraction.parts import Placed
from routes.extraction.predicates import has_goods, movement_words
from routes.extraction.reading import Reading
from routes.extraction.settle import settle
from routes.extraction.sites import sites_of
from routes.extraction.stances import Counter, counters_of, is_denied
from routes.extraction.tagger import Sentence, tag
from routes.extraction.threads import thread
from routes.extraction.toponym import Names
from routes.report import Report

__all__ = ["extract"]


def extract(report: Report, gazetteer: Gazetteer | None = None) -> Dossier:
    """Read a report into a draft dossier.

    Parameters
    ----------
    report
        An English report; nothing is looked up outside the place store.
    gazetteer
        The place store; by default the embedded one.

    Returns
    -------
    Dossier
        A machine draft: each route and site with its claims, verbatim at their offsets. A
        report that tells of none gives a dossier without routes and sites.
    """
    gazetteer = gazetteer or Gazetteer.open()
    lexicon = load()
    is_page = report.kind == "html"
    sentences = tag(report.text, start=report.body_start, by_line=is_page)
    names = Names(gazetteer)
    told = [_tell(s, names, lexicon) for s in sentences]
    movements = _gather(told, lexicon)
    placed = [p for t in told for p in t.placed]
    settled = settle(report.text, placed, movements, gazetteer, lexicon)
    return compose(
        Reading(
            report=report,
            sentences=sentences,
            placed=tuple(placed),
            threads=thread(movements, lexicon),
            sites=tuple(x for t in told for x in sites_of(t.sentence, t.placed, lexicon)),
            counters=tuple(c for t in told for c in t.counters),
            settled=settled,
            lexicon=lexicon,
            gazetteer=gazetteer,
        )
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What one sentence holds."""

    sentence: Sentence
    placed: tuple[Placed, ...]
    counters: tuple[Counter, ...]


def _tell(sentence: Sentence, names: Names, lexicon: Lexicon) -> _Told:
    toponyms = find_toponyms(sentence, names, lexicon)
    return _Told(sentence, parts_of(sentence, toponyms, lexicon), counters_of(sentence, lexicon))


def _gather(told: Sequence[_Told], lexicon: Lexicon) -> list[Movement]:
    """The movements that the report tells of and does not only deny."""
    found: list[Movement] = []
    goods_before = False
    for one in told:
        known = goods_before or (bool(found) and _names_route(one.sentence, lexicon))
        movements = movements_of(one.sentence, one.placed, lexicon, known_goods=known)
        found += [m for m in movements if not _only_denied(m, one, lexicon)]
        goods_before = has_goods(list(one.sentence), lexicon)
    return found


def _names_route(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether it speaks of a route as such: what runs on it was told with the first one."""
    return any(t.pos_ == "NOUN" and t.lemma_.lower() in lexicon.route_noun for t in sentence)


def _only_denied(movement: Movement, one: _Told, lexicon: Lexicon) -> bool:
    first, last = movement.tokens
    words = list(movement_words(list(one.sentence.doc[first : last + 1]), lexicon))
    return is_denied(words, one.counters, lexicon)
