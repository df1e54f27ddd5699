"""What stands around a name in its sentence: the cues that make it a place, a street, a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer import PlaceKind
from routes.extraction.lexicon import Lexicon
from routes.extraction.people import is_titled
from routes.extraction.tagger import Sentence
from routes.extraction.toponym import Names

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["NO_NAME_LABELS", "Surroundings"]

NO_NAME_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "LANGUAGE", "CARDINAL", "ORDINAL"})
_TOWN = 15_000
_SHORTEST_DATELINE = 4
_DASHES = frozenset({"-", "–", "—", "--", "("})
_NEAR_WORDS = (
    "in at near from outside around into via to toward towards across through off between over "
    "throughout"
)
_NEAR = frozenset(_NEAR_WORDS.split())


class Surroundings:
    """Answers for names of one sentence, each given by its first and last token."""

    def __init__(self, sentence: Sentence, names: Names, lexicon: Lexicon) -> None:
        self._sentence = sentence
        self._doc = sentence.doc
        self._end = sentence.span.end
        self._names = names
        self._lexicon = lexicon
        self._naming = lexicon.naming

    def before(self, first: int) -> Token | None:
        """The token before the name, within the sentence."""
        return self._doc[first - 1] if first > self._sentence.span.start else None

    def after(self, last: int) -> Token | None:
        """The token behind the name, within the sentence."""
        return self._doc[last + 1] if last + 1 < self._end else None

    def runs_on(self, last: int) -> bool:
        """Whether the name goes on with a word that the store does not know with it."""
        following = self.after(last)
        return (
            following is not None
            and following.pos_ == "PROPN"
            and following.text[:1].isupper()
            and following.ent_type_ not in NO_NAME_LABELS
        )

    def is_followed(self, first: int, along: frozenset[str]) -> bool:
        """Whether the words before tell of going along it: "down the Niger"."""
        before = self.before(first)
        way = self.before(first - 1) if before is not None and before.lower_ == "the" else None
        return way is not None and way.lower_ in along

    def is_counted(self, first: int) -> bool:
        """Whether a number stands before it: "two Member States" are no place."""
        before = self.before(first)
        return before is not None and before.pos_ == "NUM"

    def is_dateline(self, first: int, last: int) -> bool:
        """Whether the name opens the sentence in capitals before a dash: "CORSICANA — "."""
        before = self._doc[first - 1] if first else None
        if before is not None and before.text != "." and not before.is_space:
            return False
        capital = self._doc[first : last + 1].text
        dash = self._doc[last + 1].text if last + 1 < len(self._doc) else ""
        return (
            capital.isupper()
            and len(capital) >= _SHORTEST_DATELINE
            and dash in {"-", "–", "—", "--", "("}
        )

    def is_of_party(self, first: int) -> bool:
        """As in "Sen. Ann Lee, D-Charleston"."""
        start = self._sentence.span.start
        dashed = first - 2 >= start and self._doc[first - 1].text == "-"
        return dashed and len(self._doc[first - 2]) == 1 and self._doc[first - 2].text.isupper()

    def as_person(self, first: int, last: int, people: frozenset[str]) -> str:
        """Whether a person is meant: "no" place at all, "maybe" a person, or "" none."""
        if is_titled(self._doc, first, self._lexicon):
            return "no"
        label = self._doc[first].ent_type_ or self._doc[last].ent_type_
        if label == "PERSON" and not self.is_whole(first, last):
            return "no"
        before = self.before(first)
        if before is not None and self._is_forename(before):
            return "no"
        words = {t.text for t in self._doc[first : last + 1]}
        if label == "PERSON" or words <= people:
            return "maybe"
        return ""

    def _is_forename(self, before: Token) -> bool:
        """Whether the word before is a name that is no place and goes with this one."""
        if before.pos_ != "PROPN" or not before.text[:1].isupper() or before.is_punct:
            return False
        known = self._names.named(before.text)
        large = bool(known) and known[0].population > _TOWN
        free = before.ent_type_ in {"", "PERSON"} and before.lower_ not in self._naming.quarter
        return free and not large and before.is_alpha and not before.text.isupper()

    def is_whole(self, first: int, last: int) -> bool:
        """Whether the name is all of what the tagger takes for one name, article and 's aside."""
        before, after = self.before(first), self.after(last)
        left = self._doc[first].ent_iob_ == "I" and before is not None and before.lower_ != "the"
        right = (
            after is not None and after.ent_iob_ == "I" and after.tag_ != "POS"
            and after.text not in {"'s", "’s"} and not after.is_punct
        )  # fmt: skip
        return not (left or right)

    def is_street(self, last: int) -> bool:
        """Whether it is the name of a street."""
        following = self.after(last)
        return (
            following is not None
            and following.text[:1].isupper()
            and following.lower_.rstrip(".") in self._naming.street
        )

    def has_container(self, last: int) -> bool:
        """Whether ", Oklahoma" or ", Ky." follows."""
        if last + 2 >= self._end or self._doc[last + 1].text != ",":
            return False
        begin = last + 2
        for stop in range(min(self._end, begin + 3), begin, -1):
            written = self._doc[begin:stop].text
            if not self._doc[begin].text[:1].isupper() or not (
                written[-1:].isalpha() or written.endswith(".")
            ):
                continue
            named = self._names.named(written)[:1]
            if named and named[0].kind is PlaceKind.COUNTRY and self._names.form(written) != "code":
                return True
            if self._names.regions(written):
                return True
        return False

    def is_cued(self, first: int) -> bool:
        """Whether the word before demands a place."""
        i = first - 1
        start = self._sentence.span.start
        while i > start and (
            self._doc[i].lower_ == "the" or self._doc[i].lower_ in self._naming.quarter
        ):
            i -= 1
        if i > start and self._doc[i].lower_ == "of":
            side = self._doc[i - 1].lemma_.lower()
            return side in self._lexicon.cues.beside or side in self._lexicon.place_noun
        if i < start or self._doc[i].lower_ not in _NEAR:
            return False
        before = self._doc[i - 1].lemma_.lower() if i > start else ""
        return self._doc[i].lower_ != "to" or before not in self._lexicon.cues.not_after

    def is_place_noun(self, last: int) -> bool:
        """Whether the word behind says what kind of place it is."""
        following = self.after(last)
        return following is not None and following.lemma_.lower() in self._lexicon.place_noun
