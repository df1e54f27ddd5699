"""Where a report writes the name of a place: tagger and gazetteer together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer import Gazetteer, Place, PlaceKind, Precision
from routes.extraction.lexicon import Lexicon
from routes.extraction.tagger import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Names", "Toponym", "find_toponyms"]

_PLACE_LABELS = {"GPE", "LOC", "FAC"}
_LONGEST_NAME = 6
_SENSES_KEPT = 4
_MOST_CUTS = 12
_LONGEST_INITIALS = 4
_JOINTS = {"CCONJ", "PUNCT"}
_CHAIN = re.compile(r"(?<=\w)\s?[–—-]\s?(?=[^\W\d_])")
_PREPOSITIONS = {
    "from",
    "to",
    "in",
    "at",
    "via",
    "through",
    "into",
    "near",
    "off",
    "between",
    "toward",
    "towards",
    "for",
    "onto",
}
_ARTICLES = {"al", "el", "as", "ash", "ar", "an", "at", "az", "ad", "es"}
_OPENERS = {
    "the",
    "of",
    "port",
    "cape",
    "gulf",
    "bay",
    "strait",
    "straits",
    "sea",
    "lake",
    "mount",
    "river",
    "canal",
}


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name as written, and what the store knows under it.

    `first` and `last` count the tokens of the paragraph, `start` and `end` the code points of
    the report; `chain` numbers the names of one written chain (X–Y–Z), else it is -1.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    text: str
    senses: tuple[Place, ...]
    label: str = ""
    chain: int = -1

    @property
    def sense(self) -> Place | None:
        """The likeliest meaning before the context is looked at."""
        return self.senses[0] if self.senses else None

    @property
    def is_country(self) -> bool:
        """Whether the name is first of all a country's."""
        return bool(self.senses) and self.senses[0].kind is PlaceKind.COUNTRY

    @property
    def is_area(self) -> bool:
        """Whether the name is first of all that of a country, a region or a water."""
        return bool(self.senses) and not self.senses[0].precision.is_point

    @property
    def is_water(self) -> bool:
        """Whether the name is first of all that of a water."""
        return bool(self.senses) and self.senses[0].kind.is_water


