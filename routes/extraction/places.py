"""Every place that a text names, with what each name may mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from gazetteer import Candidate, Gazetteer, Mention
from gazetteer.place import Record
from gazetteer.variants import lemmas
from routes.extraction.cues import parts_of
from routes.extraction.lexicon import load
from routes.extraction.settle import Settled, settle
from routes.extraction.sightings import Sighting, find_sightings
from routes.extraction.tagger import paragraphs, tag
from routes.extraction.toponym import Names, Toponym
from routes.language import language_of

__all__ = ["PlaceMention", "find_places", "named_in"]

_DEMONYM_SCORE = 0.9
# letters beyond Latin: Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, and further east
_FOREIGN = re.compile("[\u0370-\u1cff\u2c00-\u2dff\u3040-\u9fff\uac00-\ud7af\ufb50-\ufdff]")
# A word in capitals of an alphabet that bends its names, not at a sentence's beginning.
_BENT = r"[А-ЯЁІЇЄҐΆ-ΏΑ-Ω][а-яёіїєґά-ώ’'-]{2,}"
_CAPITALISED = re.compile(rf"(?<=[\w,;«(–—-] ){_BENT}|(?<=[«“\"]){_BENT}")
# Small words of these languages before which a place stands: "from", "to", "in", "through".
_BEFORE_PLACES = re.compile(
    r"(?:^|[\s«“\"(])(?:з|із|зі|до|в|у|во|на|через|від|из|со|от|к|под|возле|біля|та|и|і|"
    r"από|προς|για|στο|στη|στην|στον|στα|τον|την|τη|το|του|της|και)\s$",
    re.IGNORECASE,
)
_LOOK_BACK = 10
_LARGE = 20_000


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
    return _of_store(text, named_in(text, gazetteer), gazetteer)


def named_in(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find names of the store as written, and capitalised words that are names in some case.

    A case counts where a preposition stands before it, or for a place that is large.
    """
    mentions = list(gazetteer.scan(text))
    covered = {i for m in mentions for i in range(m.start, m.end)}
    mentions += [
        Mention(start=word.start(), end=word.end())
        for word in _CAPITALISED.finditer(text)
        if word.start() not in covered and _is_case_of_name(text, word, gazetteer)
    ]
    return tuple(sorted(mentions, key=lambda m: m.start))


def _is_case_of_name(text: str, word: re.Match[str], gazetteer: Gazetteer) -> bool:
    before = text[max(0, word.start() - _LOOK_BACK) : word.start()]
    cued = _BEFORE_PLACES.search(before) is not None
    for form in (word.group(), *lemmas(word.group())):
        entries = gazetteer.entries(form)[:1]
        if entries and (cued or entries[0].population > _LARGE):
            return True
    return False


def _of_store(
    text: str, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    return tuple(
        PlaceMention(
            start=m.start, end=m.end, text=text[m.start : m.end], candidates=ranked,
            rule="a name of the store",
        )
        for m, ranked in zip(mentions, gazetteer.resolve(text, mentions), strict=True)
    )  # fmt: skip


def _quoted(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Names in other alphabets within an English text."""
    if text.isascii() or not _FOREIGN.search(text):
        return ()
    own = [m for m in named_in(text, gazetteer) if _FOREIGN.match(text, m.start)]
    return _of_store(text, own, gazetteer)


def _in_english(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The names that the tagged sentences hold, and those in other alphabets."""
    found = _tagged(text, gazetteer)
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    others = [m for m in _quoted(text, gazetteer) if m.start not in taken]
    return tuple(sorted((*found, *others), key=lambda m: m.start))


def _tagged(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
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
