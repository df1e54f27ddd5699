"""Where a report writes the name of a place: tagger and gazetteer together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer import Place, PlaceKind, Precision
from routes.extraction.chains import find_chains
from routes.extraction.lexicon import Lexicon
from routes.extraction.phrases import find_areas
from routes.extraction.surroundings import Surroundings
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Names, Toponym, toponym_at

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_toponyms"]

_PLACE_LABELS = {"GPE", "LOC", "FAC"}
_LONGEST_NAME = 6
_SHORTEST = 2
_LONGEST_INITIALS = 4
_STURDY_POPULATION = 100_000
_JOINTS = {"CCONJ", "PUNCT"}
_WAYS = {"from", "to", "into", "via", "at", "in", "off"}
_PARTING = {"for", "to", "from", "via", "into"}
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


def find_toponyms(sentence: Sentence, names: Names, lexicon: Lexicon) -> tuple[Toponym, ...]:
    """Find the place names of a sentence, the longest reading of each, in reading order."""
    around = Surroundings(sentence, names, lexicon)
    taken: dict[int, Toponym] = {}
    for found in _readings(sentence, names, lexicon):
        tokens = range(found.first, found.last + 1)
        same_chain = found.chain >= 0 and any(
            i in taken and taken[i].chain == found.chain for i in tokens
        )
        if same_chain or not any(i in taken for i in tokens):
            for i in tokens:
                taken.setdefault(i, found)
            if same_chain:
                taken[-found.start - 1] = found
    kept = {
        _as_river(_whole(t, sentence, around), around, lexicon)
        for t in taken.values()
        if not _is_no_place(t, around, names, lexicon)
    }
    return tuple(sorted(kept, key=lambda t: t.start))


def _whole(toponym: Toponym, sentence: Sentence, around: Surroundings) -> Toponym:
    """A small town's name that runs on is the beginning of a name that the store lacks."""
    sense = toponym.sense
    small = sense is not None and sense.precision.is_point and sense.population < _STURDY_POPULATION
    last = toponym.last
    if toponym.chain >= 0 or not small or sentence.doc[last].ent_iob_ == "O":
        return toponym
    while around.runs_on(last) and sentence.doc[last + 1].ent_iob_ == "I":
        last += 1
    if last == toponym.last:
        return toponym
    return toponym_at(sentence, toponym.first, last, (), toponym.label)


def _as_river(toponym: Toponym, around: Surroundings, lexicon: Lexicon) -> Toponym:
    """A river that bears a country's name is meant where one goes along it: "down the Niger"."""
    rivers = tuple(s for s in toponym.senses if s.kind is PlaceKind.RIVER)
    if not rivers or not around.is_followed(toponym.first, lexicon.cues.along):
        return toponym
    others = tuple(s for s in toponym.senses if s.kind is not PlaceKind.RIVER)
    return replace(toponym, senses=(*rivers, *others))


def _is_no_place(toponym: Toponym, around: Surroundings, names: Names, lexicon: Lexicon) -> bool:
    """Titles, streets, codes and single letters are read as names, but are none of a place."""
    written = toponym.text
    if len(written) < _SHORTEST or written.lower().rstrip(".") in lexicon.naming.title:
        return True
    if toponym.chain < 0 and around.is_street(toponym.last):
        return True
    if not toponym.senses:
        street = toponym.text.split()[-1].lower().rstrip(".") in lexicon.naming.street
        return street or around.is_counted(toponym.first)
    return names.form(written) == "code"


def _readings(sentence: Sentence, names: Names, lexicon: Lexicon) -> Iterator[Toponym]:
    """All readings, those that win where two overlap first."""
    reader = _Reader(sentence, names, lexicon)
    yield from find_chains(sentence, names)
    yield from find_areas(sentence, names, lexicon)
    yield from reader.tagged()
    yield from reader.known()


