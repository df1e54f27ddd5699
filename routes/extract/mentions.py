"""Where a report writes the name of a place: tagger and gazetteer together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer import Gazetteer, Place, PlaceKind, Precision
from routes.extract.lexicon import Lexicon
from routes.extract.tagger import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Names", "Toponym", "find_toponyms"]

_PLACE_LABELS = {"GPE", "LOC", "FAC"}
_LONGEST_NAME = 6
_SENSES_KEPT = 4
_CHAIN = re.compile(r"(?<=\w)\s?[–—-]\s?(?=[^\W\d_])")
_PREPOSITIONS = {"from", "to", "in", "at", "via", "through", "into", "near", "of", "toward", "towards", "for", "on"}
_OPENERS = {"the", "of", "port", "cape", "gulf", "bay", "strait", "straits", "sea", "lake", "mount", "river", "canal"}


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

    def named(self, written: str, *, demonyms: bool = False) -> tuple[Place, ...]:
        """Give the likeliest places of a name, countries first."""
        key = (written, demonyms)
        if key not in self._known:
            entries = self.gazetteer.entries(written, demonyms=demonyms)[:_SENSES_KEPT]
            places = tuple(self.gazetteer.place(entry) for entry in entries)
            self._known[key] = _city_first(places)
        return self._known[key]


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
        """Names that the store knows and the tagger does not take for places."""
        i = self.sentence.span.start
        while i < self.sentence.span.end:
            found = self._longest_known(i)
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
        """A nationality and a kind of place: "Russian ports" lie somewhere in Russia."""
        for token in self.sentence:
            if token.lemma_.lower() not in self.lexicon.area_noun or token.tag_ != "NNS":
                continue
            first = token.i - 1
            if first < self.sentence.span.start or not self.doc[first].text[:1].isupper():
                continue
            senses = self.names.named(self.doc[first].text, demonyms=True)[:1]
            if senses and senses[0].kind is PlaceKind.COUNTRY:
                yield self._toponym(first, token.i, senses, "GPE")

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
        start, end = self.sentence.chars(first, last)
        run = self.doc[first : last + 1].text
        best = _split_known(run, self.names)
        if len(best) < 2:
            return
        for begin, stop, senses in best:
            covered = [
                i
                for i in range(first, last + 1)
                if self._overlaps(i, start + begin, start + stop)
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
                if (left, right) == (first, last):
                    continue
                senses = self._named(left, right)
                if senses and (right - left) > (best[1] - best[0]):
                    best = (left, right, senses)
        return best if best[2] else self._narrow(first, last)

    def _narrow(self, first: int, last: int) -> tuple[int, int, tuple[Place, ...]]:
        for length in range(last - first, 0, -1):
            for left in range(first, last - length + 2):
                right = left + length - 1
                senses = self._named(left, right)
                if senses and self.doc[left].text[:1].isupper():
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
        token = self.doc[i]
        if not token.text[:1].isupper() or token.is_stop:
            return None
        for last in range(min(self.sentence.span.end - 1, i + _LONGEST_NAME - 1), i - 1, -1):
            if not self._ends_name(i, last):
                continue
            senses = self._named(i, last)
            if senses and self._is_placelike(i, last, senses):
                return self._toponym(i, last, senses, "")
        return None

    def _ends_name(self, first: int, last: int) -> bool:
        token = self.doc[last]
        return token.text[:1].isupper() or (
            last > first and token.lemma_.lower() in self.lexicon.place_noun
        )

    def _is_placelike(self, first: int, last: int, senses: Sequence[Place]) -> bool:
        around = {t.ent_type_ for t in self.doc[first : last + 1]}
        before = self.doc[first - 1] if first > self.sentence.span.start else None
        after = self.doc[last + 1] if last + 1 < self.sentence.span.end else None
        if self._inside_longer_name(first, last, before, after):
            return False
        if around & {"PERSON", "NORP", "LANGUAGE", "DATE", "TIME"}:
            return _cue_before(before) and _is_sturdy(senses[0]) and "PERSON" not in around - {""}
        sturdy = _is_sturdy(senses[0]) or last > first
        if around & {"ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"}:
            return _cue_before(before)
        return sturdy or _cue_before(before) or _is_place_noun(after, self.lexicon)

    def _inside_longer_name(
        self, first: int, last: int, before: Token | None, after: Token | None
    ) -> bool:
        ents = [t for t in self.doc[first : last + 1] if t.ent_type_ in {"ORG", "PERSON", "PRODUCT"}]
        if not ents:
            return False
        left = before is not None and before.ent_iob_ != "O" and self.doc[first].ent_iob_ == "I"
        right = after is not None and after.ent_iob_ == "I"
        return left or right

    def _toponym(
        self, first: int, last: int, senses: tuple[Place, ...], label: str
    ) -> Toponym:
        start, end = self.sentence.chars(first, last)
        text = self.doc[first : last + 1].text
        return Toponym(self.sentence.number, first, last, start, end, text, senses, label)


def _city_first(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """A province named after its capital is rarely what a report means by the bare name."""
    if not places or places[0].kind is not PlaceKind.REGION:
        return places
    for place in places:
        if place.kind is PlaceKind.CITY and place.country == places[0].country:
            return (place, *(p for p in places if p is not place))
    return places


def _split_known(run: str, names: Names) -> list[tuple[int, int, tuple[Place, ...]]]:
    """Cut a dashed run into the fewest parts of which each is a known name."""
    cuts = [0, *(m.end() for m in _CHAIN.finditer(run)), ]
    ends = [*(m.start() for m in _CHAIN.finditer(run)), len(run)]
    if len(cuts) > 12:
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
            if senses:
                parts.append((cuts[i], ends[j], senses))
                i = j + 1
                break
        else:
            return []
    return parts


def _cue_before(before: Token | None) -> bool:
    return before is not None and before.lower_ in _PREPOSITIONS


def _is_place_noun(after: Token | None, lexicon: Lexicon) -> bool:
    return after is not None and after.lemma_.lower() in lexicon.place_noun


def _is_sturdy(place: Place) -> bool:
    """Whether a name rarely means anything but the place."""
    return place.precision in {Precision.COUNTRY, Precision.WATER} or place.population > 100_000
