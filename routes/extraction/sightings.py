"""Every place name that a text writes, whatever part it plays: nested names and demonyms, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazetteer import Place, PlaceKind, Precision
from routes.extraction.lexicon import Lexicon
from routes.extraction.people import people_named
from routes.extraction.surroundings import NO_NAME_LABELS, Surroundings
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Names, Toponym, toponym_at

__all__ = ["Sighting", "find_sightings"]

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_BODY_LABELS = frozenset({"ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "FAC"})
_LONGEST_NAME = 6
# Towns of this size are what a bare name in a report mostly means …
_LARGE_TOWN = 100_000
# … and of this size where the name stands within the name of a body ("Aleppo University").
_TOWN = 15_000
_SHORT = 3
_OPENERS_IN_BODIES = frozenset({"the", "of", "in", "at", "for", ","})
_OWN_FORMS = frozenset({"name", "alternate", "bare"})
_TAGGED = "tagged as a place"
_CONTAINED = "its country or state stands behind it"
_DATELINE = "a dateline"
_FOLK = "a word for its people or officials stands behind it"
_SETTLING = frozenset({_TAGGED, _CONTAINED, _DATELINE, _FOLK})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place name in the text and the rule by which it was taken for one."""

    toponym: Toponym
    rule: str
    is_demonym: bool = False


def find_sightings(
    sentences: Sequence[Sentence], names: Names, lexicon: Lexicon
) -> tuple[Sighting, ...]:
    """Find the place names of a whole text, in reading order.

    A name that only a repetition tells from a word, a person or a body is taken when the
    text has it elsewhere as a place; one that the text has as a person's is not.
    """
    people = people_named(sentences, lexicon)
    looks = [_Look(s, names, lexicon, people) for s in sentences]
    spotted = [spot for look in looks for spot in look.spots()]
    settled = {spot.toponym.text for spot in spotted if spot.rule in _SETTLING}
    kept = []
    for spot in spotted:
        if spot.rule:
            kept.append(spot)
        elif spot.toponym.text in settled:
            kept.append(Sighting(spot.toponym, "named as a place elsewhere", spot.is_demonym))
    return tuple(kept)