class _Reader:
    """Finds single names in one sentence."""

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
                found = toponym_at(self.sentence, first, last, senses, ent.label_)
                water = self.doc[last].lower_ in self.lexicon.water_noun
                yield replace(found, told_water=water and not senses)

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
                if (left, right) == (first, last) or not self._ends_name(left, right):
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
        if self.doc[last].lower_ in self.lexicon.water_noun:
            return first, last, ()
        for length in range(last - first, 0, -1):
            for left in range(first, last - length + 2):
                right = left + length - 1
                written = self.doc[left : right + 1].text
                common = left == right and self._is_common(left)
                senses = () if common else self._named(left, right)
                # "Member States" are not the United States: a part must be a place's own name
                own = bool(senses) and self.names.is_own_name(written)
                if own and _is_sturdy(senses[0], own_name=True):
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
            if i == last and self._is_common(i):
                continue
            senses = self._named(i, last)
            if senses and self._is_placelike(i, last, senses):
                return toponym_at(self.sentence, i, last, senses, "")
        return None

    def _is_common(self, i: int) -> bool:
        """Whether the word names a kind of place or a quarter only: "Bay", "Southern"."""
        follows = i + 1 < self.sentence.span.end and self.doc[i + 1].text[:1].isupper()
        quarter = self.doc[i].lower_ in self.lexicon.naming.quarter and follows
        return quarter or self.names.is_generic(self.doc[i].text)

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
        if self._is_on_way(i):
            allowed = allowed | {"ORG", "NORP", "PERSON"}
        if self.doc[last].pos_ != "PROPN" or not kinds <= allowed:
            return None
        return toponym_at(self.sentence, i, last, (), "")

    def _is_on_way(self, first: int) -> bool:
        """Whether it ends a way of goods or vehicles: "flew from Dinjan", "trucked to Zuruq"."""
        before, lexicon = self.doc[first - 1], self.lexicon
        verb = before.head
        if before.lower_ not in _WAYS or verb.pos_ != "VERB":
            return False
        lemma = verb.lemma_.lower()
        if lemma in lexicon.means or before.lower_ in {"at", "in", "off"}:
            return lemma in lexicon.means
        goes = lemma in lexicon.movement.go and lemma not in lexicon.movement.send
        return goes and any(self._is_carrier(c) for c in verb.children if c.dep_ == "nsubj")

    def _is_carrier(self, noun: Token) -> bool:
        lemma = noun.lemma_.lower()
        return lemma in self.lexicon.vehicles or lemma in self.lexicon.pronoun

    def _begins_name(self, i: int) -> bool:
        token = self.doc[i]
        if token.text in _ARTICLES and i + 2 < self.sentence.span.end:
            return self.doc[i + 1].text == "-" and self.doc[i + 2].text[:1].isupper()
        return token.text[:1].isupper() and not token.is_stop

    def _continues_name(self, i: int) -> bool:
        token = self.doc[i]
        joined = token.text == "-" and not token.whitespace_ and not self.doc[i - 1].whitespace_
        return joined or (token.pos_ == "PROPN" and token.text[:1].isupper())

    def _ends_name(self, first: int, last: int) -> bool:
        token = self.doc[last]
        # "to Misrata, dock workers said": a comma ends the name before the noun
        joined = last > first and not self.doc[last - 1].is_punct
        return token.text[:1].isupper() or (
            joined and token.lemma_.lower() in self.lexicon.place_noun
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
            return cued or senses[0].kind is PlaceKind.COUNTRY
        after = self.doc[last + 1] if last + 1 < self.sentence.span.end else None
        return sturdy or last > first or cued or _is_place_noun(after, self.lexicon)

    def _is_acronym(self, first: int, last: int, senses: Sequence[Place]) -> bool:
        """Initials name countries and airports; towns that happen to be spelt so are not meant."""
        written = self.doc[first : last + 1].text.replace(".", "")
        short = len(written) <= _LONGEST_INITIALS or self._is_shouted(last)
        return (
            written.isupper()
            and short
            and senses[0].kind not in {PlaceKind.COUNTRY, PlaceKind.AIRPORT}
        )

    def _is_shouted(self, last: int) -> bool:
        """Whether a body's name in capitals goes on: "TOUR SEKY"."""
        following = self.doc[last + 1] if last + 1 < self.sentence.span.end else None
        return following is not None and following.text.isupper() and following.is_alpha

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
        objects = cues.object_source | cues.object_goal | cues.object_via | cues.linking
        if before.pos_ == "CCONJ" and i > self.sentence.span.start:
            return self.doc[i - 1].pos_ == "PROPN"
        return before.lower_ in _PREPOSITIONS or (
            before.pos_ == "VERB" and before.lemma_.lower() in objects
        )

    def _inside_longer_name(self, first: int, last: int) -> bool:
        """Whether the place is a part of another's name: "Aleppo University", "Air France"."""
        before = self.doc[first - 1] if first else None
        # the capital of a sentence's first word makes no name: "Landlocked Belarus"
        opens = before is not None and before.i == self.sentence.span.start
        joined = before is not None and not _is_joint(before) and not opens
        left = self.doc[first].ent_iob_ == "I" and joined
        following = self.doc[last + 1] if last + 1 < self.sentence.span.end else None
        right = following is not None and following.ent_iob_ == "I" and not _is_joint(following)
        if self.doc[first].ent_type_ in _PLACE_LABELS or not (left or right):
            return False
        return bool(
            {"ORG", "PERSON", "PRODUCT", "FAC", "WORK_OF_ART"} & {self.doc[first].ent_type_}
        )


def _is_joint(token: Token) -> bool:
    """Whether the word parts two names that the tagger has run together ("A for B", "A and B")."""
    return token.pos_ in _JOINTS or token.lower_ in _PARTING


def _is_place_noun(after: Token | None, lexicon: Lexicon) -> bool:
    return after is not None and after.lemma_.lower() in lexicon.place_noun


def _is_sturdy(place: Place, *, own_name: bool) -> bool:
    """Whether a name rarely means anything but the place."""
    if place.precision in {Precision.COUNTRY, Precision.WATER}:
        return True
    return own_name and place.population > _STURDY_POPULATION
