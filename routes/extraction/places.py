"""Every place that a text names, with what each name may mean."""

from __future__ import annotations

import re
from collections import defaultdict

from gazetteer import Candidate, Gazetteer, Mention
from gazetteer.place import Record
from routes.extraction.cues import parts_of
from routes.extraction.lexicon import load
from routes.extraction.settle import Settled, settle
from routes.extraction.sightings import Sighting, find_sightings
from routes.extraction.tagger import paragraphs, tag
from routes.extraction.toponym import Names, Toponym
from routes.language import language_of

__all__ = ["PlaceMention", "find_places"]

_DEMONYM_SCORE = 0.9
# A word in capitals of an alphabet that bends its names, not at a sentence's beginning.
_CAPITALISED = re.compile(r"(?<=[\w,;«(–—-] )[А-ЯЁІЇЄҐ][а-яёіїєґ’'-]{3,}")


class PlaceMention(Record):
    """A place name in a text: a span in code points and its candidates, best first.

    `rule` says why it was taken for a place.
    """

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]
    rule: str = ""


def find_places(
    text: str, gazetteer: Gazetteer, *, language: str | None = None
) -> tuple[PlaceMention, ...]:
    """Find the place names of a text, whatever part they play, in reading order.

    Parameters
    ----------
    text
        The text. English is tagged; of any other language the names are found that the store
        knows, as written or in their dictionary form.
    gazetteer
        The place store that knows the names.
    language
        Its ISO 639 code, when that is known.
    """
    language = (language or language_of(text)).partition("-")[0].lower()
    if language == "en":
        return _in_english(text, gazetteer)
    mentions = _named(text, gazetteer)
    return tuple(
        PlaceMention(
            start=m.start, end=m.end, text=text[m.start : m.end], candidates=ranked,
            rule="a name of the store",
        )
        for m, ranked in zip(mentions, gazetteer.resolve(text, mentions), strict=True)
    )  # fmt: skip


def _named(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Names of the store as written, and capitalised words that are names in some case."""
    mentions = list(gazetteer.scan(text))
    covered = {i for m in mentions for i in range(m.start, m.end)}
    mentions += [
        Mention(start=word.start(), end=word.end())
        for word in _CAPITALISED.finditer(text)
        if word.start() not in covered and gazetteer.entries(word.group())
    ]
    return tuple(sorted(mentions, key=lambda m: m.start))


def _in_english(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    lexicon, names = load(), Names(gazetteer)
    sentences = tag(text, paragraphs(text))
    sightings = find_sightings(sentences, names, lexicon)
    by_sentence: dict[int, list[Toponym]] = defaultdict(list)
    for sighting in sightings:
        by_sentence[sighting.toponym.sentence].append(sighting.toponym)
    placed = [
        item for s in sentences for item in parts_of(s, by_sentence.get(s.number, ()), lexicon)
    ]
    settled = settle(text, placed, (), gazetteer, lexicon)
    return tuple(_mention(sighting, settled) for sighting in sightings)


def _mention(sighting: Sighting, settled: Settled) -> PlaceMention:
    toponym = sighting.toponym
    candidates = settled[toponym.start]
    if sighting.is_demonym:
        (place,) = toponym.senses[:1]
        candidates = (Candidate(place=place, score=_DEMONYM_SCORE, why=(sighting.rule,)),)
    return PlaceMention(
        start=toponym.start,
        end=toponym.end,
        text=toponym.text,
        candidates=candidates,
        rule=sighting.rule,
    )