class Names:
    """The store's names, each looked up once a report."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._known: dict[tuple[str, bool], tuple[Place, ...]] = {}
        self._own: dict[str, bool] = {}

    def named(self, written: str, *, demonyms: bool = False) -> tuple[Place, ...]:
        """Give the likeliest places of a name, countries first."""
        key = (written, demonyms)
        if key not in self._known:
            entries = self.gazetteer.entries(written, demonyms=demonyms)[:_SENSES_KEPT]
            forms = {self.gazetteer.place(entry): entry.form for entry in entries}
            self._known[key] = ordered = _city_first(tuple(forms))
            self._own[written] = bool(ordered) and forms[ordered[0]] == "name"
        return self._known[key]

    def is_own_name(self, written: str) -> bool:
        """Whether the likeliest place bears the name as its own, not as a further one."""
        self.named(written)
        return self._own[written]


def find_toponyms(sentence: Sentence, names: Names, lexicon: Lexicon) -> tuple[Toponym, ...]:
    """Find the place names of a sentence, the longest reading of each, in reading order."""
    reader = _Reader(sentence, names, lexicon)
    taken: dict[int, Toponym] = {}
    for found in (*reader.chains(), *reader.areas(), *reader.tagged(), *reader.known()):
        tokens = range(found.first, found.last + 1)
        same_chain = found.chain >= 0 and any(
            i in taken and taken[i].chain == found.chain for i in tokens
        )
        if same_chain or not any(i in taken for i in tokens):
            for i in tokens:
                taken.setdefault(i, found)
            if same_chain:
                taken[-found.start - 1] = found
    return tuple(sorted(set(taken.values()), key=lambda t: t.start))


class _Reader:
    """The three ways to find names in one sentence."""

    def __init__(self, sentence: Sentence, names: Names, lexicon: Lexicon) -> None:
        self.sentence = sentence
        self.names = names
        self.lexicon = lexicon
        self.doc = sentence.doc

    def tagged(self) -> Iterator[Toponym]:
        """Names that the tagger takes for places, widened to the store's longer names."""
        for ent in self.sentence.span.ents:
            if ent.label_ not in _PLACE_LABELS:
                continue
            first, last = self._trim(ent.start, ent.end - 1)
            if first > last or not self._is_name(first, last):
                continue
            first, last, senses = self._widen(first, last)
            if senses or not self._nested_in_common_words(first, last):
                yield self._toponym(first, last, senses, ent.label_)

    def known(self) -> Iterator[Toponym]:
        """Names that the store knows, or that only a place could bear, and the tagger misses."""
        i = self.sentence.span.start
        while i < self.sentence.span.end:
            found = self._longest_known(i) or self._unknown(i)
            if found is None:
                i += 1
            else:
                yield found
                i = found.last + 1

    def chains(self) -> Iterator[Toponym]:
        """Names joined by dashes, each known to the store: "A–B–C"."""
        for first, last in self._dashed_runs():
            yield from self._chain(first, last)

    def areas(self) -> Iterator[Toponym]:
        """Areas named by a phrase: "Russian ports", "the Balkan countries"."""
        for token in self.sentence:
            first = token.i - 1
            if first >= self.sentence.span.start and self.doc[first].text[:1].isupper():
                senses = self._adjectival_area(self.doc[first], token)
                if senses:
                    yield self._toponym(first, token.i, senses, "GPE")
            yield from self._shared_noun(token)

    def _adjectival_area(self, adjective: Token, noun: Token) -> tuple[Place, ...]:
        """An adjective and a kind of place: "Russian ports" lie somewhere in Russia."""
        if noun.lemma_.lower() not in self.lexicon.area_noun or noun.tag_ != "NNS":
            return ()
        if self.names.named(f"{adjective.text} {noun.text}"):
            return ()
        senses = self.names.named(adjective.text, demonyms=True)[:1]
        if senses and senses[0].kind is PlaceKind.COUNTRY:
            return senses
        plural = self.names.named(f"{adjective.text}s")[:1]
        return plural if plural and plural[0].precision is Precision.REGION else ()

    def _shared_noun(self, token: Token) -> Iterator[Toponym]:
        """A name like "Western" in "Western and Central Europe" borrows the noun of its fellow."""
        i = token.i
        if i + 3 >= self.sentence.span.end or not token.text[:1].isupper():
            return
        joint, fellow, noun = self.doc[i + 1], self.doc[i + 2], self.doc[i + 3]
        if joint.lower_ not in {"and", "or"} or noun.pos_ != "PROPN" or not noun.text[:1].isupper():
            return
        own = self.names.named(f"{token.text} {noun.text}")[:1]
        if (
            own
            and own[0].precision is Precision.REGION
            and self.names.named(f"{fellow.text} {noun.text}")
        ):
            yield self._toponym(i, i, own, "LOC")

    def _dashed_runs(self) -> Iterator[tuple[int, int]]:
        span = self.sentence.span
        i = span.start
        while i < span.end:
            last = i
            while last < span.end and self._joins(last, i):
                last += 1
            run = self.doc[i:last].text
            if last > i and _CHAIN.search(run):
                yield i, last - 1
            i = max(last, i + 1)

    def _joins(self, i: int, first: int) -> bool:
        token = self.doc[i]
        if token.text[:1].isupper() or token.is_digit:
            return i == first or self._dash_before(i) or self.doc[i - 1].text[:1].isupper()
        return i > first and token.text in {"-", "–", "—"}

    def _dash_before(self, i: int) -> bool:
        return self.doc[i - 1].text in {"-", "–", "—"}

    def _chain(self, first: int, last: int) -> Iterator[Toponym]:
        start, _ = self.sentence.chars(first, last)
        run = self.doc[first : last + 1].text
        best = _split_known(run, self.names)
        if len(best) < 2:
            return
        for begin, stop, senses in best:
            covered = [
                i for i in range(first, last + 1) if self._overlaps(i, start + begin, start + stop)
            ]
            yield Toponym(
                self.sentence.number,
                covered[0],
                covered[-1],
                start + begin,
                start + stop,
                run[begin:stop],
                senses,
                "GPE",
                chain=start,
            )

    def _overlaps(self, i: int, start: int, end: int) -> bool:
        begin, stop = self.sentence.chars(i, i)
        return begin < end and stop > start

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        while first <= last and self.doc[first].lower_ in {"the", "a", "an", "'s", "’s"}:
            first += 1
        while last >= first and (
            self.doc[last].tag_ == "POS" or self.doc[last].is_punct or self.doc[last].lower_ == "'s"
        ):
            last -= 1
        return first, last

    def _is_name(self, first: int, last: int) -> bool:
        return any(self.doc[i].text[:1].isupper() for i in range(first, last + 1))

    def _nested_in_common_words(self, first: int, last: int) -> bool:
        return last - first + 1 > _LONGEST_NAME

    def _widen(self, first: int, last: int) -> tuple[int, int, tuple[Place, ...]]:
        span = self.sentence.span
        best = (first, last, self._named(first, last))
        for left in range(first, max(span.start, first - 4) - 1, -1):
            if left < first and not self._may_open(left):
                break
            for right in range(last, min(span.end - 1, last + 4) + 1):
                if (left, right) == (first, last) or not self.doc[right].text[-1:].isalnum():
                    continue
                senses = self._named(left, right)
                if senses and (right - left) > (best[1] - best[0]):
                    best = (left, right, senses)
        if not best[2]:
            return self._narrow(first, last)
        left, right, senses = best
        return (
            (left + 1 if self.doc[left].lower_ == "the" and right > left else left),
            right,
            senses,
        )

    def _narrow(self, first: int, last: int) -> tuple[int, int, tuple[Place, ...]]:
        for length in range(last - first, 0, -1):
            for left in range(first, last - length + 2):
                right = left + length - 1
                senses = self._named(left, right)
                written = self.doc[left : right + 1].text
                own = senses and self.names.is_own_name(written)
                if senses and _is_sturdy(senses[0], own_name=bool(own)):
                    return left, right, senses
        return first, last, ()

    def _may_open(self, i: int) -> bool:
        token = self.doc[i]
        return token.text[:1].isupper() or token.lower_ in _OPENERS or token.text == "-"

    def _named(self, first: int, last: int) -> tuple[Place, ...]:
        if self.doc[first].lower_ == "the" and last > first:
            first += 1
        written = self.doc[first : last + 1].text
        return self.names.named(written) if "\n" not in written else ()

    def _longest_known(self, i: int) -> Toponym | None:
        if not self._begins_name(i):
            return None
        for last in range(min(self.sentence.span.end - 1, i + _LONGEST_NAME - 1), i - 1, -1):
            if not self._ends_name(i, last):
                continue
            senses = self._named(i, last)
            if senses and self._is_placelike(i, last, senses):
                return self._toponym(i, last, senses, "")
        return None

    def _unknown(self, i: int) -> Toponym | None:
        """A name that the store lacks, where only a place can stand ("reached Erebti")."""
        if not self._begins_name(i) or self.doc[i - 1].pos_ == "CCONJ" or not self._cued(i):
            return None
        last = i
        while last + 1 < self.sentence.span.end and self._continues_name(last + 1):
            last += 1
        after = self.doc[last + 1] if last + 1 < self.sentence.span.end else None
        kinds = {t.ent_type_ for t in self.doc[i : last + 1]} - {""}
        allowed = _PLACE_LABELS | ({"PERSON"} if last == i else set())
        if _is_place_noun(after, self.lexicon) or self.doc[i - 1].pos_ == "VERB":
            allowed = allowed | {"ORG"}
        if self.doc[last].pos_ != "PROPN" or not kinds <= allowed:
            return None
        return self._toponym(i, last, (), "")

    def _begins_name(self, i: int) -> bool:
        token = self.doc[i]
        if token.lower_ in _ARTICLES and i + 2 < self.sentence.span.end:
            return self.doc[i + 1].text == "-" and self.doc[i + 2].text[:1].isupper()
        return token.text[:1].isupper() and not token.is_stop

    def _continues_name(self, i: int) -> bool:
        token = self.doc[i]
        joined = token.text == "-" and not token.whitespace_ and not self.doc[i - 1].whitespace_
        return joined or (token.pos_ == "PROPN" and token.text[:1].isupper())

    def _ends_name(self, first: int, last: int) -> bool:
        token = self.doc[last]
        return token.text[:1].isupper() or (
            last > first and token.lemma_.lower() in self.lexicon.place_noun
        )

    def _is_placelike(self, first: int, last: int, senses: Sequence[Place]) -> bool:
        """Whether a known name means the place here, and not a person or a body named alike."""
        kinds = {t.ent_type_ for t in self.doc[first : last + 1]} - {""}
        if kinds & {"DATE", "TIME", "LANGUAGE", "MONEY", "PERCENT"}:
            return False
        if self._inside_longer_name(first, last) or self._is_acronym(first, last, senses):
            return False
        own = self.names.is_own_name(self.doc[first : last + 1].text)
        cued, sturdy = self._cued(first), _is_sturdy(senses[0], own_name=own)
        if kinds & {"NORP"}:
            return cued and sturdy
        if kinds & {"PERSON"}:
            return cued or (sturdy and first == last)
        if kinds & {"ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"}:
            return cued
        after = self.doc[last + 1] if last + 1 < self.sentence.span.end else None
        return sturdy or last > first or cued or _is_place_noun(after, self.lexicon)

    def _is_acronym(self, first: int, last: int, senses: Sequence[Place]) -> bool:
        """Initials name countries and airports; towns that happen to be spelt so are not meant."""
        written = self.doc[first : last + 1].text.replace(".", "")
        short = written.isupper() and len(written) <= _LONGEST_INITIALS
        return short and senses[0].kind not in {PlaceKind.COUNTRY, PlaceKind.AIRPORT}

    def _cued(self, first: int) -> bool:
        """Whether the word before demands a place: a preposition, or a verb like "reached"."""
        i = first - 1
        while i > self.sentence.span.start and self.doc[i].pos_ == "DET":
            i -= 1
        if i < self.sentence.span.start:
            return False
        before, cues = self.doc[i], self.lexicon.cues
        if before.lower_ == "of":
            return i > 0 and self.doc[i - 1].lemma_.lower() in self.lexicon.place_noun
        objects = cues.object_source | cues.object_goal | cues.object_via
        if before.pos_ == "CCONJ" and i > self.sentence.span.start:
            return self.doc[i - 1].pos_ == "PROPN"
        return before.lower_ in _PREPOSITIONS or (
            before.pos_ == "VERB" and before.lemma_.lower() in objects
        )

    def _inside_longer_name(self, first: int, last: int) -> bool:
        """Whether the place is a part of another's name: "Aleppo University", "Air France"."""
        left = self.doc[first].ent_iob_ == "I" and self.doc[first - 1].pos_ not in _JOINTS
        following = self.doc[last + 1] if last + 1 < self.sentence.span.end else None
        right = (
            following is not None and following.ent_iob_ == "I" and following.pos_ not in _JOINTS
        )
        if self.doc[first].ent_type_ in _PLACE_LABELS or not (left or right):
            return False
        return bool(
            {"ORG", "PERSON", "PRODUCT", "FAC", "WORK_OF_ART"} & {self.doc[first].ent_type_}
        )

    def _toponym(self, first: int, last: int, senses: tuple[Place, ...], label: str) -> Toponym:
        start, end = self.sentence.chars(first, last)
        text = self.doc[first : last + 1].text
        return Toponym(self.sentence.number, first, last, start, end, text, senses, label)