class _Look:
    """Looks over one sentence from left to right."""

    def __init__(
        self, sentence: Sentence, names: Names, lexicon: Lexicon, people: frozenset[str]
    ) -> None:
        self.sentence = sentence
        self.doc = sentence.doc
        self.end = sentence.span.end
        self.around = Surroundings(sentence, names, lexicon)
        self.names = names
        self.naming = lexicon.naming
        self.lexicon = lexicon
        self.people = people
        self.last: Sighting | None = None

    def spots(self) -> Iterator[Sighting]:
        """Yield names of the store; those without a rule stand only if the text settles them."""
        i = self.sentence.span.start
        while i < self.end:
            found = self._at(i)
            if found is None:
                i += 1
                continue
            yield found
            if found.rule:
                self.last = found
            i = found.toponym.last + 1

    def _at(self, i: int) -> Sighting | None:
        if not self._begins_name(i):
            return None
        for last in range(min(self.end, i + _LONGEST_NAME) - 1, i - 1, -1):
            if not self._ends_name(i, last):
                continue
            found = self._read(i, last)
            if found is not None:
                return found
        return self._joined(i)

    def _joined(self, i: int) -> Sighting | None:
        """The first part of a word like "U.S.-led" that the tagger leaves whole."""
        token = self.doc[i]
        part, dash, rest = token.text.partition("-")
        senses = self.names.named(part) if dash and rest[:1].islower() else ()
        if not senses or not self._is_sturdy(senses[0], self.names.form(part)):
            return None
        start, _ = self.sentence.chars(i, i)
        toponym = Toponym(self.sentence.number, i, i, start, start + len(part), part, senses)
        return Sighting(toponym, "the first part of a joined word")

    def _begins_name(self, i: int) -> bool:
        token = self.doc[i]
        if not token.text[:1].isupper() or token.ent_type_ in NO_NAME_LABELS:
            return False
        return not (token.is_stop and token.lower_ != "us") or token.text in {"US", "U.S."}

    def _ends_name(self, first: int, last: int) -> bool:
        token = self.doc[last]
        if token.tag_ == "POS" or token.text in {"'s", "’s"}:
            return False
        inner = self.doc[first : last + 1]
        joined = all(
            t.text[:1].isalnum() or t.text in {"-", "'", "’", "–", ".", "/"} for t in inner
        )
        return joined and (token.text[:1].isupper() or token.is_digit) and "\n" not in inner.text

    def _read(self, first: int, last: int) -> Sighting | None:
        written = self.doc[first : last + 1].text
        if first == last and self._is_plain_word(written):
            return None
        people = self._demonym(first, last, written)
        if people is not None:
            return people
        senses = self.names.named(written)
        if not senses:
            return None
        if self.names.is_generic(written) and not self.around.has_container(last):
            return None
        form = self.names.form(written)
        if form in {"code", "abbreviation"} or self._is_acronym(written, senses):
            return self._as_code(first, last)
        if form == "core":
            return self._with_kind(first, last)
        rule = self._rule(first, last, senses, form)
        if rule is None:
            return None
        toponym = toponym_at(self.sentence, first, last, senses, self.doc[first].ent_type_)
        return Sighting(toponym, rule)

    def _with_kind(self, first: int, last: int) -> Sighting | None:
        """A name that ends in the kind of place and that the store does not know whole.

        "Griffith Park" is a place, but not the town of Griffith.
        """
        kind = self.doc[last].lower_.rstrip(".")
        if kind not in self.naming.landform or first == last:
            return None
        if self.doc[first].ent_type_ not in {*_PLACE_LABELS, ""}:
            return None
        toponym = toponym_at(self.sentence, first, last, ())
        return Sighting(toponym, "its last word says what it is")

    def _is_plain_word(self, written: str) -> bool:
        """Whether the word is one of those that stand in names without being one."""
        word, naming = written.lower(), self.naming
        known = any(
            word in words for words in (naming.body, naming.title, naming.quarter, naming.street)
        )
        return known or word in self.lexicon.place_noun

    def _is_acronym(self, written: str, senses: Sequence[Place]) -> bool:
        short = written.replace(".", "")
        if senses[0].kind is PlaceKind.COUNTRY:
            return False
        return len(short) <= _SHORT and (short.isupper() or self.names.form(written) != "name")

    def _as_code(self, first: int, last: int) -> Sighting | None:
        """A state or province in short behind its town ("Louisville, KY"), or dotted ("B.C.")."""
        before = self.last.toponym if self.last else None
        near = before is not None and 0 < first - before.last <= 2
        behind = near and self.doc[first - 1].text == ","
        written = self.doc[first : last + 1].text
        dotted = written.count(".") > 1 and self.doc[first].ent_type_ in _PLACE_LABELS
        senses = self.names.regions(written) if behind or dotted else ()
        if not senses:
            return None
        toponym = toponym_at(self.sentence, first, last, senses)
        rule = "in short behind its town" if behind else "initials of a state"
        return Sighting(self._with_full_stop(toponym), rule)

    def _with_full_stop(self, toponym: Toponym) -> Toponym:
        """Take in the full stop of a short form ("Ont.") that the tagger has parted from it."""
        after = toponym.last + 1
        if after >= len(self.doc) or self.doc[after].text != "." or toponym.text.endswith("."):
            return toponym
        with_stop = toponym_at(self.sentence, toponym.first, after, toponym.senses)
        is_short = self.names.form(with_stop.text) == "abbreviation"
        return with_stop if is_short and after + 1 < self.end else toponym

    def _demonym(self, first: int, last: int, written: str) -> Sighting | None:
        senses = self.names.people_of(written)
        token = self.doc[last]
        if not senses or token.pos_ == "VERB" or token.ent_type_ in {"LANGUAGE", "PERSON"}:
            return None
        if self.around.has_container(last) and token.ent_type_ in _PLACE_LABELS:
            return None
        toponym = toponym_at(self.sentence, first, last, senses, "NORP")
        return Sighting(toponym, "a people or its adjective", is_demonym=True)

    def _rule(self, first: int, last: int, senses: Sequence[Place], form: str) -> str | None:
        """The rule that makes the name a place here, "" when only the text can tell, or None."""
        label = self.doc[first].ent_type_ or self.doc[last].ent_type_
        person = self.around.as_person(first, last, self.people)
        if person == "no" or self.around.is_street(last):
            return None
        if self.around.has_container(last):
            return _CONTAINED
        if self.around.is_dateline(first, last):
            return _DATELINE
        if person == "maybe":
            return self._in_doubt(first, last, senses)
        if label in _BODY_LABELS and not self.around.is_whole(first, last):
            return self._nested(first, last, senses, form)
        if label in {"GPE", "LOC"}:
            return _TAGGED
        return self._untagged(first, last, senses, form)

    def _untagged(self, first: int, last: int, senses: Sequence[Place], form: str) -> str | None:
        following = self.around.after(last)
        if form in _OWN_FORMS and following is not None and following.lower_ in self.naming.folk:
            return _FOLK
        if self._is_sturdy(senses[0], form):
            return "a name that rarely means anything else"
        if self.around.runs_on(last):
            return "" if form in _OWN_FORMS else None
        if self.around.is_cued(first) and (following is None or following.tag_ != "POS"):
            return "a word before it demands a place"
        if self.around.is_place_noun(last):
            return "a word behind it says what it is"
        if self.around.is_of_party(first):
            return "the seat of a member of a parliament"
        return "" if form in _OWN_FORMS else None

    def _in_doubt(self, first: int, last: int, senses: Sequence[Place]) -> str | None:
        """A name that the tagger or the text has as a person's too."""
        written = self.doc[first : last + 1].text
        large = _is_vast(senses[0]) or senses[0].population > _LARGE_TOWN
        shared = written in self.people
        if large and not shared:
            return "a name that rarely means anything else"
        if self.around.is_cued(first) and (large or not shared):
            return "a word before it demands a place"
        return None if shared else ""

    def _nested(self, first: int, last: int, senses: Sequence[Place], form: str) -> str | None:
        """Within a body's name, at its head or behind "of": "University of Manitoba"."""
        best = senses[0]
        area = _is_vast(best)
        if form != "name" and not (area and form in _OWN_FORMS):
            return None
        before = self.around.before(first)
        if self.doc[first].ent_iob_ != "B" and before is not None:
            openers = _OPENERS_IN_BODIES | self.naming.quarter
            if before.lower_ not in openers:
                return None
        following = self.around.after(last)
        body = following is not None and following.lower_ in self.naming.body
        large = area or best.population > _TOWN
        return "within the name of a body" if large or body else ""

    def _is_sturdy(self, place: Place, form: str) -> bool:
        if _is_vast(place):
            return form in _OWN_FORMS
        return form == "name" and place.population > _LARGE_TOWN


def _is_vast(place: Place) -> bool:
    return place.precision in {Precision.COUNTRY, Precision.WATER}