def _city_first(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """What a report means by a bare name: a water before a province, a city before its own."""
    if not places or places[0].kind is not PlaceKind.REGION:
        return places
    for place in places:
        if place.kind in {PlaceKind.SEA, PlaceKind.STRAIT, PlaceKind.CANAL}:
            return (place, *(p for p in places if p is not place))
    for place in places:
        if place.kind is PlaceKind.CITY and place.country == places[0].country:
            return (place, *(p for p in places if p is not place))
    return places


def _split_known(run: str, names: Names) -> list[tuple[int, int, tuple[Place, ...]]]:
    """Cut a dashed run into the fewest parts of which each is a known name."""
    cuts = [
        0,
        *(m.end() for m in _CHAIN.finditer(run)),
    ]
    ends = [*(m.start() for m in _CHAIN.finditer(run)), len(run)]
    dashed = "–" in run or "—" in run
    if len(cuts) > _MOST_CUTS:
        return []
    parts: list[tuple[int, int, tuple[Place, ...]]] = []
    i = 0
    while i < len(cuts):
        for j in range(len(cuts) - 1, i - 1, -1):
            if i == 0 and j == len(cuts) - 1 and len(cuts) > 1 and not parts:
                whole = names.named(run)
                if whole:
                    return []
            senses = names.named(run[cuts[i] : ends[j]])
            if senses and (dashed or _is_known_widely(senses[0])):
                parts.append((cuts[i], ends[j], senses))
                i = j + 1
                break
        else:
            return []
    return parts


def _is_place_noun(after: Token | None, lexicon: Lexicon) -> bool:
    return after is not None and after.lemma_.lower() in lexicon.place_noun


def _is_known_widely(place: Place) -> bool:
    """A hyphen joins many things; only names that a report may give bare make a chain of it."""
    return place.kind is not PlaceKind.CITY or place.population > 15_000


def _is_sturdy(place: Place, *, own_name: bool) -> bool:
    """Whether a name rarely means anything but the place."""
    if place.precision in {Precision.COUNTRY, Precision.WATER}:
        return True
    return own_name and place.population > 100_000
